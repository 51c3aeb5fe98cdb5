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
        let text = (error as? any LocalizedFailure)?.message ?? LocalizedText(es: "\(error)", en: "\(error)")
        note(LocalizedText(es: "Error: " + text.spanish, en: "Error: " + text.english))
        return ExitCode(status)
    }
}
