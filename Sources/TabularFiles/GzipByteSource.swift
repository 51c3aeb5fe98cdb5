import CZlib

/// Inflates a gzip stream (RFC 1952) while it is read, any number of members one after another.
///
/// Plain bytes pass through unchanged: the first two bytes tell which it is, whatever the file is called.
public final class GzipByteSource: ByteSource {
    private let stored: any ByteSource
    private let name: String
    private let mostBytes: Int
    private var inflated = 0
    /// zlib keeps the address of its stream, so it must not move.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    private var state = State.unknown

    private enum State {
        case unknown, plain
        /// Inside a member: the stream may not end here.
        case member
        /// After a whole member: the end, another member or padding may follow.
        case between
        case ended
    }

    /// - Parameter mostBytes: the most it inflates to, since a small file can hold a very large one.
    public init(_ stored: any ByteSource, name: String, mostBytes: Int = 1 << 36) {
        self.stored = stored
        self.name = name
        self.mostBytes = mostBytes
        stream.initialize(to: z_stream())
    }

    deinit {
        if state != .unknown, state != .plain { inflateEnd(stream) }
        stream.deallocate()
        input.deallocate()
    }

    public var consumed: Int { stored.consumed }
    public var total: Int? { stored.total }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
        if state == .unknown { try recognise() }
        if state == .plain { return try readPlain(into: buffer) }
        while state != .ended {
            if stream.pointee.avail_in == 0, try !refill() {
                guard state == .between else { throw .truncatedGzip(file: name) }
                break
            }
            if state == .between, try !startNextMember() { continue }
            let count = try inflateSome(into: buffer)
            inflated += count
            if inflated > mostBytes { throw .tooLarge(file: name, bytes: mostBytes) }
            if count > 0 { return count }
        }
        state = .ended
        return 0
    }

    private func recognise() throws(TabularFileFailure) {
        var count = 0
        // A pipe may hand over its first byte alone.
        while count < 2 {
            let more = try stored.read(into: UnsafeMutableRawBufferPointer(rebasing: input[count...]))
            if more == 0 { break }
            count += more
        }
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_in = UInt32(count)
        guard count >= 2, input[0] == 0x1F, input[1] == 0x8B else {
            state = .plain
            return
        }
        guard secure_mcp_inflate_init_gzip(stream) == Z_OK else { throw .damagedGzip(file: name, reason: "zlib") }
        state = .member
    }

    private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
        guard stream.pointee.avail_in > 0, let pending = stream.pointee.next_in else {
            return try stored.read(into: buffer)
        }
        let count = min(Int(stream.pointee.avail_in), buffer.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(start: pending, count: count))
        stream.pointee.next_in = pending + count
        stream.pointee.avail_in -= UInt32(count)
        return count
    }

    /// Whether there was anything more.
    private func refill() throws(TabularFileFailure) -> Bool {
        let count = try stored.read(into: input)
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_in = UInt32(count)
        return count > 0
    }

    /// Begins the next member unless what follows is padding: zeros after the last member are common on tapes and are
    /// ignored, as gzip(1) does. Anything else makes zlib complain about its header.
    private func startNextMember() throws(TabularFileFailure) -> Bool {
        while stream.pointee.avail_in > 0, let next = stream.pointee.next_in, next.pointee == 0 {
            stream.pointee.next_in = next + 1
            stream.pointee.avail_in -= 1
        }
        guard stream.pointee.avail_in > 0 else { return false }
        inflateReset(stream)
        state = .member
        return true
    }

    private func inflateSome(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_out = UInt32(clamping: buffer.count)
        let room = stream.pointee.avail_out
        switch inflate(stream, Z_NO_FLUSH) {
        case Z_STREAM_END: state = .between
        case Z_OK, Z_BUF_ERROR: break
        default:
            throw .damagedGzip(file: name, reason: stream.pointee.msg.map { String(cString: $0) } ?? "zlib")
        }
        return Int(room - stream.pointee.avail_out)
    }
}
