import TabularFiles

/// What a discount without a percent sign is.
enum DiscountUnit {
    /// A part of 1.
    case fraction
    /// Parts of a hundred.
    case percent
    /// The same, without anything that says so but that the numbers are whole.
    case percentByGuess
    /// Off the line, in its currency.
    case money

    var isPercent: Bool { self == .percent || self == .percentByGuess }

    /// Judges by the column's name, then by the lines' totals, then by how large the discounts are.
    init(_ layout: TableLayout<SalesField>, _ formats: [SalesField: ColumnFormats<SalesField>.NumberFormat]) {
        guard let position = layout.mapping.positions[.discount] else {
            self = .fraction
            return
        }
        let lines = layout.rows.compactMap { Line($0, layout.mapping.positions, formats) }
        let largest = lines.map(\.discount).max() ?? 0
        let words = ColumnName(layout.mapping.columns[position]).words
        if largest > 1, words.contains(where: Self.percentWords.contains) {
            self = .percent
        } else if let told = Self.toldByTotals(lines) {
            self = told
        } else if lines.contains(where: \.hasCurrency) {
            self = .money
        } else if 1.000_001...100 ~= largest, lines.allSatisfy({ $0.discount.rounded() == $0.discount }) {
            self = .percentByGuess
        } else {
            self = .fraction
        }
    }

    private static let percentWords: Set<String> = ["pct", "percent", "porcentaje", "percentage"]

    /// The unit in which nearly all lines come to their totals.
    private static func toldByTotals(_ lines: [Line]) -> DiscountUnit? {
        var (all, percent, fraction, money) = (0, 0, 0, 0)
        for line in lines {
            guard let gross = line.gross, let total = line.total, gross != 0 else { continue }
            all += 1
            func comesOut(_ off: Double) -> Int { abs(gross.magnitude - off - total.magnitude) < 0.02 ? 1 : 0 }
            percent += comesOut(gross.magnitude * line.discount / 100)
            fraction += comesOut(gross.magnitude * line.discount)
            money += comesOut(line.discount)
        }
        let best = max(percent, fraction, money)
        guard all > 0, best * 10 >= all * 9 else { return nil }
        return best == percent ? .percent : best == fraction ? .fraction : .money
    }

    /// A line with a discount.
    private struct Line {
        /// Its size.
        let discount: Double
        let hasCurrency: Bool
        /// Quantity × price.
        let gross: Double?
        let total: Double?

        init?(
            _ row: [String],
            _ at: [SalesField: Int],
            _ formats: [SalesField: ColumnFormats<SalesField>.NumberFormat]
        ) {
            func value(_ field: SalesField) -> NumberText.Value? {
                guard let position = at[field], position < row.count else { return nil }
                return row[position].trimmed.withBytes {
                    QuantityText.read($0, preferring: formats[field]?.mark ?? .point)
                }
            }
            guard let off = value(.discount), off.micros != 0, !off.isPercent else { return nil }
            discount = Double(off.micros.magnitude) / 1e6
            hasCurrency = off.currency != .none
            let factors = (value(.quantity), value(.unitPrice))
            gross =
                if case (let quantity?, let price?) = factors {
                    Double(quantity.micros) / 1e6 * Double(price.micros) / 1e6
                } else {
                    nil
                }
            total = value(.amount).map { Double($0.micros) / 1e6 }
        }
    }
}
