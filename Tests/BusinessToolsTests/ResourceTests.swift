import BusinessTools
import Commerce
import Foundation
import JSON
import Localization
import MCP
import Testing

@Suite(.timeLimit(.minutes(5))) struct ResourceTests {
    @Test func theListSaysWhatThereIs() async throws {
        let shop = try await ShopServer()
        try shop.write("a,b\n", to: "reports/ventas 2026.csv")
        try shop.write("# Reglas\n", to: "documents/reglas.md")
        let response = await shop.send("resources/list", [:], .spanish)
        let listed = try #require(response.result?["resources"]?.array)
        let byURI = Dictionary(uniqueKeysWithValues: listed.map { ($0["uri"]?.string ?? "", $0) })
        #expect(byURI["shop://sales/month/2026-04"]?["title"] == "Ventas de abril de 2026")
        let report = try #require(byURI["shop://reports/ventas%202026.csv"])
        #expect(report["size"] == 4)
        #expect(report["mimeType"] == "text/csv")
        #expect(report["annotations"]?["lastModified"]?.string?.hasSuffix("Z") == true)
        #expect(byURI["shop://documents/reglas.md"]?["mimeType"] == "text/markdown")
        let overview = try #require(byURI["shop://overview"])
        #expect(overview["title"] == "Qué datos hay")
        #expect(overview["annotations"]?["priority"]?.double == 1)
        #expect(overview["annotations"]?["lastModified"]?.string?.hasSuffix("Z") == true)
        // Everything that is listed can be read, and once.
        #expect(byURI.count == listed.count)
        for uri in byURI.keys { #expect(try await shop.read(uri)["uri"]?.string == uri) }
    }

    @Test func tablesAddUp() async throws {
        let shop = try await ShopServer()
        #expect(
            try await shop.read("shop://sales/months")["text"]
                == "month,revenue,units,orders,currency\r\n2026-03,28.00,4,1,GTQ\r\n2026-04,0.50,0,2,GTQ\r\n"
        )
        #expect(
            try await shop.read("shop://sales/countries")["text"]
                == "country,revenue,units,orders,currency\r\nGuatemala,28.00,4,1,GTQ\r\nMéxico,0.50,0,2,GTQ\r\n"
        )
        let overview = try await shop.json("shop://overview")
        #expect(overview["period"] == ["from": "2026-03-02", "to": "2026-04-30"])
        #expect(overview["currency"] == "GTQ")
        #expect(overview["products"] == 2)
        #expect(try await shop.json("shop://sales/summary")["views"]?["net"]?["orders"] == 3)
        let imports = try #require(try await shop.read("shop://imports")["text"]?.string)
        #expect(imports.contains("\r\nventas.csv,sales,4,2026-03-02,2026-04-30,"))
        #expect(!imports.contains("secret"))
    }

    @Test func slicesHoldOneMonthProductCountryOrCategory() async throws {
        let shop = try await ShopServer()
        let month = try await shop.json("shop://sales/month/2026-03")
        #expect(month["revenue"]?.serializedString == "28.00")
        #expect(month["groups"]?.array?.map { $0["key"] } == ["2026-03-02"])
        #expect(month["top_products"]?[0]?["code"] == "A1")
        let product = try await shop.json("shop://products/a1")
        #expect(product["name"] == "Café molido")
        #expect(product["category"] == "Bebidas")
        #expect(product["groups"]?.array?.map { $0["key"] } == ["2026-03", "2026-04"])
        #expect(try await shop.json("shop://sales/country/M%C3%A9xico")["orders"] == 2)
        #expect(try await shop.json("shop://sales/category/Despensa")["units"] == 2)
    }

    @Test(
        arguments: [
            "shop://sales/month/2031-01", "shop://sales/month/2026-3", "shop://sales/month/agosto",
            "shop://sales/month/2026-03-02", "shop://sales/month/2026-13", "shop://products/NOPE", "shop://products/",
            "shop://sales/country/Atlantis", "shop://reports/none.csv", "shop://nothing", "file:///etc/passwd",
        ]
    )
    func whatThereIsNotIsNotFound(uri: String) async throws {
        let shop = try await ShopServer()
        let modern = await shop.send("resources/read", ["uri": .string(uri)])
        #expect(modern.error?.code == .invalidParams)
        #expect(modern.error?.data?["uri"]?.string == uri)
        let legacy = await shop.send("resources/read", ["uri": .string(uri)], revision: .v2025_06_18)
        #expect(legacy.error?.code == .legacyResourceNotFound)
    }

    @Test(
        arguments: [
            "..", ".", "%2e%2e", "..%2fcommerce.sqlite", "%2e%2e%2fcommerce.sqlite", "..%5ccommerce.sqlite",
            "%2fetc%2fpasswd", "a%00b", "ok.txt%00", ".hidden", "link.txt", "inside", "inside%2fdeep.txt", "linked",
            "linked%2fsecret.txt", "pipe", "%252e%252e%252fcommerce.sqlite", "ok.txt%2f", "./ok.txt",
            "ok.txt/../ok.txt",
        ]
    )
    func nothingOutsideOfTheFolderIsRead(name: String) async throws {
        let shop = try await ShopServer()
        try shop.write("secret", to: "secret.txt")
        try shop.write("fine", to: "reports/ok.txt")
        try shop.write("hidden", to: "reports/.hidden")
        try shop.write("deep", to: "reports/inside/deep.txt")
        try FileManager.default.createSymbolicLink(
            atPath: shop.reports + "/link.txt",
            withDestinationPath: shop.folder + "/secret.txt"
        )
        try FileManager.default.createSymbolicLink(atPath: shop.reports + "/linked", withDestinationPath: shop.folder)
        #expect(mkfifo(shop.reports + "/pipe", 0o600) == 0)
        let response = await shop.send("resources/read", ["uri": .string("shop://reports/" + name)])
        #expect(response.error?.code == .invalidParams)
        #expect(response.error?.data?["uri"] != nil)
        #expect(shop.data.reports.entries().map(\.name) == ["ok.txt"])
        #expect(try await shop.read("shop://reports/ok.txt")["text"] == "fine")
    }

    @Test func filesKeepTheirBytes() async throws {
        let shop = try await ShopServer()
        try Data([0xFF, 0x00, 0x80]).write(to: URL(fileURLWithPath: shop.reports + "/broken.csv"))
        // What is not UTF-8 is not text, whatever its name says.
        #expect(try await shop.read("shop://reports/broken.csv")["blob"] == "/wCA")
        #expect(throws: FileShelfFailure.tooLarge("broken.csv", size: 3, limit: 2)) {
            try shop.data.reports.read("broken.csv", limit: 2)
        }
    }

    @Test func aFileThatIsTooLargeSaysWhereToGetIt() async throws {
        let shop = try await ShopServer()
        let path = shop.reports + "/large.pdf"
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        #expect(truncate(path, 1 << 30) == 0)
        let response = await shop.send("resources/read", ["uri": "shop://reports/large.pdf"])
        #expect(response.error?.message.contains("/files/large.pdf") == true)
    }

    @Test func callersSeeWhatTheirScopesAllow() async throws {
        let shop = try await ShopServer()
        try shop.write("a", to: "documents/a.md")
        try shop.write("b", to: "reports/b.csv")
        let documents: Set<String> = ["documents:read"]
        let denied = await shop.send("resources/read", ["uri": "shop://sales/months"], scopes: documents)
        #expect(denied.error?.code == .insufficientScope)
        let prompt = await shop.send("prompts/get", ["name": "monthly_review"], scopes: documents)
        #expect(prompt.error?.requiredScopes == ["sales:read"])
        let allowed = await shop.send("resources/read", ["uri": "shop://documents/a.md"], scopes: documents)
        #expect(allowed.error == nil)
        let listed = await shop.send("resources/list", scopes: documents).result?["resources"]?.array ?? []
        let uris = listed.compactMap { $0["uri"]?.string }
        #expect(uris.contains("shop://documents/a.md") && !uris.contains("shop://reports/b.csv"))
        let write = await shop.send("tools/call", ["name": "ingest", "arguments": [:]], scopes: ["sales:read"])
        #expect(write.error?.requiredScopes == ["data:write"])
    }

    @Test func namesWithMarksStayOneFieldOfCSV() async throws {
        let shop = try await ShopServer(
            ShopServer.header + "1,X1,\"Mesa \"\"grande\"\", roja\",Muebles,1,2026-03-02,5.00,C,Guatemala,GTQ\n"
        )
        let text = try #require(try await shop.read("shop://products")["text"]?.string)
        #expect(text.contains("\r\nX1,\"Mesa \"\"grande\"\", roja\",5.00,1,1,GTQ\r\n"))
    }

    @Test func withoutDataTablesAreEmptyAndNothingFails() async throws {
        let shop = try await ShopServer(nil)
        for resource in ShopResources.catalog(shop.data).fixed {
            #expect(try await shop.read(resource.definition.uri)["text"] != nil)
        }
        #expect(try await shop.json("shop://overview")["period"] == .null)
    }
}
