import Foundation
import JSON
import Localization
import MCP

/// A model that the user provides as a command (`--sampling COMMAND`): it reads the request of
/// `sampling/createMessage` as JSON and writes the answer's text. On a terminal the person agrees to every request.
struct SamplingCommand: Sendable {
    let command: String
    let terminal: Terminal
    let questioner: Questioner

    /// Bytes of an answer that are taken.
    static let maximumAnswer = 1 << 20

    func answer(_ request: SamplingRequest, from server: String) async throws -> SamplingAnswer {
        if terminal.hasPerson {
            let name = SafeText.line(server, limit: 100)
            var lines = [
                LocalizedText(
                    es: "\n«\(name)» quiere que su modelo conteste (hasta \(request.maxTokens) tokens):",
                    en: "\n'\(name)' wants your model to answer (up to \(request.maxTokens) tokens):"
                )(terminal.screen.language)
            ]
            if let system = request.systemPrompt { lines.append("  system: " + SafeText.line(system, limit: 1_000)) }
            for message in request.messages.suffix(20) {
                lines.append("  \(message.role.rawValue): " + SafeText.line(Self.text(of: message), limit: 1_000))
            }
            let question = LocalizedText(es: "¿Permitirlo? (sí/no) [no] > ", en: "Allow it? (yes/no) [no] > ")
            guard await questioner.agrees(to: question, explained: lines) else { throw Self.refusal }
        }
        let text = try await CommandRun(command: command, limit: Self.maximumAnswer)
            .output(for: JSONValue.object(request.params).serialized())
        return SamplingAnswer(content: .text(text.trimmed), model: String(command.prefix { $0 != " " }))
    }

    /// As the specification wants it said (client, sampling, "Error Handling").
    private static var refusal: JSONRPCErrorObject {
        JSONRPCErrorObject(code: JSONRPCErrorCode(rawValue: -1), message: "User rejected sampling request")
    }

    private static func text(of message: SamplingRequest.Message) -> String {
        message.content.map { block in
            if case .text(let text, _) = block { text } else { "[…]" }
        }.joined(separator: " ")
    }
}
