import CEdit
import Foundation
import Glibc

/// Asks a person for lines, with history and completion of commands where there is a terminal.
///
/// libedit keeps its state in global variables of C, so there is one editor in a program and it stays on one thread.
final class LineEditor {
    private let isInteractive: Bool

    init() {
        isInteractive = isatty(STDIN_FILENO) == 1
        guard isInteractive else { return }
        CEdit_use_locale()
        CEdit_complete_with { prefix, state in
            guard let prefix else { return nil }
            let typed = String(cString: prefix)
            let matches = SlashCommand.names.filter { $0.hasPrefix(typed) }
            // libedit frees it with `free`.
            return matches.indices.contains(Int(state)) ? strdup(matches[Int(state)]) : nil
        }
    }

    /// The next line; `nil` at the end of the input.
    func next(prompt: String) -> String? {
        guard isInteractive else { return readLine() }
        guard let line = readline(prompt) else { return nil }
        defer { free(line) }
        let text = String(cString: line)
        if text.contains(where: { !$0.isWhitespace }) { add_history(line) }
        return text
    }
}
