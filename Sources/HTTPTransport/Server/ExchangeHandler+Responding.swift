import NIOCore
import NIOHTTP1
import NIOHTTP2

// How a request gets its response.
extension ExchangeHandler {
    func respond(_ context: ChannelHandlerContext, _ head: HTTPRequestHead, _ body: ByteBuffer) {
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
        let usesChunks = !isStream && head.version != .http1_0
        let sink = ConnectionSink(bound, exchange: number, method: head.method, usesChunks: usesChunks)
        let task = Task.immediate(executorPreference: executor) {
            let response = await responder(request, HTTPResponseStream(sink))
            let (handler, context) = bound.value
            handler.finish(context, response, to: request.method)
        }
        // Answered at once: the task is over, and `self.task` may already be that of the next request.
        guard answered == number else { return }
        self.task = task
        // The connection may have broken under the first piece of the response.
        if state.isClosed { task.cancel() }
    }

    private func finish(_ context: ChannelHandlerContext, _ response: HTTPResponse?, to method: HTTPMethod) {
        task = nil
        answered += 1
        endWaits(HTTPResponseStreamError.over)
        guard state.isResponding else { return }
        var size = 0
        if state.isStreaming {
            endStream(context)
        } else {
            let response = response ?? environment.refusal(.internalServerError, "nothing was answered")
            size = response.body.readableBytes
            write(context, response, to: method, closing: !state.keepsAlive)
        }
        context.flush()
        let isReusable = state.finishResponse()
        if isStream {
            state.close()
            leaveTime(context, for: size)
        } else if isReusable {
            expect(context, within: environment.limits.idleTime)
            if !isWritable { unsentBefore = unsent(context) }
            drain(context)
        }
    }

    func write(_ context: ChannelHandlerContext, _ response: HTTPResponse, to method: HTTPMethod, closing: Bool) {
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
    private static var resetDelay: TimeAmount { .seconds(2) }

    /// Tells a peer that is still sending to stop (RFC 9113 section 8.1). A stream that is only half closed would count
    /// as open for ever, and its connection would never be idle.
    func resetStream(_ context: ChannelHandlerContext) {
        reset = context.eventLoop.assumeIsolated().scheduleTask(in: Self.resetDelay) {
            let codec = HTTP2FramePayloadToHTTP1ServerCodec.self
            guard let outer = try? context.pipeline.syncOperations.context(handlerType: codec) else { return }
            outer.writeAndFlush(NIOAny(HTTP2Frame.FramePayload.rstStream(.noError)), promise: nil)
        }
    }
}
