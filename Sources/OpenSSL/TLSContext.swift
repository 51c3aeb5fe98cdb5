internal import COpenSSL

/// The settings that many sessions share: the one owner of its `SSL_CTX`s.
///
/// `@unchecked Sendable`: everything is set up in `init` and never changed again; OpenSSL itself locks what sessions on
/// several threads share inside an `SSL_CTX`.
public final class TLSContext: @unchecked Sendable {
    enum Role {
        case server
        case client
    }

    let role: Role
    /// One `SSL_CTX` for each identity of a server, the default one first; exactly one for a client.
    private let pointers: [OpaquePointer]
    private let identities: [TLSIdentity]
    private let applicationProtocols: [UInt8]
    private let ticketKeys: TicketKeyRing?
    private let keyLog: (@Sendable (String) -> Void)?

    /// A server's context. Fails when an identity or an authority cannot be used.
    public init(server configuration: TLSServerConfiguration) throws(TLSError) {
        guard !configuration.identities.isEmpty else {
            throw TLSError(.misuse, reason: "a server needs a certificate")
        }
        role = .server
        identities = configuration.identities
        applicationProtocols = try Self.wireFormat(configuration.applicationProtocols)
        ticketKeys = configuration.ticketKeys
        keyLog = configuration.keyLog
        var made: [OpaquePointer] = []
        do throws(TLSError) {
            for identity in configuration.identities {
                let pointer = try ErrorQueue.pointer("allocate a TLS context") { SSL_CTX_new(TLS_server_method()) }
                made.append(pointer)
                try Self.configure(pointer, minimumVersion: configuration.minimumVersion)
                try Self.use(identity, in: pointer)
                try Self.requireClients(of: configuration.clientAuthorities, in: pointer)
            }
        } catch {
            made.forEach(SSL_CTX_free)
            throw error
        }
        pointers = made
        for pointer in pointers {
            installCallbacks(pointer)
            // Sessions are resumed from tickets alone: nothing to look up, nothing to share between threads.
            _ = COpenSSL_SSL_CTX_set_session_cache_mode(pointer, Int(SSL_SESS_CACHE_OFF))
            // A resumed handshake shows no certificate again, so a ticket is good only for the authorities under which
            // it was given: who is no longer trusted after a reload does not come back with one.
            let trusted = configuration.clientAuthorities.reduce(Array("SecureMCP".utf8)) { $0 + $1.fingerprint }
            let name = SHA256Digest.hash(trusted)
            SSL_CTX_set_session_id_context(pointer, name, CUnsignedInt(name.count))
            SSL_CTX_set_alpn_select_cb(pointer, selectApplicationProtocol, nil)
            if ticketKeys == nil {
                // The first is for TLS 1.3, the second for 1.2, where OpenSSL would else issue them with a key that it
                // keeps as long as the context.
                SSL_CTX_set_num_tickets(pointer, 0)
                COpenSSL_SSL_CTX_disable_tickets(pointer)
            } else {
                SSL_CTX_set_tlsext_ticket_key_evp_cb(pointer, protectTicket)
            }
        }
        if pointers.count > 1 {
            COpenSSL_SSL_CTX_set_servername_callback(pointers[0], selectIdentity)
        }
    }

    /// A client's context. Fails when the identity or an authority cannot be used.
    public init(client configuration: TLSClientConfiguration) throws(TLSError) {
        role = .client
        identities = configuration.identity.map { [$0] } ?? []
        applicationProtocols = try Self.wireFormat(configuration.applicationProtocols)
        ticketKeys = nil
        keyLog = configuration.keyLog
        let pointer = try ErrorQueue.pointer("allocate a TLS context") { SSL_CTX_new(TLS_client_method()) }
        do throws(TLSError) {
            try Self.configure(pointer, minimumVersion: configuration.minimumVersion)
            if let identity = configuration.identity { try Self.use(identity, in: pointer) }
            if configuration.trust.includesSystem {
                try ErrorQueue.check("read the system's authorities") { SSL_CTX_set_default_verify_paths(pointer) }
            }
            try Self.add(configuration.trust.authorities, to: pointer)
            SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
            if !applicationProtocols.isEmpty {
                // Unlike everything else in OpenSSL, 0 is success here.
                let status = SSL_CTX_set_alpn_protos(
                    pointer,
                    applicationProtocols,
                    CUnsignedInt(applicationProtocols.count)
                )
                guard status == 0 else { throw TLSError.misuse("offer protocols", queue: ErrorQueue.collect()) }
            }
        } catch {
            SSL_CTX_free(pointer)
            throw error
        }
        pointers = [pointer]
        installCallbacks(pointer)
        let mode = Int(SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL)
        _ = COpenSSL_SSL_CTX_set_session_cache_mode(pointer, mode)
        SSL_CTX_sess_set_new_cb(pointer, keepSession)
    }

    deinit {
        pointers.forEach(SSL_CTX_free)
    }

    var pointer: OpaquePointer { pointers[0] }

    // MARK: Setting up

