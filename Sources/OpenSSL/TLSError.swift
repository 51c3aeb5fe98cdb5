internal import COpenSSL

/// Why a TLS operation failed, and whose fault it was.
public struct TLSError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Who has to change something for the next attempt to succeed.
    public enum Fault: String, Sendable, Hashable {
        /// The peer broke the protocol: bytes that are no TLS, a forged record, a bad Finished.
        case peerMisbehaved = "peer misbehaved"
        /// Both sides are sound but share no version, cipher suite, group or application protocol.
        case peerIncompatible = "peer incompatible"
        /// A certificate was refused, by us or by the peer.
        case certificate = "certificate"
        /// The bytes ended without `close_notify` (RFC 8446 section 6.1): a truncation attack or a crashed peer.
        case truncated = "truncated"
        /// The peer took too long.
        case timedOut = "timed out"
        /// We called OpenSSL wrongly, or a file given to us is not what it should be.
        case misuse = "misuse"
    }

    public let fault: Fault
    /// What went wrong, in one English sentence without a full stop.
    public let reason: String
    /// The alert that the peer sent (RFC 8446 section 6), where that is what ended the connection.
    public let receivedAlert: TLSAlert?
    /// OpenSSL's verdict on the peer's chain, where verification failed.
    public let verification: VerificationFailure?
    /// What OpenSSL had in its error queue, oldest first.
    public let queue: [ErrorQueueEntry]

    public init(
        _ fault: Fault,
        reason: String,
        receivedAlert: TLSAlert? = nil,
        verification: VerificationFailure? = nil,
        queue: [ErrorQueueEntry] = []
    ) {
        self.fault = fault
        self.reason = reason
        self.receivedAlert = receivedAlert
        self.verification = verification
        self.queue = queue
    }

    public var description: String {
        var text = "\(fault.rawValue): \(reason)"
        if let verification { text += " [\(verification)]" }
        return text
    }

    /// A failure of our own making: a wrong argument, an unreadable file, memory.
    static func misuse(_ doing: String, queue: [ErrorQueueEntry]) -> TLSError {
        let detail = queue.last.map { ": \($0.description)" } ?? ""
        return TLSError(.misuse, reason: "could not \(doing)\(detail)", queue: queue)
    }

    /// Reads the error queue left by a failed handshake, read or write.
    static func failedExchange(queue: [ErrorQueueEntry], verification: VerificationFailure?) -> TLSError {
        guard let entry = queue.first(where: { $0.library == ERR_LIB_SSL }) ?? queue.first else {
            return TLSError(.peerMisbehaved, reason: "the connection failed without a reason", queue: queue)
        }
        // OpenSSL reports an alert of the peer as reason 1000 + its number.
        if entry.library == ERR_LIB_SSL, let alert = TLSAlert(reason: entry.reason) {
            return TLSError(
                alert.fault,
                reason: "the peer sent the alert \(alert)",
                receivedAlert: alert,
                queue: queue
            )
        }
        if let verification, entry.reason == SSL_R_CERTIFICATE_VERIFY_FAILED {
            return TLSError(
                .certificate,
                reason: "the peer's certificate was refused: \(verification.description)",
                verification: verification,
                queue: queue
            )
        }
        return TLSError(fault(of: entry), reason: entry.description, queue: queue)
    }

    private static func fault(of entry: ErrorQueueEntry) -> Fault {
        guard entry.library == ERR_LIB_SSL else { return .peerMisbehaved }
        switch entry.reason {
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_UNKNOWN_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_VERSION_TOO_HIGH,
            SSL_R_NO_PROTOCOLS_AVAILABLE, SSL_R_NO_SHARED_CIPHER, SSL_R_NO_SHARED_GROUPS, SSL_R_NO_SUITABLE_KEY_SHARE,
            SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS, SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM,
            SSL_R_NO_APPLICATION_PROTOCOL, SSL_R_INAPPROPRIATE_FALLBACK:
            return .peerIncompatible
        case SSL_R_CERTIFICATE_VERIFY_FAILED, SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
            return .certificate
        default:
            return .peerMisbehaved
        }
    }
}

/// An alert of the TLS protocol (RFC 8446 section 6).
public struct TLSAlert: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The AlertDescription number of the IANA registry.
    public let rawValue: UInt8

    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    public static let closeNotify = TLSAlert(rawValue: 0)
    public static let handshakeFailure = TLSAlert(rawValue: 40)
    public static let unknownCA = TLSAlert(rawValue: 48)
    public static let protocolVersion = TLSAlert(rawValue: 70)
    public static let certificateRequired = TLSAlert(rawValue: 116)
    public static let noApplicationProtocol = TLSAlert(rawValue: 120)

    init?(reason: Int32) {
        let number = reason - SSL_AD_REASON_OFFSET
        guard (0...255).contains(number) else { return nil }
        self.rawValue = UInt8(number)
    }

    /// The name in the registry's spelling, such as `unknown_ca`, with the number.
    public var description: String {
        "\(name) (\(rawValue))"
    }

    /// The name in the registry's spelling, such as `unknown_ca`.
    public var name: String {
        switch rawValue {
        case 0: "close_notify"
        case 10: "unexpected_message"
        case 20: "bad_record_mac"
        case 22: "record_overflow"
        case 40: "handshake_failure"
        case 42: "bad_certificate"
        case 43: "unsupported_certificate"
        case 44: "certificate_revoked"
        case 45: "certificate_expired"
        case 46: "certificate_unknown"
        case 47: "illegal_parameter"
        case 48: "unknown_ca"
        case 49: "access_denied"
        case 50: "decode_error"
        case 51: "decrypt_error"
        case 70: "protocol_version"
        case 71: "insufficient_security"
        case 80: "internal_error"
        case 86: "inappropriate_fallback"
        case 90: "user_canceled"
        case 109: "missing_extension"
        case 110: "unsupported_extension"
        case 112: "unrecognized_name"
        case 113: "bad_certificate_status_response"
        case 115: "unknown_psk_identity"
        case 116: "certificate_required"
        case 120: "no_application_protocol"
        default: "alert"
        }
    }

    var fault: TLSError.Fault {
        switch rawValue {
        case 42...46, 48, 49, 113, 116: .certificate
        case 40, 70, 71, 86, 109, 110, 112, 120: .peerIncompatible
        default: .peerMisbehaved
        }
    }
}

/// OpenSSL's verdict on a certificate chain (`X509_V_ERR_…`).
public struct VerificationFailure: Sendable, Hashable, CustomStringConvertible {
    /// The `X509_V_ERR_…` number.
    public let code: Int
    /// OpenSSL's words for it.
    public let description: String

    init?(code: Int) {
        guard code != Int(X509_V_OK) else { return nil }
        self.code = code
        self.description = String(cString: X509_verify_cert_error_string(code))
    }

    /// No trusted authority signed the chain: the usual case of a private CA that the client was not told about.
    public var isUnknownAuthority: Bool {
        [
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT,
        ].contains(Int32(code))
    }

    /// The certificate is for another host name or address.
    public var isWrongHost: Bool {
        [X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH].contains(Int32(code))
    }

    /// The certificate's validity has ended or has not begun.
    public var isOutOfDate: Bool {
        [X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID].contains(Int32(code))
    }
}
