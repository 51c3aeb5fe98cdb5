public import OpenSSL

/// Why a request got no response.
public enum HTTPClientError: Error, Sendable {
    /// Nothing listens there, or the name is unknown, or nobody answered in time.
    case cannotConnect(host: String, port: Int, reason: String)
    /// TLS was refused by us or by the server.
    case tls(TLSError)
    /// The connection ended before the response was whole.
    case closedEarly
    /// The response did not come in time.
    case timedOut
    /// The response was larger than we take.
    case responseTooLarge(limit: Int)
    /// The server sent something that is no HTTP.
    case malformedResponse(String)
}

/// A request of which the server certainly processed nothing: it was never sent, or the server said so with
/// REFUSED_STREAM or GOAWAY (RFC 9113 section 8.7). Any request may be sent again after it.
struct UnprocessedRequest: Error {
    let reason: any Error

    /// What those who do not repeat requests are told.
    var told: any Error {
        switch reason {
        case is HTTPClientError, is CancellationError: reason
        case let error as TLSError: HTTPClientError.tls(error)
        default: HTTPClientError.closedEarly
        }
    }
}
