/// What a word or phrase of a question stands for.
enum Concept: String, Sendable, Hashable, CaseIterable {
    // Figures.
    case revenue, revenueVerb, units, orders, averageTicket, stockValue
    // What happens in a shop.
    case sale, purchase, returned, grossSales, netSales, goodsOnly, soldMost, soldLeast, most, least, best, worst,
        ranking
    case howMuch, howMany, which, result
    // Things figures are split by.
    case product, category, customer, country
    case byProduct, byCategory, byCustomer, byCountry, byMonth, byWeek, byDay, breakdown
    // Stock.
    case stock, have, outOfStock, lowStock, discontinued, existence, notMoving
    case reorder, reorderWeak, buyNeed, safetyFactor, leadTime
    // Files and papers.
    case makeFile, reportNoun, fileNoun, list, printing
    case pdf, csv, xlsx, html, json, markdown
    case documents, documentNoun, howTo, subject, search, policyTopic
    case ingest, ingestNoun, semicolon, comma, tab
    // Looking at the whole.
    case executive, summary, business, trend, trendWeak, chart, compare, versus, more
    case help, greeting, thanks
    // Not for us.
    case attack, secret, destroy, change, changeable, wholeData, forecast, message, foreign, personal, unknownFigure
    case show, future

    /// Names a figure, which a superlative beside it goes by: `más pedidos`.
    var isFigure: Bool { [.revenue, .revenueVerb, .units, .orders].contains(self) }

    var isSuperlative: Bool { [.soldMost, .soldLeast, .most, .least].contains(self) }
}
