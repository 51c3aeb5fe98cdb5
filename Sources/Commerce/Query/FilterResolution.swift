import GRDB
import Localization

/// Finds in the store what the values of filters mean.
struct FilterResolution {
    private(set) var scope: SalesScope
    private(set) var notes: [LocalizedText] = []
    /// Of the filters that leave nothing.
    private(set) var unmatched: [LocalizedText] = []
    private let db: Database

    static let mostValues = 100

    init(_ filters: SalesFilters, period: Period?, db: Database) throws {
        self.db = db
        scope = SalesScope(period: period)
        for values in [filters.products, filters.categories, filters.countries, filters.customers]
        where values.count > Self.mostValues {
            throw QueryFailure.tooManyFilterValues(Self.mostValues)
        }
        scope.products = try find(filters.products, .product)
        scope.categories = try find(filters.categories, .category)
        scope.countries = try find(filters.countries, .country)
        scope.customers = try find(filters.customers, .customer)
        if let currency = filters.currency { try setCurrency(currency) }
    }

    private enum Dimension {
        case product, category, country, customer

        var sql: String {
            switch self {
            case .product: "SELECT id, code, name FROM product"
            case .category: "SELECT id, name, NULL FROM category"
            case .country: "SELECT id, name, NULL FROM country"
            case .customer: "SELECT id, name, NULL FROM customer"
            }
        }

        var exactSQL: String {
            switch self {
            case .product: "SELECT id FROM product WHERE code = ?"
            case .category: "SELECT id FROM category WHERE name = ?"
            case .country: "SELECT id FROM country WHERE name = ?"
            case .customer: "SELECT id FROM customer WHERE name = ?"
            }
        }

        var label: LocalizedText {
            switch self {
            case .product: LocalizedText(es: "el producto", en: "product")
            case .category: LocalizedText(es: "la categoría", en: "category")
            case .country: LocalizedText(es: "el país", en: "country")
            case .customer: LocalizedText(es: "el cliente", en: "customer")
            }
        }
    }

    private mutating func find(_ values: [String], _ dimension: Dimension) throws -> [Int64]? {
        guard !values.isEmpty else { return nil }
        var found: [Int64] = []
        var unknown: [String] = []
        for value in values {
            let ids = try rows(value, dimension)
            if ids.isEmpty { unknown.append(value) }
            found += ids
        }
        let news = try unknown.prefix(5).map { try note($0, dimension) }
        notes += news
        if found.isEmpty { unmatched += news }
        return found
    }

    private func rows(_ value: String, _ dimension: Dimension) throws -> [Int64] {
        if dimension == .product,
            let id = try Int64.fetchOne(db, sql: dimension.exactSQL, arguments: [Self.code(value)])
        {
            return [id]
        }
        // "Spain" and "SPAIN" may both be in the data: all spellings count.
        let wanted = FoldedText(dimension == .customer ? Self.withoutPointZero(value) : value)
        var ids: [Int64] = []
        let cursor = try Row.fetchCursor(db, sql: dimension.sql)
        while let row = try cursor.next() {
            let key: String = row[1]
            let name: String? = row[2]
            if FoldedText(key) == wanted || name.map({ FoldedText($0) == wanted }) == true { ids.append(row[0]) }
        }
        return ids
    }

    /// A customer as it is stored.
    private static func withoutPointZero(_ value: String) -> String {
        var value = value
        return value.withUTF8 { String(decoding: TextTrim.withoutPointZero(TextTrim.trim($0)), as: UTF8.self) }
    }

    /// A product code as it is stored.
    private static func code(_ value: String) -> String {
        var value = value
        return value.withUTF8 { String(decoding: TextTrim.trim($0), as: UTF8.self) }.uppercased()
    }

    private mutating func setCurrency(_ text: String) throws {
        let codes = try Row.fetchAll(db, sql: "SELECT id, code FROM currency")
        let wanted = CurrencyCode.read(text)
        let ids: [Int64] = codes.filter { $0[1] == wanted }.map { $0[0] }
        // Lines without a currency count as the only one there is.
        if codes.count == 1, !ids.isEmpty { return }
        scope.currencies = ids
        guard ids.isEmpty else { return }
        let known = codes.map { $0[1] as String }.sorted().joined(separator: ", ")
        let note = LocalizedText(
            es: "No hay ventas en la moneda «\(text.prefix(20))»." + (known.isEmpty ? "" : " Las hay en: \(known)."),
            en: "There are no sales in the currency \"\(text.prefix(20))\"."
                + (known.isEmpty ? "" : " There are in: \(known).")
        )
        notes.append(note)
        unmatched.append(note)
    }

    private func note(_ value: String, _ dimension: Dimension) throws -> LocalizedText {
        let shown = value.count > 60 ? value.prefix(60) + "…" : value[...]
        let near = try nearMatches(value, dimension)
        let names = near.joined(separator: ", ")
        let label = dimension.label
        return LocalizedText(
            es: "No se encontró \(label.spanish) «\(shown)»." + (near.isEmpty ? "" : " Parecidos: \(names)."),
            en: "The \(label.english) \"\(shown)\" was not found." + (near.isEmpty ? "" : " Similar: \(names).")
        )
    }

    /// Up to five names that contain the value or differ from it in a few letters.
    private func nearMatches(_ value: String, _ dimension: Dimension) throws -> [String] {
        var near = NearNames(value)
        let cursor = try Row.fetchCursor(db, sql: dimension.sql + " LIMIT 20000")
        while let row = try cursor.next() {
            let key: String = row[1]
            let name: String? = row[2]
            near.add(name ?? key, shown: name.map { "\($0) (\(key))" })
        }
        return near.best
    }
}

/// The names that contain what somebody wrote, or differ from it in a few letters.
struct NearNames {
    private let wanted: [UInt8]
    private var near: [(distance: Int, name: String)] = []

    init(_ value: String) {
        wanted = Array(FoldedText(value).description.utf8.prefix(60))
    }

    /// At most five, the nearest first.
    var best: [String] {
        near.sorted { ($0.distance, $0.name.utf8.count, $0.name) < ($1.distance, $1.name.utf8.count, $1.name) }
            .prefix(5).map(\.name)
    }

    mutating func add(_ name: String, shown: String? = nil) {
        guard wanted.count >= 2 else { return }
        let folded = Array(FoldedText(name).description.utf8)
        let distance =
            Self.contains(folded, wanted)
            ? 0 : EditDistance.between(wanted, folded, atMost: max(1, wanted.count / 4)).map { $0 + 1 }
        guard let distance else { return }
        near.append((distance, shown ?? name))
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0..<$0 + part.count].elementsEqual(part) }
    }
}

/// Levenshtein's distance between two short texts.
enum EditDistance {
    /// nil when it is more than `most`.
    static func between(_ left: [UInt8], _ right: [UInt8], atMost most: Int) -> Int? {
        guard abs(left.count - right.count) <= most else { return nil }
        var row = Array(0...right.count)
        for (i, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            var least = row[0]
            for j in right.indices {
                let substituted = diagonal + (byte == right[j] ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, diagonal + 1, row[j] + 1)
                least = min(least, row[j + 1])
            }
            if least > most { return nil }
        }
        return row[right.count] <= most ? row[right.count] : nil
    }
}
