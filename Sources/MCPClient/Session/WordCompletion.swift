import JSON
import Localization
import MCP

/// What Tab offers for the word that is being typed in a session.
struct WordCompletion: Sendable {
    let fleet: Fleet
    let vocabulary: Vocabulary
    let language: Language

    /// More than that is no help.
    private static let maximumWords = 200

    /// The words that may replace `word`, the last one of `line`.
    func words(line: String, word: String) async -> [String] {
        let before = SlashCommand.words(in: String(line.dropLast(word.count)))
        let candidates = await candidates(before, word)
        // What a terminal would obey, or show as something else, is not offered.
        let safe = candidates.filter { SafeText.line($0) == $0 && $0.hasPrefix(word) && $0 != word + " " }
        return Array(safe.prefix(Self.maximumWords))
    }

    private func candidates(_ before: [String], _ word: String) async -> [String] {
        guard let first = before.first else {
            return word.hasPrefix("/") || word.isEmpty ? SlashCommand.all(language) + SlashCommand.all(.english) : []
        }
        guard let command = SlashCommand.name(first) else { return [] }
        let rest = Array(before.dropFirst())
        switch command {
        case .call:
            guard let tool = rest.first else {
                return names(await vocabulary.tools().map { ($0.server, $0.value.map(\.name)) })
            }
            return await arguments(ofTool: tool, rest.dropFirst(), word)
        case .sales, .top, .trend, .compare, .summary, .stock, .reorder, .docs, .report:
            return await arguments(ofTool: command.shortcut?.tool ?? "", rest[...], word)
        case .prompt:
            guard let prompt = rest.first else {
                return names(await vocabulary.prompts().map { ($0.server, $0.value.map(\.name)) })
            }
            return await arguments(ofPrompt: prompt, rest.dropFirst(), word)
        case .download:
            let prefix = "shop://reports/"
            return await vocabulary.resources().flatMap { $0.value.map(\.uri) }.filter { $0.hasPrefix(prefix) }
                .map { String($0.dropFirst(prefix.count)) }
        case .read, .watch:
            return await vocabulary.resources().flatMap { $0.value.map(\.uri) } + (command == .watch ? ["off"] : [])
        case .use: return fleet.connections.map(\.name)
        case .log: return LogLevel.allCases.map(\.rawValue)
        case .json: return ["on", "off"]
        case .lang: return Language.allCases.map(\.rawValue)
        case .tools, .resources, .prompts, .servers, .info, .help, .quit, .health: return []
        }
    }

    /// Plain names, and with the server in front where that is needed to tell them apart.
    private func names(_ lists: [(server: ServerConnection, names: [String])]) -> [String] {
        let all = lists.flatMap(\.names)
        let repeated = Set(Dictionary(grouping: all, by: \.self).filter { $0.value.count > 1 }.keys)
        return lists.flatMap { server, names in
            names.map { repeated.contains($0) ? "\(server.name).\($0)" : $0 }
        }
    }

    private func arguments(ofTool name: String, _ given: ArraySlice<String>, _ word: String) async -> [String] {
        let lists = await vocabulary.tools()
        let tool = lists.lazy.flatMap { server, tools in
            tools.filter { $0.name == name || "\(server.name).\($0.name)" == name }
        }.first
        guard let properties = tool?.inputSchema["properties"]?.object else { return [] }
        guard let mark = word.firstIndex(of: "=") else { return Self.missing(properties.keys, given) }
        let argument = String(word[..<mark])
        return Self.values(of: properties[argument]).map { argument + "=" + $0 }
    }

    private func arguments(ofPrompt name: String, _ given: ArraySlice<String>, _ word: String) async -> [String] {
        for (server, prompts) in await vocabulary.prompts() {
            guard let prompt = prompts.first(where: { $0.name == name || "\(server.name).\($0.name)" == name }) else {
                continue
            }
            guard let mark = word.firstIndex(of: "=") else { return Self.missing(prompt.arguments.map(\.name), given) }
            let argument = String(word[..<mark])
            let known = (try? PromptArguments.read(Array(given))) ?? [:]
            let answer = try? await server.engine.complete(
                .prompt(prompt.name),
                argument: argument,
                value: String(word[word.index(after: mark)...]),
                known: known
            )
            return (answer?.values ?? []).map { argument + "=" + ($0.contains(" ") ? "\"\($0)\"" : $0) }
        }
        return []
    }

    private static func missing(_ names: some Sequence<String>, _ given: ArraySlice<String>) -> [String] {
        names.filter { name in !given.contains { $0.hasPrefix(name + "=") } }.map { $0 + "=" }
    }

    /// The values that a schema lists.
    private static func values(of schema: JSONValue?) -> [String] {
        guard let schema else { return [] }
        if schema["type"] == "boolean" { return ["true", "false"] }
        let listed = (schema["enum"]?.array ?? []).compactMap(\.string)
        return listed
            + ["anyOf", "oneOf"].flatMap { schema[$0]?.array ?? [] }.flatMap { choice in
                choice["const"]?.string.map { [$0] } ?? values(of: choice)
            }
    }
}
