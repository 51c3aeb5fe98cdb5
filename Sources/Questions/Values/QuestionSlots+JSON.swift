public import JSON
import Commerce

extension QuestionSlots {
    /// The slots that are set, under their names in the contract: `{"period": {"from", "to"}, "n", "filters": …}`.
    public var json: JSONObject {
        var object = JSONObject()
        object["period"] = period.map(Self.json)
        object["baseline"] = baseline.map(Self.json)
        object["metric"] = metric.map { .string($0.rawValue) }
        object["n"] = count.map { JSONValue($0) }
        object["by"] = by.map { .string($0.rawValue) }
        object["order"] = order.map { .string($0.rawValue) }
        object["group_by"] = groupBy.map { .string($0.rawValue) }
        if !filters.isEmpty { object["filters"] = .object(filters.json) }
        object["safety_factor"] = safetyFactor.flatMap { JSONNumber($0.description) }.map { .number($0) }
        object["lead_time_days"] = leadTimeDays.map { JSONValue($0) }
        object["report"] = report.map { .string($0.rawValue) }
        object["format"] = format.map { .string($0.rawValue) }
        object["query"] = query.map { .string($0) }
        object["path"] = path.map { .string($0) }
        object["delimiter"] = delimiter.map { .string($0.rawValue) }
        return object
    }

    private static func json(_ period: Period) -> JSONValue {
        .object(["from": .string(period.from.description), "to": .string(period.to.description)])
    }
}

extension QuestionFilters {
    /// One value as text, several as an array.
    var json: JSONObject {
        var object = JSONObject()
        for (key, values) in [
            ("product", products), ("category", categories), ("country", countries), ("customer", customers),
        ] {
            switch values.count {
            case 0: continue
            case 1: object[key] = .string(values[0])
            default: object[key] = .array(values.map { .string($0) })
            }
        }
        object["status"] = status.map { .string($0.rawValue) }
        return object
    }
}
