internal import COpenSSL

/// One TLS connection, seen as a machine: ciphertext goes in, plaintext and ciphertext come out, no socket anywhere.
///
/// The one owner of an `SSL`. It belongs to one thread at a time and is deliberately not `Sendable`.
///
/// Use: inside `withInput`, call `handshake` until it is complete and then `read` until it wants more input; call `write`
/// and `closeNotify` at any time after the handshake; whatever was called, then send what `takeOutput` gives.
public final class TLSSession {
    /// Where the handshake stands.
    public enum HandshakeProgress: Sendable, Hashable {
        case needsInput
        case complete
    }

    /// What a read gave.
    public enum ReadResult: Sendable, Hashable {
        case bytes(Int)
        case needsInput
        /// The peer sent `close_notify`: it will send nothing more, and nothing was cut off.
        case closed
    }

    private let ssl: OpaquePointer
    private let wire: UnsafeMutablePointer<Wire>
    /// Keeps the `SSL_CTX` and everything the callbacks reach alive.
    private let context: TLSContext
    private var resumption: TLSResumption?
    private var isEstablished = false
    private var hasFailed = false

    /// The server's end of a new connection.
    public convenience init(server context: TLSContext) throws(TLSError) {
        precondition(context.role == .server)
        try self.init(context)
        SSL_set_accept_state(ssl)
    }

