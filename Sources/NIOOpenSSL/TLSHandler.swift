public import NIOCore
import NIOTLS
public import OpenSSL

/// Puts TLS between a channel's socket and the handlers behind it, on either side of a connection.
///
/// Everything protocol-like is in ``OpenSSL/TLSSession``; this handler only moves bytes, keeps the timers and decides
/// when to close:
///
/// - after the handshake it fires `TLSUserEvent.handshakeCompleted`;
/// - the peer's `close_notify` becomes `ChannelEvent.inputClosed`: what is being answered can still be written;
/// - an end of the bytes without `close_notify` is fired as a ``OpenSSL/TLSError`` of kind `truncated`;
/// - `close(mode: .output)` sends `close_notify` and goes on reading; `close()` also waits for the peer's;
/// - what is written is encrypted only as fast as the socket takes it.
public final class TLSHandler: ChannelDuplexHandler {
    public typealias InboundIn = ByteBuffer
    public typealias InboundOut = ByteBuffer
    public typealias OutboundIn = ByteBuffer
    public typealias OutboundOut = ByteBuffer

    public struct Configuration: Sendable {
        /// How long the handshake may take. Default 10 s.
        public var handshakeTimeout: TimeAmount
        /// How long to wait for the peer after our own `close_notify` or a fatal alert. Default 2 s.
        public var closeTimeout: TimeAmount
        /// What to answer, in clear, to someone who speaks plain HTTP to a TLS server. Default: nothing.
        public var plainHTTPReply: (@Sendable () -> ByteBuffer)?

        public init(
            handshakeTimeout: TimeAmount = .seconds(10),
            closeTimeout: TimeAmount = .seconds(2),
            plainHTTPReply: (@Sendable () -> ByteBuffer)? = nil
        ) {
            self.handshakeTimeout = handshakeTimeout
            self.closeTimeout = closeTimeout
            self.plainHTTPReply = plainHTTPReply
        }
    }

    private enum State {
        case waiting
        case handshaking
        case active
        /// We said `close_notify` and wait for the peer's.
        case closing
        /// The last bytes are out; whatever still comes is thrown away until the peer closes, because closing a socket
        /// with unread bytes resets the connection and may destroy what we sent (RFC 9112 section 9.6).
        case lingering
        case closed
    }

    private struct Write {
        var buffer: ByteBuffer
        var promise: EventLoopPromise<Void>?
    }

    private let session: TLSSession
    private let configuration: Configuration
    private let isServer: Bool
    private var state = State.waiting
    private var sawBytes = false
    private var inputClosed = false
    private var outputClosed = false
    /// Whether our `close_notify` has left for the network.
    private var outputSent = false
    private var writes = MarkedCircularBuffer<Write>(initialCapacity: 4)
    /// The rest of a flushed write that was longer than a burst; it goes out before `writes`.
    private var partial: Write?
    private var isEncrypting = false
    /// A close that waits until everything flushed is encrypted.
    private var pendingClose: CloseMode?
    private var alarm: NIOScheduledCallback?
    // Both are asked for every record; asking the channel costs more than the rest.
    private var allocator = ByteBufferAllocator()
    private var isWritable = true
    private var context: ChannelHandlerContext?
    private var closePromise: EventLoopPromise<Void>?

    /// What was agreed on; `nil` until the handshake is complete.
    public private(set) var connection: TLSConnection?

    /// The handler of an accepted connection.
    public init(server context: TLSContext, configuration: Configuration = Configuration()) throws(TLSError) {
        session = try TLSSession(server: context)
        self.configuration = configuration
        isServer = true
    }

    /// The handler of a connection to `host`, whose certificate must be for that name or literal address.
    public init(
        client context: TLSContext,
        host: String,
        resuming resumption: TLSResumption? = nil,
        configuration: Configuration = Configuration()
    ) throws(TLSError) {
        session = try TLSSession(client: context, host: host, resuming: resumption)
        self.configuration = configuration
        isServer = false
    }

    /// A client's newest session, to resume in a later connection. Only on the event loop.
    public var newestResumption: TLSResumption? { session.newestResumption }