    private static func configure(_ pointer: OpaquePointer, minimumVersion: TLSVersion) throws(TLSError) {
        // Explicit, or a TLS 1.1 client would get internal_error instead of protocol_version from Debian's defaults.
        try ErrorQueue.check("set the minimum version") {
            COpenSSL_SSL_CTX_set_min_proto_version(pointer, CInt(minimumVersion.wireValue))
        }
        COpenSSL_SSL_CTX_set_options(pointer)
        // Buffers are given back when idle: 14 kB a connection for a few percent of speed. The chain is sent as it was
        // given: left to itself, OpenSSL looks for the rest of it among the trusted authorities, in every handshake.
        _ = COpenSSL_SSL_CTX_set_mode(
            pointer,
            Int(SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER)
                | Int(SSL_MODE_NO_AUTO_CHAIN)
        )
        try ErrorQueue.check("set the groups") {
            COpenSSL_SSL_CTX_set1_groups_list(pointer, "X25519:P-256:P-384")
        }
        // SHA-2 only: OpenSSL 3.0 would still offer SHA-224 and DSA (RFC 9155, RFC 8446 section 4.2.3).
        try ErrorQueue.check("set the signature algorithms") {
            COpenSSL_SSL_CTX_set1_sigalgs_list(
                pointer,
                "ECDSA+SHA256:ed25519:ECDSA+SHA384:ECDSA+SHA512:RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512"
                    + ":RSA+SHA256:RSA+SHA384:RSA+SHA512"
            )
        }
        // TLS 1.2 only with forward secrecy and AEAD (RFC 9325 section 4.2).
        try ErrorQueue.check("set the TLS 1.2 cipher suites") {
            SSL_CTX_set_cipher_list(pointer, "ECDHE+AESGCM:ECDHE+CHACHA20")
        }
    }

    private static func use(_ identity: TLSIdentity, in pointer: OpaquePointer) throws(TLSError) {
        let leaf = identity.leaf.pointer
        try ErrorQueue.check("use the certificate") { SSL_CTX_use_certificate(pointer, leaf) }
        for certificate in identity.chain.dropFirst() {
            try ErrorQueue.check("use the certificate chain") {
                COpenSSL_SSL_CTX_add_extra_chain_cert(pointer, certificate.pointer)
            }
        }
        try ErrorQueue.check("use the private key") { SSL_CTX_use_PrivateKey(pointer, identity.key.pointer) }
    }

    private static func add(_ authorities: [Certificate], to pointer: OpaquePointer) throws(TLSError) {
        let store = SSL_CTX_get_cert_store(pointer)
        for authority in authorities {
            try ErrorQueue.check("trust \(authority.subject)") { X509_STORE_add_cert(store, authority.pointer) }
        }
    }

    private static func requireClients(of authorities: [Certificate], in pointer: OpaquePointer) throws(TLSError) {
        guard !authorities.isEmpty else { return }
        try add(authorities, to: pointer)
        for authority in authorities {
            // The names go into the CertificateRequest (RFC 8446 section 4.2.4), so that the client can choose.
            try ErrorQueue.check("ask for clients of \(authority.subject)") {
                SSL_CTX_add_client_CA(pointer, authority.pointer)
            }
        }
        SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
    }

    private func installCallbacks(_ pointer: OpaquePointer) {
        // Unretained: every session holds its context, so the context outlives all callbacks.
        SSL_CTX_set_ex_data(pointer, contextIndex, Unmanaged.passUnretained(self).toOpaque())
        if keyLog != nil {
            SSL_CTX_set_keylog_callback(pointer, logKeys)
        }
    }

    /// ProtocolNameList of RFC 7301 section 3.1, without the outer length.
    private static func wireFormat(_ names: [String]) throws(TLSError) -> [UInt8] {
        var wire: [UInt8] = []
        for name in names {
            guard let length = UInt8(exactly: name.utf8.count), length > 0 else {
                throw TLSError(.misuse, reason: "'\(name)' cannot be the name of an application protocol")
            }
            wire.append(length)
            wire.append(contentsOf: name.utf8)
        }
        return wire
    }

    // MARK: What the callbacks ask

    func log(_ line: UnsafePointer<CChar>) {
        keyLog?(String(cString: line))
    }

    func protect(
        _ keyName: UnsafeMutablePointer<UInt8>,
        _ iv: UnsafeMutablePointer<UInt8>,
        cipher: OpaquePointer,
        mac: OpaquePointer,
        encrypting: Bool
    ) -> CInt {
        guard let ticketKeys else { return 0 }
        return ticketKeys.protect(keyName: keyName, iv: iv, cipher: cipher, mac: mac, encrypting: encrypting)
    }

    /// The `SSL_CTX` whose certificate is for `host`, if it is another than the default one.
    func pointer(forHost host: String) -> OpaquePointer? {
        guard let index = identities.firstIndex(where: { $0.leaf.matches(host: host) }), index > 0 else { return nil }
        return pointers[index]
    }

    func select(
        from offered: UnsafePointer<UInt8>,
        length: CUnsignedInt,
        chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>,
        chosenLength: UnsafeMutablePointer<UInt8>
    ) -> CInt {
        guard !applicationProtocols.isEmpty else { return SSL_TLSEXT_ERR_NOACK }
        return applicationProtocols.withUnsafeBufferPointer { ours in
            var selected: UnsafeMutablePointer<UInt8>?
            var selectedLength: UInt8 = 0
            let status = SSL_select_next_proto(
                &selected,
                &selectedLength,
                ours.baseAddress,
                CUnsignedInt(ours.count),
                offered,
                length
            )
            guard status == OPENSSL_NPN_NEGOTIATED, let selected else { return SSL_TLSEXT_ERR_ALERT_FATAL }
            // It points into our own list, which lives as long as the context does.
            chosen.pointee = UnsafePointer(selected)
            chosenLength.pointee = selectedLength
            return SSL_TLSEXT_ERR_OK
        }
    }
}