    /// The client's end of a new connection.
    ///
    /// - Parameters:
    ///   - host: the DNS name or literal IP address that the server's certificate must be for. A DNS name is also sent
    ///     as server name indication (RFC 6066 section 3).
    ///   - resumption: a session of an earlier connection to the same host, to resume.
    public convenience init(
        client context: TLSContext,
        host: String,
        resuming resumption: TLSResumption? = nil
    ) throws(TLSError) {
        precondition(context.role == .client)
        try self.init(context)
        SSL_set_connect_state(ssl)
        // C would read the name only as far as its NUL, and an empty one would be no check at all.
        guard !host.isEmpty, !host.utf8.contains(0) else {
            throw TLSError(.misuse, reason: "'\(host)' is neither a host name nor an address")
        }
        if isIPAddress(host) {
            try ErrorQueue.check("expect the address \(host)") {
                X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host)
            }
        } else {
            try ErrorQueue.check("expect the host \(host)") { SSL_set1_host(ssl, host) }
            try ErrorQueue.check("name the host \(host)") { COpenSSL_SSL_set_server_name(ssl, host) }
        }
        SSL_set_ex_data(ssl, sessionIndex, Unmanaged.passUnretained(self).toOpaque())
        if let resumption {
            try ErrorQueue.check("resume a session") { SSL_set_session(ssl, resumption.pointer) }
        }
    }

    private init(_ context: TLSContext) throws(TLSError) {
        let wire = UnsafeMutablePointer<Wire>.allocate(capacity: 1)
        wire.initialize(to: Wire())
        do throws(TLSError) {
            ssl = try ErrorQueue.pointer("allocate a TLS session") { SSL_new(context.pointer) }
        } catch {
            wire.deallocate()
            throw error
        }
        guard let bio = Wire.makeBIO(over: wire) else {
            SSL_free(ssl)
            wire.deallocate()
            throw TLSError.misuse("allocate a BIO", queue: ErrorQueue.collect())
        }
        self.wire = wire
        self.context = context
        // Takes over the one reference for both directions.
        SSL_set_bio(ssl, bio, bio)
    }

    deinit {
        // Or OpenSSL would take a connection that ended without our close_notify for a reason never to resume its
        // session, which the tickets of TLS 1.2 and 1.3 do not ask for (RFC 5246 section 7.2.1).
        if isEstablished, !hasFailed { SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN) }
        SSL_free(ssl)
        wire.pointee.free()
        wire.deallocate()
    }

    // MARK: Driving

    /// Makes `bytes` what the session reads from while `body` runs. OpenSSL keeps a copy of an incomplete record, so the
    /// bytes are used up once `handshake` or `read` says `needsInput`.
    @inline(__always)
    public func withInput<Result>(_ bytes: UnsafeRawBufferPointer, _ body: () throws -> Result) rethrows -> Result {
        wire.pointee.input = bytes.baseAddress
        wire.pointee.inputCount = bytes.count
        defer {
            wire.pointee.input = nil
            wire.pointee.inputCount = 0
        }
        return try body()
    }

    /// Takes the handshake as far as it will go. A failure leaves the alert to send in the output.
    public func handshake() throws(TLSError) -> HandshakeProgress {
        ErrorQueue.clear()
        let status = SSL_do_handshake(ssl)
        if status == 1 {
            isEstablished = true
            return .complete
        }
        if SSL_get_error(ssl, status) == SSL_ERROR_WANT_READ { return .needsInput }
        throw failure()
    }

    /// Decrypts into `buffer`, at most one record (16 KiB) at a time.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(TLSError) -> ReadResult {
        // Asking OpenSSL for what cannot be there would cost a good part of decrypting a small record.
        if wire.pointee.inputCount == 0, SSL_has_pending(ssl) == 0 { return .needsInput }
        ErrorQueue.clear()
        let count = SSL_read(ssl, buffer.baseAddress, CInt(clamping: buffer.count))
        if count > 0 { return .bytes(Int(count)) }
        switch SSL_get_error(ssl, count) {
        case SSL_ERROR_WANT_READ: return .needsInput
        case SSL_ERROR_ZERO_RETURN: return .closed
        default: throw failure()
        }
    }

    /// Encrypts all of `bytes` into the output. Fails before the handshake is complete.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(TLSError) {
        guard isEstablished else {
            throw TLSError(.misuse, reason: "nothing can be written before the handshake is complete")
        }
        var rest = bytes
        while rest.count > 0 {
            ErrorQueue.clear()
            let count = SSL_write(ssl, rest.baseAddress, CInt(clamping: rest.count))
            // The output grows as needed, so a write never has to wait.
            guard count > 0 else { throw failure() }
            rest = UnsafeRawBufferPointer(rebasing: rest[Int(count)...])
        }
    }

    /// Says that we will send nothing more (RFC 8446 section 6.1). Reading goes on. Nothing happens before the handshake
    /// is complete or the second time.
    public func closeNotify() {
        guard SSL_is_init_finished(ssl) == 1 else { return }
        ErrorQueue.clear()
        _ = SSL_shutdown(ssl)
        ErrorQueue.clear()
    }

    /// Hands over the ciphertext to send, if there is any, and forgets it.
    @inline(__always)
    public func takeOutput(_ body: (UnsafeRawBufferPointer) -> Void) {
        guard wire.pointee.outputCount > 0 else { return }
        body(UnsafeRawBufferPointer(start: wire.pointee.output, count: wire.pointee.outputCount))
        wire.pointee.free()
    }

    // MARK: What was agreed

    /// The agreed version: `TLSv1.3` or `TLSv1.2`.
    public var version: String { String(cString: SSL_get_version(ssl)) }

    /// The cipher suite in the IANA registry's spelling.
    public var cipherSuite: String {
        SSL_CIPHER_standard_name(SSL_get_current_cipher(ssl)).map { String(cString: $0) } ?? ""
    }

    /// The group of the key exchange, such as `x25519`; `nil` where there was none.
    public var keyExchangeGroup: String? {
        COpenSSL_SSL_get_negotiated_group_name(ssl).map { String(cString: $0) }
    }

    /// The application protocol of ALPN (RFC 7301), if one was agreed.
    public var applicationProtocol: String? {
        var name: UnsafePointer<UInt8>?
        var length: CUnsignedInt = 0
        SSL_get0_alpn_selected(ssl, &name, &length)
        guard let name, length > 0 else { return nil }
        return String(decoding: UnsafeBufferPointer(start: name, count: Int(length)), as: UTF8.self)
    }

    /// The host that the client asked for by SNI.
    public var serverName: String? {
        SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name).map { String(cString: $0) }
    }

    /// Whether an earlier session was resumed.
    public var isResumed: Bool { SSL_session_reused(ssl) == 1 }

    /// The peer's certificates, its own first; empty when it showed none. A resumed client session has only the first.
    public var peerChain: [Certificate] {
        let leaf = SSL_get1_peer_certificate(ssl).map { Certificate(owning: $0) }
        var chain = leaf.map { [$0] } ?? []
        if let stack = SSL_get_peer_cert_chain(ssl) {
            for index in 0..<COpenSSL_sk_X509_num(stack) {
                guard let pointer = COpenSSL_sk_X509_value(stack, index) else { continue }
                // On the client the stack begins with the leaf, on the server it does not.
                if index == 0, let leaf, X509_cmp(leaf.pointer, pointer) == 0 { continue }
                X509_up_ref(pointer)
                chain.append(Certificate(owning: pointer))
            }
        }
        return chain
    }

    /// A client's newest session ticket. With TLS 1.3 it comes after the handshake, so read something first.
    public var newestResumption: TLSResumption? { resumption }

    func keep(_ resumption: TLSResumption) {
        self.resumption = resumption
    }

    private func failure() -> TLSError {
        hasFailed = true
        return TLSError.failedExchange(
            queue: ErrorQueue.collect(),
            verification: VerificationFailure(code: SSL_get_verify_result(ssl))
        )
    }
}

/// A session that a later connection of the same client may resume: the one owner of an `SSL_SESSION`.
///
/// `@unchecked Sendable`: never changed after creation, and OpenSSL's reference count is atomic.
public final class TLSResumption: @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        SSL_SESSION_free(pointer)
    }

    /// How long the server will accept it, in seconds from its creation.
    public var lifetime: Int { Int(SSL_SESSION_get_timeout(pointer)) }
}
