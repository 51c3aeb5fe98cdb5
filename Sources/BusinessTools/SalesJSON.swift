import Commerce
import JSON
import Localization

/// Figures as JSON: money in major units with two decimals, exact, never a binary fraction.
enum SalesJSON {
    static func money(_ money: Money) -> JSONValue {
        JSONNumber(money.decimal2).map { .number($0) } ?? .null
    }

    static func quantity(_ quantity: Quantity) -> JSONValue {
        quantity.whole.map { .integer($0) } ?? JSONNumber(quantity.decimal).map { .number($0) } ?? .null
    }

    static func figures(_ figures: SalesFigures) -> JSONObject {
        [
            "revenue": money(figures.revenue), "units": quantity(figures.units), "orders": .integer(figures.orders),
        ]
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
}
