import GRDB

/// Notices that somebody stored something in a file of data: another connection of this process, or another process.
///
/// It has a connection of its own, which only reads, and asks SQLite for its `data_version`: the number changes with
/// each commit of others, and asking touches no page of the file.
public final class CommitWatch: Sendable {
    private let database: DatabaseQueue
    private let path: String

    /// - Parameter path: a file that ``CommerceStore/open(path:rules:)`` has opened.
    public init(path: String) throws(StoreFailure) {
        self.path = path
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            database = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw StoreFailure(error, path: path)
        }
    }

    /// Two equal versions of one watch mean that nothing was stored in between. Unequal ones may have a lesser reason.
    public func version() async throws(StoreFailure) -> Int64 {
        do {
            return try await database.read { db in
                try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
            }
        } catch {
            throw StoreFailure(error, path: path)
        }
    }
}
