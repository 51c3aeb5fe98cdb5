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

    enum State {
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

    // Shared by the files of this class, and by nobody else.
    let session: TLSSession
    let configuration: Configuration
    let isServer: Bool
    var state = State.waiting
    var sawBytes = false
    var inputClosed = false
    var outputClosed = false
    /// Whether our `close_notify` has left for the network.
    var outputSent = false
    var writes = PlaintextQueue()
    var isEncrypting = false
    /// A close that waits until everything flushed is encrypted.
    var pendingClose: CloseMode?
    var alarm: NIOScheduledCallback?
    // Both are asked for every record; asking the channel costs more than the rest.
    var allocator = ByteBufferAllocator()
    var isWritable = true
    var context: ChannelHandlerContext?
    var closePromise: EventLoopPromise<Void>?

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

    func begin(_ context: ChannelHandlerContext) {
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
            if !sawBytes, isServer, buffer.looksLikePlainHTTP {
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

    func advanceHandshake(_ context: ChannelHandlerContext) {
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

    func decrypt(_ context: ChannelHandlerContext, expecting count: Int) {
        var plaintext: ByteBuffer?
        while !inputClosed {
            // Plaintext is shorter than its records, so this is enough unless an earlier part of a record waited.
            var buffer = plaintext ?? allocator.buffer(capacity: max(count, 256))
            if buffer.writableBytes == 0 { buffer.reserveCapacity(minimumWritableBytes: 16_384) }
            plaintext = nil
            let result: TLSSession.ReadResult
            do throws(TLSError) {
                result = try session.read(into: &buffer)
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

    func deliver(_ context: ChannelHandlerContext, _ buffer: ByteBuffer) {
        // After our own close_notify nobody is listening any more.
        guard buffer.readableBytes > 0, case .active = state else { return }
        context.fireChannelRead(wrapInboundOut(buffer))
    }

    func peerClosed(_ context: ChannelHandlerContext) {
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
        writes.fail(ChannelError.ioOnClosedChannel)
        closePromise.take()?.succeed()
        context.fireChannelInactive()
    }

    func reportTruncation(_ context: ChannelHandlerContext) {
        inputClosed = true
        let during = connection == nil ? "during the handshake" : "without close_notify"
        context.fireErrorCaught(TLSError(.truncated, reason: "the peer closed the connection \(during)"))
    }

    public func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        finish()
        writes.fail(ChannelError.ioOnClosedChannel)
        closePromise.take()?.fail(ChannelError.ioOnClosedChannel)
    }

    // MARK: Outbound

    public func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !outputClosed else {
            promise?.fail(ChannelError.outputClosed)
            return
        }
        writes.append(unwrapOutboundIn(data), promise)
    }

    public func flush(context: ChannelHandlerContext) {
        writes.flush()
        encrypt(context)
    }

    public func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        if isWritable { encrypt(context) }
        context.fireChannelWritabilityChanged()
    }

    func encrypt(_ context: ChannelHandlerContext) {
        // Writability may change inside the write below, which calls us again.
        guard case .active = state, !isEncrypting, writes.hasFlushed else { return }
        isEncrypting = true
        defer { isEncrypting = false }
        do throws(TLSError) {
            while writes.hasFlushed {
                guard isWritable else {
                    context.flush()
                    if isWritable { continue }
                    return
                }
                let burst = writes.nextBurst()
                do throws(TLSError) {
                    try session.write(burst.plaintext)
                } catch {
                    // It is in no queue any more, so nobody else would tell whoever waits for it.
                    if burst.isLast { burst.promise?.fail(error) }
                    throw error
                }
                sendOutput(context, promise: burst.isLast ? burst.promise : nil, flushing: false)
                // A write that is completed by this may lead to the next one, which finds us encrypting and relies on
                // the loop.
                if !writes.hasFlushed { context.flush() }
            }
            if let mode = pendingClose.take() { closeNow(context, mode) }
        } catch {
            fail(context, error)
        }
    }

    func sendOutput(
        _ context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>? = nil,
        flushing: Bool = true
    ) {
        guard let output = session.takeOutput(allocator) else {
            promise?.succeed()
            return
        }
        context.write(wrapOutboundOut(output), promise: promise)
        if flushing { context.flush() }
    }
}
