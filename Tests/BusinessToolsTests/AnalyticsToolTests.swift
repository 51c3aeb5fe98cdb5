import BusinessTools
import JSON
import Localization
import MCP
import Testing

/// Trends, comparisons, rankings and the summary as a caller sees them. The clock stands at 1 April 2026.
@Suite struct AnalyticsToolTests {
    @Test func aTrendOfTwoDays() async throws {
        let shop = try await Shop.small()
        let facts = try await shop.facts("sales_trend", ["month": "2026-03", "view": "gross"])
        #expect(facts["group_by"] == "day" && facts["points"]?.array?.count == 30)
        #expect(facts["points"]?[0]?["key"] == "2026-03-02")
        #expect(facts["points"]?[0]?["value"]?.serializedString == "38.00")
        #expect(facts["points"]?[29]?["value"]?.serializedString == "10.00")
        // (10 − 38) ÷ 38.
        #expect(facts["growth"]?["change_percent"]?.serializedString == "-73.68")
        #expect(facts["best"]?["key"] == "2026-03-02" && facts["worst"]?["key"] == "2026-03-31")
        #expect(facts["direction"]?["course"] == "falling")
        let text = try await shop.text("sales_trend", ["period": "marzo 2026", "lang": "es", "group_by": "month"])
        #expect(text.contains("Ingresos por mes") && text.contains("- 2026-03: GTQ 38.50"))
        let tickets = try await shop.facts("sales_trend", ["metric": "average_ticket", "month": "March"])
        #expect(tickets["points"]?[1]?["value"] == .null)
    }

    @Test func comparisonsShowBothPeriods() async throws {
        let shop = try await Shop.small()
        let facts = try await shop.facts(
            "compare_sales",
            ["period": "2026-03-31", "baseline": "2026-03-02", "group_by": "product", "view": "gross"]
        )
        #expect(facts["period"]?["from"] == "2026-03-31" && facts["baseline"]?["to"] == "2026-03-02")
        #expect(facts["period"]?["revenue"]?.serializedString == "10.00")
        #expect(facts["baseline"]?["average_ticket"]?.serializedString == "38.00")
        #expect(facts["change"]?.serializedString == "-28.00" && facts["change_percent"]?.serializedString == "-73.68")
        #expect(facts["groups"]?.array?.map { $0["key"] } == ["A1", "B2", "POST"])
        #expect(facts["groups"]?[1]?["change_percent"]?.serializedString == "-100.00")
        #expect(facts["largest_fall"]?["key"] == "A1" && facts["largest_rise"] == .null)
        let first = try await shop.facts(
            "compare_sales",
            [
                "period": "2026-03-31", "baseline": ["from": "2026-03-01", "to": "2026-03-02"], "group_by": "product",
                "limit": 1,
            ]
        )
        #expect(first["group_count"] == 3 && first["next_cursor"] != nil)
        let text = try await shop.text("compare_sales", ["month": "marzo", "baseline": "previous_year", "lang": "es"])
        #expect(text.contains("Marzo de 2025: GTQ 0.00") && text.contains("Cambio: GTQ 38.50"))
        #expect(text.contains("No hay datos"))
    }

    @Test func classesAndReturns() async throws {
        let shop = try await Shop.small()
        let facts = try await shop.facts("top_products", ["by": "revenue", "view": "gross", "abc": true, "n": 1])
        #expect(facts["items"]?[0]?["share_percent"]?.serializedString == "62.50")
        #expect(facts["items"]?[0]?["class"] == "A" && facts["items"]?.array?.count == 1)
        #expect(facts["classes"]?.array?.map { $0["items"] } == [1, 1, 1])
        let wide = try await shop.facts("top_products", ["view": "gross", "abc_limits": [85, 100], "by": "revenue"])
        #expect(wide["items"]?.array?.map { $0["class"] } == ["A", "A", "B"])
        #expect(try await shop.facts("top_products")["items"]?[0]?["class"] == nil)
        let refused = try await shop.call("top_products", ["abc_limits": [95, 80]])
        #expect(refused.isError)

        let summary = try await shop.facts("sales_summary", ["view": "returns"])
        // 9.50 of 48, and 1 of 6 units.
        #expect(summary["return_rates"]?["revenue_percent"]?.serializedString == "19.79")
        #expect(summary["return_rates"]?["units_percent"]?.serializedString == "16.67")
        #expect(summary["most_returned"]?["by_units"]?[0]?["code"] == "A1")
        #expect(try await shop.facts("sales_summary")["most_returned"] == nil)
        #expect(try await shop.text("top_products", ["view": "returns", "lang": "es"]).hasPrefix("Lo más devuelto"))
    }

