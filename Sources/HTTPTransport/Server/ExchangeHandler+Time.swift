import NIOCore
import NIOHTTP1

// What has to arrive in time, and what the peer has to take in time.
extension ExchangeHandler {
    /// Something has to arrive within `time`. One timer a connection looks at the deadline now and then, so that setting
    /// it anew for every request costs nothing.
    func expect(_ context: ChannelHandlerContext, within time: TimeAmount) {
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

    func cancelTimers() {
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
        if state.isStreaming {
            checkReader(context)
        } else if state.isIdle, !isFirst, !isWritable, takesResponse(context) {
            expect(context, within: environment.limits.idleTime)
        } else if state.isReceiving || isFirst || hasPartialHead {
            let seconds = environment.limits.requestTime.nanoseconds / 1_000_000_000
            perform(state.refuse(.requestTimeout, "the request did not arrive within \(seconds) s"), context)
        } else {
            close(context)
        }
    }

    /// A response that comes piece by piece may be quiet for any time; a peer that takes nothing of it may not.
    private func checkReader(_ context: ChannelHandlerContext) {
        if isWritable {
            deadline = nil
            startTimer(context, environment.limits.requestTime)
        } else if !isStream, takesResponse(context) {
            expect(context, within: environment.limits.idleTime)
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
    func unsent(_ context: ChannelHandlerContext) -> Int? {
        try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
    }

    /// A stream that is answered ends by itself when the peer has taken the answer; one that does not is reset, at the
    /// latest after the idle time and what the slowest line would take.
    func leaveTime(_ context: ChannelHandlerContext, for bytes: Int) {
        guard context.channel.isActive else { return }
        let time = environment.limits.idleTime + .seconds(Int64(bytes / Self.slowestRate))
        reset = context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
    }

    /// Bytes a second.
    private static var slowestRate: Int { 16_384 }
}
