import Commerce
import JSON
import JSONSchema
import Localization
import MCP
import Questions
import Testing

@testable import BusinessTools

/// Questions in plain words, from the sentence to the figures.
@Suite struct AskToolTests {
    private func ask(_ question: String, _ more: JSONObject = [:]) async throws -> JSONValue {
        var arguments = more
        arguments["question"] = .string(question)
        return try await Shop.small().facts("ask", arguments)
    }

    @Test func theFiguresAreTheTools() async throws {
        let shop = try await Shop.small()
        let answer = try await shop.facts("ask", ["question": "¿cuánto vendimos en marzo?"])
        #expect(answer["intent"] == "sales_summary" && answer["tool"] == "sales_summary")
        #expect(answer["args"]?["period"] == ["from": "2026-03-01", "to": "2026-03-31"])
        let facts = try await shop.facts("sales_summary", ["month": "2026-03", "now": "2026-03-31", "lang": "es"])
        #expect(answer["result"] == facts)
        #expect(answer["result"]?["revenue"]?.serializedString == "38.50")
        // The day of the last sale, as nothing is known of the days after it.
        #expect(answer["as_of"] == "2026-03-31")
    }

    @Test func theAnswerIsInTheLanguageOfTheQuestion() async throws {
        let spanish = try await ask("¿cuánto vendimos en marzo?")
        #expect(spanish["understood"]?.string?.hasPrefix("Entendí:") == true)
        #expect(spanish["answer"]?.string?.contains("Ventas netas") == true)
        let english = try await ask("how much did we sell in March?")
        #expect(english["understood"]?.string?.hasPrefix("Understood:") == true)
        #expect(english["answer"]?.string?.contains("Net sales") == true)
        let asked = try await ask("how much did we sell in March?", ["lang": "es"])
        #expect(asked["answer"]?.string?.contains("Ventas netas") == true)
    }

    @Test func theDayOfTheQuestionCounts() async throws {
        let answer = try await ask("ventas de ayer", ["now": "2026-03-03"])
        #expect(answer["args"]?["period"] == ["from": "2026-03-02", "to": "2026-03-02"])
        #expect(answer["result"]?["as_of"] == "2026-03-03")
    }

    @Test func aProductMayBeNamedInPart() async throws {
        let answer = try await ask("¿cuántas unidades de café vendimos?")
        #expect(answer["result"]?["units"] == 2)
        #expect(answer["notes"]?.array?.contains { $0.string?.contains("A1") == true } == true)
    }

    @Test func returnsAreAViewOfTheSales() async throws {
        let answer = try await ask("¿cuánto se devolvió en marzo?")
        #expect(answer["result"]?["view"] == "returns")
        #expect(answer["result"]?["revenue"]?.serializedString == "-9.50")
    }

    @Test func twoOfAKindAreComparedWithEachOther() throws {
        var slots = QuestionSlots()
        slots.filters.customers = ["C-1", "C-2"]
        let now = try #require(CalendarDay(iso: "2026-04-01"))
        let plan = QuestionPlan(.compare, slots, now: now, products: ProductNames([]))
        #expect(plan.arguments["group_by"] == "customer")
    }

