import COpenSSL

@testable import OpenSSL

extension TLSResumption {
    /// Whether the server gave a ticket, in place of a session identifier alone.
    var isTicket: Bool { SSL_SESSION_has_ticket(pointer) == 1 }

    /// The ticket as it goes over the wire.
    var bytes: [UInt8]? {
        var start: UnsafePointer<UInt8>?
        var count = 0
        SSL_SESSION_get0_ticket(pointer, &start, &count)
        guard let start, count > 0 else { return nil }
        return Array(UnsafeBufferPointer(start: start, count: count))
    }
}
