import GRDB

/// The rows of one table of names, by the numbers that a parser gave their texts.
struct NameTable {
    enum Kind {
        case document, product, customer, country, category, currency, supplier
    }

    struct Row {
        let id: Int64
        /// A document's shape, or whether a product is a service.
        let trait: Int64
        /// A product's category, or 0.
        var link: Int64
    }

    private let kind: Kind
    private let rules: DocumentRules
    private let find: PreparedStatement
    private let insert: PreparedStatement
    private var rows: [Row] = []

    init(_ kind: Kind, _ database: Database, _ rules: DocumentRules) throws {
        self.kind = kind
        self.rules = rules
        find = try PreparedStatement(database, sql: kind.findSQL)
        insert = try PreparedStatement(database, sql: kind.insertSQL)
    }

    subscript(number: SalesBatch.TextNumber) -> Row { rows[Int(number)] }

    /// Takes the text with the next number.
    mutating func append(_ text: String) throws {
        rows.append(try row(of: text))
    }

    mutating func setLink(_ link: Int64, of number: SalesBatch.TextNumber) {
        rows[Int(number)].link = link
    }

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
    }

    /// Finds the row with this name, or makes it.
    func row(of text: String) throws -> Row {
        let name: String
        var trait: Int64 = 0
        switch kind {
        case .document: (name, trait) = (text, rules.shape(of: text).rawValue)
        case .product:
            name = text.uppercased()
            trait = rules.isService(name) ? 1 : 0
        case .currency: name = CurrencyCode.read(text) ?? text
        case .customer, .country, .category, .supplier: name = text
        }
        if kind.hasTrait { insert.bind(2, trait) }
        // Most are new: then the one statement does.
        if let id = try insert.insertNew(name) { return Row(id: id, trait: trait, link: 0) }
        guard let (id, link) = try find.first(name) else { throw IngestFailure.storage(reason: name) }
        return Row(id: id, trait: trait, link: kind == .product ? link : 0)
    }
}

extension NameTable.Kind {
    fileprivate var hasTrait: Bool { self == .document || self == .product }

    fileprivate var findSQL: String {
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

    fileprivate var insertSQL: String {
        switch self {
        case .document: "INSERT INTO document (number, shape) VALUES (?, ?) ON CONFLICT DO NOTHING"
        case .product: "INSERT INTO product (code, is_service) VALUES (?, ?) ON CONFLICT DO NOTHING"
        case .customer: "INSERT INTO customer (name) VALUES (?) ON CONFLICT DO NOTHING"
        case .country: "INSERT INTO country (name) VALUES (?) ON CONFLICT DO NOTHING"
        case .category: "INSERT INTO category (name) VALUES (?) ON CONFLICT DO NOTHING"
        case .currency: "INSERT INTO currency (code) VALUES (?) ON CONFLICT DO NOTHING"
        case .supplier: "INSERT INTO supplier (name) VALUES (?) ON CONFLICT DO NOTHING"
        }
    }
}
