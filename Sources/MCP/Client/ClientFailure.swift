public import Localization

/// Why a client's call did not succeed.
public enum ClientFailure: LocalizedFailure, Hashable {
    /// The server answered with a JSON-RPC error.
    case refused(JSONRPCErrorObject)
    /// Client and server share no revision; what the server offers.
    case noCommonRevision(offered: [String])
    /// The server broke the protocol; what was wrong, in English, for a log.
    case invalidResponse(String)
    /// The tool wants input that this client never said it could give.
    case inputRequired

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
                es: "La herramienta pide datos adicionales que este cliente no puede dar.",
                en: "The tool asks for further input that this client cannot give."
            )
        }
    }
}