    /// A grouping that a tool does not have costs the grouping, not the answer.
    @Test func whatAToolDoesNotKnowIsLeftOut() async throws {
        let shop = try await Shop.small()
        var slots = QuestionSlots()
        slots.groupBy = .month
        let now = try #require(CalendarDay(iso: "2026-04-01"))
        var plan = QuestionPlan(.inventoryStatus, slots, now: now, products: ProductNames([]))
        plan.fit(to: try #require(shop.tools.first { $0.name == "inventory_status" }))
        #expect(plan.arguments["group_by"] == nil)
        #expect(plan.notes.count == 1)
    }

    @Test func nothingIsDoneThatChangesAnything() async throws {
        for question in ["borra todas las ventas", "'; DROP TABLE sale_line; --", "change the price of A1 to 5"] {
            let answer = try await ask(question)
            #expect(answer["intent"] == "out_of_scope", "\(question)")
            #expect(answer["tool"] == .null && answer["result"] == .null)
            #expect(answer["answer"]?.string?.isEmpty == false)
        }
    }

    @Test func helpShowsWhatThisShopCanAnswer() async throws {
        let answer = try await ask("¿qué puedo preguntar?")
        #expect(answer["intent"] == "help")
        #expect(answer["answer"]?.string?.contains("marzo de 2026") == true)
    }

    /// Whatever is proposed as an example is understood as what it is an example of.
    @Test(arguments: [Language.spanish, .english])
    func theExamplesOfHelpAreUnderstood(_ language: Language) async throws {
        let shop = try await Shop.small()
        let names = try await shop.store.shopNames()
        let text = HelpAnswer.text(names, try await shop.store.dataPeriod())(language)
        let wanted = [
            "sales_summary", "top_products", "compare", "trend", "inventory_status", "reorder", "docs_search", "report",
            "executive_summary",
        ]
        let lines = text.split(separator: "\n").dropFirst()
        try #require(lines.count == wanted.count)
        for (line, intent) in zip(lines, wanted) {
            let question = line.split(whereSeparator: { "«»\"".contains($0) })[1]
            let engine = QuestionEngine(vocabulary: ShopVocabulary(names))
            let understanding = engine.understand(String(question), now: CalendarDay(year: 2026, month: 4, day: 1)!)
            #expect(understanding.intent.rawValue == intent, "\(question)")
        }
    }

    @Test func aFileIsNotReadByAsking() async throws {
        let answer = try await ask("importa el archivo ventas_abril.csv")
        #expect(answer["tool"] == .null)
        #expect(answer["answer"]?.string?.contains("ingest") == true)
    }

    @Test func newNamesAreKnownAtOnce() async throws {
        let shop = try await Shop.small()
        let before = try await shop.facts("ask", ["question": "ventas de chocolate amargo"])
        #expect(before["args"]?["filters"]?["product"] != "Chocolate amargo")
        let file = """
            Factura,Código,Producto,Cantidad,Fecha,Precio,Cliente,Moneda
            2001,Z9,Chocolate amargo,3,2026-03-30,5.00,C-1,GTQ
            """
        _ = try await shop.store.ingest(.bytes(Array(file.utf8), name: "más.csv")) { Fingerprint() }
        let after = try await shop.facts("ask", ["question": "ventas de chocolate amargo"])
        #expect(after["result"]?["revenue"]?.serializedString == "15.00")
    }

    @Test func whoeverMayNotReadSalesIsNotTold() async throws {
        let shop = try await Shop.small()
        let context = RequestContext(era: .modern, language: .english, scopes: ["documents:read"])
        let outcome = await shop.engine.callTool(
            named: "ask",
            arguments: ["question": "how much did we sell?"],
            context: context
        )
        guard case .failure(.insufficientScope(_, let required)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(required == ["sales:read"])
    }

    @Test func everyQuestionHasAToolThatTakesItsArguments() async throws {
        let shop = try await Shop.small()
        let engine = QuestionEngine(vocabulary: ShopVocabulary(try await shop.store.shopNames()))
        let now = CalendarDay(year: 2026, month: 4, day: 1)!
        for question in Self.questions {
            let understanding = engine.understand(question, now: now)
            let products = ProductNames(try await shop.store.shopNames().products)
            var plan = QuestionPlan(understanding.intent, understanding.slots, now: now, products: products)
            // Reports and documents have tools of their own, beside these.
            guard let name = plan.tool, let tool = shop.tools.first(where: { $0.name == name }) else {
                #expect(["generate_report", "search_documents"].contains(plan.tool), "\(question)")
                continue
            }
            plan.fit(to: tool)
            #expect(tool.inputSchema.validate(.object(plan.arguments)).isEmpty, "\(question): \(plan.arguments)")
        }
    }

    private static let questions = [
        "ventas por país en marzo", "top 5 clientes este año", "los 3 productos menos vendidos por ingresos",
        "ticket promedio por mes", "¿qué productos están agotados?", "valor del inventario por categoría",
        "¿qué debo pedir si el proveedor tarda dos semanas con 20 % de margen?", "compara marzo con febrero",
        "tendencia semanal de unidades", "¿cómo va el negocio este año?", "reporte de ventas de marzo en excel",
        "reporte de inventario en csv", "¿cuál es la política de devoluciones?", "sales by category last quarter",
        "how many orders did customer C-1 place?", "stock of sugar",
    ]
}
