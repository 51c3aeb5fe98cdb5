import Commerce
import JSON

/// A comparison as JSON, for the tools that tell one.
enum ComparisonJSON {
    static func object(_ comparison: SalesComparison) -> JSONObject {
        var object: JSONObject = [
            "metric": .string(comparison.metric.rawValue),
            "period": side(comparison.period),
            "baseline": comparison.baseline.map(side) ?? .null,
            "change": SalesJSON.value(comparison.change),
            "change_percent": SalesJSON.percent(comparison.changePercent),
        ]
        if let same = comparison.sameDays {
            object["same_days"] = [
                "period": side(same.period), "baseline": side(same.baseline), "change": SalesJSON.value(same.change),
                "change_percent": SalesJSON.percent(same.changePercent),
            ]
        }
        return object
    }

    private static func side(_ side: ComparedSales) -> JSONValue {
        var object: JSONObject = [
            "from": .string(side.days.from.description), "to": .string(side.days.to.description),
            "value": SalesJSON.value(side.value), "average_ticket": SalesJSON.money(side.averageTicket),
            "views": SalesJSON.views(side.views),
        ]
        for (name, value) in SalesJSON.figures(side.figures) { object[name] = value }
        return .object(object)
    }

    static func group(_ group: GroupChange) -> JSONValue {
        var object: JSONObject = [
            "key": SalesJSON.text(group.key), "value": SalesJSON.value(group.value),
            "baseline_value": SalesJSON.value(group.baselineValue), "change": SalesJSON.value(group.change),
            "change_percent": SalesJSON.percent(group.changePercent),
            "period": .object(SalesJSON.figures(group.figures)),
            "baseline": .object(SalesJSON.figures(group.baselineFigures)),
        ]
        if let name = group.name { object["name"] = .string(name) }
        if group.baselineKey != group.key { object["baseline_key"] = SalesJSON.text(group.baselineKey) }
        return .object(object)
    }

    // MARK: Output schemas

    static let schema: JSONObject = [
        "metric": ["type": "string"], "period": sideSchema, "baseline": TrendJSON.orNull(sideSchema),
        "change": SalesJSON.numberOrNull, "change_percent": SalesJSON.numberOrNull,
        "same_days": [
            "type": "object",
            "properties": [
                "period": sideSchema, "baseline": sideSchema, "change": SalesJSON.numberOrNull,
                "change_percent": SalesJSON.numberOrNull,
            ],
        ],
    ]

    private static let sideSchema: JSONValue = {
        var properties = SalesJSON.figuresSchema
        properties["from"] = ["type": "string"]
        properties["to"] = ["type": "string"]
        properties["value"] = SalesJSON.numberOrNull
        properties["average_ticket"] = SalesJSON.numberOrNull
        properties["views"] = SalesJSON.viewsSchema
        return [
            "type": "object", "properties": .object(properties),
            "required": ["from", "to", "revenue", "units", "orders"],
        ]
    }()

    static let groupSchema: JSONValue = [
        "type": "object",
        "properties": [
            "key": ["type": ["string", "null"]], "baseline_key": ["type": ["string", "null"]],
            "name": ["type": "string"], "value": SalesJSON.numberOrNull, "baseline_value": SalesJSON.numberOrNull,
            "change": SalesJSON.numberOrNull, "change_percent": SalesJSON.numberOrNull,
            "period": ["type": "object", "properties": .object(SalesJSON.figuresSchema)],
            "baseline": ["type": "object", "properties": .object(SalesJSON.figuresSchema)],
        ],
        "required": ["key", "value", "baseline_value", "change", "change_percent"],
    ]
}
