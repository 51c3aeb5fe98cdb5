import JSON
import Testing

@testable import MCPClient

/// No character of a server's makes a terminal do anything.
@Suite struct SafeTextTests {
    @Test(
        arguments: [
            ("\u{1B}]0;title\u{7}", "\u{241B}]0;title\u{2407}"),
            ("\u{1B}[2J\u{9B}31m", "\u{241B}[2J\u{FFFD}31m"),
            ("a\u{7F}b\0c", "a\u{2421}b\u{2400}c"),
            ("one\r\ntwo\nthree\tfour", "one\ntwo\nthree\tfour"),
            ("real\rfake", "real\u{240D}fake"),
            ("end\r", "end\u{240D}"),
            ("invoice\u{202E}fdp.exe", "invoice\u{FFFD}fdp.exe"),
            ("tag\u{E0041}", "tag\u{FFFD}"),
            ("Café, ñandú, 日本, 👩‍🍳, שלום", "Café, ñandú, 日本, 👩‍🍳, שלום"),
            ("", ""),
        ]
    )
    func blocks(_ text: String, _ shown: String) {
        #expect(SafeText.block(text) == shown)
    }

    @Test func aNameStaysOnItsLine() {
        #expect(SafeText.line("tool\nError: pay now\r\nat evil.example") == "tool Error: pay now at evil.example")
        #expect(SafeText.line(String(repeating: "x", count: 5_000), limit: 10) == "xxxxxxxxxx…")
        #expect(SafeText.line("a\u{2028}b\u{85}c") == "a b c")
        #expect(SafeText.line("exactly10!", limit: 10) == "exactly10!")
    }

    @Test func jsonSaysTheSameAndIsHarmless() throws {
        let value: JSONValue = ["k\u{9B}": "\u{7F}\u{202E}\u{1B}é\n\u{E0041}"]
        let text = SafeText.json(value.serializedString)
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        #expect(!text.unicodeScalars.contains("\u{202E}") && !text.unicodeScalars.contains("\u{E0041}"))
        #expect(try JSONValue(parsing: text) == value)
    }
}
