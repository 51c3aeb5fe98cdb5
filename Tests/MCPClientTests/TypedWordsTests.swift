import JSON
import Localization
import MCP
import Testing

@testable import MCPClient

/// What people type: arguments and commands.
@Suite struct TypedWordsTests {
    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "n": ["type": "integer"], "ratio": ["type": "number"], "text": ["type": "string"],
            "on": ["type": "boolean"],
            "list": ["type": "array"], "filters": ["type": "object"],
            "period": ["anyOf": [["type": "string"], ["type": "object"]]], "odd:": ["type": "string"],
        ],
    ]

    private func read(_ words: String...) throws -> JSONObject { try ToolArguments(schema: Self.schema).read(words) }

    @Test func valuesAreReadByTheSchema() throws {
        #expect(try read("n=5", "ratio=1.5", "on=sí", "text=5") == ["n": 5, "ratio": 1.5, "on": true, "text": "5"])
        #expect(try read("list=[1,\"a\"]", "filters={\"a\":{}}") == ["list": [1, "a"], "filters": ["a": [:]]])
        #expect(try read("period=agosto", "text=a=b=c") == ["period": "agosto", "text": "a=b=c"])
        #expect(try read("period={\"from\":\"2011-01-01\"}") == ["period": ["from": "2011-01-01"]])
        #expect(try read("unknown=7", "text=") == ["unknown": "7", "text": ""])
    }

    @Test func exactJSON() throws {
        #expect(try read("unknown:=7", "text:=null", "odd:=x") == ["unknown": 7, "text": .null, "odd:": "x"])
        #expect(throws: ClientUsageError.badValue(name: "text", types: ["JSON"])) { try read("text:=oops") }
    }

    @Test(arguments: ["none", "=5", "n=ten", "on=perhaps", "filters=x", "list={}", "n=1e999999999x"])
    func whatDoesNotFitIsRefused(_ word: String) {
        #expect(throws: ClientUsageError.self) { try read(word) }
    }

    @Test func promptArgumentsAreTexts() throws {
        #expect(try PromptArguments.read(["a=1", "b=x=y"]) == ["a": "1", "b": "x=y"])
        #expect(throws: ClientUsageError.badArgument("x")) { try PromptArguments.read(["x"]) }
    }

    @Test(
        arguments: [
            ("/tools", .command(.tools, [])),
            ("  /LLAMAR add a=1 'b=two words' c=\"x y\"", .command(.call, ["add", "a=1", "b=two words", "c=x y"])),
            ("/call t period={\"from\":\"2011-01-01\"}", .command(.call, ["t", "period={\"from\":\"2011-01-01\"}"])),
            ("/salir", .command(.quit, [])), ("/exit", .command(.quit, [])), ("/?", .command(.help, [])),
            ("/nonsense x", .unknown("/nonsense")), ("", .nothing), ("   ", .nothing),
            (" ¿cuánto vendimos? ", .question("¿cuánto vendimos?")),
            ("it's 'open", .question("it's 'open")),
        ] as [(String, SlashCommand)]
    )
    func lines(_ line: String, _ command: SlashCommand) {
        #expect(SlashCommand(line) == command)
    }

    @Test(
        arguments: [
            (.sales, "agosto", ["period=agosto"]),
            (.sales, "last month view=gross", ["view=gross", "period=last month"]),
            (.top, "5 mes pasado by=revenue", ["by=revenue", "n=5", "period=mes pasado"]),
            (.top, "2011", ["period=2011"]),
            (.stock, "", []), (.stock, "agotados", ["status=out_of_stock"]),
            (.stock, "Out of stock", ["status=out_of_stock"]),
            (.stock, "low limit=5", ["limit=5", "status=low_stock"]),
            (.reorder, "10", ["lead_time_days=10"]),
            (.docs, "política de devoluciones", ["query=política de devoluciones"]),
            (.report, "", ["type=sales", "format=pdf"]),
            (.report, "ventas excel agosto 2011", ["type=sales", "format=xlsx", "period=agosto 2011"]),
            (.report, "inventario csv", ["type=inventory", "format=csv"]),
            (.report, "2011 type=executive", ["type=executive", "format=pdf", "period=2011"]),
        ] as [(SlashCommand.Name, String, [String])]
    )
    func shortcutsPutFreeWordsWhereTheyBelong(_ name: SlashCommand.Name, _ line: String, _ arguments: [String]) throws {
        let shortcut = try #require(name.shortcut)
        #expect(shortcut.arguments(of: SlashCommand.words(in: line)) == arguments)
    }

    @Test func everyCommandIsFoundByBothNames() {
        for name in SlashCommand.Name.allCases {
            #expect(SlashCommand.name("/" + name.rawValue) == name)
            #expect(SlashCommand.name("/" + name.spanish) == name)
        }
    }

    @Test func helpShowsWhatTheServerHas() {
        let shop = SessionHelp(tools: ["ask", "sales_summary"], hasSite: true)
        #expect(shop.text(.spanish).contains("/ventas") && shop.text(.english).contains("question"))
        let other = SessionHelp(tools: [], hasSite: false)
        #expect(!other.text(.english).contains("/sales") && !other.text(.english).contains("/health"))
        #expect(other.text(.english).contains("/call"))
    }

    @Test func progress() {
        let text = ProgressText(width: 80)
        #expect(
            text.text(ProgressUpdate(progress: 1, total: 2, message: "half\u{1B}[2J\nline"), of: "t")
                == "t [############------------] 50 %  half\u{241B}[2J line"
        )
        #expect(text.text(ProgressUpdate(progress: 9, total: 2), of: "t").contains("100 %"))
        #expect(text.text(ProgressUpdate(progress: 7), of: "t") == "t 7")
        for odd in [Double.nan, .infinity, -5, 1e300] {
            #expect(!text.text(ProgressUpdate(progress: odd, total: odd), of: "t").isEmpty)
        }
        #expect(ProgressText(width: 10).text(ProgressUpdate(progress: 1, total: 2), of: "tool").count == 9)
    }
}
