import HTTPTransport
import Localization
import MCP
import MCPHTTP
import MCPStdio
import OAuthClient
import OpenSSL

/// Any failure of the client, told to a person: whose fault, what happened, what to do; and the exit status for scripts.
struct ClientFailureReport: LocalizedFailure {
    let message: LocalizedText
    /// 1 failed, 2 wrong usage, 3 cannot connect, 4 TLS or certificate refused, 5 not authorized.
    let status: Int32

    /// - Parameter place: the server's address or name, to say where it happened.
    init(_ error: any Error, place: String) {
        switch error {
        case let error as HTTPClientError:
            (message, status) = Self.report(error, place)
        case let error as ClientTransportFailure:
            (message, status) = Self.report(error)
        case let error as ServerAddressError:
            (message, status) = (error.message, 2)
        case let error as ClientUsageError:
            (message, status) = (error.message, 2)
        case let error as StdioFailure:
            (message, status) = (error.message, 3)
        case let error as StreamableHTTPFailure:
            (message, status) = Self.report(error)
        case let error as OAuthFailure:
            (message, status) = (Self.text(error), 5)
        case let error as ServersFileError:
            (message, status) = (error.message, 2)
        case let error as ServersFile.Problem:
            (message, status) = (error.message, 2)
        case let error as UnfitAnswer:
            (message, status) = (error.message, 2)
        case let error as JSONRPCErrorObject:
            (message, status) = (LocalizedText(es: error.message, en: error.message), 1)
        case let error as any LocalizedFailure:
            (message, status) = (error.message, 1)
        case let error as TLSError:
            (message, status) = (Self.text(error), error.fault == .misuse ? 2 : 4)
        default:
            (message, status) = (LocalizedText(es: "\(error)", en: "\(error)"), 1)
        }
    }

    private static func report(_ error: HTTPClientError, _ place: String) -> (LocalizedText, Int32) {
        switch error {
        case .cannotConnect(let host, let port, let reason):
            let text = LocalizedText(
                es:
                    "No hay conexión con \(host):\(port) (\(reason)). ¿Está en marcha el servidor? Iníciela con: secure-mcp-server serve",
                en:
                    "Cannot connect to \(host):\(port) (\(reason)). Is the server running? Start it with: secure-mcp-server serve"
            )
            return (text, 3)
        case .tls(let error):
            return (text(error), 4)
        case .closedEarly:
            let text = LocalizedText(
                es: "El servidor cerró la conexión antes de responder (\(place)).",
                en: "The server closed the connection before it answered (\(place))."
            )
            return (text, 3)
        case .timedOut:
            return (
                LocalizedText(es: "El servidor no respondió a tiempo.", en: "The server did not answer in time."), 3
            )
        case .responseTooLarge(let limit):
            let text = LocalizedText(
                es: "La respuesta pasa de \(limit) bytes y no se leyó.",
                en: "The response is larger than \(limit) bytes and was not read."
            )
            return (text, 1)
        case .malformedResponse(let reason):
            let text = LocalizedText(
                es: "Lo que responde en \(place) no es HTTP (\(reason)).",
                en: "What answers at \(place) is not HTTP (\(reason))."
            )
            return (text, 3)
        }
    }

    private static func report(_ error: StreamableHTTPFailure) -> (LocalizedText, Int32) {
        switch error {
        case .messageTooLarge, .streamTooLong: (error.message, 1)
        default: (error.message, 3)
        }
    }

    /// What a person can do about it: sign in, or show a token.
    private static func text(_ error: OAuthFailure) -> LocalizedText {
        LocalizedText(
            es: error.message.spanish
                + " Inicie sesión con: mcp-client login, o indique un token con --token o MCP_TOKEN.",
            en: error.message.english + " Sign in with: mcp-client login, or give a token with --token or MCP_TOKEN."
        )
    }

    private static func report(_ error: ClientTransportFailure) -> (LocalizedText, Int32) {
        guard case .refused(let status) = error, [401, 403].contains(status) else { return (error.message, 1) }
        let text = LocalizedText(
            es: "El servidor no autoriza esta petición (HTTP \(status)). Indique un token con --token o MCP_TOKEN.",
            en: "The server does not authorize this request (HTTP \(status)). Give a token with --token or MCP_TOKEN."
        )
        return (text, 5)
    }

    private static func text(_ error: TLSError) -> LocalizedText {
        if let verification = error.verification {
            if verification.isUnknownAuthority {
                return LocalizedText(
                    es:
                        "El certificado del servidor viene de una autoridad desconocida. Si es la suya: --ca certs/ca.pem, o secure-mcp-server certs trust.",
                    en:
                        "The server's certificate comes from an unknown authority. If it is yours: --ca certs/ca.pem, or secure-mcp-server certs trust."
                )
            }
            if verification.isWrongHost {
                return LocalizedText(
                    es:
                        "El certificado del servidor es para otro nombre. Use el nombre del certificado en --url, o cree uno con: secure-mcp-server certs init NOMBRE",
                    en:
                        "The server's certificate is for another name. Use the certificate's name in --url, or make one with: secure-mcp-server certs init NAME"
                )
            }
            if verification.isOutOfDate {
                return LocalizedText(
                    es:
                        "El certificado del servidor ha vencido o aún no rige. Renuévelo con: secure-mcp-server certs init (y revise el reloj).",
                    en:
                        "The server's certificate has expired or is not valid yet. Renew it with: secure-mcp-server certs init (and check the clock)."
                )
            }
        }
        switch error.receivedAlert?.rawValue {
        case 116:
            return LocalizedText(
                es: "El servidor exige un certificado de cliente (TLS mutuo).",
                en: "The server demands a client certificate (mutual TLS)."
            )
        default:
            return LocalizedText(
                es: "No se estableció TLS: \(error.description).",
                en: "TLS was not established: \(error.description)."
            )
        }
    }
}
