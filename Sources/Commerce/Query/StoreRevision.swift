import GRDB

/// Tells whether a store holds the same files as before.
public struct StoreRevision: Sendable, Hashable {
    /// The file that came last. A stock list takes the row of the one that it replaces, so its digest tells them apart.
    private let file: Int64
    private let digest: String

    /// An empty store.
    static let empty = StoreRevision(file: 0, digest: "")

    private init(file: Int64, digest: String) {
        self.file = file
        self.digest = digest
    }

    var text: String { "\(file)-\(digest)" }

    init(_ db: Database) throws {
        let last = try Row.fetchOne(db, sql: "SELECT id, digest FROM source_file ORDER BY id DESC LIMIT 1")
        self = last.map { StoreRevision(file: $0[0], digest: $0[1]) } ?? .empty
    }
}

extension CommerceStore {
    /// Changes with every file that is stored.
    public func revision() async throws(QueryFailure) -> StoreRevision {
        try await read { db in try StoreRevision(db) }
    }
}
