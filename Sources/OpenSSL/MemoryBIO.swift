internal import COpenSSL

/// A BIO over memory, for PEM and text output.
final class MemoryBIO {
    let pointer: OpaquePointer

    /// An empty BIO to write to.
    init() throws(TLSError) {
        pointer = try ErrorQueue.pointer("allocate memory") { BIO_new(BIO_s_mem()) }
    }

    /// A BIO that holds a copy of `bytes` to read from.
    convenience init(reading bytes: [UInt8]) throws(TLSError) {
        try self.init()
        guard !bytes.isEmpty else { return }
        guard let count = CInt(exactly: bytes.count), BIO_write(pointer, bytes, count) == count else {
            throw TLSError.misuse("allocate memory", queue: ErrorQueue.collect())
        }
    }

    deinit {
        BIO_free(pointer)
    }

    /// What has been written so far.
    var contents: [UInt8] {
        var data: UnsafePointer<CChar>?
        let count = COpenSSL_BIO_get_mem_data(pointer, &data)
        guard count > 0, let data else { return [] }
        return Array(UnsafeRawBufferPointer(start: data, count: count))
    }

    var text: String { String(decoding: contents, as: UTF8.self) }
}
