import NIOCore
import NIOHTTP1
import NIOHTTP2
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

    private let environment: Environment
    private let executor: EventLoopTaskExecutor
    private let peer: HTTPPeer
    private let isStream: Bool
    private var state: ExchangeState
    /// Parts of pipelined requests that wait for their turn. While there are any, or while the peer does not take its
    /// responses, nothing more is read.
    private var waiting = CircularBuffer<HTTPServerRequestPart>(initialCapacity: 1)
    private var wantsRead = false
    private var isDraining = false
    private var isFirst = true
    /// Whether anything whole came in the read at hand.
    private var sawPart = false
    private var hasPartialHead = false
    private var unsentBefore: Int?
    private var isQuiescing = false
    private var inputClosed = false
    private var deadline: NIODeadline?
    private var timer: NIOScheduledCallback?
    private var reset: Scheduled<Void>?
    private var context: ChannelHandlerContext?
    // Asked for every request; asking the channel costs more than the rest.
    private var allocator = ByteBufferAllocator()
    private var isWritable = true
    private var task: Task<Void, Never>?
    /// How many requests have been answered.
    private var answered = 0

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
    private func drain(_ context: ChannelHandlerContext) {
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
        if isWritable { drain(context) }
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

    private func perform(_ action: ExchangeState.Action, _ context: ChannelHandlerContext) {
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

    private func respond(_ context: ChannelHandlerContext, _ head: HTTPRequestHead, _ body: ByteBuffer) {
        deadline = nil
        isFirst = false
        if isQuiescing || inputClosed && waiting.isEmpty || head.version == .http1_0 { state.stopReusing() }
        let request = HTTPRequest(method: head.method, target: head.uri, headers: head.headers, body: body, peer: peer)
        if let response = environment.immediate(request) {
            finish(context, response, to: request.method)
            return
        }
        let responder = environment.responder
        // Both live on this event loop; the executor sees to it that the task never leaves it.
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let number = answered
        let task = Task.immediate(executorPreference: executor) {
            let response = await responder(request)
            let (handler, context) = bound.value
            handler.finish(context, response, to: request.method)
        }
        // Answered at once: the task is over, and `self.task` may already be that of the next request.
        if answered == number { self.task = task }
    }

    private func finish(_ context: ChannelHandlerContext, _ response: HTTPResponse, to method: HTTPMethod) {
        task = nil
        answered += 1
        guard state.isResponding else { return }
        write(context, response, to: method, closing: !state.keepsAlive)
        context.flush()
        guard state.finishResponse() else { return }
        if isStream {
            state.close()
            leaveTime(context, for: response.body)
            return
        }
        expect(context, within: environment.limits.idleTime)
        if !isWritable { unsentBefore = unsent(context) }
        drain(context)
    }

    // MARK: Answering

    private func write(_ context: ChannelHandlerContext, _ response: HTTPResponse, to method: HTTPMethod, closing: Bool)
    {
        let hasBody = method != .HEAD && response.status.mayHaveResponseBody
        if isStream {
            writeParts(context, response, hasBody)
            return
        }
        let (first, rest) = ResponseBytes.of(
            response,
            hasBody: hasBody,
            isClosing: closing,
            date: environment.date.now(),
            allocator: allocator
        )
        var sent: EventLoopPromise<Void>?
        if closing {
            sent = context.eventLoop.makePromise(of: Void.self)
            sent?.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        }
        context.write(NIOAny(first), promise: rest == nil ? sent : nil)
        if let rest { context.write(NIOAny(rest), promise: sent) }
    }

    /// HTTP/2's codec makes frames of the parts.
    private func writeParts(_ context: ChannelHandlerContext, _ response: HTTPResponse, _ hasBody: Bool) {
        var head = HTTPResponseHead(version: .http1_1, status: response.status, headers: response.headers)
        if response.status.mayHaveResponseBody {
            head.headers.add(name: "content-length", value: String(response.body.readableBytes))
        }
        head.headers.add(name: "date", value: environment.date.now())
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if hasBody, response.body.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
        }
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// How long a peer whose request was refused may take to read that before its stream is reset: some give up a
    /// response that is not read yet when the reset arrives.
    private static let resetDelay = TimeAmount.seconds(2)

    /// Tells a peer that is still sending to stop (RFC 9113 section 8.1). A stream that is only half closed would count
    /// as open for ever, and its connection would never be idle.
    private func resetStream(_ context: ChannelHandlerContext) {
        reset = context.eventLoop.assumeIsolated().scheduleTask(in: Self.resetDelay) {
            let codec = HTTP2FramePayloadToHTTP1ServerCodec.self
            guard let outer = try? context.pipeline.syncOperations.context(handlerType: codec) else { return }
            outer.writeAndFlush(NIOAny(HTTP2Frame.FramePayload.rstStream(.noError)), promise: nil)
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
            closeIfNothingIsLeft(context)
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
        context.fireChannelInactive()
    }

    /// A peer that has ended its side still gets the answers to all that it had asked (RFC 9112 section 9.6).
    private func closeIfNothingIsLeft(_ context: ChannelHandlerContext) {
        guard inputClosed, waiting.isEmpty, !state.isClosed else { return }
        state.stopReusing()
        if !state.isResponding, !isStream { close(context) }
    }

    private func close(_ context: ChannelHandlerContext) {
        state.close()
        context.close(promise: nil)
    }

    // MARK: Time

    /// Something has to arrive within `time`. One timer a connection looks at the deadline now and then, so that setting
    /// it anew for every request costs nothing.
    private func expect(_ context: ChannelHandlerContext, within time: TimeAmount) {
        deadline = context.eventLoop.now + time
        if timer == nil { startTimer(context, time) }
    }

    private func startTimer(_ context: ChannelHandlerContext, _ delay: TimeAmount) {
        // Never longer than a request may take: its deadline is set without looking at the timer.
        let delay = min(delay, environment.limits.requestTime)
        let loop = context.eventLoop
        // It can fail only when the event loop is over, and with it the connection.
        timer = try? loop.assumeIsolated().scheduleCallback(at: loop.now + delay, handler: DeadlineAlarm(handler: self))
    }

    private func cancelTimers() {
        timer?.cancel()
        timer = nil
        reset?.cancel()
    }

    private struct DeadlineAlarm: NIOScheduledCallbackHandler {
        let handler: ExchangeHandler

        func handleScheduledCallback(eventLoop: some EventLoop) {
            handler.timer = nil
            if let context = handler.context { handler.checkDeadline(context) }
        }
    }

    private func checkDeadline(_ context: ChannelHandlerContext) {
        guard !state.isClosed else { return }
        let now = context.eventLoop.now
        guard let deadline else {
            // A request is being answered; the next one's deadline is not yet set.
            startTimer(context, environment.limits.requestTime)
            return
        }
        guard deadline <= now else {
            startTimer(context, deadline - now)
            return
        }
        if state.isIdle, !isFirst, !isWritable, takesResponse(context) {
            expect(context, within: environment.limits.idleTime)
        } else if state.isReceiving || isFirst || hasPartialHead {
            let seconds = environment.limits.requestTime.nanoseconds / 1_000_000_000
            perform(state.refuse(.requestTimeout, "the request did not arrive within \(seconds) s"), context)
        } else {
            close(context)
        }
    }

    /// Whether the peer has taken anything of the response since the last time, however slowly. The kernel does not tell:
    /// a peer that reads nothing still acknowledges that its window is closed.
    private func takesResponse(_ context: ChannelHandlerContext) -> Bool {
        let unsent = unsent(context)
        defer { unsentBefore = unsent }
        return unsent == nil || unsent != unsentBefore
    }

    /// Bytes that wait for the socket; `nil` where the channel does not tell.
    private func unsent(_ context: ChannelHandlerContext) -> Int? {
        try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
    }

    /// A stream that is answered ends by itself when the peer has taken the answer; one that does not is reset, at the
    /// latest after the idle time and what the slowest line would take.
    private func leaveTime(_ context: ChannelHandlerContext, for body: ByteBuffer) {
        guard context.channel.isActive else { return }
        let time = environment.limits.idleTime + .seconds(Int64(body.readableBytes / Self.slowestRate))
        reset = context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
    }

    /// Bytes a second.
    private static let slowestRate = 16_384
}
