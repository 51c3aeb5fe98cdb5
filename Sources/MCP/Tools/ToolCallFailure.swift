public import JSONSchema
public import Localization

/// Why a call never reached its tool. The fault is the caller's.
public enum ToolCallFailure: LocalizedFailure, Hashable {
    case unknownTool(String)
    case invalidArguments(tool: String, [SchemaViolation])
    case insufficientScope(tool: String, required: Set<String>)

    public var message: LocalizedText {
        switch self {
        case .unknownTool(let name):
            let shown = name.prefix(128)
            return LocalizedText(
                es: "No existe la herramienta «\(shown)». Pida tools/list para ver las que hay.",
                en: "Unknown tool: \(shown). Ask tools/list for the ones there are."
            )
        case .invalidArguments(let tool, let violations):
            return LocalizedText(
                es: "Argumentos no válidos para «\(tool)»: "
                    + violations.map(\.message.spanish).joined(separator: " "),
                en: "Invalid arguments for '\(tool)': " + violations.map(\.message.english).joined(separator: " ")
            )
        case .insufficientScope(_, let required): return JSONRPCErrorObject.insufficientScopeText(required)
        }
    }
}
