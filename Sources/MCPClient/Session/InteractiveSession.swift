import HTTPTransport
import JSON
import Localization
import MCP
import MCPHTTP
import NIOCore

/// One conversation of a person with servers.
actor InteractiveSession {
    let terminal: Terminal
    private(set) var fleet: Fleet
    private(set) var vocabulary: Vocabulary
    var json: Bool
    /// The server that commands are about when they do not say otherwise.
    private(set) var current: ServerConnection?
    private var watching: Task<Void, Never>?

    init(fleet: Fleet) {
        self.fleet = fleet
        terminal = fleet.terminal
        vocabulary = Vocabulary(fleet: fleet)
        json = fleet.json
        current = fleet.connections.first
    }

    var screen: Screen { terminal.screen }

    /// Connects and says with whom.
    ///
    /// - Throws: when there is nobody to talk to.
    func greet() async throws {
        let identities = try await fleet.all { try await $0.open() }
        for (server, identity) in identities {
            let card = ServerCard(server: server, identity: identity)
            let name = (fleet.hasMany ? server.name + ": " : "") + card.name(screen.language)
            let place = server.site?.address.authority ?? SafeText.line(server.place)
            screen.note(
                LocalizedText(
                    es: "Conectado con \(name) en \(place), MCP \(identity.revision.rawValue).",
                    en: "Connected to \(name) at \(place), MCP \(identity.revision.rawValue)."
                )
            )
        }
        current = identities.first?.server
        screen.note(LocalizedText(es: "/help explica.", en: "/help explains."))
    }

    /// Reads lines until the person leaves.
    ///
    /// - Returns: the status to end with.
    func run() async -> Int32 {
        var interruptions = 0
        while true {
            let completion = WordCompletion(fleet: fleet, vocabulary: vocabulary, language: screen.language)
            let line = await terminal.editor.next(prompt: prompt, isRemembered: true) { line, word in
                await completion.words(line: line, word: word)
            }
            switch line {
            case .end: return 0
            case .interrupted:
                interruptions += 1
                if interruptions > 1 { return Interrupts.status }
                screen.note(
                    LocalizedText(es: "Ctrl-C otra vez, o /salir, termina.", en: "Ctrl-C again, or /quit, ends.")
                )
            case .text(let text):
                interruptions = 0
                let command = SlashCommand(text)
                if case .command(.quit, _) = command { return 0 }
                await attempt(command)
            }
        }
    }

    func end() async {
        watching?.cancel()
        await watching?.value
        await fleet.close()
    }

    private var prompt: String { fleet.hasMany ? "\(SafeText.line(current?.name ?? "mcp", limit: 40))> " : "mcp> " }

    /// Does what was typed. Whatever fails is told and ends nothing.
    private func attempt(_ command: SlashCommand) async {
        do {
            try await terminal.interrupts.cancelling { try await self.perform(command) }
        } catch is CancellationError {
            screen.note(
                LocalizedText(es: "Interrumpido; el servidor lo sabe.", en: "Interrupted; the server was told.")
            )
        } catch {
            screen.note(ClientFailureReport(error, place: current?.place ?? "").message)
        }
    }

    private func perform(_ command: SlashCommand) async throws {
        switch command {
        case .nothing: break
        case .question(let text): try await ask(text)
        case .unknown(let word):
            let word = SafeText.line(word, limit: 60)
            screen.note(
                LocalizedText(es: "No conozco «\(word)». Escriba /help.", en: "I do not know '\(word)'. Type /help.")
            )
        case .command(let name, let words): try await perform(name, words)
        }
    }

    private func ask(_ text: String) async throws {
        do {
            let run = try await Question(text: text).run(in: fleet, preferred: current)
            show(try await run.run(arguments: ["question": .string(text)]))
        } catch is NobodyToAsk {
            screen.note(
                LocalizedText(
                    es: "Este servidor no contesta preguntas libres. /help muestra lo que se puede hacer.",
                    en: "This server answers no free questions. /help shows what can be done."
                )
            )
        }
    }

    func call(_ tool: String, _ words: [String]) async throws {
        let found = try await fleet.owner(of: tool, preferred: current) { [vocabulary] server in
            await vocabulary.tools().first { $0.server.name == server.name }?.value.map(\.name) ?? []
        }
        show(try await ToolRun(server: found.server, terminal: terminal, tool: found.name).run(words: words))
    }

    private func show(_ end: ToolRun.End) {
        if case .result(let result) = end { ToolAnswer(result: result).print(to: screen, asJSON: json) }
    }
}

// MARK: - What changes the session

extension InteractiveSession {
    /// The server that a command is about.
    func server() throws -> ServerConnection {
        guard let current else { throw ClientUsageError.severalServers(fleet.connections.map(\.name)) }
        return current
    }

    func use(_ name: String) throws {
        guard let chosen = fleet.connections.first(where: { $0.name == name }) else {
            throw ClientUsageError.unknownServer(name, known: fleet.connections.map(\.name))
        }
        current = chosen
    }

    /// Servers say their texts in the language of the connection, so that there are new ones.
    func speak(_ language: Language) async throws {
        screen.language = language
        let (renewed, replaced) = try fleet.renewed()
        fleet = renewed
        vocabulary = Vocabulary(fleet: renewed)
        current = renewed.connections.first { $0.name == current?.name } ?? renewed.connections.first
        watching?.cancel()
        for connection in replaced { await connection.close() }
    }

    func watch(_ words: [String]) {
        watching?.cancel()
        watching = nil
        if words == ["off"] { return }
        let all = words.isEmpty
        let filter = SubscriptionFilter(tools: all, prompts: all, resources: all, resourceURIs: words)
        let changes = ChangeWatch(filter: filter, fleet: fleet)
        let screen = screen
        watching = Task {
            do {
                try await changes.run(count: nil)
            } catch is CancellationError {
            } catch {
                screen.note(ClientFailureReport(error, place: "").message)
            }
        }
    }
}
