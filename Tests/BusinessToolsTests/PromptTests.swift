import BusinessTools
import JSON
import Localization
import MCP
import Testing

@Suite(.timeLimit(.minutes(5))) struct PromptTests {
    private func messages(
        _ shop: ShopServer,
        _ name: String,
        _ arguments: JSONObject = [:],
        _ language: Language = .english
    ) async throws -> [JSONValue] {
        let response = await shop.send(
            "prompts/get",
            ["name": .string(name), "arguments": .object(arguments)],
            language
        )
        let messages = try #require(response.result?["messages"]?.array, "\(response.error?.message ?? "")")
        return messages.compactMap { $0["content"] }
    }

    @Test func theReviewHoldsItsMonth() async throws {
        let shop = try await ShopServer()
        for month in ["2026-03", "marzo", "March 2026", "3"] {
            let contents = try await messages(shop, "monthly_review", ["month": .string(month)], .spanish)
            #expect(contents[0]["text"]?.string?.contains("marzo de 2026") == true)
            #expect(contents[1]["resource"]?["uri"] == "shop://sales/month/2026-03")
            let slice = try JSONValue(parsing: contents[1]["resource"]?["text"]?.string ?? "")
            #expect(slice["revenue"]?.serializedString == "28.00")
            #expect(contents[2]["resource"]?["text"]?.string?.contains("2026-04,0.50") == true)
        }
        // Without a month, or with an empty field of a form: the last one.
        for arguments in [[:], ["month": " "]] as [JSONObject] {
            let contents = try await messages(shop, "monthly_review", arguments)
            #expect(contents[0]["text"]?.string?.contains("April 2026") == true)
        }
    }

    @Test func theLanguageCanBeChosen() async throws {
        let shop = try await ShopServer()
        for prompt in ["monthly_review", "stock_alert", "explain_handshake"] {
            let spanish = try await messages(shop, prompt, ["lang": "es"])[0]["text"]?.string
            let english = try await messages(shop, prompt, ["lang": "en"])[0]["text"]?.string
            #expect(spanish != english)
            #expect(spanish?.contains("este") == true)
            #expect(english?.contains("this") == true)
        }
    }

    @Test func productsAreFoundByCodeAndByName() async throws {
        let shop = try await ShopServer()
        for product in ["a1", "cafe molido", "CAFÉ MOLIDO"] {
            let contents = try await messages(shop, "product_review", ["product": .string(product)])
            #expect(contents[1]["resource"]?["uri"] == "shop://products/A1")
        }
    }

    @Test func theAlertRanksWhatGoesOut() async throws {
        let shop = try await ShopServer()
        let contents = try await messages(shop, "stock_alert", ["lead_time_days": "14", "category": "bebidas"])
        #expect(contents[0]["text"]?.string?.contains("lead_time_days=14") == true)
        let demand = try JSONValue(parsing: contents[1]["text"]?.string ?? "")
        #expect(demand["items"]?.array?.map { $0["code"] } == ["A1"])
        #expect(demand["items"]?[0]?["units"] == 3)
    }

    @Test func theHandshakeIsTheCallers() async throws {
        let known = try #require(BusinessPrompts.all(try await ShopServer().data) { _ in ["version": "TLSv1.3"] }.last)
        let engine = try ServerEngine(
            implementation: Implementation(name: "t", version: "1"),
            tools: [],
            prompts: [known]
        )
        let request = JSONRPCRequest(id: 1, method: "prompts/get", params: ["name": "explain_handshake"])
        let response = await engine.respond(to: request, context: RequestContext(era: .legacy(.v2025_11_25)))
        #expect(response.result?["messages"]?[1]?["content"]?["text"] == #"{"version":"TLSv1.3"}"#)
        let unknown = try await messages(try await ShopServer(), "explain_handshake")
        #expect(unknown.count == 1)
        #expect(unknown[0]["text"]?.string?.contains("mcp-client tls") == true)
    }

    @Test(
        arguments: [
            ("monthly_review", ["month": "someday"], "someday"), ("monthly_review", ["month": "2031-01"], "2026-03-02"),
            ("monthly_review", ["lang": "fr"], "fr"), ("monthly_review", ["week": "1"], "week"),
            ("product_review", [:], "product"), ("product_review", ["product": "Nope"], "Nope"),
            ("stock_alert", ["lead_time_days": "soon"], "365"), ("stock_alert", ["lead_time_days": "0"], "365"),
        ] as [(String, JSONObject, String)]
    )
    func badArgumentsSayWhatIsWrong(name: String, arguments: JSONObject, told: String) async throws {
        let shop = try await ShopServer()
        for language in Language.allCases {
            let response = await shop.send(
                "prompts/get",
                ["name": .string(name), "arguments": .object(arguments)],
                language
            )
            #expect(response.error?.code == .invalidParams)
            #expect(response.error?.message.contains(told) == true, "\(response.error?.message ?? "")")
        }
    }

    @Test func everyArgumentIsDescribedInBothLanguages() async throws {
        let shop = try await ShopServer()
        for prompt in BusinessPrompts.all(shop.data) {
            #expect(prompt.definition.summary?.spanish != prompt.definition.summary?.english)
            for argument in prompt.definition.arguments {
                #expect(argument.title != nil && argument.summary?.spanish != argument.summary?.english)
            }
        }
        let empty = try await ShopServer(nil)
        let response = await empty.send("prompts/get", ["name": "monthly_review"])
        #expect(response.error?.message.contains("ingest") == true)
    }
}
