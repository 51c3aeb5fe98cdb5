import ArgumentParser
import Testing

@testable import Commands

@Suite struct ArgumentOrderTests {
    private struct Root: ParsableCommand {
        static let configuration = CommandConfiguration(subcommands: [Tools.self, Certs.self])
    }

    private struct Tools: ParsableCommand {
        @Argument var rest: [String] = []
    }

    private struct Certs: ParsableCommand {
        static let configuration = CommandConfiguration(subcommands: [Show.self])
    }

    private struct Show: ParsableCommand {}

    private func sorted(_ line: String) -> String {
        let words = line.split(separator: " ").map(String.init)
        return ArgumentOrder(root: Root.self, flags: ["--json"]).sorted(words).joined(separator: " ")
    }

    @Test(arguments: [
        ("tools --lang es", "tools --lang es"),
        ("--lang es tools", "tools --lang es"),
        ("--lang=es tools x", "tools --lang=es x"),
        ("--json tools x", "tools --json x"),
        ("--json --lang es tools --url y x", "tools --json --lang es --url y x"),
        ("--lang es certs show", "certs show --lang es"),
        ("certs --lang es show", "certs show --lang es"),
        ("--certs folder certs --json show", "certs show --certs folder --json"),
    ])
    func optionsGoBehindTheSubcommand(_ line: String, _ expected: String) {
        #expect(sorted(line) == expected)
    }

    @Test(arguments: ["", "--help", "--json", "unknown --lang es", "-- tools", "tools -- --lang es", "tools tools"])
    func theRestStaysAsItIs(_ line: String) {
        #expect(sorted(line) == line)
    }

    /// What looks like a subcommand may be an option's value, and is left to it.
    @Test func aValueIsNotTakenForASubcommand() {
        #expect(sorted("--lang tools certs show") == "certs show --lang tools")
    }
}