    @Test func theSummaryHasFindingsWithEvidence() async throws {
        let shop = try await Shop.stocked()
        let facts = try await shop.facts("executive_summary", ["month": "2026-03"])
        #expect(facts["revenue"]?.serializedString == "38.50" && facts["previous"] == .null)
        let findings = try #require(facts["findings"]?.array)
        let kinds = findings.map { $0["kind"] }
        for kind in ["returns", "top_product", "out_of_stock", "low_stock", "reorder", "not_moving"] as [JSONValue] {
            #expect(kinds.contains(kind), "\(kind)")
        }
        let weights = findings.compactMap { $0["weight"]?.int }
        #expect(weights == weights.sorted(by: >))
        let returns = try #require(findings.first { $0["kind"] == "returns" })
        #expect(returns["severity"] == "alert")
        #expect(returns["evidence"]?["gross_revenue"]?.serializedString == "48.00")
        #expect(facts["stock"]?["reorder"]?["products"] == 1)
        let text = try await shop.text("executive_summary", ["lang": "es"])
        #expect(text.contains("Atención: Se anuló el 19.79 %") && text.contains("Se agotó un producto: Azúcar."))
    }

    @Test func stockIsForThoseWhoMaySeeIt() async throws {
        let shop = try await Shop.stocked()
        let facts = try await shop.facts("executive_summary", scopes: [ShopScope.sales])
        #expect(facts["stock"] == .null)
        #expect(facts["findings"]?.array?.contains { $0["kind"] == "out_of_stock" } == false)
    }

    @Test func withoutDataEveryToolSaysSo() async throws {
        let shop = try Shop.empty()
        for tool in ["sales_trend", "compare_sales", "executive_summary"] {
            #expect(try await shop.facts(tool)["has_data"] == false, "\(tool)")
            #expect(try await shop.text(tool, ["lang": "es"]).contains("Todavía no hay ventas"), "\(tool)")
        }
        for tool in ["inventory_status", "reorder"] {
            #expect(try await shop.facts(tool)["has_data"] == false, "\(tool)")
            #expect(try await shop.text(tool, ["lang": "es"]).contains("Todavía no hay existencias"), "\(tool)")
        }
    }

    @Test(
        arguments: [
            ("sales_trend", ["group_by": "country"]), ("sales_trend", ["metric": "profit"]),
            ("compare_sales", ["baseline": 7]), ("compare_sales", ["limit": 0]),
            ("inventory_status", ["status": "gone"]), ("inventory_status", ["filters": ["country": "x"]]),
            ("reorder", ["lead_time_days": -1]), ("reorder", ["window_days": 1.5]),
            ("executive_summary", ["filters": [:]]), ("executive_summary", ["n": 51]),
            ("top_products", ["abc_limits": [80]]),
        ] as [(String, JSONObject)]
    )
    func wrongArgumentsNeverReachTheTool(tool: String, arguments: JSONObject) async throws {
        let outcome = await (try Shop.empty()).engine.callTool(named: tool, arguments: arguments, context: Shop.context)
        guard case .failure(.invalidArguments) = outcome else {
            Issue.record("accepted: \(arguments)")
            return
        }
    }

    @Test(
        arguments: [
            ("compare_sales", ["period": "ayer", "baseline": "el otro día"]),
            ("compare_sales", ["cursor": "forged", "group_by": "product"]),
            ("inventory_status", ["cursor": "1-2-3"]),
            ("inventory_status", ["status": "ok", "filters": ["status": "low_stock"]]),
            ("sales_trend", ["period": ["from": "2026-02-01", "to": "2026-01-01"]]),
        ] as [(String, JSONObject)]
    )
    func impossibleArgumentsAreToolErrorsWithAReason(tool: String, arguments: JSONObject) async throws {
        let result = try await Shop.stocked().call(tool, arguments)
        #expect(result.isError)
        guard case .text(let text, _)? = result.content.first else {
            Issue.record("no text")
            return
        }
        #expect(text.count > 20)
    }
}
