import Commerce
import JSON
import Localization

/// An executive summary as JSON.
enum ExecutiveJSON {
    static func object(_ summary: ExecutiveSummary, _ language: Language) -> JSONObject {
        var object = SalesJSON.context(summary.context, language).merging(SalesJSON.figures(summary.figures))
        object["average_ticket"] = SalesJSON.money(summary.averageTicket)
        object["views"] = SalesJSON.views(summary.views)
        object["return_rates"] = SalesJSON.rates(summary.returnRates)
        object["most_returned"] = summary.mostReturned.map { .object(SalesJSON.item($0)) } ?? .null
        object["previous"] = comparison(summary.previous)
        object["year_before"] = comparison(summary.yearBefore)
        object["latest_month"] = comparison(summary.latestMonth)
        object["trend"] = .object(TrendJSON.object(summary.trend))
        object["products"] = places(summary.products)
        object["product_classes"] = .array(summary.productClasses.map(TopProductsTool.json))
        object["categories"] = places(summary.categories)
        object["customers"] = places(summary.customers)
        object["countries"] = places(summary.countries)
        object["country_count"] = .integer(Int64(summary.countryCount))
        object["unusual_days"] = summary.unusualDays.map(unusual) ?? .null
        object["stock"] = summary.stock.map(stock) ?? .null
        object["findings"] = .array(summary.findings.map { finding($0, language) })
        return object
    }

    private static func comparison(_ comparison: SalesComparison?) -> JSONValue {
        comparison.map { .object(ComparisonJSON.object($0)) } ?? .null
    }

    private static func places(_ places: [Contribution]) -> JSONValue {
        .array(
            places.map { place in
                .object(SalesJSON.item(place.item).merging(["share_percent": SalesJSON.percent(place.share)]))
            }
        )
    }

    private static func unusual(_ unusual: UnusualDays) -> JSONValue {
        [
            "median": SalesJSON.money(unusual.median), "median_distance": SalesJSON.money(unusual.medianDistance),
            "days_with_sales": .integer(Int64(unusual.daysWithSales)), "count": .integer(Int64(unusual.count)),
            "days": .array(unusual.days.map(TrendJSON.point)),
        ]
    }

    private static func stock(_ stock: StockAlerts) -> JSONValue {
        [
            "currency": SalesJSON.text(stock.currency), "totals": .object(StockJSON.totals(stock.totals)),
            "out_of_stock": .array(stock.outOfStock.map { .object(StockJSON.item($0)) }),
            "low_stock": .array(stock.lowStock.map { .object(StockJSON.item($0)) }),
            "overstock": StockJSON.slice(stock.overstock), "not_moving": StockJSON.slice(stock.notMoving),
            "reorder": [
                "products": .integer(Int64(stock.reorderCount)), "units": SalesJSON.quantity(stock.reorderUnits),
                "items": .array(stock.reorder.map { .object(ReorderTool.item($0)) }),
            ],
        ]
    }

    private static func finding(_ finding: Finding, _ language: Language) -> JSONValue {
        var evidence = JSONObject()
        for part in finding.evidence {
            evidence[part.name] =
                switch part.value {
                case .figure(let value): SalesJSON.value(value)
                case .percent(let percent): SalesJSON.percent(percent)
                case .text(let text): .string(text)
                }
        }
        return [
            "kind": .string(finding.kind.rawValue), "severity": .string(finding.severity.name),
            "weight": .integer(Int64(finding.weight)), "text": .string(finding.text(language)),
            "evidence": .object(evidence),
        ]
    }

    // MARK: Output schema

    static let schema: JSONValue = {
        let comparison = TrendJSON.orNull(["type": "object", "properties": .object(ComparisonJSON.schema)])
        let item: JSONValue = ["type": "object", "properties": .object(SalesJSON.itemSchema)]
        let places: JSONValue = [
            "type": "array",
            "items": [
                "type": "object",
                "properties": .object(SalesJSON.itemSchema.merging(["share_percent": SalesJSON.numberOrNull])),
            ],
        ]
        var properties = SalesJSON.contextSchema.merging(SalesJSON.figuresSchema)
        properties["average_ticket"] = SalesJSON.numberOrNull
        properties["views"] = SalesJSON.viewsSchema
        properties["return_rates"] = SalesJSON.ratesSchema
        properties["most_returned"] = TrendJSON.orNull(item)
        for name in ["previous", "year_before", "latest_month"] { properties[name] = comparison }
        properties["trend"] = ["type": "object", "properties": .object(TrendJSON.schema)]
        for name in ["products", "categories", "customers", "countries"] { properties[name] = places }
        properties["product_classes"] = ["type": "array", "items": ["type": "object"]]
        properties["country_count"] = ["type": "integer"]
        properties["unusual_days"] = ["type": ["object", "null"]]
        properties["stock"] = ["type": ["object", "null"]]
        properties["findings"] = [
            "type": "array",
            "items": [
                "type": "object",
                "properties": [
                    "kind": ["type": "string"], "severity": ["type": "string", "enum": ["alert", "notice", "fact"]],
                    "weight": ["type": "integer"], "text": ["type": "string"], "evidence": ["type": "object"],
                ],
                "required": ["kind", "severity", "weight", "text", "evidence"],
            ],
        ]
        return [
            "type": "object", "properties": .object(properties),
            "required": [
                "period", "currency", "view", "revenue", "units", "orders", "average_ticket", "views", "findings",
            ],
        ]
    }()
}
