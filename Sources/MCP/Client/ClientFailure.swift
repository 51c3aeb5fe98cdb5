public import Localization

/// Why a client's call did not succeed.
public enum ClientFailure: LocalizedFailure, Hashable {
    /// The server answered with a JSON-RPC error.
    case refused(JSONRPCErrorObject)
    /// Client and server share no revision; what the server offers.
    case noCommonRevision(offered: [String])
    /// The server broke the protocol; what was wrong, in English, for a log.
    case invalidResponse(String)
    /// The server wants input that this client never said it could give.
    case inputRequired
    /// The server asked for input again and again.
    case tooManyRounds(Int)
    /// The input that was given does not fit the server's form; what is wrong, in English, for a log.
    case unfitInput(String)
    /// The task that answered the call was cancelled; what the server says of it.
    case taskCancelled(String?)
    /// The tool's `x-mcp-header` annotations break the rules: it must not be used.
    case rejectedTool(name: String, reason: ParameterHeaderError)
    /// An argument that has to travel in a header cannot.
    case unmirrorableArgument(tool: String, parameter: String)

    public var message: LocalizedText {
        switch self {
        case .refused(let error):
            return LocalizedText(
                es: "El servidor respondió con un error: \(error.message) (\(error.code.rawValue)).",
                en: "The server answered with an error: \(error.message) (\(error.code.rawValue))."
            )
        case .noCommonRevision(let offered):
            let list = offered.prefix(20).joined(separator: ", ")
            return LocalizedText(
                es: "El servidor no habla ninguna versión del protocolo que este cliente conozca. Ofrece: \(list).",
                en: "The server speaks no protocol version that this client knows. It offers: \(list)."
            )
        case .invalidResponse(let detail):
            return LocalizedText(
                es: "La respuesta del servidor no cumple el protocolo. Detalle: \(detail).",
                en: "The server's response breaks the protocol. Detail: \(detail)."
            )
        case .inputRequired:
            return LocalizedText(
                es: "El servidor pide datos adicionales que este cliente no puede dar.",
                en: "The server asks for further input that this client cannot give."
            )
        case .tooManyRounds(let rounds):
            return LocalizedText(
                es: "El servidor pidió datos \(rounds) veces sin terminar; se dejó la petición.",
                en: "The server asked for input \(rounds) times without finishing; the request was given up."
            )
        case .unfitInput(let detail):
            return LocalizedText(
                es: "Los datos no caben en el formulario del servidor. Detalle: \(detail)",
                en: "The input does not fit the server's form. Detail: \(detail)"
            )
        case .taskCancelled(let reason):
            let detail = reason.map { ": \($0)" } ?? "."
            return LocalizedText(es: "La tarea se canceló\(detail)", en: "The task was cancelled\(detail)")
        case .rejectedTool(let name, let reason):
            return LocalizedText(
                es: "La herramienta «\(name)» no se puede usar: \(reason.message.spanish)",
                en: "The tool '\(name)' cannot be used: \(reason.message.english)"
            )
        case .unmirrorableArgument(let tool, let parameter):
            return LocalizedText(
                es:
                    "El argumento «\(parameter)» de «\(tool)» debe ser un texto, sí o no, o un entero entre −2⁵³+1 y 2⁵³−1: viaja en una cabecera.",
                en:
                    "The argument '\(parameter)' of '\(tool)' must be a text, true or false, or an integer between −2⁵³+1 and 2⁵³−1: it travels in a header."
            )
        }
    }
}
