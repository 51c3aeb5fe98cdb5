import BusinessTools
import Commerce
import Foundation
import JSON
import Localization
import MCP
import Testing

/// Stock and reorders as a caller sees them, and the reference list against figures that another program computed.
@Suite struct StockToolTests {
    @Test func totalsItemsAndCover() async throws {
        let shop = try await Shop.stocked()
        let facts = try await shop.facts("inventory_status")
        let totals = try #require(facts["totals"])
        #expect(totals["products"] == 4 && totals["active"] == 3 && totals["discontinued"] == 1)
        #expect(totals["units"] == 20 && totals["value"]?.serializedString == "134.00")
        #expect(totals["value_active"]?.serializedString == "129.00")
        #expect(totals["out_of_stock"] == 1 && totals["low_stock"] == 1 && facts["currency"] == "GTQ")
        let first = try #require(facts["items"]?[0])
        // 3 sold in 90 days: 3 pieces last 90 days.
        #expect(first["code"] == "A1" && first["days_of_cover"] == 90 && first["stock_out_date"] == "2026-06-29")
        #expect(first["status"] == "low_stock" && first["value"]?.serializedString == "30.00")
        #expect(facts["not_moving"]?["products"] == 2 && facts["item_count"] == 4)
    }

    @Test func groupsFiltersAndStatus() async throws {
        let shop = try await Shop.stocked()
        let groups = try await shop.facts("inventory_status", ["group_by": "category", "metric": "stock_value"])
        #expect(groups["groups"]?.array?.map { $0["key"] } == ["Despensa", "Bebidas"])
        #expect(groups["groups"]?[0]?["stock_value"]?.serializedString == "104.00")
        func codes(_ arguments: JSONObject) async throws -> [JSONValue?]? {
            try await shop.facts("inventory_status", arguments)["items"]?.array?.map { $0["code"] }
        }
        #expect(try await codes(["status": "out_of_stock"]) == ["B2"])
        #expect(try await codes(["filters": ["status": "not_moving"]]) == ["C3", "D4"])
        #expect(try await codes(["filters": ["supplier": "finca"], "metric": "units"]) == ["C3", "A1"])
        #expect(try await codes(["status": "overstock", "overstock_days": 89]) == ["A1"])
        let spanish = try await shop.text("inventory_status", ["lang": "es", "status": "not_moving"])
        #expect(spanish.contains("Sin movimiento: 2 productos") && spanish.contains("C3 Miel: 12 unidades"))
        let english = try await shop.text("inventory_status", ["lang": "en", "group_by": "category"])
        #expect(english.contains("- Despensa: GTQ 104.00 · 17 units · 3 products"))
    }

    @Test func whoMayNotSeeSalesSeesNoDemand() async throws {
        let shop = try await Shop.stocked()
        let facts = try await shop.facts("inventory_status", scopes: [ShopScope.stock])
        #expect(facts["items"]?[0]?["days_of_cover"] == nil && facts["not_moving"] == nil && facts["window"] == nil)
        #expect(facts["totals"]?["units"] == 20)
        let outcome = await shop.engine.callTool(
            named: "inventory_status",
            arguments: ["status": "not_moving"],
            context: RequestContext(era: .modern, language: .english, scopes: [ShopScope.stock])
        )
        guard case .failure = outcome else {
            Issue.record("what sold was told")
            return
        }
    }

    @Test func reordersByTheFormula() async throws {
        let shop = try await Shop.stocked()
        let facts = try await shop.facts("reorder", ["lead_time_days": 30, "safety_factor": 1.5, "window_days": 31])
        // B2: ⌈2 ÷ 31 × 45⌉ = 3, there is none. A1: ⌈3 ÷ 31 × 30 × 1.5⌉ = 5, there are 3.
        #expect(facts["items"]?.array?.map { $0["code"] } == ["B2", "A1"])
        #expect(facts["items"]?.array?.map { $0["reorder_point"] } == [3, 5])
        #expect(facts["items"]?.array?.map { $0["suggested"] } == [3, 2])
        #expect(facts["totals"] == ["products": 2, "units": 5, "cost": .null])
        #expect(facts["parameters"]?["safety_factor"]?.serializedString == "1.5")
        #expect(facts["parameters"]?["window"] == ["from": "2026-03-01", "to": "2026-03-31"])
        let text = try await shop.text("reorder", ["lang": "es", "lead_time_days": 30])
        #expect(text.contains("factor 1.2") && text.contains("B2 Azúcar"))
    }

