import TabularFiles

/// What the first lines of a file tell about its numbers: the decimal mark of each column, and the currency.
struct NumberSurvey<Field: TableField> {
    private(set) var formats: [Field: ColumnFormats<Field>.NumberFormat] = [:]
    /// The first signs and codes beside numbers.
    private(set) var signs: [CurrencyMark] = []

    init(_ layout: TableLayout<Field>, fields: [Field]) {
        let at = layout.mapping.positions
        var marks: [Field: MarkTally] = [:]
        var all = MarkTally()
        for row in layout.rows {
            for field in fields {
                guard let position = at[field], position < row.count,
                    let value = row[position].trimmed.withBytes({ QuantityText.read($0, preferring: .point) })
                else { continue }
                marks[field, default: MarkTally()].add(value.evidence)
                all.add(value.evidence)
                if value.currency != .none, signs.count < 50 { signs.append(value.currency) }
            }
        }
        // Where no number decides, the delimiter may: semicolons are used where commas separate decimals.
        let fallback: NumberText.Mark =
            layout.delimiter == UInt8(ascii: ";")
                || (layout.delimiter != UInt8(ascii: ",") && layout.language == .spanish) ? .comma : .point
        for field in fields where at[field] != nil {
            let own = marks[field]?.majority
            formats[field] = .init(mark: own ?? all.majority ?? fallback, isConfirmed: own != nil)
        }
    }

    /// The currency that signs, column names or titles state.
    ///
    /// - Parameters:
    ///   - money: the columns of amounts.
    ///   - isAmerican: a bare `$` is the dollar of the United States.
    func currency(
        _ layout: TableLayout<Field>,
        money: [Field],
        isAmerican: Bool
    ) -> (code: String?, isUndecided: Bool) {
        let names = money.compactMap { layout.mapping.positions[$0] }.map { layout.mapping.columns[$0] }
        let mentioned = (names + layout.titles).lazy.compactMap { CurrencyCode.mentioned(in: Self.words($0)) }.first
        if let code = signs.lazy.compactMap(\.code).first ?? mentioned { return (code, false) }
        if names.contains(where: Self.namesQuetzales) { return ("GTQ", false) }
        guard signs.contains(.dollarSign) || names.contains(where: { $0.contains("$") }) else { return (nil, false) }
        return isAmerican ? ("USD", false) : (nil, true)
    }

    /// `Precio (Q)`, `Total Q.`: one letter says enough in the name of a column of amounts.
    private static func namesQuetzales(_ name: String) -> Bool {
        name.split { !$0.isLetter && !$0.isNumber }.contains("Q")
    }

    /// `Precio (US$)` is `Precio` and `US$`.
    private static func words(_ text: String) -> [String] {
        text.split { !$0.isLetter && !"$€£₡₲₹₩¤/".contains($0) }.map(String.init)
    }
}

extension TableLayout {
    /// The language of the columns' names.
    var language: HeaderLanguage { headerLine == nil ? .unknown : HeaderLanguage(mapping.columns) }
}
