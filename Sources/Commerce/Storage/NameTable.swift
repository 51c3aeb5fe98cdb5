import GRDB

/// The rows of one table of names, by their text as the file writes it: a cache before SQLite, bounded.
struct NameTable {
    enum Kind {
        case document, product, customer, country, category, currency, supplier
    }

    struct Row {
        let index: Int
        let id: Int64
        /// A document's shape, or whether a product is a service.
        let trait: Int64
    }

    private let kind: Kind
    private var names = ByteInterner()
    private var rows: [Row] = []
    /// A product's category.
    private var links: [Int64] = []
    /// Files run in documents: the same text mostly comes again at once.
    private var last: [UInt8] = []
    private var lastIndex = -1

    init(_ kind: Kind) {
        self.kind = kind
    }

    mutating func row(
        of text: UnsafeBufferPointer<UInt8>,
        _ database: Database,
        _ rules: DocumentRules
    ) throws -> Row {
        if lastIndex >= 0, last.withUnsafeBufferPointer({ Bytes.areEqual($0, text) }) { return rows[lastIndex] }
        if names.isFull {
            names.removeAll()
            rows.removeAll(keepingCapacity: true)
            links.removeAll(keepingCapacity: true)
        }
        let (index, isNew) = names.intern(text)
        if isNew {
            let (id, trait, link) = try find(String(decoding: text, as: UTF8.self), database, rules)
            rows.append(Row(index: index, id: id, trait: trait))
            links.append(link)
        }
        last.removeAll(keepingCapacity: true)
        last.append(contentsOf: text)
        lastIndex = index
        return rows[index]
    }

    func link(of index: Int) -> Int64 { links[index] }

    mutating func setLink(_ link: Int64, of index: Int) {
        links[index] = link
    }

    private func find(
        _ text: String,
        _ database: Database,
        _ rules: DocumentRules
    ) throws -> (id: Int64, trait: Int64, link: Int64) {
        let name: String
        let trait: Int64
        switch kind {
        case .document: (name, trait) = (text, rules.shape(of: text).rawValue)
        case .product:
            name = text.uppercased()
            trait = rules.isService(name) ? 1 : 0
        case .currency: (name, trait) = (CurrencyCode.read(text) ?? text, 0)
        case .customer, .country, .category, .supplier: (name, trait) = (text, 0)
        }
        let found = try database.cachedStatement(sql: kind.findSQL)
        if let row = try GRDB.Row.fetchOne(found, arguments: [name]) {
            return (row[0], trait, kind == .product ? row[1] ?? 0 : 0)
        }
        let insert = try database.cachedStatement(sql: kind.insertSQL)
        try insert.execute(arguments: kind.hasTrait ? [name, trait] : [name])
        return (database.lastInsertedRowID, trait, 0)
    }
}

extension NameTable.Kind {
    var hasTrait: Bool { self == .document || self == .product }

    var findSQL: String {
        switch self {
        case .document: "SELECT id FROM document WHERE number = ?"
        case .product: "SELECT id, category_id FROM product WHERE code = ?"
        case .customer: "SELECT id FROM customer WHERE name = ?"
        case .country: "SELECT id FROM country WHERE name = ?"
        case .category: "SELECT id FROM category WHERE name = ?"
        case .currency: "SELECT id FROM currency WHERE code = ?"
        case .supplier: "SELECT id FROM supplier WHERE name = ?"
        }
    }

    var insertSQL: String {
        switch self {
        case .document: "INSERT INTO document (number, shape) VALUES (?, ?)"
        case .product: "INSERT INTO product (code, is_service) VALUES (?, ?)"
        case .customer: "INSERT INTO customer (name) VALUES (?)"
        case .country: "INSERT INTO country (name) VALUES (?)"
        case .category: "INSERT INTO category (name) VALUES (?)"
        case .currency: "INSERT INTO currency (code) VALUES (?)"
        case .supplier: "INSERT INTO supplier (name) VALUES (?)"
        }
    }
}
