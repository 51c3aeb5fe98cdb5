/// Where a file's bytes come from, read once from front to back.
public protocol ByteSource: AnyObject {
    /// Fills the front of `buffer` and gives how many bytes it wrote; 0 only at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int
    /// How much of `total` has been consumed so far, in bytes as stored.
    var consumed: Int { get }
    /// The size as stored (compressed if it is), when it is known.
    var total: Int? { get }
}

/// Bytes that are already in memory, such as an upload.
final class MemoryByteSource: ByteSource {
    private let bytes: [UInt8]
    private(set) var consumed = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var total: Int? { bytes.count }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - consumed)
        bytes.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[consumed..<consumed + count]))
        }
        consumed += count
        return count
    }
}

/// Gives back first what was read to look at it, then the rest.
final class ResumedSource: ByteSource {
    private var start: [UInt8]
    private let rest: any ByteSource

    init(_ start: [UInt8], then rest: any ByteSource) {
        self.start = start
        self.rest = rest
    }

    var consumed: Int { rest.consumed }
    var total: Int? { rest.total }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
        guard !start.isEmpty else { return try rest.read(into: buffer) }
        let count = min(buffer.count, start.count)
        start.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        start.removeFirst(count)
        return count
    }
}

extension ByteSource {
    /// The first `count` bytes, or fewer where there are no more.
    func start(_ count: Int) throws(TabularFileFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        // A pipe may hand over its first byte alone.
        while filled < count {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count - filled, alignment: 1)
            defer { buffer.deallocate() }
            let more = try read(into: buffer)
            if more == 0 { break }
            for at in 0..<more { bytes[filled + at] = buffer[at] }
            filled += more
        }
        bytes.removeLast(count - filled)
        return bytes
    }
}
