public import NIOCore
import OpenSSL

/// How a connection ends: in peace, by a failure, or because time is up.
extension TLSHandler {
    public func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch mode {
        case .input:
            promise?.succeed()
        case .output:
            requestClose(context, mode)
            promise?.succeed()
        case .all:
            if let promise { closePromise.setOrCascade(to: promise) }
            switch state {
            case .active: requestClose(context, mode)
            case .closing: break
            case .waiting, .handshaking, .lingering: abandon(context)
            // Closed in the same tick of the loop: the channel itself knows what to answer.
            case .closed: context.close(promise: closePromise.take())
            }
        }
    }

    func requestClose(_ context: ChannelHandlerContext, _ mode: CloseMode) {
        guard case .active = state else { return }
        if writes.hasFlushed {
            pendingClose = mode
            // A peer that does not read must not keep us from ever closing.
            if case .all = mode { setAlarm(context, in: configuration.closeTimeout) }
        } else {
            closeNow(context, mode)
        }
    }

    func closeNow(_ context: ChannelHandlerContext, _ mode: CloseMode) {
        if !outputClosed {
            outputClosed = true
            writes.fail(ChannelError.outputClosed)
            session.closeNotify()
            // Closing the socket would drop what it has not sent yet.
            let sent = context.eventLoop.makePromise(of: Void.self)
            sent.futureResult.assumeIsolated().whenComplete { _ in
                self.outputSent = true
                if case .closing = self.state { self.awaitPeer(context) }
            }
            sendOutput(context, promise: sent)
        }
        guard case .all = mode, case .active = state else { return }
        state = .closing
        if outputSent { awaitPeer(context) }
        context.read()
    }

    func awaitPeer(_ context: ChannelHandlerContext) {
        if inputClosed {
            abandon(context)
        } else {
            setAlarm(context, in: configuration.closeTimeout)
        }
    }

    /// Sends the alert that the session has prepared, tells the pipeline, and lets the peer read it before closing.
    func fail(_ context: ChannelHandlerContext, _ error: TLSError) {
        switch state {
        // The session fails once; a second report comes of using it while the first was being told.
        case .lingering, .closed: return
        case .waiting, .handshaking, .active, .closing: break
        }
        let wasClosing = if case .closing = state { true } else { false }
        // First, so that somebody who answers a failed write with another one is not heard.
        outputClosed = true
        writes.fail(error)
        sendOutput(context)
        linger(context)
        if !wasClosing { context.fireErrorCaught(error) }
    }

    func linger(_ context: ChannelHandlerContext) {
        // Sending the alert may have found the socket broken.
        if case .closed = state { return }
        state = .lingering
        outputClosed = true
        context.close(mode: .output, promise: nil)
        setAlarm(context, in: configuration.closeTimeout)
        context.read()
    }

    /// Closes the socket now.
    func abandon(_ context: ChannelHandlerContext) {
        if case .closed = state { return }
        finish()
        writes.fail(ChannelError.ioOnClosedChannel)
        context.close(promise: closePromise.take())
    }

    func finish() {
        state = .closed
        outputClosed = true
        cancelAlarm()
    }

    // MARK: Time

    /// One alarm at a time: for the handshake, later for the end.
    struct Alarm: NIOScheduledCallbackHandler {
        let handler: TLSHandler

        func handleScheduledCallback(eventLoop: some EventLoop) {
            handler.alarmRang()
        }
    }

    func setAlarm(_ context: ChannelHandlerContext, in delay: TimeAmount) {
        cancelAlarm()
        let loop = context.eventLoop
        // It can fail only when the event loop is over, and with it the connection.
        alarm = try? loop.assumeIsolated().scheduleCallback(at: loop.now + delay, handler: Alarm(handler: self))
    }

    func cancelAlarm() {
        alarm?.cancel()
        alarm = nil
    }

    func alarmRang() {
        alarm = nil
        guard let context else { return }
        if case .handshaking = state {
            context.fireErrorCaught(TLSError(.timedOut, reason: "the peer did not finish the handshake in time"))
        }
        abandon(context)
    }

    // MARK: Plain HTTP on the TLS port

    func replyInClear(_ context: ChannelHandlerContext) {
        if let reply = configuration.plainHTTPReply?() {
            context.writeAndFlush(wrapOutboundOut(reply), promise: nil)
        }
        linger(context)
        context.fireErrorCaught(TLSError(.peerMisbehaved, reason: "the peer spoke plain HTTP to a TLS port"))
    }
}

extension Optional where Wrapped == EventLoopPromise<Void> {
    fileprivate mutating func setOrCascade(to promise: EventLoopPromise<Void>) {
        if let existing = self {
            existing.futureResult.cascade(to: promise)
        } else {
            self = promise
        }
    }
}
