import MCP
import Testing

@Suite struct URITemplateTests {
    @Test func templatesMakeURIsAndTakeThemApart() throws {
        let template = try #require(URITemplate("doc://{folder}/{name}.{type}?v={version}"))
        #expect(template.variables == ["folder", "name", "type", "version"])
        let values = ["folder": "año 1", "name": "a/b", "type": "csv", "version": "ü"]
        let uri = template.expand(values)
        #expect(uri == "doc://a%C3%B1o%201/a%2Fb.csv?v=%C3%BC")
        #expect(template.match(uri) == values)
    }

    @Test(arguments: ["", "{}", "{a", "a}", "{a}{b}", "{a}-{a}", "{+a}", "{a,b}", "{{a}}", "{a b}"])
    func whatIsNoTemplateIsRefused(text: String) {
        #expect(URITemplate(text) == nil)
    }

    @Test(
        arguments: [
            ("x://{a}", "x://1", ["a": "1"]), ("x://{a}", "x://", nil), ("x://{a}", "x://1/2", nil),
            ("x://{a}", "x://1?q", nil), ("x://{a}", "y://1", nil),
            ("x://{a}.json", "x://a.json.json", ["a": "a.json"]),
            ("{a}-{b}", "p-q-r", ["a": "p", "b": "q-r"]), ("x://{a}/end", "x://1/end/", nil), ("x://a", "x://a", [:]),
            ("x://{a}", "x://%zz", nil), ("x://{a}", "x://%4", nil), ("x://{a}", "x://%ff", nil),
            ("x://{a}", "x://%2e%2e%2f", ["a": "../"]), ("{a}/{b}", "x/", nil),
        ] as [(String, String, [String: String]?)]
    )
    func matchesAreExact(text: String, uri: String, expected: [String: String]?) throws {
        #expect(try #require(URITemplate(text)).match(uri) == expected)
    }

    @Test func longURIsMatchNothing() throws {
        let template = try #require(URITemplate("{a}-{b}-{c}-{d}"))
        #expect(template.match(String(repeating: "-", count: URITemplate.maximumLength + 1)) == nil)
        #expect(template.match(String(repeating: "a", count: URITemplate.maximumLength)) == nil)
    }
}