    // MARK: Beginning

    public func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        allocator = context.channel.allocator
        isWritable = context.channel.isWritable
        if context.channel.isActive { begin(context) }
    }

    public func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard case .waiting = state else { return }
        state = .handshaking
        setAlarm(context, in: configuration.handshakeTimeout)
        if !isServer { advanceHandshake(context) }
    }

    // MARK: Inbound

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        switch state {
        case .waiting, .handshaking:
            if !sawBytes, isServer, looksLikePlainHTTP(buffer) {
                replyInClear(context)
                return
            }
            sawBytes = true
            buffer.withUnsafeReadableBytes { bytes in
                session.withInput(bytes) {
                    advanceHandshake(context)
                    // Also after a close in answer to the handshake: what came along has to be read past.
                    switch state {
                    case .active, .closing: decrypt(context, expecting: bytes.count)
                    case .waiting, .handshaking, .lingering, .closed: break
                    }
                }
            }
            // Where the first request came along with the end of the handshake, the session tickets have left with its
            // response.
            sendOutput(context)
        case .active, .closing:
            guard !inputClosed else { return }
            buffer.withUnsafeReadableBytes { bytes in
                session.withInput(bytes) { decrypt(context, expecting: bytes.count) }
            }
        case .lingering, .closed:
            break
        }
    }

    private func advanceHandshake(_ context: ChannelHandlerContext) {
        do throws(TLSError) {
            let progress = try session.handshake()
            guard case .complete = progress else {
                sendOutput(context)
                return
            }
        } catch {
            fail(context, error)
            return
        }
        cancelAlarm()
        state = .active
        let connection = TLSConnection(session)
        self.connection = connection
        context.fireUserInboundEventTriggered(
            TLSUserEvent.handshakeCompleted(negotiatedProtocol: connection.applicationProtocol)
        )
        encrypt(context)
    }

    private func decrypt(_ context: ChannelHandlerContext, expecting count: Int) {
        var plaintext: ByteBuffer?
        while !inputClosed {
            // Plaintext is shorter than its records, so this is enough unless an earlier part of a record waited.
            var buffer = plaintext ?? allocator.buffer(capacity: max(count, 256))
            if buffer.writableBytes == 0 { buffer.reserveCapacity(minimumWritableBytes: 16_384) }
            plaintext = nil
            let result: TLSSession.ReadResult
            do throws(TLSError) {
                result = try read(into: &buffer)
            } catch {
                deliver(context, buffer)
                fail(context, error)
                return
            }
            switch result {
            case .bytes:
                if buffer.readableBytes >= 1 << 18 {
                    deliver(context, buffer)
                } else {
                    plaintext = buffer
                }
            case .needsInput:
                deliver(context, buffer)
                // A KeyUpdate wants an answer (RFC 8446 section 4.6.3).
                sendOutput(context)
                return
            case .closed:
                deliver(context, buffer)
                peerClosed(context)
                return
            }
        }
    }

    private func read(into buffer: inout ByteBuffer) throws(TLSError) -> TLSSession.ReadResult {
        var outcome: Swift.Result<TLSSession.ReadResult, TLSError> = .success(.needsInput)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 1) { memory in
            do throws(TLSError) {
                let result = try session.read(into: memory)
                outcome = .success(result)
                if case .bytes(let count) = result { return count }
            } catch {
                outcome = .failure(error)
            }
            return 0
        }
        return try outcome.get()
    }

    private func deliver(_ context: ChannelHandlerContext, _ buffer: ByteBuffer) {
        // After our own close_notify nobody is listening any more.
        guard buffer.readableBytes > 0, case .active = state else { return }
        context.fireChannelRead(wrapInboundOut(buffer))
    }

    private func peerClosed(_ context: ChannelHandlerContext) {
        inputClosed = true
        switch state {
        case .closing: if outputSent { abandon(context) }
        case .active: context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        case .waiting, .handshaking, .lingering, .closed: break
        }
    }

    public func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? ChannelEvent, event == .inputClosed else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        // The TCP stream ended. After close_notify that is news to nobody; before it, it is a truncation.
        switch state {
        case .lingering, .closing:
            abandon(context)
        case .waiting, .handshaking, .active:
            guard !inputClosed else { return }
            reportTruncation(context)
            abandon(context)
        case .closed:
            break
        }
    }

    public func channelInactive(context: ChannelHandlerContext) {
        switch state {
        case .waiting, .handshaking, .active:
            if !inputClosed { reportTruncation(context) }
        case .closing, .lingering, .closed:
            break
        }
        finish()
        failWrites(ChannelError.ioOnClosedChannel)
        closePromise.take()?.succeed()
        context.fireChannelInactive()
    }

    private func reportTruncation(_ context: ChannelHandlerContext) {
        inputClosed = true
        let during = connection == nil ? "during the handshake" : "without close_notify"
        context.fireErrorCaught(TLSError(.truncated, reason: "the peer closed the connection \(during)"))
    }

    public func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        finish()
        failWrites(ChannelError.ioOnClosedChannel)
        closePromise.take()?.fail(ChannelError.ioOnClosedChannel)
    }

    // MARK: Outbound

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !outputClosed else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        writes.append(Write(buffer: unwrapOutboundIn(data), promise: promise))
    }

    public func flush(context: ChannelHandlerContext) {
        writes.mark()
        encrypt(context)
    }

    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if isWritable { encrypt(context) }
        context.fireChannelWritabilityChanged()
    }

    /// One TLS record's worth: small writes are put together up to this size, so that a response's head and body share
    /// a record.
    private static let recordSize = 16_384
    /// How much is encrypted before the socket is asked whether it wants more.
    private static let burstSize = 1 << 18

    private func encrypt(_ context: ChannelHandlerContext) {
        // Writability may change inside the write below, which calls us again.
        guard case .active = state, !isEncrypting, hasFlushedWrites else { return }
        isEncrypting = true
        defer { isEncrypting = false }
        do throws(TLSError) {
            while hasFlushedWrites {
                guard isWritable else {
                    context.flush()
                    if isWritable { continue }
                    return
                }
                let promise = try encryptBurst(context)
                sendOutput(context, promise: promise, flushing: false)
                // A write that is completed by this may lead to the next one, which finds us encrypting and relies on
                // the loop.
                if !hasFlushedWrites { context.flush() }
            }
            if let mode = pendingClose.take() { closeNow(context, mode) }
        } catch {
            fail(context, error)
        }
    }

    private var hasFlushedWrites: Bool { partial != nil || writes.hasMark }

    /// Encrypts the next flushed writes, at most a burst of them, and returns the promise that their delivery keeps.
    private func encryptBurst(_ context: ChannelHandlerContext) throws(TLSError) -> EventLoopPromise<Void>? {
        var promise: EventLoopPromise<Void>?
        func complete(_ write: Write) {
            guard let kept = write.promise else { return }
            if let promise { promise.futureResult.cascade(to: kept) } else { promise = kept }
        }
        var first = partial.take() ?? writes.removeFirst()
        if first.buffer.readableBytes > Self.burstSize {
            try write(first.buffer.readSlice(length: Self.burstSize)!, failing: first.promise)
            partial = first
            return nil
        }
        complete(first)
        while writes.hasMark, first.buffer.readableBytes + writes.first!.buffer.readableBytes <= Self.recordSize {
            var next = writes.removeFirst()
            first.buffer.writeBuffer(&next.buffer)
            complete(next)
        }
        try write(first.buffer, failing: promise)
        return promise
    }

    /// Encrypts, or fails the promise of what cannot be encrypted: it is in no queue any more.
    private func write(_ buffer: ByteBuffer, failing promise: EventLoopPromise<Void>?) throws(TLSError) {
        var outcome: Swift.Result<Void, TLSError> = .success(())
        buffer.withUnsafeReadableBytes { bytes in
            do throws(TLSError) {
                try session.write(bytes)
            } catch {
                outcome = .failure(error)
            }
        }
        if case .failure(let error) = outcome { promise?.fail(error) }
        try outcome.get()
    }

    private func sendOutput(
        _ context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>? = nil,
        flushing: Bool = true
    ) {
        var output: ByteBuffer?
        session.takeOutput { bytes in
            output = allocator.buffer(capacity: bytes.count)
            output!.writeBytes(bytes)
        }
        guard let output else {
            promise?.succeed()
            return
        }
        context.write(wrapOutboundOut(output), promise: promise)
        if flushing { context.flush() }
    }

    // MARK: Ending

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

    private func requestClose(_ context: ChannelHandlerContext, _ mode: CloseMode) {
        guard case .active = state else { return }
        if hasFlushedWrites {
            pendingClose = mode
            // A peer that does not read must not keep us from ever closing.
            if case .all = mode { setAlarm(context, in: configuration.closeTimeout) }
        } else {
            closeNow(context, mode)
        }
    }

    private func closeNow(_ context: ChannelHandlerContext, _ mode: CloseMode) {
        if !outputClosed {
            outputClosed = true
            failWrites(ChannelError.outputClosed)
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

    private func awaitPeer(_ context: ChannelHandlerContext) {
        if inputClosed {
            abandon(context)
        } else {
            setAlarm(context, in: configuration.closeTimeout)
        }
    }

    /// Sends the alert that the session has prepared, tells the pipeline, and lets the peer read it before closing.
    private func fail(_ context: ChannelHandlerContext, _ error: TLSError) {
        switch state {
        // The session fails once; a second report comes of using it while the first was being told.
        case .lingering, .closed: return
        case .waiting, .handshaking, .active, .closing: break
        }
        let wasClosing = if case .closing = state { true } else { false }
        // First, so that somebody who answers a failed write with another one is not heard.
        outputClosed = true
        failWrites(error)
        sendOutput(context)
        linger(context)
        if !wasClosing { context.fireErrorCaught(error) }
    }

    private func linger(_ context: ChannelHandlerContext) {
        // Sending the alert may have found the socket broken.
        if case .closed = state { return }
        state = .lingering
        outputClosed = true
        context.close(mode: .output, promise: nil)
        setAlarm(context, in: configuration.closeTimeout)
        context.read()
    }

    /// Closes the socket now.
    private func abandon(_ context: ChannelHandlerContext) {
        if case .closed = state { return }
        finish()
        failWrites(ChannelError.ioOnClosedChannel)
        context.close(promise: closePromise.take())
    }

    private func finish() {
        state = .closed
        outputClosed = true
        cancelAlarm()
    }

    private func failWrites(_ error: any Error) {
        partial.take()?.promise?.fail(error)
        while !writes.isEmpty {
            writes.removeFirst().promise?.fail(error)
        }
    }

    // MARK: Time

    /// One alarm at a time: for the handshake, later for the end.
    private struct Alarm: NIOScheduledCallbackHandler {
        let handler: TLSHandler

        func handleScheduledCallback(eventLoop: some EventLoop) {
            handler.alarmRang()
        }
    }

    private func setAlarm(_ context: ChannelHandlerContext, in delay: TimeAmount) {
        cancelAlarm()
        let loop = context.eventLoop
        // It can fail only when the event loop is over, and with it the connection.
        alarm = try? loop.assumeIsolated().scheduleCallback(at: loop.now + delay, handler: Alarm(handler: self))
    }

    private func cancelAlarm() {
        alarm?.cancel()
        alarm = nil
    }

    private func alarmRang() {
        alarm = nil
        guard let context else { return }
        if case .handshaking = state {
            context.fireErrorCaught(TLSError(.timedOut, reason: "the peer did not finish the handshake in time"))
        }
        abandon(context)
    }

    // MARK: Plain HTTP on the TLS port

    /// A TLS record begins with a content type of 20 to 24 (RFC 8446 section 5.1), an HTTP request with a capital letter.
    private func looksLikePlainHTTP(_ buffer: ByteBuffer) -> Bool {
        guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) else { return false }
        return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
    }

    private func replyInClear(_ context: ChannelHandlerContext) {
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
