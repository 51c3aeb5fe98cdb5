public import JSON
import JSONSchema

extension ToolCall {
    /// Lets another tool answer: with the same caller, language, progress and way to ask.
    ///
    /// - Throws: ``ToolCallFailure`` when the arguments do not satisfy that tool's schema,
    ///   ``JSONRPCErrorCode/insufficientScope`` when the caller may not call it, and whatever its handler throws.
    public func pass(to tool: Tool, _ arguments: JSONObject) async throws -> ToolResult {
        try request.require(tool.definition.requiredScopes(for: arguments))
        let violations = tool.inputSchema.validate(.object(arguments))
        guard violations.isEmpty else { throw ToolCallFailure.invalidArguments(tool: tool.name, violations) }
        let call = ToolCall(name: tool.name, arguments: arguments, request: request)
        return switch tool.handler {
        case .immediate(let handler): try handler(call)
        case .suspending(let handler): try await handler(call)
        }
    }
}
