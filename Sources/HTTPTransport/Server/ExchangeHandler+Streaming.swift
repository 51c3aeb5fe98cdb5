import NIOCore
import NIOHTTP1

/// How the pieces of a response are told apart on the wire.
enum StreamFraming {
    /// There are none: a response without a body. The future is that of its head.
    case none(EventLoopFuture<Void>?)
    /// HTTP/1.1.
    case chunks
    /// HTTP/1, where the head stated the length (RFC 9112 section 6.2). The future is that of the last piece.
    case counted(left: Int, EventLoopFuture<Void>)
    /// HTTP/1.0: the end of the connection is the end of the body. The future is that of the last piece.
    case untilClose(EventLoopFuture<Void>)
    /// HTTP/2.
    case frames
}

// A response that comes piece by piece.
extension ExchangeHandler {
    /// Sends a piece, and resumes when there is room for the next one.
    ///
    /// - Parameters:
    ///   - number: tells waiting writers apart.
    ///   - exchange: whose piece it is.
    func send(
        _ piece: ConnectionSink.Piece,
        _ number: Int,
        of exchange: Int,
        _ context: ChannelHandlerContext,
        _ continuation: CheckedContinuation<Void, any Error>
    ) {
        do throws(HTTPResponseStreamError) {
            guard !state.isClosed else { throw .peerIsGone }
            guard exchange == answered else { throw .over }
            switch piece {
            case .head(let head, let method, let usesChunks): try begin(context, head, to: method, usesChunks)
            case .body(let bytes): try write(context, bytes)
            }
            // The flush may have found out that nobody is there.
            guard state.isStreaming else { throw .peerIsGone }
        } catch {
            continuation.resume(throwing: error)
            return
        }
        if isWritable {
            continuation.resume()
            return
        }
        if waits.isEmpty {
            expect(context, within: environment.limits.idleTime)
            if !isStream { unsentBefore = unsent(context) }
        }
        waits[number] = continuation
    }

    /// The peer has taken enough: everybody who waits may write again.
    func goOn() {
        deadline = nil
        let ready = waits
        waits = [:]
        for continuation in ready.values { continuation.resume() }
    }

    /// Nobody will take anything of this response any more.
    func endWaits(_ error: HTTPResponseStreamError) {
        guard !waits.isEmpty else { return }
        let waiting = waits
        waits = [:]
        for continuation in waiting.values { continuation.resume(throwing: error) }
    }

    /// The responder has returned.
    func endStream(_ context: ChannelHandlerContext) {
        // Fewer bytes than were promised: only the end of the connection tells the peer so.
        if case .counted(let left, _) = framing, left > 0 { state.stopReusing() }
        let isClosing = !state.keepsAlive
        defer { framing = .none(nil) }
        switch framing {
        case .frames: context.write(wrapOutboundOut(.end(nil)), promise: nil)
        case .chunks: write(context, ResponseBytes.lastChunk, closing: isClosing)
        case .untilClose(let sent): sent.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        case .counted(_, let sent):
            if isClosing { sent.assumeIsolated().whenComplete { _ in context.close(promise: nil) } }
        case .none where isStream: context.write(wrapOutboundOut(.end(nil)), promise: nil)
        case .none(let sent):
            if isClosing { sent?.assumeIsolated().whenComplete { _ in context.close(promise: nil) } }
        }
    }

    private func begin(
        _ context: ChannelHandlerContext,
        _ head: HTTPResponse,
        to method: HTTPMethod,
        _ usesChunks: Bool
    ) throws(HTTPResponseStreamError) {
        guard state.beginStreaming() else { throw .outOfOrder }
        let hasBody = method != .HEAD && head.status.mayHaveResponseBody
        let length = head.headers.first(name: "content-length").flatMap { Int($0) }
        if isStream {
            var part = HTTPResponseHead(version: .http1_1, status: head.status, headers: head.headers)
            part.headers.add(name: "date", value: environment.date.now())
            framing = hasBody ? .frames : .none(nil)
            context.write(wrapOutboundOut(.head(part)), promise: nil)
            if hasBody, head.body.readableBytes > 0 {
                context.write(wrapOutboundOut(.body(.byteBuffer(head.body))), promise: nil)
            }
        } else {
            let usesChunks = usesChunks && length == nil
            var bytes = ResponseBytes.head(
                of: head,
                usesChunks: usesChunks && head.status.mayHaveResponseBody,
                isClosing: !state.keepsAlive,
                date: environment.date.now(),
                allocator: allocator
            )
            if hasBody, usesChunks {
                ResponseBytes.write(chunk: head.body, to: &bytes)
            } else if hasBody {
                bytes.writeImmutableBuffer(head.body)
            }
            let sent = context.eventLoop.makePromise(of: Void.self)
            framing =
                if !hasBody {
                    .none(sent.futureResult)
                } else if let length {
                    .counted(left: length - head.body.readableBytes, sent.futureResult)
                } else {
                    usesChunks ? .chunks : .untilClose(sent.futureResult)
                }
            context.write(NIOAny(bytes), promise: sent)
        }
        context.flush()
        guard hasBody else { throw .hasNoBody }
    }

    private func write(_ context: ChannelHandlerContext, _ piece: ByteBuffer) throws(HTTPResponseStreamError) {
        guard state.isStreaming else { throw .outOfOrder }
        guard piece.readableBytes > 0 else { return }
        switch framing {
        case .none: throw .hasNoBody
        case .frames: context.write(wrapOutboundOut(.body(.byteBuffer(piece))), promise: nil)
        case .untilClose:
            let sent = context.eventLoop.makePromise(of: Void.self)
            framing = .untilClose(sent.futureResult)
            context.write(NIOAny(piece), promise: sent)
        case .counted(let left, _):
            // More than was promised would be read as the next response.
            guard piece.readableBytes <= left else { throw .outOfOrder }
            let sent = context.eventLoop.makePromise(of: Void.self)
            framing = .counted(left: left - piece.readableBytes, sent.futureResult)
            context.write(NIOAny(piece), promise: sent)
        case .chunks:
            var bytes = allocator.buffer(capacity: piece.readableBytes + 20)
            ResponseBytes.write(chunk: piece, to: &bytes)
            context.write(NIOAny(bytes), promise: nil)
        }
        context.flush()
    }

    private func write(_ context: ChannelHandlerContext, _ bytes: ByteBuffer, closing: Bool) {
        var sent: EventLoopPromise<Void>?
        if closing {
            sent = context.eventLoop.makePromise(of: Void.self)
            sent?.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        }
        context.write(NIOAny(bytes), promise: sent)
    }
}
