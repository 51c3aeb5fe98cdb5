public import Localization

/// Why one record of a file cannot be read.
public enum RecordProblem: Hashable, Sendable {
    case quoteNeverClosed
    case textAfterQuote
    case recordTooLong(bytes: Int)
    case tooManyFields(Int)
    case nullByte

    public var text: LocalizedText {
        switch self {
        case .quoteNeverClosed:
            LocalizedText(es: "las comillas no se cierran", en: "the quotes are never closed")
        case .textAfterQuote:
            LocalizedText(es: "hay texto después de cerrar las comillas", en: "there is text after the closing quote")
        case .recordTooLong(let bytes):
            LocalizedText(es: "la línea pasa de \(bytes) bytes", en: "the line is longer than \(bytes) bytes")
        case .tooManyFields(let most):
            LocalizedText(es: "la línea tiene más de \(most) campos", en: "the line has more than \(most) fields")
        case .nullByte:
            LocalizedText(es: "contiene un byte nulo", en: "it contains a null byte")
        }
    }
}
