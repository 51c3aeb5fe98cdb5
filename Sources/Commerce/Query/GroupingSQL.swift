import GRDB

extension SalesGrouping {
    /// What lines, and sums by document, are grouped by.
    func factKeySQL(_ scope: SalesScope) -> String {
        switch self {
        case .product: "s.product_id"
        case .category:
            scope.hasCategories
                ? "(SELECT COALESCE(category_id, stock_category_id) FROM product WHERE id = s.product_id)" : "NULL"
        case .customer: "s.customer_id"
        case .country: "s.country_id"
        case .month: "s.day / 100"
        case .week: "(\(Self.julianDaySQL("s.day"))) / 7"
        case .day: "s.day"
        }
    }

    /// The same in a table of sums by month, where 0 stands for none; as far as ``FactSQL`` asks it.
    var sumKeySQL: String {
        switch self {
        case .product: "s.product_id"
        case .category, .week, .day: "NULL"
        case .customer: "NULLIF(s.customer_id, 0)"
        case .country: "NULLIF(s.country_id, 0)"
        case .month: "s.span"
        }
    }

    /// The same in the table of sums by day.
    var daySumKeySQL: String {
        let day = "(s.span - \(SpanLevel.firstDay))"
        return switch self {
        case .month: "\(day) / 100"
        case .week: "(\(Self.julianDaySQL(day))) / 7"
        case .day: day
        case .product, .category, .customer, .country: sumKeySQL
        }
    }

    /// What a reader is shown, before it is turned into text.
    var labelSQL: String {
        switch self {
        case .product: "product.code"
        case .category: "category.name"
        case .customer: "customer.name"
        case .country: "country.name"
        case .month, .week, .day: "figure.k"
        }
    }

    var nameSQL: String { self == .product ? "product.name" : "NULL" }

    var labelJoinSQL: String {
        switch self {
        case .product: "JOIN product ON product.id = figure.k"
        case .category: "LEFT JOIN category ON category.id = figure.k"
        case .customer: "LEFT JOIN customer ON customer.id = figure.k"
        case .country: "LEFT JOIN country ON country.id = figure.k"
        case .month, .week, .day: ""
        }
    }

    /// The Julian day number of `YYYYMMDD`, whose multiples of 7 are Mondays.
    ///
    /// Source: L. E. Doggett, "Calendars", in the Explanatory Supplement to the Astronomical Almanac (1992), 604.
    private static func julianDaySQL(_ day: String) -> String {
        // 1 in January and February, which end the year before.
        let early = "((14 - \(day) / 100 % 100) / 12)"
        let year = "(\(day) / 10000 + 4800 - \(early))"
        let month = "(\(day) / 100 % 100 + 12 * \(early) - 3)"
        return """
            \(day) % 100 + (153 * \(month) + 2) / 5 + 365 * \(year) + \(year) / 4 - \(year) / 100 + \(year) / 400 - 32045
            """
    }

    /// The text of a key as it comes from a query.
    func key(_ value: DatabaseValue) -> String? {
        guard isTime else { return String.fromDatabaseValue(value) }
        guard let number = Int.fromDatabaseValue(value) else { return nil }
        switch self {
        case .month: return CalendarDay(packed: number * 100 + 1)?.monthKey
        case .week: return CalendarDay(serial: number * 7 - 2_440_588)?.isoWeek.description
        default: return CalendarDay(packed: number)?.description
        }
    }
}
