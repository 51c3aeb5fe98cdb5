public import Localization

/// Why a server that is a program does not answer.
public enum StdioFailure: LocalizedFailure, Hashable {
    /// It was not started.
    case cannotStart(command: String, reason: String)
    /// It ended by itself, with this status.
    case exited(command: String, status: Int32)
    /// A signal ended it.
    case killed(command: String, signal: Int32)
    /// It wrote a line of more bytes than are taken, and was ended.
    case lineTooLong(command: String, limit: Int)
    /// Reading from it or writing to it failed; why, in English, for a log.
    case broken(command: String, detail: String)
    /// The client has closed it.
    case closed

    public var message: LocalizedText {
        switch self {
        case .cannotStart(let command, let reason):
            LocalizedText(
                es: "No se pudo iniciar «\(command)»: \(reason). Revise el nombre del programa y la carpeta.",
                en: "Could not start '\(command)': \(reason). Check the program's name and the folder."
            )
        case .exited(let command, let status):
            LocalizedText(
                es: "El servidor «\(command)» terminó con el estado \(status). Sus mensajes dicen por qué.",
                en: "The server '\(command)' ended with status \(status). Its own messages say why."
            )
        case .killed(let command, let signal):
            LocalizedText(
                es: "El servidor «\(command)» fue terminado por la señal \(signal).",
                en: "The server '\(command)' was ended by signal \(signal)."
            )
        case .lineTooLong(let command, let limit):
            LocalizedText(
                es: "El servidor «\(command)» envió una línea de más de \(limit) bytes; se terminó el programa.",
                en: "The server '\(command)' sent a line of more than \(limit) bytes; it was ended."
            )
        case .broken(let command, let detail):
            LocalizedText(
                es: "Se perdió la comunicación con «\(command)». Detalle: \(detail)",
                en: "Communication with '\(command)' was lost. Detail: \(detail)"
            )
        case .closed:
            LocalizedText(es: "La conexión con el servidor está cerrada.", en: "The server is closed.")
        }
    }
}
