import NIOCore
import NIOHTTP1
import NIOOpenSSL
import OpenSSL

/// Runs the exchanges of one HTTP/1.1 connection, or the single one of an HTTP/2 stream, on its event loop.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    /// Of a stream; an HTTP/1.1 connection gets bytes.
    typealias OutboundOut = HTTPServerResponsePart

    /// What every connection of a server shares.
    struct Environment: Sendable {
        let limits: HTTPLimits
        var immediate: ImmediateHTTPResponder = { _ in nil }
        let responder: HTTPResponder
        let refusal: @Sendable (HTTPResponseStatus, String) -> HTTPResponse
        let date: HTTPDate
        /// Learns of what ends a connection badly.
        var report: @Sendable (any Error, SocketAddress?) -> Void = { _, _ in }
    }

    let environment: Environment
    let executor: EventLoopTaskExecutor
    let peer: HTTPPeer
    let isStream: Bool
    var state: ExchangeState
    /// Parts of pipelined requests that wait for their turn. While there are any, or while the peer does not take its
    /// responses, nothing more is read.
    var waiting = CircularBuffer<HTTPServerRequestPart>(initialCapacity: 1)
    var wantsRead = false
    var isDraining = false
    var isFirst = true
    /// Whether anything whole came in the read at hand.
    var sawPart = false
    var hasPartialHead = false
    var unsentBefore: Int?
    var isQuiescing = false
    var inputClosed = false
    var deadline: NIODeadline?
    var timer: NIOScheduledCallback?
    var reset: Scheduled<Void>?
    var context: ChannelHandlerContext?
    // Asked for every request; asking the channel costs more than the rest.
    var allocator = ByteBufferAllocator()
    var isWritable = true
    var task: Task<Void, Never>?
    /// How many requests have been answered.
    var answered = 0
    /// Of the response that is coming piece by piece.
    var framing = StreamFraming.none(nil)
    /// Writers of that response that wait until the peer has taken what is on its way.
    var waits: [Int: CheckedContinuation<Void, any Error>] = [:]

    init(environment: Environment, executor: EventLoopTaskExecutor, peer: HTTPPeer, isStream: Bool) {
        self.environment = environment
        self.executor = executor
        self.peer = peer
        self.isStream = isStream
        state = ExchangeState(limits: environment.limits)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        allocator = context.channel.allocator
        isWritable = context.channel.isWritable
        if !isStream { expect(context, within: environment.limits.requestTime) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        cancelTimers()
        task?.cancel()
        endWaits(HTTPResponseStreamError.peerIsGone)
    }

    // MARK: Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        sawPart = true
        if state.isResponding || !waiting.isEmpty || isHeldBack {
            waiting.append(part)
        } else {
            receive(part, context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if state.isIdle, !isFirst, !isStream, !sawPart, !hasPartialHead {
            // Something came and was no whole head: from here on the time of a request counts.
            hasPartialHead = true
            expect(context, within: environment.limits.requestTime)
        }
        sawPart = false
        if state.isReceiving, deadline == nil { expect(context, within: environment.limits.requestTime) }
        context.fireChannelReadComplete()
    }

    private func receive(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        // From here on the time of the request counts, no longer that of the idle connection.
        if case .head = part {
            deadline = nil
            hasPartialHead = false
        }
        perform(state.receive(part), context)
    }

    /// Takes up the requests that arrived while another one was being answered.
    func drain(_ context: ChannelHandlerContext) {
        // A request that is answered at once comes back here; the loop below goes on with the next one.
        guard !isDraining else { return }
        isDraining = true
        while !waiting.isEmpty, !state.isResponding, !state.isClosed, !isHeldBack {
            receive(waiting.removeFirst(), context)
        }
        isDraining = false
        closeIfNothingIsLeft(context)
        if wantsRead, mayRead {
            wantsRead = false
            context.read()
        }
    }

    func read(context: ChannelHandlerContext) {
        if mayRead {
            context.read()
        } else {
            wantsRead = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if isWritable {
            if state.isStreaming { goOn() }
            drain(context)
        }
        context.fireChannelWritabilityChanged()
    }

    /// Whether the next request has to wait because the peer has not taken the responses to the earlier ones: answering
    /// on would fill the memory. A stream has but one request, and HTTP/2 its own flow control.
    private var isHeldBack: Bool {
        !isWritable && !isStream && state.isIdle
    }

    private var mayRead: Bool {
        waiting.isEmpty && !isHeldBack
    }

    func perform(_ action: ExchangeState.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .none:
            break
        case .sendContinue:
            if isStream {
                let head = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
            } else {
                context.writeAndFlush(NIOAny(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
            }
        case .respond(let head, let body):
            respond(context, head, body)
        case .refuse(let status, let reason):
            deadline = nil
            write(context, environment.refusal(status, reason), to: .GET, closing: true)
            context.flush()
            if isStream { resetStream(context) }
        }
    }

    // MARK: Ending

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            isQuiescing = true
            state.stopReusing()
            if state.isIdle, !isStream { close(context) }
        case let event as ChannelEvent where event == .inputClosed:
            inputClosed = true
            if state.isStreaming {
                // Nobody ends a side of the connection in the middle of a stream and reads on: this is how a client
                // says that it has heard enough.
                close(context)
            } else {
                closeIfNothingIsLeft(context)
            }
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow:
            let reason = "the header fields are longer than \(environment.limits.headerBytes) bytes"
            perform(state.refuse(.requestHeaderFieldsTooLarge, reason), context)
        case HTTPParserError.invalidEOFState:
            close(context)
        case let error as HTTPParserError:
            perform(state.refuse(.badRequest, "this is no HTTP/1.1 message: \(error)"), context)
        case is TLSError:
            // The TLS handler closes by itself.
            state.close()
            task?.cancel()
            environment.report(error, context.channel.remoteAddress)
        default:
            if isStream {
                // Closing inside the frame that is being read would end a stream that nobody has been told of yet.
                perform(state.refuse(.badRequest, "this is no HTTP/2 request: \(error)"), context)
            } else {
                close(context)
            }
            environment.report(error, context.channel.remoteAddress)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        state.close()
        cancelTimers()
        task?.cancel()
        endWaits(HTTPResponseStreamError.peerIsGone)
        context.fireChannelInactive()
    }

    /// A peer that has ended its side still gets the answers to all that it had asked (RFC 9112 section 9.6).
    func closeIfNothingIsLeft(_ context: ChannelHandlerContext) {
        guard inputClosed, waiting.isEmpty, !state.isClosed else { return }
        state.stopReusing()
        if !state.isResponding, !isStream { close(context) }
    }

    func close(_ context: ChannelHandlerContext) {
        state.close()
        context.close(promise: nil)
    }
}
