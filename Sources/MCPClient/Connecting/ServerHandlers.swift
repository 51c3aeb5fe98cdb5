import JSON
import Localization
import MCP

/// What the client does when a server asks or tells it something.
struct ServerHandlers: Sendable {
    let terminal: Terminal
    let questioner: Questioner
    let sampling: SamplingCommand?
    let roots: [Root]

    /// - Parameters:
    ///   - server: its name, so that the person sees who speaks.
    ///   - isOneOfMany: whether the name has to be said.
    func handlers(for server: String, isOneOfMany: Bool) -> ClientHandlers {
        let screen = terminal.screen
        let prefix = isOneOfMany ? SafeText.line(server, limit: 60) + ": " : ""
        var handlers = ClientHandlers(
            elicit: { [questioner] in try await questioner.answer($0, from: server) },
            warn: { warning in
                var text = warning.message(screen.language)
                if case .unsupportedInput("sampling/createMessage") = warning {
                    text += " " + Self.samplingHint(screen.language)
                }
                screen.note(prefix + text)
            }
        )
        if let sampling { handlers.sample = { try await sampling.answer($0, from: server) } }
        if !roots.isEmpty { handlers.roots = { [roots] in roots } }
        handlers.log = { message in
            guard let level = screen.logLevel, message.level >= level else { return }
            screen.note(prefix + Self.text(message))
        }
        return handlers
    }

    private static let samplingHint = LocalizedText(
        es: "Para que un modelo suyo conteste: --sampling ORDEN.",
        en: "To let a model of yours answer: --sampling COMMAND."
    )

    private static func text(_ message: LogMessage) -> String {
        let logger = message.logger.map { " " + SafeText.line($0, limit: 60) } ?? ""
        let data = message.data.string ?? message.data.serializedString
        return "[\(message.level.rawValue)\(logger)] " + SafeText.line(data, limit: 2_000)
    }
}
