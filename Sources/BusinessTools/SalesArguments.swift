import Commerce
import JSON
import Localization
import MCP

/// The arguments that tools about sales have in common: schemas, texts and how they are read.
enum SalesArguments {
    // MARK: Schemas

    /// The properties that say which sales are meant.
    static let schema: JSONObject = [
        "period": [
            "anyOf": [
                ["type": "string", "minLength": 1, "maxLength": 100],
                [
                    "type": "object", "additionalProperties": false, "minProperties": 1,
                    "properties": ["from": daySchema, "to": daySchema],
                ],
            ]
        ],
        "month": ["type": ["string", "integer"], "maxLength": 40],
        "year": ["type": "integer", "minimum": 1, "maximum": 9999],
        "view": ["type": "string", "enum": .array(SalesView.allCases.map { .string($0.rawValue) }), "default": "net"],
        "filters": [
            "type": "object", "additionalProperties": false,
            "properties": [
                "product": filterSchema, "category": filterSchema, "country": filterSchema, "customer": filterSchema,
                "currency": ["type": "string", "minLength": 3, "maxLength": 3],
            ],
        ],
        "now": daySchema,
        "lang": languageSchema,
    ]

    static let metricSchema: JSONValue = [
        "type": "string", "enum": .array(SalesMetric.allCases.map { .string($0.rawValue) }), "default": "revenue",
    ]

    static let limitSchema: JSONValue = [
        "type": "integer", "minimum": 1, "maximum": .integer(Int64(PageLimit.most)),
        "default": .integer(Int64(PageLimit.usual)),
    ]

    static let cursorSchema: JSONValue = ["type": "string", "maxLength": 500]

    static let languageSchema: JSONValue = ["type": "string", "enum": ["es", "en"]]

    static let daySchema: JSONValue = ["type": "string", "minLength": 1, "maxLength": 40]

    static let filterSchema: JSONValue = [
        "anyOf": [
            ["type": ["string", "integer"], "maxLength": 200],
            [
                "type": "array", "items": ["type": ["string", "integer"], "maxLength": 200], "minItems": 1,
                "maxItems": 100,
            ],
        ]
    ]

    static let languageText = LocalizedText(
        es: "Idioma de la respuesta: es o en.",
        en: "Language of the answer: es or en."
    )

    static let cursorText = LocalizedText(
        es: "El «next_cursor» de la página anterior.",
        en: "The 'next_cursor' of the previous page."
    )

    static let texts: [String: LocalizedText] = [
        "period": LocalizedText(
            es:
                "Días incluidos: {\"from\",\"to\"} (AAAA-MM-DD) o una frase como «mes pasado» o «T3 2011». Sin período, todo.",
            en:
                "Inclusive days: {\"from\",\"to\"} (YYYY-MM-DD) or a phrase such as \"last month\" or \"Q3 2011\". Default: all."
        ),
        "month": LocalizedText(
            es: "Un mes: 2011-08, agosto, o 8. Sin año, el último que haya comenzado.",
            en: "A month: 2011-08, August, or 8. Without a year, the latest one that has begun."
        ),
        "year": LocalizedText(es: "Un año, como 2011.", en: "A year, such as 2011."),
        "view": LocalizedText(
            es: """
                net: todas las líneas, con anulaciones y ajustes (por defecto). gross: ventas antes de anulaciones. \
                product_gross: lo mismo sin códigos de servicio. returns: las anulaciones.
                """,
            en: """
                net: every line, cancellations and adjustments included (default). gross: sales before cancellations. \
                product_gross: the same without service codes. returns: the cancellations.
                """
        ),
        "filters": LocalizedText(
            es: "Solo estos productos (código o nombre), categorías, países o clientes; uno o una lista de cada uno.",
            en: "Only these products (code or name), categories, countries or customers; one or a list of each."
        ),
        "now": LocalizedText(
            es:
                "El día desde el que se cuenta (AAAA-MM-DD). Por defecto hoy, o el día de la última venta si es anterior.",
            en: "The day to count from (YYYY-MM-DD). Default: today, or the last sale's day if that is earlier."
        ),
        "lang": languageText,
    ]

