import ArgumentParser
import Foundation
import Glibc
import JSON
import Localization
import MCP
import Synchronization

/// Where the program speaks to a person or a script.
///
/// Everything that it writes passes here, and through ``SafeText``: whatever a server says, no control sequence of its
/// making reaches a terminal. The only ones that do are those of the progress line.
final class Screen: Sendable {
    /// Whether results, and what is said besides them, are seen by a person right now.
    let showsResults: Bool
    let showsNotes: Bool

    private struct State: Sendable {
        var language: Language
        var logLevel: LogLevel?
        var progress: String?
        /// While a line is being typed: takes what would disturb it.
        var typist: (@Sendable (String) -> Void)?
    }

    private let state: Mutex<State>

    init(language: Language) {
        showsResults = isatty(STDOUT_FILENO) == 1
        showsNotes = isatty(STDERR_FILENO) == 1
        state = Mutex(State(language: language, logLevel: .warning))
    }

    var language: Language {
        get { state.withLock(\.language) }
        set { state.withLock { $0.language = newValue } }
    }

    /// From which level on log messages of servers are shown; `nil` for none. Default: warnings.
    var logLevel: LogLevel? {
        get { state.withLock(\.logLevel) }
        set { state.withLock { $0.logLevel = newValue } }
    }

    /// Columns and rows of the terminal; 80 by 24 where nobody knows.
    var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// A result.
    func say(_ text: String) { write(SafeText.block(text) + "\n", to: STDOUT_FILENO) }

    /// A result.
    func say(_ text: LocalizedText) { say(text(language)) }

    /// A result for programs, on one line.
    func say(json value: JSONValue) { write(SafeText.json(value.serializedString) + "\n", to: STDOUT_FILENO) }

    /// A result exactly as it is. Not for terminals.
    func give(_ bytes: [UInt8]) { Self.write(bytes[...], to: STDOUT_FILENO) }

    /// What is no result.
    func note(_ text: String) { write(SafeText.block(text) + "\n", to: STDERR_FILENO) }

    /// What is no result.
    func note(_ text: LocalizedText) { note(text(language)) }

    /// Says what failed.
    ///
    /// - Returns: the status to end with.
    func fail(_ failure: any LocalizedFailure, status: Int32) -> ExitCode {
        note("Error: " + failure.message(language))
        return ExitCode(status)
    }

    /// Shows a line that the next one replaces, `nil` removes, and everything else leaves below itself. Only where a
    /// person sees it.
    func show(progress text: String?) {
        guard showsNotes else { return }
        state.withLock { state in
            if state.typist != nil || state.progress == text { return }
            let line = text.map { SafeText.line($0, limit: 1_000) } ?? ""
            Self.write(Array(("\r\u{1B}[K" + line).utf8)[...], to: STDERR_FILENO)
            state.progress = text
        }
    }

    /// While a line is being typed everything goes to `typist`, which writes it without disturbing the line.
    func hand(to typist: (@Sendable (String) -> Void)?) {
        show(progress: nil)
        state.withLock { $0.typist = typist }
    }

    private func write(_ text: String, to file: Int32) {
        state.withLock { state in
            if let typist = state.typist, file == STDOUT_FILENO ? showsResults : showsNotes {
                typist(text)
                return
            }
            // The progress line comes again with the next progress.
            if state.progress != nil { Self.write(Array("\r\u{1B}[K".utf8)[...], to: STDERR_FILENO) }
            state.progress = nil
            Self.write(Array(text.utf8)[...], to: file)
        }
    }

    /// Whoever reads may have gone: then there is nobody left to tell.
    static func write(_ bytes: ArraySlice<UInt8>, to file: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                var poll = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
                _ = Glibc.poll(&poll, 1, -1)
            } else if errno != EINTR {
                return
            }
        }
    }
}
