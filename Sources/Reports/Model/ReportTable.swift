/// Rows under typed columns.
public struct ReportTable: Sendable, Hashable {
    public var title: String
    public var columns: [Column]
    /// A cell for each column; cells that are missing are empty.
    public var rows: [[ReportCell]]

    public struct Column: Sendable, Hashable {
        /// For programs, as in `average_ticket`.
        public var key: String
        public var label: String
        public var kind: ReportValueKind
        public var total: Total
        /// Decimals that people see of a quantity. Default: as many as the cell of the column with most needs.
        public var decimals: Int?
        /// Whether the report's currency is added to the label of money. Default: yes.
        public var namesCurrency: Bool

        public init(
            _ key: String,
            _ label: String,
            _ kind: ReportValueKind,
            total: Total = .none,
            decimals: Int? = nil,
            namesCurrency: Bool = true
        ) {
            self.key = key
            self.label = label
            self.kind = kind
            self.total = total
            self.decimals = decimals
            self.namesCurrency = namesCurrency
        }
    }

    /// What stands below a column.
    public enum Total: Sendable, Hashable {
        case none
        /// The sum of the rows.
        case sum
        /// What the rows do not add up to, as distinct documents.
        case value(ExactNumber)
    }

    public init(title: String, columns: [Column], rows: [[ReportCell]] = []) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }

    /// The columns as people read them: with one number of decimals in each, so that figures align.
    func aligned(_ totals: [ReportCell]?) -> [Column] {
        columns.enumerated().map { index, column in
            guard column.kind == .quantity, column.decimals == nil else { return column }
            var column = column
            let cells = rows.lazy.map { $0.cell(index) } + (totals.map { [$0.cell(index)] } ?? [])
            column.decimals = cells.lazy.compactMap(\.number?.decimals).max()
            return column
        }
    }

    /// The row below the others; nil when no column has a total.
    func totals() throws(ReportFailure) -> [ReportCell]? {
        guard !rows.isEmpty, columns.contains(where: { $0.total != .none }) else { return nil }
        var cells: [ReportCell] = []
        for (index, column) in columns.enumerated() {
            switch column.total {
            case .none: cells.append(.empty)
            case .value(let value): cells.append(.number(value))
            case .sum:
                guard let sum = ExactNumber.sum(rows.lazy.compactMap { $0.cell(index).number }) else {
                    throw .sumOverflows(column: column.label)
                }
                cells.append(.number(sum))
            }
        }
        return cells
    }
}

public enum ReportCell: Sendable, Hashable {
    case empty
    case text(String)
    /// What programs know by a name of its own: JSON has the key, everything else the text.
    case keyed(String?, shown: String)
    /// A month or a week by its ISO name, which can be sorted: JSON and plain CSV have that, everything else the text.
    case time(String, shown: String)
    case number(ExactNumber)
    case day(ReportDay)

    var number: ExactNumber? {
        if case .number(let number) = self { number } else { nil }
    }
}

extension [ReportCell] {
    func cell(_ index: Int) -> ReportCell { indices.contains(index) ? self[index] : .empty }
}
