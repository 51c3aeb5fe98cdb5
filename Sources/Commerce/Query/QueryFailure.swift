public import Localization

/// Why a question could not be answered. What was asked is at fault, but for `storage` and `busy`.
public enum QueryFailure: LocalizedFailure, Hashable {
    case period(PeriodFailure)
    case limit(Int)
    case cursor
    /// The data changed between two pages.
    case staleCursor
    case notRankable(SalesGrouping)
    /// A trend goes by month, week or day.
    case notOfTime(SalesGrouping)
    /// More steps of time than an answer holds: ``TrendQuery/mostPoints``.
    case tooManyPoints
    case tooManyFilterValues(Int)
    case severalCurrencies([String])
    /// A parameter of the reorder question is out of range.
    case reorder(ReorderParameter)
    case overstockDays
    case busy
    case storage(reason: String)

    public var message: LocalizedText {
        switch self {
        case .period(let failure): failure.message
        case .reorder(let parameter): parameter.message
        case .overstockDays:
            LocalizedText(
                es: "«overstock_days» tiene que estar entre 1 y \(InventoryQuery.mostOverstockDays).",
                en: "\"overstock_days\" must be between 1 and \(InventoryQuery.mostOverstockDays)."
            )
        case .limit(let limit):
            LocalizedText(
                es: "Se pidieron \(limit) resultados; tiene que ser al menos 1.",
                en: "\(limit) results were asked for; it must be at least 1."
            )
        case .cursor:
            LocalizedText(
                es:
                    "El cursor no corresponde a esta consulta. Repítala sin «cursor» para empezar por la primera página.",
                en: "The cursor does not belong to this query. Repeat it without \"cursor\" to start at the first page."
            )
        case .staleCursor:
            LocalizedText(
                es: "Los datos cambiaron desde la página anterior. Repita la consulta sin «cursor».",
                en: "The data changed since the previous page. Repeat the query without \"cursor\"."
            )
        case .notRankable(let grouping):
            LocalizedText(
                es: "No se hace una clasificación por «\(grouping.rawValue)». Se acepta product, category, customer o "
                    + "country.",
                en: "There is no ranking by \"\(grouping.rawValue)\". Accepted: product, category, customer or country."
            )
        case .notOfTime(let grouping):
            LocalizedText(
                es: "Una tendencia no va por «\(grouping.rawValue)». Se acepta month, week o day.",
                en: "A trend does not go by \"\(grouping.rawValue)\". Accepted: month, week or day."
            )
        case .tooManyPoints:
            LocalizedText(
                es: "Son más de \(TrendQuery.mostPoints) puntos. Elija un período más corto, o month en vez de week o "
                    + "day.",
                en: "That is more than \(TrendQuery.mostPoints) points. Choose a shorter period, or month instead of "
                    + "week or day."
            )
        case .tooManyFilterValues(let most):
            LocalizedText(
                es: "Un filtro acepta hasta \(most) valores.",
                en: "A filter takes up to \(most) values."
            )
        case .severalCurrencies(let codes):
            LocalizedText(
                es:
                    "Hay ventas en varias monedas (\(codes.joined(separator: ", "))), que no se suman. Filtre por una con "
                    + "«currency».",
                en: "There are sales in several currencies (\(codes.joined(separator: ", "))), which are not added up. "
                    + "Filter by one with \"currency\"."
            )
        case .busy:
            LocalizedText(
                es: "Los datos están ocupados. Repita la consulta en unos segundos.",
                en: "The data are busy. Repeat the query in a few seconds."
            )
        case .storage(let reason):
            LocalizedText(
                es: "No se pudieron leer los datos: \(reason).",
                en: "The data could not be read: \(reason)."
            )
        }
    }
}

/// A parameter of ``ReorderQuery``.
public enum ReorderParameter: String, Sendable {
    case windowDays = "window_days"
    case leadTimeDays = "lead_time_days"
    case safetyFactor = "safety_factor"

    /// Which values it may have.
    var message: LocalizedText {
        let range =
            switch self {
            case .windowDays: ("1", "\(ReorderLimits.mostDays)")
            case .leadTimeDays: ("0", "\(ReorderLimits.mostLeadTime / 1_000_000)")
            case .safetyFactor: ("0", "\(ReorderLimits.mostFactor / 1_000_000)")
            }
        return LocalizedText(
            es: "«\(rawValue)» tiene que estar entre \(range.0) y \(range.1).",
            en: "\"\(rawValue)\" must be between \(range.0) and \(range.1)."
        )
    }
}
