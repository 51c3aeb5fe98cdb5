import Commands
import JSON
import Localization
import MCP
import HTTPTransport
import MCPHTTP
import NIOCore

/// One conversation of a person with a server.
struct InteractiveSession {
    let client: Client
    let console: Console
    let json: Bool

    /// Connects and says with whom.
    func greet() async throws {
        let identity = try await client.engine.connect()
        let name = identity.implementation?.title?(console.language) ?? identity.implementation?.name ?? "?"
        let version = identity.implementation?.version ?? ""
        console.note(
            LocalizedText(
                es:
                    "Conectado con \(name) \(version) en \(client.address.authority), MCP \(identity.revision.rawValue). /help explica.",
                en:
                    "Connected to \(name) \(version) at \(client.address.authority), MCP \(identity.revision.rawValue). /help explains."
            )
        )
    }

    /// Does what was typed. A tool that fails ends nothing; only a lost connection does.
    ///
    /// - Returns: whether to go on.
    func perform(_ command: SlashCommand) async throws -> Bool {
        switch command {
        case .nothing: break
        case .tools: ToolList(tools: try await client.engine.listTools()).print(to: console)
        case .health: try await health()
        case .sales(let words): try await call("sales_summary", SlashCommand.arguments(of: words, counted: false))
        case .top(let words): try await call("top_products", SlashCommand.arguments(of: words, counted: true))
        case .call(let tool, let words): try await call(tool, words)
        case .help: console.say(Self.help)
        case .quit: return false
        case .unknown(let word):
            console.note(
                LocalizedText(
                    es: "No conozco «\(word)». Escriba /help.",
                    en: "I do not know '\(word)'. Type /help."
                )
            )
        }
        return true
    }

    private func call(_ tool: String, _ words: [String]) async throws {
        do {
            let schema = try await client.engine.listTools().first { $0.name == tool }?.inputSchema ?? [:]
            let arguments = try ToolArguments(schema: schema).read(words)
            let result = try await client.engine.callTool(named: tool, arguments: arguments)
            ToolAnswer(result: result).print(to: console, asJSON: json)
        } catch let error as ClientUsageError {
            console.note(error.message)
        } catch let error as ClientFailure {
            console.note(error.message)
        }
    }

    private func health() async throws {
        let response = try await client.transport.get("/health")
        console.say(String(buffer: response.body))
    }

    private static let help = LocalizedText(
        es: """
            /sales [período] [clave=valor…]      resumen de ventas: /sales agosto   /sales 2011-08 view=gross
            /top [n] [período] [clave=valor…]    los más vendidos:  /top 5 mes pasado   /top 3 by=revenue
            /tools                               las herramientas del servidor y sus argumentos
            /call HERRAMIENTA [clave=valor…]     llama a cualquier herramienta
            /health                              si el servidor responde
            /quit                                termina (también Ctrl-D)
            """,
        en: """
            /sales [period] [key=value…]         sales summary: /sales august   /sales 2011-08 view=gross
            /top [n] [period] [key=value…]       best sellers:  /top 5 last month   /top 3 by=revenue
            /tools                               the server's tools and their arguments
            /call TOOL [key=value…]              calls any tool
            /health                              whether the server answers
            /quit                                ends (Ctrl-D does too)
            """
    )
}