    /// A definition's input schema: the common properties and those of one tool.
    static func inputSchema(_ own: JSONObject) -> JSONValue {
        var properties = own
        for (name, value) in schema { properties[name] = value }
        return ["type": "object", "additionalProperties": false, "properties": .object(properties)]
    }

    // MARK: Reading

    static func language(of call: ToolCall) -> Language {
        call.arguments["lang"]?.string.flatMap { Language(rawValue: $0) } ?? call.language
    }

    /// The period asked for by whichever of `period`, `month` and `year` is there.
    static func period(of call: ToolCall) throws -> PeriodExpression {
        let month = call.arguments["month"].flatMap(text)
        let year = call.arguments["year"]?.int
        guard let period = call.arguments["period"] else {
            return switch (month, year) {
            case (nil, nil): .everything
            case (let month?, nil): .month(month)
            case (nil, let year?): .year(Int(year))
            case (let month?, let year?):
                Int(month).map { .month("\(year)-\($0 < 10 ? "0" : "")\($0)") } ?? .month("\(month) \(year)")
            }
        }
        guard month == nil, year == nil else { throw ArgumentFailure.severalPeriods }
        if let phrase = period.string { return .phrase(phrase) }
        return .days(from: period["from"]?.string, to: period["to"]?.string)
    }

    static func metric(of call: ToolCall) -> SalesMetric {
        call.arguments["metric"]?.string.flatMap { SalesMetric(rawValue: $0) } ?? .revenue
    }

    static func grouping(of call: ToolCall) -> SalesGrouping? {
        call.arguments["group_by"]?.string.flatMap { SalesGrouping(rawValue: $0) }
    }

    static func integer(_ name: String, of call: ToolCall) -> Int? { call.arguments[name]?.int }

    static func view(of call: ToolCall) -> SalesView {
        call.arguments["view"]?.string.flatMap { SalesView(rawValue: $0) } ?? .net
    }

    static func filters(of call: ToolCall) -> SalesFilters {
        var filters = SalesFilters()
        guard let given = call.arguments["filters"] else { return filters }
        filters.products = list(given["product"])
        filters.categories = list(given["category"])
        filters.countries = list(given["country"])
        filters.customers = list(given["customer"])
        filters.currency = given["currency"]?.string
        return filters
    }

    static func now(of call: ToolCall) throws -> CalendarDay? {
        guard let text = call.arguments["now"]?.string else { return nil }
        guard let day = CalendarDay(iso: text) else { throw ArgumentFailure.badDay(name: "now", text) }
        return day
    }

    static func list(_ value: JSONValue?) -> [String] {
        guard let value else { return [] }
        return (value.array ?? [value]).compactMap(text)
    }

    /// Codes and customer numbers come as text or as numbers.
    private static func text(_ value: JSONValue) -> String? {
        value.string ?? value.int.map(String.init)
    }
}

/// Arguments that satisfy the schema and still cannot be meant.
enum ArgumentFailure: LocalizedFailure {
    case severalPeriods
    case badDay(name: String, String)
    case severalStatuses
    case abcLimits

    var message: LocalizedText {
        switch self {
        case .severalPeriods:
            LocalizedText(
                es: "Indique el período de una sola manera: «period», o «month» y «year».",
                en: "State the period in one way only: 'period', or 'month' and 'year'."
            )
        case .severalStatuses:
            LocalizedText(
                es: "Indique el estado una sola vez: «status», o «filters.status».",
                en: "State the status once: 'status', or 'filters.status'."
            )
        case .abcLimits:
            LocalizedText(
                es: "«abc_limits» son dos porcentajes, como [80, 95]: el primero mayor que 0, el segundo no menor que "
                    + "el primero ni mayor que 100.",
                en: "'abc_limits' are two percentages such as [80, 95]: the first above 0, the second neither below "
                    + "the first nor above 100."
            )
        case .badDay(let name, let text):
            LocalizedText(
                es: "«\(name)» debe ser un día como 2011-08-31, y es «\(text.prefix(60))».",
                en: "'\(name)' must be a day such as 2011-08-31; it is \"\(text.prefix(60))\"."
            )
        }
    }
}
