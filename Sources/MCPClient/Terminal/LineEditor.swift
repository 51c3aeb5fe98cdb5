import Foundation
import Glibc

/// What came of asking for a line.
enum TypedLine: Sendable, Equatable {
    case text(String)
    /// Ctrl-C, or the line is no longer wanted.
    case interrupted
    /// The end of the input.
    case end
}

/// Asks a person for lines, with history and completion where there is a terminal; takes lines from a pipe otherwise.
final class LineEditor: Sendable {
    /// Gives the words that may replace the one being typed: the line so far, and that word.
    typealias Suggest = @Sendable (_ line: String, _ word: String) async -> [String]

    let isInteractive: Bool
    private let thread: EditorThread
    private let screen: Screen
    private let interrupts: Interrupts

    init(screen: Screen, interrupts: Interrupts) {
        self.screen = screen
        self.interrupts = interrupts
        isInteractive = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
        thread = EditorThread(isInteractive: isInteractive)
        thread.start()
    }

    /// The next line. One at a time; cancelling the task gives ``TypedLine/interrupted``, on a terminal.
    func next(prompt: String, isRemembered: Bool = false, suggest: Suggest? = nil) async -> TypedLine {
        guard isInteractive else { return await read(prompt, isRemembered, suggest) }
        if Task.isCancelled { return .interrupted }
        let thread = thread
        screen.hand(to: { thread.show($0) })
        defer { screen.hand(to: nil) }
        return await interrupts.during({ thread.interrupt() }) {
            await withTaskCancellationHandler {
                await read(SafeText.line(prompt), isRemembered, suggest)
            } onCancel: {
                thread.interrupt()
            }
        }
    }

    private func read(_ prompt: String, _ isRemembered: Bool, _ suggest: Suggest?) async -> TypedLine {
        await withCheckedContinuation { continuation in
            thread.read(
                EditorThread.Request(
                    prompt: prompt,
                    isRemembered: isRemembered,
                    suggest: suggest,
                    reply: { continuation.resume(returning: $0) }
                )
            )
        }
    }
}
