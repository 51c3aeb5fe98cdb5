import Commerce
import JSON

/// A trend as JSON, for the tools that tell one.
enum TrendJSON {
    static func object(_ trend: SalesTrend) -> JSONObject {
        [
            "group_by": .string(trend.groupBy.rawValue), "metric": .string(trend.metric.rawValue),
            "points": .array(trend.points.map(point)),
            "growth": trend.growth.map(growth) ?? .null,
            "best": trend.best.map(point) ?? .null, "worst": trend.worst.map(point) ?? .null,
            "direction": direction(trend.direction),
        ]
    }

    static func point(_ point: TrendPoint) -> JSONValue {
        var object: JSONObject = [
            "key": .string(point.key), "value": SalesJSON.value(point.value), "partial": .bool(point.isPartial),
            "from": .string(point.days.from.description), "to": .string(point.days.to.description),
        ]
        for (name, value) in SalesJSON.figures(point.figures) { object[name] = value }
        return .object(object)
    }

    private static func growth(_ growth: TrendGrowth) -> JSONValue {
        [
            "from": .string(growth.from), "to": .string(growth.to), "change": SalesJSON.value(growth.change),
            "change_percent": SalesJSON.percent(growth.changePercent), "steps": .integer(Int64(growth.steps)),
            "mean_step_percent": SalesJSON.percent(growth.meanStepPercent),
        ]
    }

    private static func direction(_ direction: TrendDirection) -> JSONValue {
        [
            "course": .string(direction.course.rawValue), "points": .integer(Int64(direction.pointCount)),
            "earlier_mean": SalesJSON.value(direction.earlier), "later_mean": SalesJSON.value(direction.later),
            "change_percent": SalesJSON.percent(direction.changePercent),
            "rises": .integer(Int64(direction.rises)), "falls": .integer(Int64(direction.falls)),
        ]
    }

    // MARK: Output schemas

    static let schema: JSONObject = [
        "group_by": ["type": "string"], "metric": ["type": "string"],
        "points": ["type": "array", "items": pointSchema],
        "growth": [
            "type": ["object", "null"],
            "properties": [
                "from": ["type": "string"], "to": ["type": "string"], "change": ["type": "number"],
                "change_percent": SalesJSON.numberOrNull, "steps": ["type": "integer"],
                "mean_step_percent": SalesJSON.numberOrNull,
            ],
        ],
        "best": orNull(pointSchema), "worst": orNull(pointSchema),
        "direction": [
            "type": "object",
            "properties": [
                "course": ["type": "string", "enum": ["rising", "falling", "steady", "unknown"]],
                "points": ["type": "integer"], "earlier_mean": SalesJSON.numberOrNull,
                "later_mean": SalesJSON.numberOrNull, "change_percent": SalesJSON.numberOrNull,
                "rises": ["type": "integer"], "falls": ["type": "integer"],
            ],
        ],
    ]

    static let pointSchema: JSONValue = {
        var properties = SalesJSON.figuresSchema
        properties["key"] = ["type": "string"]
        properties["value"] = SalesJSON.numberOrNull
        properties["partial"] = ["type": "boolean"]
        properties["from"] = ["type": "string"]
        properties["to"] = ["type": "string"]
        return ["type": "object", "properties": .object(properties), "required": ["key", "value", "partial"]]
    }()

    static func orNull(_ schema: JSONValue) -> JSONValue { ["anyOf": [schema, ["type": "null"]]] }
}
