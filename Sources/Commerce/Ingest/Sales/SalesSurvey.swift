/// What the first lines of a sales file tell about all of it.
struct SalesSurvey {
    typealias Layout = TableLayout<SalesField>

    private(set) var formats = ColumnFormats<SalesField>()
    /// What titles, column names or signs say; lines may say otherwise.
    private(set) var currency: String?
    /// Amounts carry a dollar sign that could mean several currencies.
    private(set) var hasUndecidedDollars = false
    /// Discounts are percentages without saying so in each line.
    let discountsArePercent: Bool

    static let numeric: [SalesField] = [.quantity, .unitPrice, .amount, .discount]

    init(_ layout: Layout, datesByHand: DateText.Order?) {
        discountsArePercent = Self.readsPercent(layout)
        let numbers = NumberSurvey(layout, fields: Self.numeric)
        formats.numbers = numbers.formats
        var dates = DateTally()
        for row in layout.rows {
            guard let position = layout.mapping.positions[.date], position < row.count,
                let value = row[position].trimmed.withBytes({ DateText.read($0, order: .dayFirst) })
            else { continue }
            dates.add(value)
        }
        let language = layout.language
        setDates(dates, language, hasDollars: numbers.signs.contains(.dollarSign), byHand: datesByHand)
        let found = numbers.currency(
            layout,
            money: [.unitPrice, .amount],
            isAmerican: language == .english || dates.majority == .monthFirst
        )
        (currency, hasUndecidedDollars) = (found.code, found.isUndecided)
    }

    private static let percentWords: Set<String> = ["pct", "percent", "porcentaje", "percentage"]

    /// Whether the column of discounts holds 15 where 0.15 is meant: by its name, or because the lines' totals say so.
    private static func readsPercent(_ layout: Layout) -> Bool {
        let at = layout.mapping.positions
        guard let position = at[.discount] else { return false }
        let words = ColumnName(layout.mapping.columns[position]).words
        let isNamedSo = words.contains(where: percentWords.contains)
        var (fit, all) = (0, 0)
        for row in layout.rows {
            func value(_ position: Int?) -> Double? {
                guard let position, position < row.count else { return nil }
                let mark: NumberText.Mark = layout.delimiter == UInt8(ascii: ";") ? .comma : .point
                return row[position].trimmed.withBytes { NumberText.read($0, preferring: mark) }.map {
                    Double($0.micros) / 1e6
                }
            }
            guard let discount = value(position), discount > 1, discount <= 100 else { continue }
            if isNamedSo { return true }
            guard let quantity = value(at[.quantity]), let price = value(at[.unitPrice]),
                let amount = value(at[.amount])
            else { continue }
            all += 1
            if abs(quantity * price * (1 - discount / 100) - amount) < 0.02 { fit += 1 }
        }
        return all > 0 && fit * 10 >= all * 9
    }

    /// - Parameter correction: what a later line proved.
    mutating func apply(_ correction: FormatCorrection<SalesField>) {
        switch correction {
        case .decimalMark(let field, let mark): formats.numbers[field] = .init(mark: mark, isConfirmed: true)
        case .dateOrder(let order): formats.dates = .init(order: order, isConfirmed: true)
        }
    }

    /// Where no date decides: Spanish columns mean the day first, unless everything else is American.
    private mutating func setDates(
        _ tally: DateTally,
        _ language: HeaderLanguage,
        hasDollars: Bool,
        byHand: DateText.Order?
    ) {
        if let byHand {
            formats.dates = .init(order: byHand, isConfirmed: true)
            formats.datesAreDecided = true
        } else if let majority = tally.majority {
            formats.dates = .init(order: majority, isConfirmed: true)
        } else {
            let hints = (tally.halfDays > 0 ? 1 : 0) + (hasDollars ? 1 : 0)
            let isAmerican =
                switch language {
                case .english: true
                case .unknown: hints > 0
                case .spanish: hints == 2
                }
            formats.dates = .init(order: isAmerican ? .monthFirst : .dayFirst, isConfirmed: false)
        }
    }
}