    @Test(.enabled(if: RealStock.folder != nil))
    func theReferenceListToTheCent() async throws {
        let shop = try await RealStock.shop()
        let truth = try RealStock.truth("inventory_northwind")
        let facts = try await shop.facts("inventory_status", ["limit": 1000, "group_by": "category"])
        let totals = try #require(facts["totals"])
        for (name, source) in [
            ("products", "products"), ("active", "active"), ("discontinued", "discontinued"),
            ("units", "units_in_stock"), ("value", "stock_value_at_list"),
            ("value_active", "stock_value_at_list_active"),
        ] {
            #expect(totals[name]?.double == truth[source]?.double, "\(name)")
        }
        #expect(totals["out_of_stock"]?.int == truth["out_of_stock_active"]?.array?.count)
        let categories = try #require(truth["by_category"]?.object)
        #expect(facts["groups"]?.array?.count == categories.count)
        for group in facts["groups"]?.array ?? [] {
            let expected = try #require(categories[group["key"]?.string ?? ""])
            #expect(group["stock_value"]?.double == expected["stock_value"]?.double)
            #expect(group["units"]?.double == expected["units_in_stock"]?.double)
            #expect(group["products"] == expected["products"] && group["active"] == expected["active"])
        }
    }

    @Test(.enabled(if: RealStock.folder != nil))
    func theReferenceReorders() async throws {
        let shop = try await RealStock.shop()
        let cases = try #require(try RealStock.truth("reorder_northwind")["cases"]?.object)
        #expect(cases.count == 15)
        for (name, expected) in cases {
            var arguments: JSONObject = [:]
            for part in name.split(separator: ",") {
                let pair = part.split(separator: "=")
                let key = pair[0] == "window" ? "window_days" : String(pair[0])
                arguments[key] = try JSONValue(parsing: String(pair[1]))
            }
            let facts = try await shop.facts("reorder", arguments)
            let items = try #require(expected["items"]?.array)
            let codes = facts["items"]?.array?.compactMap { $0["code"]?.string }
            #expect(codes == items.compactMap { $0["ProductID"]?.int.map(String.init) }, "\(name)")
            #expect(facts["items"]?.array?.map { $0["suggested"] } == items.map { $0["suggested"] }, "\(name)")
            #expect(facts["items"]?.array?.map { $0["reorder_point"] } == items.map { $0["rop"] }, "\(name)")
            #expect(facts["totals"]?["units"] == expected["units"], "\(name)")
            #expect(facts["totals"]?["products"] == expected["products"], "\(name)")
        }
    }
}

/// The reference shop's stock and sales, where they are.
private enum RealStock {
    static let folder: URL? = {
        var places = [URL(fileURLWithPath: #filePath)]
        if let named = ProcessInfo.processInfo.environment["SECURE_MCP_SHARED"] {
            places = [URL(fileURLWithPath: named).appendingPathComponent("x")]
        }
        var place = places[0]
        while place.path != "/" {
            place.deleteLastPathComponent()
            for candidate in [place, place.appendingPathComponent("shared")] {
                let file = candidate.appendingPathComponent("data/inventory/northwind_inventory.csv").path
                if FileManager.default.fileExists(atPath: file) { return candidate.appendingPathComponent("data") }
            }
        }
        return nil
    }()

    static func truth(_ name: String) throws -> JSONValue {
        let file = try #require(folder).appendingPathComponent("truth/\(name).json")
        return try JSONValue(parsing: String(contentsOf: file, encoding: .utf8))
    }

    static func shop() async throws -> Shop {
        let store = try CommerceStore.inMemory()
        for (name, kind) in [("northwind_sales.csv", IngestKind.sales), ("northwind_inventory.csv", .inventory)] {
            var options = IngestOptions()
            options.kind = kind
            let path = try #require(folder).appendingPathComponent("inventory/\(name)").path
            let report = try await store.ingest(.file(path: path), options: options) { Fingerprint() }
            #expect(report.rowsRejected == 0)
        }
        return try Shop(store)
    }
}
