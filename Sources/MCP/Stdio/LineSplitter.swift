/// Takes bytes apart into messages, one a line (the framing of the stdio transport).
public struct LineSplitter: Sendable {
    public enum Line: Sendable, Hashable {
        /// Without its line break. Never empty.
        case message([UInt8])
        /// A line that was longer than allowed, and is lost.
        case tooLong
    }

    private let maximumLength: Int
    private var partial: [UInt8] = []
    private var isSkipping = false

    /// - Parameter maximumLength: of a line, in bytes. Default: 16 MiB.
    public init(maximumLength: Int = 16 << 20) {
        self.maximumLength = maximumLength
    }

    /// The lines that these bytes complete. Empty lines are dropped.
    public mutating func append(_ bytes: some Collection<UInt8>) -> [Line] {
        var lines: [Line] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(rest[..<end])
            if let line = completed() { lines.append(line) }
            rest = rest[rest.index(after: end)...]
        }
        take(rest)
        return lines
    }

    /// What stands after the last line break when the input ends.
    public mutating func finish() -> Line? { completed() }

    private mutating func take(_ bytes: some Collection<UInt8>) {
        // A line is skipped as soon as it is too long, so that it never is in memory as a whole.
        guard !isSkipping, partial.count + bytes.count <= maximumLength + 1 else {
            isSkipping = true
            partial = []
            return
        }
        partial.append(contentsOf: bytes)
    }

    private mutating func completed() -> Line? {
        defer {
            partial = []
            isSkipping = false
        }
        if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
        if isSkipping || partial.count > maximumLength { return .tooLong }
        return partial.isEmpty ? nil : .message(partial)
    }
}
