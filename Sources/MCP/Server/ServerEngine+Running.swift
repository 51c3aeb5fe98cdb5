import JSON
public import JSONSchema
import Localization

/// What came of running a tool.
enum ToolOutcome: Sendable {
    case result(ToolResult)
    case error(JSONRPCErrorObject)
    case needsInput(InputRequired)
    case becomesTask
}

extension ServerEngine {
    /// Answers a call, asking the client as often as the tool needs.
    func reply(running tool: Tool, _ call: ToolCall) async -> Reply {
        var call = call
        var round = HandlerRound(request: call.request, target: tool.name, arguments: call.arguments)
        while true {
            let outcome: HandlerOutcome
            switch await run(tool, call) {
            case .result(let result): return .tool(result, call.revision, call.language)
            case .error(let error): outcome = .failed(error)
            case .needsInput(let required): outcome = .needsInput(required)
            case .becomesTask:
                guard let tasks = configuration.tasks else {
                    return internalError(TaskRequired(), tool.name, call.request)
                }
                return await startTask(tool, call, tasks)
            }
            if let reply = await settle(outcome, &round) { return reply }
            call.request = round.request
        }
    }

    /// Answers a call at once; `nil` when the tool may suspend, a task has to be made, or a legacy client asked first.
    func immediateReply(_ tool: Tool, _ call: ToolCall) -> Reply? {
        guard case .immediate(let handler) = tool.handler else { return nil }
        switch runImmediately(handler, tool, call) {
        case .result(let result): return .tool(result, call.revision, call.language)
        case .error(let error): return .error(error)
        case .needsInput(let required):
            guard call.revision.isModern else { return nil }
            return inputRequired(required, call.request, target: tool.name, arguments: call.arguments)
        case .becomesTask: return nil
        }
    }

    /// Runs a tool. Never throws: whatever goes wrong is the outcome.
    func run(_ tool: Tool, _ call: ToolCall) async -> ToolOutcome {
        switch tool.handler {
        case .immediate(let handler):
            return runImmediately(handler, tool, call)
        case .suspending(let handler):
            do {
                return .result(checked(try await handler(call), tool, call))
            } catch {
                return outcome(of: error, tool, call)
            }
        }
    }

    private func runImmediately(
        _ handler: @Sendable (ToolCall) throws -> ToolResult,
        _ tool: Tool,
        _ call: ToolCall
    ) -> ToolOutcome {
        do {
            return .result(checked(try handler(call), tool, call))
        } catch {
            return outcome(of: error, tool, call)
        }
    }

    private func outcome(of error: any Error, _ tool: Tool, _ call: ToolCall) -> ToolOutcome {
        switch error {
        case let required as InputRequired: return .needsInput(required)
        case is TaskRequired: return .becomesTask
        case let error as JSONRPCErrorObject: return .error(error)
        case is CancellationError:
            return .result(
                .error(
                    call.text(
                        es: "La llamada a «\(tool.name)» se canceló antes de terminar.",
                        en: "The call to '\(tool.name)' was cancelled before it finished."
                    )
                )
            )
        case let failure as any LocalizedFailure: return .result(.error(failure.message(call.language)))
        default: return .result(internalFailure(error, tool, call))
        }
    }

    private func internalFailure(_ error: any Error, _ tool: Tool, _ call: ToolCall) -> ToolResult {
        configuration.onToolFailure?(tool.name, error, call.meta)
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
