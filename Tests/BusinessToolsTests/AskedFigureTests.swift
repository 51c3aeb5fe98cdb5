import Commerce
import JSON
import Localization
import MCP
import Questions
import Testing

@testable import BusinessTools

/// What a question asks for comes first, and what could not be taken into account is said.
@Suite struct AskedFigureTests {
    private static let sales = """
        Factura,Código,Producto,Categoría,Cantidad,Fecha,Precio,Cliente,País,Moneda
        1,A1,Queso,Dairy Products,1,2026-01-05,10.00,C-1,Spain,GTQ
        2,A1,Queso,Dairy Products,3,2026-02-10,10.00,C-2,Spain,GTQ
        3,B2,Jugo,Beverages,2,2026-02-11,5.00,C-1,EIRE,GTQ
        4,B2,Jugo,Beverages,4,2026-03-15,5.00,C-1,EIRE,GTQ
        5,B2,Jugo,Beverages,1,2026-03-31,5.00,,EIRE,GTQ
        """

    private func shop() async throws -> Shop {
        let store = try CommerceStore.inMemory()
        let report = try await store.ingest(.bytes(Array(Self.sales.utf8), name: "ventas.csv")) { Fingerprint() }
        try #require(report.rowsStored == 5)
        return try Shop(store)
    }

    private func first(_ question: String) async throws -> String {
        let answer = try await shop().facts("ask", ["question": .string(question)])
        let text = try #require(answer["answer"]?.string)
        return String(text.prefix { $0 != "\n" })
    }

    @Test func theBestAndTheWorstAreNamedFirst() async throws {
        #expect(try await first("¿cuál fue el mejor mes?").hasPrefix("El mejor mes: febrero de 2026, con GTQ 40.00"))
        #expect(try await first("which month was best?").hasPrefix("The best month: February 2026, with GTQ 40.00"))
        #expect(try await first("en febrero, ¿cuál fue el peor día?").contains("11 de febrero de 2026, con GTQ 10.00"))
        #expect(try await first("the worst day in orders").hasPrefix("The worst day:"))
        let answer = try await shop().facts("ask", ["question": "¿cuál fue el mejor mes?"])
        #expect(answer["intent"] == "sales_summary" && answer["args"] == ["group_by": "month"])
    }

    @Test func anAverageIsWorkedOut() async throws {
        #expect(try await first("promedio mensual de ventas").contains("GTQ"))
        #expect(try await first("average sales per day in February").hasPrefix("Average per day: GTQ 1.43"))
    }

    @Test func customersAreCounted() async throws {
        #expect(try await first("¿cuántos clientes tenemos?").hasPrefix("Compraron 2 clientes"))
        #expect(try await first("how many customers bought in March?").hasPrefix("1 customer bought, March 2026."))
    }

    @Test func whatWasNotFoundIsANote() async throws {
        let answer = try await shop().facts("ask", ["question": "ventas de unicornios en España"])
        #expect(answer["notes"]?.array?.first?.string?.contains("«unicornios»") == true)
        #expect(answer["result"]?["revenue"]?.serializedString == "40.00")
    }

    @Test func whatCannotBeAnsweredSaysWhatToDo() async throws {
        let shop = try await shop()
        for (question, words) in [
            ("ventas del 31 de febrero", "febrero de 2026 tiene 28 días"), ("profit in February", "Ask for revenue"),
        ] {
            let answer = try await shop.facts("ask", ["question": .string(question)])
            #expect(answer["intent"] == "out_of_scope" && answer["tool"] == .null)
            #expect(answer["answer"]?.string?.contains(words) == true)
        }
    }

    @Test func aRunningMonthIsComparedWithItsSameDays() async throws {
        let question: JSONObject = ["question": "este mes contra el mes pasado", "now": "2026-03-15"]
        let answer = try await shop().facts("ask", question)
        #expect(answer["args"]?["baseline"] == ["from": "2026-02-01", "to": "2026-02-28"])
        #expect(answer["result"]?["baseline"]?["to"] == "2026-02-15")
        #expect(answer["notes"]?.array?.contains { $0.string?.contains("del 1 al 15 de febrero") == true } == true)
    }

    @Test func deadStockIsWhatDoesNotMove() throws {
        var slots = QuestionSlots()
        slots.isNotMoving = true
        let now = try #require(CalendarDay(iso: "2026-04-01"))
        let plan = QuestionPlan(.inventoryStatus, slots, now: now, products: ProductNames([]))
        #expect(plan.arguments["status"] == "not_moving")
    }

    @Test(arguments: ["sales_summary", "top_products", "sales_trend", "compare_sales"])
    func filtersOfToolsAreNamedInBothLanguages(_ tool: String) async throws {
        let shop = try await shop()
        let named = try await shop.facts(tool, ["filters": ["country": "Spain", "category": "Dairy Products"]])
        for filters: JSONValue in [
            ["country": "España", "category": "Lácteos"], ["country": "españa", "category": "dairy"],
        ] {
            #expect(try await shop.facts(tool, ["filters": filters]) == named)
        }
        let ireland = try await shop.facts(tool, ["filters": ["country": "Irlanda"]])
        #expect(ireland["notes"]?.array?.contains { $0.string?.contains("Irlanda") == true } == false)
        let narnia = try await shop.facts(tool, ["filters": ["country": "Narnia"]])
        #expect(narnia["notes"]?.array?.contains { $0.string?.contains("Narnia") == true } == true)
    }
}
