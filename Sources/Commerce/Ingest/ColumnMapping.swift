/// Which column of a file holds which field.
struct ColumnMapping: Sendable {
    /// The columns' names as written.
    let columns: [String]
    /// The column of each field that was found, from 0.
    let positions: [SalesField: Int]
    /// Columns that no field was found for.
    let unused: [String]

    /// A sale needs a document, a day, an amount and something that was sold.
    static let required: [SalesField] = [.document, .productCode, .quantity, .date, .unitPrice]

    /// - Parameter byHand: column names (compared without case, accents and signs) that are decided already.
    init(columns: [String], byHand: [String: SalesField]) throws(IngestFailure) {
        self.columns = columns
        let keys = columns.map { FoldedText($0).lettersAndDigits }
        var positions: [SalesField: Int] = [:]
        for (name, field) in byHand.sorted(by: { $0.key < $1.key }) {
            guard let position = keys.firstIndex(of: FoldedText(name).lettersAndDigits) else {
                throw .unknownColumn(name: name, found: columns)
            }
            positions[field] = position
        }
        for field in SalesField.allCases where positions[field] == nil {
            let taken = Set(positions.values)
            positions[field] =
                field.columnNames.lazy.compactMap { name in
                    keys.indices.first { keys[$0] == name && !taken.contains($0) }
                }.first
        }
        let taken = Set(positions.values)
        self.positions = positions
        unused = columns.indices.filter { !taken.contains($0) && !keys[$0].isEmpty }.map { columns[$0] }
    }

    /// How many fields the columns' names tell, which is what decides between delimiters.
    static func recognised(in columns: [String], byHand: [String: SalesField]) -> Int {
        (try? ColumnMapping(columns: columns, byHand: byHand))?.positions.count ?? 0
    }

    /// Required fields without a column. The description stands in for a product code.
    var missing: [SalesField] {
        Self.required.filter { field in
            positions[field] == nil && !(field == .productCode && positions[.description] != nil)
        }
    }

    /// The last column that a line must reach.
    var lastRequired: Int {
        let anchors = Self.required.compactMap { positions[$0] }
        let product = positions[.productCode] == nil ? positions[.description] : nil
        return (anchors + [product].compactMap { $0 }).max() ?? 0
    }
}
