import GRDB

/// Where a page of groups begins, as an opaque text that belongs to one query over one state of the data.
struct PageCursor {
    let offset: Int
    /// Of the query.
    let fingerprint: UInt64
    /// Of the data.
    let revision: Int64

    init(offset: Int, fingerprint: UInt64, revision: Int64) {
        self.offset = offset
        self.fingerprint = fingerprint
        self.revision = revision
    }

    init(_ text: String) throws(QueryFailure) {
        guard text.utf8.count <= 64 else { throw .cursor }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let offset = Int(parts[0], radix: 36), offset > 0,
            let fingerprint = UInt64(parts[1], radix: 36), let revision = Int64(parts[2], radix: 36)
        else { throw .cursor }
        self.init(offset: offset, fingerprint: fingerprint, revision: revision)
    }

    var text: String {
        [String(offset, radix: 36), String(fingerprint, radix: 36), String(revision, radix: 36)].joined(separator: "-")
    }

    /// Another number for other data.
    static func revision(_ db: Database) throws -> Int64 {
        // Without a sign, which would part the text in another place.
        Int64(fingerprint(of: [try StoreRevision(db).text]) >> 1)
    }

    /// Where the next page begins, if this cursor is of the same query and the data have not changed since.
    func offset(fingerprint: UInt64, revision: Int64) throws(QueryFailure) -> Int {
        guard self.fingerprint == fingerprint else { throw .cursor }
        guard self.revision == revision else { throw .staleCursor }
        return offset
    }

    /// The same for the same question in every process: what decides which groups there are, and their order.
    static func fingerprint(of query: SalesQuery, period: Period?) -> UInt64 {
        var parts = [
            period?.description ?? "", query.view.rawValue, query.groupBy?.rawValue ?? "", query.metric.rawValue,
            query.filters.currency ?? "",
        ]
        let filters = query.filters
        for values in [filters.products, filters.categories, filters.countries, filters.customers] {
            parts.append(values.joined(separator: "\u{1F}"))
        }
        return fingerprint(of: parts)
    }

    static func fingerprint(of parts: [String]) -> UInt64 {
        var text = parts.joined(separator: "\u{1E}")
        return text.withUTF8 { ByteHash.hash($0, seed: 1) }
    }
}
