import CEdit
import Foundation
import Glibc
import Synchronization

/// The thread that reads lines. libedit keeps its state in global variables of C and waits for keys, so it has one
/// thread to itself, which nothing else needs.
final class EditorThread: Sendable {
    struct Request: Sendable {
        let prompt: String
        /// Whether the arrow keys find the line again.
        let isRemembered: Bool
        let suggest: LineEditor.Suggest?
        let reply: @Sendable (TypedLine) -> Void
    }

    private struct Shared: Sendable {
        var requests: [Request] = []
        var notes: [String] = []
        var suggest: LineEditor.Suggest?
        var matches: [String] = []
        var isPrepared = false
        var wasInterrupted = false
    }

    /// Under this name the thread finds its object: libedit calls functions that capture nothing.
    private static let key = "EditorThread"
    private static var current: EditorThread? { Thread.current.threadDictionary[key] as? EditorThread }

    private let isInteractive: Bool
    private let shared = Mutex(Shared())
    private let ready = NSCondition()
    private let wakeEnd: Int32
    private let sleepEnd: Int32

    init(isInteractive: Bool) {
        self.isInteractive = isInteractive
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (sleepEnd, wakeEnd) = (ends[0], ends[1])
    }

    /// Begins to wait for requests; as long as the program runs.
    func start() {
        Thread.detachNewThread { [self] in
            Thread.current.threadDictionary[Self.key] = self
            serve()
        }
    }

    deinit {
        Glibc.close(sleepEnd)
        Glibc.close(wakeEnd)
    }

    func read(_ request: Request) {
        // What woke up for the line before this one is over; what comes from here on is about this one.
        drain()
        ready.withLock {
            shared.withLock { $0.requests.append(request) }
            ready.signal()
        }
    }

    /// Shows something above the line that is being typed.
    func show(_ text: String) {
        shared.withLock { $0.notes.append(text) }
        wake("n")
    }

    /// Leaves the line that is being typed.
    func interrupt() { wake("i") }

    private func wake(_ reason: Unicode.Scalar) {
        var byte = UInt8(ascii: reason)
        Glibc.write(wakeEnd, &byte, 1)
    }

    private func serve() {
        while true {
            let request = ready.withLock { () -> Request in
                while true {
                    if let next = shared.withLock({ $0.requests.isEmpty ? nil : $0.requests.removeFirst() }) {
                        return next
                    }
                    ready.wait()
                }
            }
            request.reply(isInteractive ? edit(request) : readLine().map { .text($0) } ?? .end)
        }
    }

    private func edit(_ request: Request) -> TypedLine {
        prepare()
        shared.withLock { shared in
            shared.wasInterrupted = false
            shared.suggest = request.suggest
        }
        let line = readline(request.prompt)
        defer { free(line) }
        writeNotes()
        guard let line else {
            Screen.write(Array("\n".utf8)[...], to: STDERR_FILENO)
            return shared.withLock(\.wasInterrupted) ? .interrupted : .end
        }
        let text = String(cString: line)
        if request.isRemembered, text.contains(where: { !$0.isWhitespace }) { add_history(line) }
        return .text(text)
    }

    private func prepare() {
        let isPrepared = shared.withLock { shared in
            defer { shared.isPrepared = true }
            return shared.isPrepared
        }
        if isPrepared { return }
        CEdit_prepare(
            isatty(STDOUT_FILENO) == 1 ? 0 : 1,
            { _ in EditorThread.current?.nextScalar() ?? -1 },
            { word, _, _ in EditorThread.current?.complete(word) }
        )
    }

    // MARK: Keys

    /// The next character typed; -1 at the end of the input and after an interrupt.
    private func nextScalar() -> Int32 {
        while true {
            var files = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: sleepEnd, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&files, 2, -1) < 0 { continue }
            if files[1].revents != 0 {
                if drain().contains(UInt8(ascii: "i")) {
                    shared.withLock { $0.wasInterrupted = true }
                    return -1
                }
                if writeNotes() { CEdit_show_again() }
            } else if files[0].revents != 0 {
                return scalar()
            }
        }
    }

    private func scalar() -> Int32 {
        guard let first = byte() else { return -1 }
        let length = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3
        if first < 0x80 { return Int32(first) }
        var value = UInt32(first) & (0x3F >> UInt32(length))
        for _ in 0..<length {
            guard let next = byte() else { return -1 }
            value = value << 6 | UInt32(next & 0x3F)
        }
        return Unicode.Scalar(value).map { Int32($0.value) } ?? 0xFFFD
    }

    private func byte() -> UInt8? {
        var byte: UInt8 = 0
        while true {
            switch Glibc.read(STDIN_FILENO, &byte, 1) {
            case 1: return byte
            case -1 where errno == EINTR: continue
            default: return nil
            }
        }
    }

    @discardableResult
    private func drain() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(sleepEnd, &bytes, bytes.count)
        return Array(bytes.prefix(max(count, 0)))
    }

    @discardableResult
    private func writeNotes() -> Bool {
        let notes = shared.withLock { shared in
            defer { shared.notes = [] }
            return shared.notes
        }
        if notes.isEmpty { return false }
        Screen.write(Array(("\r\u{1B}[K" + notes.joined()).utf8)[...], to: STDERR_FILENO)
        return true
    }

    // MARK: Completion

    private func complete(_ word: UnsafePointer<CChar>?) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        guard let word, let suggest = shared.withLock(\.suggest) else { return CEdit_matches("", { _, _ in nil }, 0) }
        let line = CEdit_line().map { String(cString: $0) } ?? ""
        let typed = String(cString: word)
        let matches = Self.wait { await suggest(line, typed) }
        shared.withLock { $0.matches = matches }
        // What comes after `key=` is typed without a blank.
        let goesOn = matches.count == 1 && (matches[0].hasSuffix("=") || matches[0].hasSuffix("."))
        return CEdit_matches(
            word,
            { _, state in
                // libedit frees it with `free`.
                EditorThread.current?.match(Int(state)).flatMap { strdup($0) }
            },
            goesOn ? 0 : 32
        )
    }

    private func match(_ index: Int) -> String? {
        shared.withLock { $0.matches.indices.contains(index) ? $0.matches[index] : nil }
    }

    /// Waits on this thread, which has nothing better to do, for at most two seconds.
    private static func wait(_ work: @escaping @Sendable () async -> [String]) -> [String] {
        let suggestions = Suggestions()
        let task = Task { suggestions.put(await work()) }
        defer { task.cancel() }
        return suggestions.take(before: Date(timeIntervalSinceNow: 2))
    }
}

/// Words that a task finds and the editor's thread waits for.
private final class Suggestions: Sendable {
    private let words = Mutex<[String]?>(nil)
    private let found = NSCondition()

    func put(_ words: [String]) {
        found.withLock {
            self.words.withLock { $0 = words }
            found.signal()
        }
    }

    func take(before date: Date) -> [String] {
        found.withLock {
            while true {
                if let words = words.withLock(\.self) { return words }
                if !found.wait(until: date) { return [] }
            }
        }
    }
}
