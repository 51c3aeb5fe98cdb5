// Sources of signals may be used from any thread; their protocol does not say so yet.
@preconcurrency import Dispatch
import Glibc
import Synchronization

/// What Ctrl-C means at the moment: first to whoever is waiting for something, and to the program when that one is
/// not quick enough.
final class Interrupts: Sendable {
    /// The status of a program that an interrupt ended (128 + SIGINT).
    static let status: Int32 = 130

    private struct Waiting: Sendable {
        let id: Int
        let action: @Sendable () -> Void
        var wasAsked = false
    }

    private struct State: Sendable {
        var lastID = 0
        var waiting: [Waiting] = []
    }

    private let state = Mutex(State())
    private let source: any DispatchSourceSignal
    /// How the terminal was before anybody typed on it.
    private let settings: termios?

    init() {
        var current = termios()
        settings = tcgetattr(STDIN_FILENO, &current) == 0 ? current : nil
        // Programs that this one starts inherit it: Ctrl-C is for the client, which then tells its servers.
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler { [weak self] in self?.interrupt() }
        source.resume()
    }

    /// Does something that Ctrl-C cancels. A second Ctrl-C ends the program.
    func cancelling<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await work() }
        return try await during({ task.cancel() }) {
            try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        }
    }

    /// Until `work` ends, the first Ctrl-C does `action` and the second one ends the program.
    func during<Value>(
        _ action: @escaping @Sendable () -> Void,
        _ work: () async throws -> Value
    ) async rethrows -> Value {
        let id = state.withLock { state in
            state.lastID += 1
            state.waiting.append(Waiting(id: state.lastID, action: action))
            return state.lastID
        }
        defer { state.withLock { $0.waiting.removeAll { $0.id == id } } }
        return try await work()
    }

    private func interrupt() {
        let action = state.withLock { state -> (@Sendable () -> Void)? in
            guard let last = state.waiting.indices.last, !state.waiting[last].wasAsked else { return nil }
            state.waiting[last].wasAsked = true
            return state.waiting[last].action
        }
        if let action { return action() }
        if var settings { tcsetattr(STDIN_FILENO, TCSANOW, &settings) }
        Screen.write(Array("\r\n".utf8)[...], to: STDERR_FILENO)
        exit(Self.status)
    }
}
