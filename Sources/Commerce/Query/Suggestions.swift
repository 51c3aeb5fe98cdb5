import GRDB
import Localization
import Synchronization

/// Names of the store that begin as somebody has begun to type, without regard to case and accents.
///
/// The names are kept in memory until something is stored, so that an answer takes one look-up in the database and one
/// pass over the names.
public final class Suggestions: Sendable {
    public enum Kind: Sendable, Hashable, CaseIterable {
        /// Product codes; a product's name finds its code too.
        case productCode
        /// Products by name; by code where the code is what was typed, or there is no name.
        case productName
        case category, country, customer
        /// `2011-08`, the latest first; `agosto` and `august` find it too.
        case month
    }

    private struct Vocabulary: Sendable {
        let revision: StoreRevision
        var words: [Kind: [SuggestedWord]] = [:]
    }

    /// Names beyond these are not suggested.
    static let mostNames = 200_000

    private let store: CommerceStore
    private let vocabulary = Mutex(Vocabulary(revision: .empty))

    public init(store: CommerceStore) {
        self.store = store
    }

    /// - Parameters:
    ///   - text: what is typed so far; nothing suggests everything.
    ///   - limit: how many to give.
    /// - Returns: the best ones first, and how many there are in all.
    public func find(
        _ kind: Kind,
        startingWith text: String,
        limit: Int = 100
    ) async throws(QueryFailure) -> (values: [String], total: Int) {
        let known = vocabulary.withLock { $0 }
        let (revision, fresh) = try await store.read { db -> (StoreRevision, [SuggestedWord]?) in
            let revision = try StoreRevision(db)
            if known.revision == revision, known.words[kind] != nil { return (revision, nil) }
            return (revision, try kind.words(db))
        }
        if let fresh {
            vocabulary.withLock { vocabulary in
                if vocabulary.revision != revision { vocabulary = Vocabulary(revision: revision) }
                vocabulary.words[kind] = fresh
            }
        }
        return Self.best(fresh ?? known.words[kind] ?? [], startingWith: text, limit: limit)
    }

    /// The same choice among other names, such as those of files.
    public static func find(
        among names: [String],
        startingWith text: String,
        limit: Int = 100
    ) -> (values: [String], total: Int) {
        best(names.map { SuggestedWord($0, found: [$0]) }, startingWith: text, limit: limit)
    }

    /// Names that begin with the text come before those with a later word that does.
    private static func best(
        _ words: [SuggestedWord],
        startingWith text: String,
        limit: Int
    ) -> (values: [String], total: Int) {
        // Longer than any name: nobody types that.
        let typed = Array(FoldedText(text.prefix(200)).description.utf8)
        if typed.isEmpty { return (words.prefix(limit).map(\.value), words.count) }
        var first: [String] = []
        var later: [String] = []
        var total = 0
        for word in words {
            guard let rank = word.rank(typed) else { continue }
            total += 1
            if rank == 0, first.count < limit { first.append(word.value(for: typed)) }
            if rank == 1, later.count < limit { later.append(word.value) }
        }
        return (Array((first + later).prefix(limit)), total)
    }
}

/// A name with the spellings under which it is found.
struct SuggestedWord: Sendable {
    let value: String
    /// A value to give instead when this is what was typed: a product's code.
    private let code: (value: String, folded: [UInt8])?
    private let folded: [[UInt8]]

    init(_ value: String, found spellings: [String], code: String? = nil) {
        self.value = value
        self.code = code.map { ($0, Array(FoldedText($0).description.utf8)) }
        folded = spellings.map { Array(FoldedText($0).description.utf8) }
    }

    /// 0: begins so; 1: has a word that begins so; `nil`: neither.
    func rank(_ typed: [UInt8]) -> Int? {
        if let code, code.folded.starts(with: typed) { return 0 }
        if folded.contains(where: { $0.starts(with: typed) }) { return 0 }
        return folded.contains(where: { Self.hasWord(in: $0, startingWith: typed) }) ? 1 : nil
    }

    func value(for typed: [UInt8]) -> String {
        if let code, code.folded.starts(with: typed) { return code.value }
        return value
    }

    private static func hasWord(in text: [UInt8], startingWith typed: [UInt8]) -> Bool {
        guard text.count > typed.count else { return false }
        for start in 1...(text.count - typed.count) where !isWordByte(text[start - 1]) {
            if text[start...].starts(with: typed) { return true }
        }
        return false
    }

    /// Letters and digits, and every byte of other scripts.
    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

extension Suggestions.Kind {
    fileprivate func words(_ db: Database) throws -> [SuggestedWord] {
        let rows = try Row.fetchCursor(db, sql: sql, arguments: [Suggestions.mostNames])
        var words: [SuggestedWord] = []
        while let row = try rows.next() {
            switch self {
            case .month:
                guard let day = CalendarDay(packed: (row[0] as Int) * 100 + 1) else { continue }
                let names = MonthNames.text(day)
                words.append(SuggestedWord(day.monthKey, found: [day.monthKey, names.spanish, names.english]))
            case .productCode:
                let code: String = row[0]
                words.append(SuggestedWord(code, found: [code] + [row[1] as String?].compactMap(\.self)))
            case .productName:
                let code: String = row[0]
                let name = (row[1] as String?) ?? code
                // Products that share a name are one suggestion; their codes tell them apart.
                if words.last?.value == name { continue }
                words.append(SuggestedWord(name, found: [name], code: code))
            case .category, .country, .customer:
                let name: String = row[0]
                words.append(SuggestedWord(name, found: [name]))
            }
        }
        return words
    }

    private var sql: String {
        switch self {
        case .productCode: "SELECT code, name FROM product ORDER BY code LIMIT ?"
        case .productName: "SELECT code, name FROM product ORDER BY COALESCE(name, code), code LIMIT ?"
        case .category: "SELECT name FROM category ORDER BY name LIMIT ?"
        case .country: "SELECT name FROM country ORDER BY name LIMIT ?"
        case .customer: "SELECT name FROM customer ORDER BY name LIMIT ?"
        case .month: "SELECT DISTINCT day / 100 FROM document_sum ORDER BY 1 DESC LIMIT ?"
        }
    }
}
