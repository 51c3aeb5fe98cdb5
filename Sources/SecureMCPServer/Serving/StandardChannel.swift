import Dispatch
import Glibc
import MCP
import Synchronization

/// Interrupts a thread that waits for a descriptor: the one owner of a pipe to itself.
private final class Interruption: Sendable {
    private let descriptor: CInt
    private let other: CInt

    init() {
        var ends: [CInt] = [-1, -1]
        // Without it, a thread that waits goes on waiting; poll takes no notice of -1.
        _ = pipe(&ends)
        descriptor = ends[0]
        other = ends[1]
    }

    deinit {
        close(descriptor)
        close(other)
    }

    func raise() {
        _ = Glibc.write(other, [1], 1)
    }

    /// Waits until something can be done with another descriptor.
    ///
    /// - Returns: false when interrupted.
    func wait(for other: CInt, _ events: CInt) -> Bool {
        var places = [
            pollfd(fd: other, events: Int16(events), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        while poll(&places, 2, -1) < 0 {
            guard errno == EINTR else { return true }
        }
        return places[1].revents == 0
    }
}

/// Standard input, as lines. It is read only when somebody wants a line, on a thread of its own: a read may take for
/// ever, and a file cannot be waited for in any other way.
struct StandardLines: AsyncSequence {
    typealias Element = LineSplitter.Line

    private let descriptor: CInt
    private let maximumLength: Int
    private let interruption = Interruption()
    private let queue = DispatchQueue(label: "standard input")

    /// - Parameter maximumLength: of a line, in bytes.
    init(descriptor: CInt = STDIN_FILENO, maximumLength: Int) {
        self.descriptor = descriptor
        self.maximumLength = maximumLength
    }

    /// What comes from now on is not read, as if the input had ended.
    func stop() {
        interruption.raise()
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(source: self, splitter: LineSplitter(maximumLength: maximumLength))
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let source: StandardLines
        fileprivate var splitter: LineSplitter
        private var lines: ArraySlice<LineSplitter.Line> = []
        private var hasEnded = false

        fileprivate init(source: StandardLines, splitter: LineSplitter) {
            self.source = source
            self.splitter = splitter
        }

        mutating func next() async -> LineSplitter.Line? {
            while lines.isEmpty {
                guard !hasEnded else { return nil }
                if let bytes = await source.read() {
                    lines = splitter.append(bytes)[...]
                } else {
                    hasEnded = true
                    if let last = splitter.finish() { lines = [last] }
                }
            }
            return lines.popFirst()
        }
    }

    /// `nil` at the end.
    private func read() async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            queue.async { [descriptor, interruption] in
                guard interruption.wait(for: descriptor, POLLIN) else { return continuation.resume(returning: nil) }
                let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                    var got: Int
                    repeat {
                        got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                    } while got < 0
                        && errno == EINTR
                    count = Swift.max(got, 0)
                }
                continuation.resume(returning: bytes.isEmpty ? nil : bytes)
            }
        }
    }
}

/// Standard output, one message a line. Nothing else may write there.
final class StandardOutput: OutgoingMessages {
    private let descriptor: CInt
    private let interruption = Interruption()
    private let queue = DispatchQueue(label: "standard output")
    private let onFailure: @Sendable () -> Void

    /// - Parameter onFailure: called when nobody reads any more.
    init(descriptor: CInt = STDOUT_FILENO, onFailure: @escaping @Sendable () -> Void) {
        // Otherwise the end of the reader is the end of this process.
        signal(SIGPIPE, SIG_IGN)
        self.descriptor = descriptor
        self.onFailure = onFailure
    }

    func send(_ message: [UInt8]) async {
        await withCheckedContinuation { continuation in
            queue.async { [self] in
                if !write(message + [UInt8(ascii: "\n")]) { onFailure() }
                continuation.resume()
            }
        }
    }

    /// Gives up a reader that reads nothing.
    func stop() {
        interruption.raise()
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard interruption.wait(for: descriptor, POLLOUT) else { return false }
            // A pipe that can be written to takes this much without making anybody wait (POSIX, "write").
            let piece = rest.prefix(Int(PIPE_BUF))
            let written = piece.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 {
                guard errno == EINTR || errno == EAGAIN else { return false }
            } else {
                rest = rest.dropFirst(written)
            }
        }
        return true
    }
}
