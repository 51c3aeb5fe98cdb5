import HTTPTransport
import JSON
import Localization
import MCP
import NIOCore

extension InteractiveSession {
    func perform(_ name: SlashCommand.Name, _ words: [String]) async throws {
        switch name {
        case .tools: try await tools()
        case .call:
            guard let tool = words.first else {
                return usage("/call HERRAMIENTA [clave=valor…]", "/call TOOL [key=value…]")
            }
            try await call(tool, Array(words.dropFirst()))
        case .resources: try await resources()
        case .read:
            guard let uri = words.first else { return usage("/read URI", "/read URI") }
            try ResourceAnswer(contents: try await server().engine.readResource(uri)).print(to: screen, asJSON: json)
        case .prompts: try await prompts()
        case .prompt:
            guard let prompt = words.first else {
                return usage("/prompt NOMBRE [clave=valor…]", "/prompt NAME [key=value…]")
            }
            try await show(prompt: prompt, Array(words.dropFirst()))
        case .watch: watch(words)
        case .servers: await servers()
        case .use:
            guard let server = words.first else { return usage("/use NOMBRE", "/use NAME") }
            try use(server)
        case .info:
            let server = try server()
            let card = ServerCard(server: server, identity: try await server.engine.connect())
            if json {
                screen.say(json: .object(card.json))
            } else {
                screen.say(card.lines(screen.language).joined(separator: "\n"))
            }
        case .log: try await log(words.first)
        case .json:
            guard let word = words.first, ["on", "off"].contains(word) else {
                return usage("/json on|off", "/json on|off")
            }
            json = word == "on"
        case .lang:
            guard let language = words.first.flatMap({ Language(rawValue: $0) }) else {
                return usage("/lang es|en", "/lang es|en")
            }
            try await speak(language)
        case .health:
            let server = try server()
            guard let site = server.site else { throw NoSite(name: server.name) }
            screen.say(String(buffer: try await site.get("/health").body))
        case .download:
            guard let name = words.first else { return usage("/descargar NOMBRE [ARCHIVO]", "/download NAME [FILE]") }
            let file = try await FileDownload(name: name, output: words.dropFirst().first).run(from: try server())
            screen.say(file.text)
        case .sales, .top, .trend, .compare, .summary, .stock, .reorder, .docs, .report:
            guard let shortcut = name.shortcut else { return }
            try await call(shortcut.tool, shortcut.arguments(of: words))
        case .help:
            let tools = Set(await vocabulary.tools().flatMap { $0.value.map(\.name) })
            screen.say(SessionHelp(tools: tools, hasSite: current?.site != nil).text(screen.language))
        case .quit: break
        }
    }

    private func usage(_ spanish: String, _ english: String) {
        screen.note(LocalizedText(es: "Así: \(spanish)", en: "Like this: \(english)"))
    }

    private func tools() async throws {
        await vocabulary.forget()
        let found = try await fleet.all { try await $0.engine.listTools() }
        if json {
            fleet.say(lists: found.map { ($0.server, ["tools": .array($0.value.map { .object($0.definition) })]) })
            return
        }
        let lines = found.flatMap { server, tools in
            ToolList(tools: tools, server: fleet.hasMany ? server.name : nil).lines(screen.language)
        }
        let none = LocalizedText(es: "El servidor no ofrece herramientas.", en: "The server offers no tools.")
        await fleet.show(lines, ifNone: none)
    }

    private func resources() async throws {
        await vocabulary.forget()
        let found = try await fleet.all { try await ResourceList(of: $0) }
        if json { return fleet.say(lists: found.map { ($0.server, $0.value.json) }) }
        let lines = found.flatMap { server, list in
            var list = list
            if fleet.hasMany { list.server = server.name }
            return list.lines(screen.language)
        }
        let none = LocalizedText(es: "El servidor no ofrece recursos.", en: "The server offers no resources.")
        await fleet.show(lines, ifNone: none)
    }

    private func prompts() async throws {
        await vocabulary.forget()
        let found = try await fleet.all { try await $0.engine.listPrompts() }
        if json {
            fleet.say(lists: found.map { ($0.server, ["prompts": .array($0.value.map { .object($0.definition) })]) })
            return
        }
        let lines = found.flatMap { server, prompts in
            PromptList(prompts: prompts, server: fleet.hasMany ? server.name : nil).lines
        }
        await fleet.show(
            lines,
            ifNone: LocalizedText(es: "El servidor no ofrece prompts.", en: "The server offers no prompts.")
        )
    }

    private func show(prompt: String, _ words: [String]) async throws {
        let values = try PromptArguments.read(words)
        let found = try await fleet.owner(of: prompt, preferred: current) { [vocabulary] server in
            await vocabulary.prompts().first { $0.server.name == server.name }?.value.map(\.name) ?? []
        }
        let contents = try await found.server.engine.prompt(named: found.name, arguments: values)
        if json {
            screen.say(json: .object(contents.json(screen.language)))
        } else {
            screen.say(contents.lines(screen.language).joined(separator: "\n"))
        }
    }

    private func servers() async {
        let states = await withTaskGroup(of: (String, String).self) { group -> [String: String] in
            for server in fleet.connections {
                let language = screen.language
                group.addTask {
                    do {
                        let card = ServerCard(server: server, identity: try await server.engine.connect())
                        return (server.name, "\(card.name(language)), MCP \(card.identity.revision.rawValue)")
                    } catch {
                        return (server.name, ClientFailureReport(error, place: server.place).message(language))
                    }
                }
            }
            var states: [String: String] = [:]
            for await (name, state) in group { states[name] = state }
            return states
        }
        for server in fleet.connections {
            let mark = server.name == current?.name ? "*" : " "
            let name = SafeText.line(server.name, limit: 60)
            screen.say("\(mark) \(name)  \(SafeText.line(server.place))  \(SafeText.line(states[server.name] ?? ""))")
        }
    }

    private func log(_ word: String?) async throws {
        guard let word, let level = LogLevel(rawValue: word) else {
            let known = LogLevel.allCases.map(\.rawValue).joined(separator: "|")
            return usage("/log \(known)", "/log \(known)")
        }
        screen.logLevel = level
        _ = try await fleet.all { try await $0.engine.setLogLevel(level) }
    }
}
