import NIOCore
import OpenSSL

/// The session's bytes as NIO's buffers.
extension TLSSession {
    /// Decrypts behind what the buffer holds.
    func read(into buffer: inout ByteBuffer) throws(TLSError) -> ReadResult {
        var outcome: Swift.Result<ReadResult, TLSError> = .success(.needsInput)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 1) { memory in
            do throws(TLSError) {
                let result = try read(into: memory)
                outcome = .success(result)
                if case .bytes(let count) = result { return count }
            } catch {
                outcome = .failure(error)
            }
            return 0
        }
        return try outcome.get()
    }

    /// Encrypts all of the buffer.
    func write(_ buffer: ByteBuffer) throws(TLSError) {
        var outcome: Swift.Result<Void, TLSError> = .success(())
        buffer.withUnsafeReadableBytes { bytes in
            do throws(TLSError) {
                try write(bytes)
            } catch {
                outcome = .failure(error)
            }
        }
        try outcome.get()
    }

    /// The ciphertext to send; `nil` if there is none.
    func takeOutput(_ allocator: ByteBufferAllocator) -> ByteBuffer? {
        var output: ByteBuffer?
        takeOutput { bytes in
            var buffer = allocator.buffer(capacity: bytes.count)
            buffer.writeBytes(bytes)
            output = buffer
        }
        return output
    }
}

extension ByteBuffer {
    /// A TLS record begins with a content type of 20 to 24 (RFC 8446 section 5.1), an HTTP request with a capital letter.
    var looksLikePlainHTTP: Bool {
        guard let first = getInteger(at: readerIndex, as: UInt8.self) else { return false }
        return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
    }
}
