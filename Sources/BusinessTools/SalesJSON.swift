import Commerce
import JSON
import Localization

/// Figures as JSON: money in major units with two decimals, exact, never a binary fraction.
enum SalesJSON {
    static func money(_ money: Money) -> JSONValue {
        JSONNumber(money.decimal2).map { .number($0) } ?? .null
    }

    static func money(_ money: Money?) -> JSONValue { money.map { Self.money($0) } ?? .null }

    /// Two decimals.
    static func percent(_ percent: Percent?) -> JSONValue {
        percent.flatMap { JSONNumber($0.decimal2) }.map { .number($0) } ?? .null
    }

    static func value(_ value: MetricValue?) -> JSONValue {
        switch value {
        case .money(let money): Self.money(money)
        case .quantity(let quantity): Self.quantity(quantity)
        case .count(let count): .integer(count)
        case nil: .null
        }
    }

    static func quantity(_ quantity: Quantity) -> JSONValue {
        quantity.whole.map { .integer($0) } ?? JSONNumber(quantity.decimal).map { .number($0) } ?? .null
    }

    static func figures(_ figures: SalesFigures) -> JSONObject {
        [
            "revenue": money(figures.revenue), "units": quantity(figures.units), "orders": .integer(figures.orders),
        ]
    }

    static func views(_ views: SalesViews) -> JSONValue {
        [
            "net": .object(figures(views.net)), "gross": .object(figures(views.gross)),
            "product_gross": .object(figures(views.productGross)), "returns": .object(figures(views.returns)),
        ]
    }

    static func rates(_ rates: ReturnRates) -> JSONValue {
        ["revenue_percent": percent(rates.revenue), "units_percent": percent(rates.units)]
    }

    /// One place of a ranking.
    static func item(_ item: TopItem) -> JSONObject {
        var entry: JSONObject = [
            "rank": .integer(Int64(item.rank)), "code": .string(item.code), "name": text(item.name),
        ]
        for (name, value) in figures(item.figures) { entry[name] = value }
        return entry
    }

    static func text(_ text: String?) -> JSONValue {
        text.map { .string($0) } ?? .null
    }

    static func period(_ period: Period?) -> JSONValue {
        period.map { ["from": .string($0.from.description), "to": .string($0.to.description)] } ?? .null
    }

    /// What every answer about sales begins with.
    static func context(_ context: SalesContext, _ language: Language) -> JSONObject {
        [
            "as_of": .string(context.asOf.description),
            "period": period(context.period),
            "currency": text(context.currency),
            "view": .string(context.view.rawValue),
            "has_data": .bool(context.hasData),
            "notes": .array(context.notes.map { .string($0(language)) }),
        ]
    }

    // MARK: Output schemas

    static let contextSchema: JSONObject = [
        "as_of": ["type": "string"],
        "period": [
            "type": ["object", "null"], "properties": ["from": ["type": "string"], "to": ["type": "string"]],
        ],
        "currency": ["type": ["string", "null"]],
        "view": ["type": "string"],
        "has_data": ["type": "boolean"],
        "notes": ["type": "array", "items": ["type": "string"]],
    ]

    static let figuresSchema: JSONObject = [
        "revenue": ["type": "number"], "units": ["type": "number"], "orders": ["type": "integer"],
    ]

    static let viewsSchema: JSONValue = {
        let figures: JSONValue = ["type": "object", "properties": .object(figuresSchema)]
        return [
            "type": "object",
            "properties": ["net": figures, "gross": figures, "product_gross": figures, "returns": figures],
            "required": ["net", "gross", "product_gross"],
        ]
    }()

    static let ratesSchema: JSONValue = [
        "type": "object",
        "properties": ["revenue_percent": numberOrNull, "units_percent": numberOrNull],
    ]

    static let itemSchema: JSONObject = {
        var item: JSONObject = [
            "rank": ["type": "integer"], "code": ["type": "string"], "name": ["type": ["string", "null"]],
        ]
        for (name, value) in figuresSchema { item[name] = value }
        return item
    }()

    static let numberOrNull: JSONValue = ["type": ["number", "null"]]

    static let periodSchema: JSONValue = [
        "type": "object", "properties": ["from": ["type": "string"], "to": ["type": "string"]],
        "required": ["from", "to"],
    ]
}
