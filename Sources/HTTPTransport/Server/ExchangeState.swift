import NIOCore
import NIOHTTP1

/// One connection's requests and responses, in order, apart from any I/O.
///
/// ```
///            head               end                     response sent, reusable
///   idle ───────────▶ receiving ─────▶ responding ──────────────────────────────▶ idle
///     │                   │                 │ response sent, not reusable
///     │ too much, too slow, malformed       ▼
///     └──────────────▶ refusing ────────▶ closed
/// ```
struct ExchangeState {
    enum Action {
        case none
        /// Tell a client that asked first to go on (RFC 9110 section 10.1.1).
        case sendContinue
        /// The request is whole: answer it.
        case respond(HTTPRequestHead, ByteBuffer)
        /// Answer with an error and close; what still arrives is not looked at.
        case refuse(HTTPResponseStatus, String)
    }

    private enum State {
        case idle
        case receiving(HTTPRequestHead)
        /// - Parameter isStreaming: whether the response has begun and comes piece by piece.
        case responding(keepAlive: Bool, isStreaming: Bool = false)
        case closed
    }

    private var state = State.idle
    /// What has arrived of the body while `receiving`; empty otherwise. Not in the state: a `switch` holds its subject,
    /// so a buffer in there is copied whole for every piece that is added to it.
    private var body = ByteBuffer()
    private let limits: HTTPLimits

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    var isIdle: Bool { if case .idle = state { true } else { false } }
    var isReceiving: Bool { if case .receiving = state { true } else { false } }
    var isResponding: Bool { if case .responding = state { true } else { false } }
    var isStreaming: Bool { if case .responding(_, isStreaming: true) = state { true } else { false } }
    var isClosed: Bool { if case .closed = state { true } else { false } }

    mutating func receive(_ part: HTTPServerRequestPart) -> Action {
        switch (part, state) {
        case (.head(let head), .idle):
            return begin(head)
        case (.body(var bytes), .receiving):
            guard body.readableBytes + bytes.readableBytes <= limits.bodyBytes else { return refuseBody() }
            if body.readableBytes == 0 { body = bytes } else { body.writeBuffer(&bytes) }
            return .none
        case (.end, .receiving(let head)):
            let whole = body
            body = ByteBuffer()
            state = .responding(keepAlive: head.isKeepAlive)
            return .respond(head, whole)
        default:
            return .none
        }
    }

    /// Ends the exchange with an error of the peer's. An answer that is being made still goes out, as the last one.
    mutating func refuse(_ status: HTTPResponseStatus, _ reason: String) -> Action {
        switch state {
        case .idle, .receiving:
            close()
            return .refuse(status, reason)
        case .responding:
            stopReusing()
            return .none
        case .closed:
            return .none
        }
    }

    /// No more requests after the one at hand.
    mutating func stopReusing() {
        if case .responding(_, let isStreaming) = state {
            state = .responding(keepAlive: false, isStreaming: isStreaming)
        }
    }

    /// The head of the response goes out ahead of its body. Returns whether that is possible: once an exchange.
    mutating func beginStreaming() -> Bool {
        guard case .responding(let keepAlive, isStreaming: false) = state else { return false }
        state = .responding(keepAlive: keepAlive, isStreaming: true)
        return true
    }

    /// Whether the connection will be reused, which the response must say.
    var keepsAlive: Bool { if case .responding(keepAlive: true, _) = state { true } else { false } }

    /// The response is out. Returns whether another request may follow.
    mutating func finishResponse() -> Bool {
        guard case .responding(keepAlive: true, _) = state else {
            state = .closed
            return false
        }
        state = .idle
        return true
    }

    mutating func close() {
        state = .closed
        body = ByteBuffer()
    }

    private mutating func begin(_ head: HTTPRequestHead) -> Action {
        guard head.uri.utf8.count <= limits.targetBytes else {
            return refuse(.uriTooLong, "the request target is longer than \(limits.targetBytes) bytes")
        }
        let fields = RequestFields(head.headers)
        // RFC 9112 section 3.2: exactly one Host field; HTTP/2's :authority arrives as one.
        guard fields.hosts == 1 || head.version == .http1_0 && fields.hosts == 0 else {
            return refuse(.badRequest, "a request needs exactly one Host field")
        }
        state = .receiving(head)
        // The decoder takes digits only; a number that does not fit is too large as well.
        if let text = fields.contentLength, Int(text) ?? .max > limits.bodyBytes { return refuseBody() }
        // From HTTP/1.0 it has no meaning (RFC 9110 section 10.1.1).
        if head.version != .http1_0, let expectation = fields.expectation {
            guard expectation.lowercased() == "100-continue" else {
                return refuse(.expectationFailed, "the expectation '\(expectation)' is not known here")
            }
            return .sendContinue
        }
        return .none
    }

    private mutating func refuseBody() -> Action {
        refuse(.payloadTooLarge, "the body is longer than \(limits.bodyBytes) bytes")
    }
}

/// The fields that the transport itself looks at, found in one pass.
private struct RequestFields {
    var hosts = 0
    var contentLength: String?
    var expectation: String?

    init(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            switch name.utf8.count {
            case 4 where name.isFieldName("host"): hosts += 1
            case 6 where name.isFieldName("expect"): expectation = value
            case 14 where name.isFieldName("content-length"): contentLength = value
            default: break
            }
        }
    }
}
