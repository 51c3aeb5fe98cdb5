internal import COpenSSL

// Every function that OpenSSL calls back, in one place. None of them captures anything: the Swift object is found
// through `ex_data`, and it always outlives the C object that carries the pointer.

/// Where an `SSL_CTX` keeps its `TLSContext`.
let contextIndex = COpenSSL_SSL_CTX_new_ex_data_index()

/// Where an `SSL` keeps its `TLSSession`.
let sessionIndex = COpenSSL_SSL_new_ex_data_index()

private func context(of ssl: OpaquePointer?) -> TLSContext? {
    guard let ssl, let raw = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), contextIndex) else { return nil }
    return Unmanaged<TLSContext>.fromOpaque(raw).takeUnretainedValue()
}

let logKeys: @convention(c) (OpaquePointer?, UnsafePointer<CChar>?) -> Void = { ssl, line in
    guard let line else { return }
    context(of: ssl)?.log(line)
}

let selectApplicationProtocol:
    @convention(c) (
        OpaquePointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, UnsafeMutablePointer<UInt8>?,
        UnsafePointer<UInt8>?, CUnsignedInt, UnsafeMutableRawPointer?
    ) -> CInt = { ssl, chosen, chosenLength, offered, length, _ in
        guard let context = context(of: ssl), let chosen, let chosenLength, let offered else {
            return SSL_TLSEXT_ERR_NOACK
        }
        return context.select(from: offered, length: length, chosen: chosen, chosenLength: chosenLength)
    }

let selectIdentity: @convention(c) (OpaquePointer?, UnsafeMutablePointer<CInt>?, UnsafeMutableRawPointer?) -> CInt = {
    ssl,
    _,
    _ in
    if let name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name),
        let pointer = context(of: ssl)?.pointer(forHost: String(cString: name))
    {
        SSL_set_SSL_CTX(ssl, pointer)
    }
    return SSL_TLSEXT_ERR_OK
}

let protectTicket:
    @convention(c) (
        OpaquePointer?, UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<UInt8>?, OpaquePointer?, OpaquePointer?, CInt
    ) -> CInt = { ssl, keyName, iv, cipher, mac, encrypting in
        guard let context = context(of: ssl), let keyName, let iv, let cipher, let mac else { return -1 }
        let status = context.protect(keyName, iv, cipher: cipher, mac: mac, encrypting: encrypting == 1)
        // A TLS 1.3 ticket is for one use (RFC 8446 appendix C.4), so a resumed handshake has to bring the next one.
        return status == 1 && encrypting == 0 && SSL_version(ssl) == TLS1_3_VERSION ? 2 : status
    }

/// Keeps a client's newest session. Answering 1 takes over the reference.
let keepSession: @convention(c) (OpaquePointer?, OpaquePointer?) -> CInt = { ssl, session in
    guard let ssl, let session, let raw = SSL_get_ex_data(ssl, sessionIndex) else { return 0 }
    Unmanaged<TLSSession>.fromOpaque(raw).takeUnretainedValue().keep(TLSResumption(owning: session))
    return 1
}
