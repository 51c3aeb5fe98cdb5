public import Localization
public import MCP

/// What a server did that is no Streamable HTTP, or more than a client takes.
public enum StreamableHTTPFailure: LocalizedFailure, Hashable {
    /// A redirection. It is not followed: credentials and data would go where nobody sent them.
    case redirected(status: Int, location: String)
    /// A body that is neither JSON nor an event stream.
    case unexpectedContent(type: String)
    /// A body or an event that is no JSON-RPC; what is wrong, in English, for a log.
    case malformedMessage(String)
    /// One message of more bytes than are taken.
    case messageTooLarge(limit: Int)
    /// A response stream of more bytes than are taken.
    case streamTooLong(limit: Int)
    /// A session identifier with characters that no header may have, or of great length.
    case malformedSession
    /// The event stream broke and could not be taken up again. The request may have been carried out.
    case streamLost(EventStreamResumption.Reason)
    /// The stream for what belongs to no request broke and could not be taken up again.
    case listeningLost(EventStreamResumption.Reason)
    /// The server of the old HTTP transport sends its client to another server.
    case foreignEndpoint(String)

    public var message: LocalizedText {
        switch self {
        case .redirected(let status, let location):
            return LocalizedText(
                es: "El servidor remite a otra dirección (HTTP \(status)): \(location). Si es la correcta, use esa.",
                en:
                    "The server redirects to another address (HTTP \(status)): \(location). If it is right, use that one."
            )
        case .unexpectedContent(let type):
            let shown = type.isEmpty ? "?" : type
            return LocalizedText(
                es: "Lo que responde no es MCP: el contenido es de tipo \(shown). Revise la dirección.",
                en: "What answers is not MCP: its content is of type \(shown). Check the address."
            )
        case .malformedMessage(let detail):
            return LocalizedText(
                es: "El servidor envió un mensaje que no es JSON-RPC. Detalle: \(detail)",
                en: "The server sent a message that is no JSON-RPC. Detail: \(detail)"
            )
        case .messageTooLarge(let limit):
            return LocalizedText(
                es: "El servidor envió un mensaje de más de \(limit) bytes; no se leyó.",
                en: "The server sent a message of more than \(limit) bytes; it was not read."
            )
        case .streamTooLong(let limit):
            return LocalizedText(
                es: "El servidor envió más de \(limit) bytes sin dar la respuesta; se dejó la petición.",
                en: "The server sent more than \(limit) bytes without the response; the request was given up."
            )
        case .malformedSession:
            return LocalizedText(
                es: "El servidor dio un identificador de sesión inválido.",
                en: "The server gave an invalid session identifier."
            )
        case .streamLost(let reason):
            return LocalizedText(
                es:
                    "Se perdió la conexión antes de la respuesta (\(Self.text(reason).spanish)). La petición pudo haberse ejecutado: compruébelo antes de repetirla.",
                en:
                    "The connection was lost before the response (\(Self.text(reason).english)). The request may have been carried out: check before repeating it."
            )
        case .listeningLost(let reason):
            return LocalizedText(
                es: "Se perdió el flujo de avisos del servidor (\(Self.text(reason).spanish)).",
                en: "The stream of the server's news was lost (\(Self.text(reason).english))."
            )
        case .foreignEndpoint(let address):
            return LocalizedText(
                es: "El servidor pide enviar los mensajes a otro servidor (\(address)); no se hizo.",
                en: "The server asks to send messages to another server (\(address)); that was not done."
            )
        }
    }

    private static func text(_ reason: EventStreamResumption.Reason) -> LocalizedText {
        switch reason {
        case .finished: LocalizedText(es: "el flujo terminó", en: "the stream ended")
        case .notResumable: LocalizedText(es: "el flujo no se puede retomar", en: "the stream cannot be resumed")
        case .tooManyAttempts:
            LocalizedText(es: "varios intentos de retomarla fallaron", en: "several attempts to resume it failed")
        case .delayTooLong:
            LocalizedText(es: "el servidor pide esperar demasiado", en: "the server wants too long a wait")
        case .refused(let status):
            LocalizedText(es: "el servidor respondió HTTP \(status)", en: "the server answered HTTP \(status)")
        }
    }
}

extension String {
    /// A peer's text, short and without anything that a terminal would obey.
    var shown: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.filter { ![.control, .format].contains($0.properties.generalCategory) }.prefix(300)
            )
        )
    }
}
