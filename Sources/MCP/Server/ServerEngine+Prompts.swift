import JSON
import Localization

extension ServerEngine {
    func getPrompt(_ asked: Asked) throws(JSONRPCErrorObject) -> Dispatch {
        let name = try asked.text("name")
        guard let prompt = offer.prompt(named: name) else { throw unknownPrompt(name, asked) }
        try require(prompt.definition.requiredScopes, asked.context)
        let given = try asked.object("arguments")
        let arguments = try texts(given, in: "arguments", asked)
        for argument in prompt.definition.arguments where argument.isRequired && arguments[argument.name] == nil {
            throw asked.invalid(
                es: "Al prompt «\(name)» le falta el argumento «\(argument.name)».",
                en: "The prompt '\(name)' lacks the argument '\(argument.name)'."
            )
        }
        if let stray = given.keys.first(where: { key in !prompt.definition.arguments.contains { $0.name == key } }) {
            let known = prompt.definition.arguments.map(\.name).joined(separator: ", ")
            throw asked.invalid(
                es:
                    "El prompt «\(name)» no tiene el argumento «\(stray.prefix(80))». Tiene: \(known.isEmpty ? "–" : known).",
                en:
                    "The prompt '\(name)' has no argument '\(stray.prefix(80))'. It has: \(known.isEmpty ? "–" : known)."
            )
        }
        let request = try running(asked, target: name, arguments: given)
        return .perform { [self] in
            var round = HandlerRound(request: request, target: name, arguments: given)
            while true {
                let outcome = await run(prompt, arguments, round.request)
                if let reply = await settle(outcome, &round) { return reply }
            }
        }
    }

    private func run(
        _ prompt: Prompt,
        _ arguments: [String: String],
        _ request: RunningRequest
    ) async -> HandlerOutcome {
        do {
            let call = PromptCall(name: prompt.name, arguments: arguments, request: request)
            let result = try await prompt.handler(call)
            return .complete(result.json(revision: request.revision, language: request.language))
        } catch {
            return outcome(of: error, prompt.name, request)
        }
    }

    func complete(_ asked: Asked) throws(JSONRPCErrorObject) -> Dispatch {
        let ref = try asked.object("ref")
        let argument = try asked.object("argument")
        guard let name = argument["name"]?.string, let value = argument["value"]?.string else {
            throw asked.invalid(
                es: "«argument» debe tener «name» y «value» (textos).",
                en: "'argument' must have 'name' and 'value' (strings).",
                stage: .admission
            )
        }
        let settled = try texts(try asked.object("context")["arguments"]?.object ?? [:], in: "context.arguments", asked)
        let completer = try completer(ref, argument: name, asked)
        let request = running(asked)
        let call = CompletionCall(argument: name, value: value, settled: settled, request: request)
        guard let completer else { return .reply(completed(Self.json(Completion([])), for: request)) }
        return .perform { [self] in
            do {
                return completed(Self.json(try await completer(call)), for: request)
            } catch {
                return switch outcome(of: error, "completion/complete", request) {
                case .failed(let error): .error(error)
                // Nobody can be asked while they are typing.
                case .needsInput, .complete: completed(Self.json(Completion([])), for: request)
                }
            }
        }
    }

    /// Who suggests values; `nil` when there is such an argument, without suggestions.
    private func completer(
        _ ref: JSONObject,
        argument: String,
        _ asked: Asked
    ) throws(JSONRPCErrorObject) -> Completer? {
        let offer = offer
        switch (ref["type"]?.string, ref["name"]?.string, ref["uri"]?.string) {
        case ("ref/prompt", let name?, _):
            guard let prompt = offer.prompt(named: name) else { throw unknownPrompt(name, asked) }
            try require(prompt.definition.requiredScopes, asked.context)
            guard let found = prompt.definition.arguments.first(where: { $0.name == argument }) else {
                throw unknownArgument(argument, asked)
            }
            return found.completions
        case ("ref/resource", _, let uri?):
            let templates = offer.resources.templates
            let named = templates.first { $0.definition.template.text == uri }
            guard let template = named ?? templates.first(where: { $0.definition.template.match(uri) != nil }) else {
                throw asked.invalid(
                    es: "No existe la plantilla de recursos «\(uri.prefix(200))».",
                    en: "Unknown resource template: \(uri.prefix(200))"
                )
            }
            try require(template.definition.requiredScopes, asked.context)
            guard template.definition.template.variables.contains(argument) else {
                throw unknownArgument(argument, asked)
            }
            return template.completions[argument]
        default:
            throw asked.invalid(
                es: "«ref» debe ser {\"type\":\"ref/prompt\",\"name\":…} o {\"type\":\"ref/resource\",\"uri\":…}.",
                en: "'ref' must be {\"type\":\"ref/prompt\",\"name\":…} or {\"type\":\"ref/resource\",\"uri\":…}.",
                stage: .admission
            )
        }
    }

    private static func json(_ completion: Completion) -> JSONObject {
        var object: JSONObject = ["values": .array(completion.values.map { .string($0) })]
        if let total = completion.total { object["total"] = JSONValue(total) }
        if let hasMore = completion.hasMore { object["hasMore"] = .bool(hasMore) }
        return ["completion": .object(object)]
    }

    private func texts(
        _ object: JSONObject,
        in place: String,
        _ asked: Asked
    ) throws(JSONRPCErrorObject) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in object {
            guard let text = value.string else {
                throw asked.invalid(
                    es: "«\(place).\(key.prefix(80))» debe ser un texto.",
                    en: "'\(place).\(key.prefix(80))' must be a string."
                )
            }
            texts[key] = text
        }
        return texts
    }

    private func unknownPrompt(_ name: String, _ asked: Asked) -> JSONRPCErrorObject {
        asked.invalid(
            es: "No existe el prompt «\(name.prefix(128))». Pida prompts/list para ver los que hay.",
            en: "Unknown prompt: \(name.prefix(128)). Ask prompts/list for the ones there are."
        )
    }

    private func unknownArgument(_ name: String, _ asked: Asked) -> JSONRPCErrorObject {
        asked.invalid(
            es: "No existe el argumento «\(name.prefix(80))».",
            en: "Unknown argument: \(name.prefix(80))"
        )
    }
}
