/// Which column of a file holds which field.
struct ColumnMapping<Field: TableField>: Sendable {
    /// The columns' names: as written, the second `Importe` as `Importe (2)`, and numbers where there are none.
    let columns: [String]
    /// The column of each field that was found, from 0.
    private(set) var positions: [Field: Int]
    /// The fields whose column has exactly a name that is known, or was named by hand.
    let certain: Set<Field>
    /// The fields whose column was named by hand.
    let byHand: Set<Field>

    /// - Parameter byHand: column names (compared without case, accents and signs) or numbers from 1, and the names of
    ///   the fields they hold.
    init(columns written: [String], byHand: [String: String]) throws(IngestFailure) {
        let columns = Self.distinct(written)
        let names = columns.map(ColumnName.init)
        var positions: [Field: Int] = [:]
        for (name, fieldName) in byHand.sorted(by: { $0.key < $1.key }) {
            guard let field = Field(rawValue: fieldName) else {
                throw .unknownField(name: "\(name)=\(fieldName)")
            }
            let key = ColumnName(name).key
            guard
                let position = columns.firstIndex(of: name) ?? names.firstIndex(where: { $0.key == key })
                    ?? Int(name).flatMap({ columns.indices.contains($0 - 1) ? $0 - 1 : nil })
            else { throw .unknownColumn(name: name, found: columns) }
            positions[field] = position
        }
        self.byHand = Set(positions.keys)
        var taken = Set(positions.values)
        func take(_ known: (Field) -> [String]) {
            for keyPath in [\ColumnName.key, \ColumnName.bareKey] {
                for field in Field.allCases where positions[field] == nil {
                    let position = known(field).lazy.compactMap { name in
                        names.indices.first { names[$0][keyPath: keyPath] == name && !taken.contains($0) }
                    }.first
                    guard let position else { continue }
                    positions[field] = position
                    taken.insert(position)
                }
            }
        }
        take(\.columnNames)
        certain = Set(positions.keys)
        for field in Field.allCases where positions[field] == nil {
            let (any, not) = field.words
            let fitting = names.indices.filter { index in
                !taken.contains(index) && names[index].words.contains(where: any.contains)
                    && !names[index].words.contains(where: not.contains)
            }
            let position = fitting.first { !names[$0].words.contains(where: Self.tentative.contains) } ?? fitting.first
            guard let position else { continue }
            positions[field] = position
            taken.insert(position)
        }
        take(\.weakNames)
        self.columns = columns
        self.positions = positions
    }

    /// For columns without names, or once their contents have been looked at.
    init(columns: [String], positions: [Field: Int]) {
        self.columns = columns
        self.positions = positions
        certain = []
        byHand = []
    }

    /// Columns that no field was found for.
    var unused: [String] {
        let taken = Set(positions.values)
        return columns.indices.filter { !taken.contains($0) && !ColumnName(columns[$0]).key.isEmpty }.map {
            columns[$0]
        }
    }

    /// Moves a field to another column, or away.
    mutating func assign(_ field: Field, _ position: Int?) {
        positions[field] = position
    }

    /// In the order in which the fields are defined.
    var assignments: [ColumnAssignment] {
        Field.allCases.compactMap { field in
            positions[field].map { ColumnAssignment(field: field.rawValue, column: columns[$0]) }
        }
    }

    /// Of an estimate and what came of it, the latter is meant.
    private static var tentative: Set<String> {
        [
            "licitacion", "presupuesto", "presupuestado", "estimado", "estimada", "cotizado", "budget", "estimate",
            "quoted",
        ]
    }

    private static func distinct(_ written: [String]) -> [String] {
        var seen: [String: Int] = [:]
        return written.map { name in
            let key = ColumnName(name).key
            let count = (seen[key] ?? 0) + 1
            seen[key] = count
            return count == 1 || key.isEmpty ? name : "\(name) (\(count))"
        }
    }
}

/// A field and the column that holds it.
public struct ColumnAssignment: Sendable, Hashable {
    /// As in `--map column=field`.
    public var field: String
    public var column: String
}
