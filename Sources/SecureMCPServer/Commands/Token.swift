import ArgumentParser
import Authorization
import Commands
import Foundation
import Localization

struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make bearer tokens for --token-file.",
        subcommands: [New.self]
    )

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token, print it once, and add its SHA-256 to a file.",
            discussion: """
                Examples:
                  secure-mcp-server token new --file tokens --name ana
                  secure-mcp-server token new --file tokens --name cron --scopes sales:read,stock:read
                """
        )

        @OptionGroup var common: LanguageOption
        @Option(name: .customLong("file"), help: "The token file; made with mode 0600 where there is none.")
        var path: String
        @Option(help: "Whose token it is: sessions and tasks belong to this name.")
        var name: String?
        @Option(help: "What its holder may do, separated by commas. Default: everything.")
        var scopes: String?

        func run() throws {
            let console = common.console
            do {
                let scopes = scopes.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
                let token = try NewToken(name: name, scopes: scopes)
                try token.append(to: path)
                // Only the token on standard output, for scripts.
                print(token.text)
                console.note(
                    LocalizedText(
                        es:
                            "Guárdelo ahora: \(path) solo tiene su SHA-256. Un servidor en marcha lo conocerá al reiniciarse.",
                        en: "Keep it now: \(path) has its SHA-256 only. A running server will know it once restarted."
                    )
                )
            } catch {
                throw console.fail(error)
            }
        }
    }
}
