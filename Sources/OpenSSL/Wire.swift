internal import COpenSSL
internal import Glibc

/// The two stretches of memory between OpenSSL and the network: a window over bytes that arrived, and bytes to send.
///
/// Plain memory without a reference count, because OpenSSL's callbacks touch it for every record.
struct Wire {
    var input: UnsafeRawPointer?
    var inputCount = 0
    var output: UnsafeMutableRawPointer?
    var outputCount = 0
    private var outputCapacity = 0

    mutating func free() {
        Glibc.free(output)
        output = nil
        outputCount = 0
        outputCapacity = 0
    }

    /// A BIO whose reads come from `input` and whose writes go to `output`.
    static func makeBIO(over wire: UnsafeMutablePointer<Wire>) -> OpaquePointer? {
        guard let bio = BIO_new(method) else { return nil }
        BIO_set_data(bio, wire)
        BIO_set_init(bio, 1)
        return bio
    }

    private mutating func take(_ destination: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        let taken = min(count, inputCount)
        guard taken > 0, let input else { return 0 }
        memcpy(destination, input, taken)
        self.input = input + taken
        inputCount -= taken
        return taken
    }

    private mutating func append(_ source: UnsafePointer<CChar>, _ count: Int) -> Bool {
        if outputCapacity - outputCount < count {
            let capacity = max(outputCount + count, min(outputCapacity * 2, 1 << 18))
            guard let grown = realloc(output, capacity) else { return false }
            output = grown
            outputCapacity = capacity
        }
        memcpy(output! + outputCount, source, count)
        outputCount += count
        return true
    }

    // A `BIO_METHOD` is a table of functions that is never changed after this.
    nonisolated(unsafe) private static let method: OpaquePointer = {
        guard let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "SecureMCP memory") else {
            preconditionFailure("no memory for a BIO method")
        }
        BIO_meth_set_read(method) { bio, destination, count in
            guard let bio, let destination, let wire = wire(of: bio) else { return -1 }
            COpenSSL_BIO_clear_retry_flags(bio)
            let taken = wire.pointee.take(destination, Int(count))
            guard taken > 0 else {
                // An empty window means "not yet", never the end: that is for the owner of the socket to know.
                COpenSSL_BIO_set_retry_read(bio)
                return -1
            }
            return CInt(taken)
        }
        BIO_meth_set_write(method) { bio, source, count in
            guard let bio, let source, let wire = wire(of: bio) else { return -1 }
            COpenSSL_BIO_clear_retry_flags(bio)
            return wire.pointee.append(source, Int(count)) ? count : -1
        }
        BIO_meth_set_ctrl(method) { _, command, _, _ in
            command == BIO_CTRL_FLUSH ? 1 : 0
        }
        return method
    }()
}

private func wire(of bio: OpaquePointer) -> UnsafeMutablePointer<Wire>? {
    BIO_get_data(bio)?.assumingMemoryBound(to: Wire.self)
}
