public import ArgumentParser
public import Localization
import Foundation

/// Where a command speaks to the person who called it.
public struct Console: Sendable {
    public let language: Language

    public init(language: Language) {
        self.language = language
    }

    /// Results go to standard output.
    public func say(_ text: LocalizedText) {
        say(text(language))
    }

    /// Results go to standard output.
    public func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Everything that is no result goes to standard error.
    public func note(_ text: LocalizedText) {
        FileHandle.standardError.write(Data((text(language) + "\n").utf8))
    }

    /// Says what failed, in the person's language where the error knows how.
    ///
    /// - Returns: the status to end with, 1 unless told otherwise.
    public func fail(_ error: any Error, status: Int32 = 1) -> ExitCode {
        let text = Self.text(of: error)
        note(LocalizedText(es: "Error: " + text.spanish, en: "Error: " + text.english))
        return ExitCode(status)
    }

    /// What failed, in the words of the error where it has some.
    public static func text(of error: any Error) -> LocalizedText {
        (error as? any LocalizedFailure)?.message ?? (error as? CocoaError).map(text)
            ?? LocalizedText(es: "\(error)", en: "\(error)")
    }

    /// What a file could not be used for.
    private static func text(_ error: CocoaError) -> LocalizedText {
        let path = error.filePath ?? error.url?.path ?? "?"
        return switch error.code {
        case .fileNoSuchFile, .fileReadNoSuchFile:
            LocalizedText(es: "No existe «\(path)».", en: "There is no '\(path)'.")
        case .fileReadNoPermission, .fileWriteNoPermission:
            LocalizedText(es: "No hay permiso para usar «\(path)».", en: "There is no permission to use '\(path)'.")
        case .fileWriteOutOfSpace:
            LocalizedText(es: "No queda espacio para «\(path)».", en: "There is no space left for '\(path)'.")
        default:
            LocalizedText(
                es: "No se puede leer ni escribir «\(path)» (código \(error.code.rawValue)).",
                en: "'\(path)' cannot be read or written (code \(error.code.rawValue))."
            )
        }
    }
}
