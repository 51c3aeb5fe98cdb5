public import Localization

/// Why a document cannot be read.
public enum DocumentFailure: LocalizedFailure, Hashable {
    case unknownFormat(String)
    /// Its bytes are not what its name says.
    case otherFormat(String, DocumentFormat)
    case tooLarge(String, megabytes: Int)
    case damaged(String, reason: String)
    case encrypted(String)
    /// Nothing but pictures, or nothing at all.
    case noText(String)
    /// A program that reads PDF is not installed.
    case missingProgram(String, package: String)
    /// It takes more of a processor's time than it may.
    case tooSlow(String, seconds: Int)
    /// The machine had too much else to do.
    case notInTime(String, seconds: Int)
    case cannotRead(String, reason: String)
    /// Too many are read at once.
    case busy

    /// Whether the file is at fault, which will be so next time. If not, it is the machine.
    var isLasting: Bool {
        switch self {
        case .missingProgram, .notInTime, .cannotRead, .busy: false
        case .unknownFormat, .otherFormat, .tooLarge, .damaged, .encrypted, .noText, .tooSlow: true
        }
    }

    public var message: LocalizedText {
        switch self {
        case .unknownFormat(let name):
            LocalizedText(
                es: "«\(name)» no es de un tipo que se lea. Se leen \(DocumentFormat.endings).",
                en: "'\(name)' is of no kind that is read. These are: \(DocumentFormat.endings)."
            )
        case .otherFormat(let name, let format):
            LocalizedText(
                es: "El contenido de «\(name)» no es \(format.rawValue). Guárdelo de nuevo en ese formato, o cámbiele "
                    + "el nombre.",
                en: "The content of '\(name)' is not \(format.rawValue). Save it again in that format, or rename it."
            )
        case .tooLarge(let name, let megabytes):
            LocalizedText(
                es: "«\(name)» tiene más de \(megabytes) MB, lo más que se lee de un documento. Divídalo.",
                en: "'\(name)' has more than \(megabytes) MB, the most that is read of a document. Split it."
            )
        case .damaged(let name, let reason):
            LocalizedText(
                es: "«\(name)» está dañado y no se puede leer (\(reason)). Ábralo y guárdelo de nuevo.",
                en: "'\(name)' is damaged and cannot be read (\(reason)). Open it and save it again."
            )
        case .encrypted(let name):
            LocalizedText(
                es: "«\(name)» está protegido con contraseña. Guarde una copia sin contraseña.",
                en: "'\(name)' is protected by a password. Save a copy without one."
            )
        case .noText(let name):
            LocalizedText(
                es: "«\(name)» no tiene texto que buscar. Si es un documento escaneado, páselo antes por OCR.",
                en: "'\(name)' has no text to search. If it was scanned, run OCR on it first."
            )
        case .missingProgram(let program, let package):
            LocalizedText(
                es: "Para leer PDF hace falta «\(program)». Instale \(package) (sudo apt install \(package)) y repita.",
                en: "Reading PDF needs '\(program)'. Install \(package) (sudo apt install \(package)) and try again."
            )
        case .cannotRead(let name, let reason):
            LocalizedText(
                es: "No se puede leer «\(name)»: \(reason).",
                en: "'\(name)' cannot be read: \(reason)."
            )
        case .tooSlow(let name, let seconds):
            LocalizedText(
                es: "«\(name)» no se terminó de leer en \(seconds) s y se dejó. Divídalo, o guárdelo de nuevo.",
                en: "'\(name)' could not be read within \(seconds) s and was left. Split it, or save it again."
            )
        case .notInTime(let name, let seconds):
            LocalizedText(
                es: "«\(name)» no se terminó de leer en \(seconds) s: el equipo está ocupado. Repita más tarde.",
                en: "'\(name)' could not be read within \(seconds) s: the machine is busy. Try again later."
            )
        case .busy:
            LocalizedText(
                es: "Se están leyendo demasiados documentos a la vez. Repita la petición en unos segundos.",
                en: "Too many documents are being read at once. Repeat the request in a few seconds."
            )
        }
    }
}
