import JSON
public import JSONSchema
import Localization

extension ServerEngine {
    /// Runs a tool. Never throws: whatever goes wrong is the tool's result.
    func run(_ tool: Tool, _ call: ToolCall) async -> ToolResult {
        switch tool.handler {
        case .immediate(let handler):
            return runImmediately(handler, tool, call)
        case .suspending(let handler):
            do {
                return checked(try await handler(call), tool, call)
            } catch {
                return failure(error, tool, call)
            }
        }
    }

    func runImmediately(
        _ handler: @Sendable (ToolCall) throws -> ToolResult,
        _ tool: Tool,
        _ call: ToolCall
    ) -> ToolResult {
        do {
            return checked(try handler(call), tool, call)
        } catch {
            return failure(error, tool, call)
        }
    }

    private func failure(_ error: any Error, _ tool: Tool, _ call: ToolCall) -> ToolResult {
        if error is CancellationError {
            return .error(
                call.text(
                    es: "La llamada a «\(tool.name)» se canceló antes de terminar.",
                    en: "The call to '\(tool.name)' was cancelled before it finished."
                )
            )
        }
        if let failure = error as? any LocalizedFailure {
            return .error(failure.message(call.language))
        }
        return internalFailure(error, tool, call)
    }

    private func internalFailure(_ error: any Error, _ tool: Tool, _ call: ToolCall) -> ToolResult {
        configuration.onToolFailure?(tool.name, error)
        return .error(
            call.text(
                es: "«\(tool.name)» falló por un error interno del servidor. El administrador tiene los detalles.",
                en: "'\(tool.name)' failed because of an internal error of the server. Its operator has the details."
            )
        )
    }

    /// A server must not send structured results that break the output schema of their tool.
    private func checked(_ result: ToolResult, _ tool: Tool, _ call: ToolCall) -> ToolResult {
        guard configuration.validatesOutput, !result.isError, let schema = tool.outputSchema else { return result }
        guard let value = result.structuredContent else {
            return internalFailure(ToolOutputError(violations: []), tool, call)
        }
        let violations = schema.validate(value)
        return violations.isEmpty ? result : internalFailure(ToolOutputError(violations: violations), tool, call)
    }
}

/// A tool broke its own output schema. The fault is the tool author's.
public struct ToolOutputError: Error, CustomStringConvertible {
    /// Empty when there was no structured content at all.
    public let violations: [SchemaViolation]

    public var description: String {
        violations.isEmpty
            ? "the tool has an output schema and returned no structured content"
            : "the structured content breaks the output schema: "
                + violations.map(\.message.english).joined(separator: " ")
    }
}
