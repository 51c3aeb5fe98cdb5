/// What the first lines of a sales file tell about all of it.
struct SalesSurvey {
    typealias Layout = TableLayout<SalesField>

    private(set) var formats = ColumnFormats<SalesField>()
    /// What titles, column names or signs say; lines may say otherwise.
    private(set) var currency: String?
    /// Amounts carry a dollar sign that could mean several currencies.
    private(set) var hasUndecidedDollars = false
    /// What discounts are that carry no percent sign.
    let discountUnit: DiscountUnit

    static let numeric: [SalesField] = [.quantity, .unitPrice, .amount, .discount]

    init(_ layout: Layout, datesByHand: DateText.Order?) {
        let numbers = NumberSurvey(layout, fields: Self.numeric)
        formats.numbers = numbers.formats
        discountUnit = DiscountUnit(layout, numbers.formats)
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
