import NIOCore
import NIOHTTP1

import Synchronization

/// One request and what becomes of it. An object, because its identity tells exchanges apart.
final class ClientExchange: Sendable {
    let head: HTTPRequestHead
    let body: ByteBuffer?
    /// For the head of the response, waiting for its turn included.
    let headTimeout: TimeAmount
    /// For the whole response. `nil`: as long as it takes.
    let totalTimeout: TimeAmount?
    let response: EventLoopPromise<Delivery>
    /// Called once on the event loop when the connection has done with it, before its reader learns of the end: whether
    /// the connection takes further requests.
    let finished: @Sendable (Bool) -> Void

    /// Hands a response over once. The promise remembers its value; that must not keep a body alive that its reader has
    /// dropped.
    final class Delivery: Sendable {
        private let response: Mutex<HTTPStreamedResponse?>

        init(_ response: HTTPStreamedResponse) {
            self.response = Mutex(response)
        }

        func take() -> HTTPStreamedResponse? { response.withLock { $0.take() } }
    }

    init(
        _ head: HTTPRequestHead,
        body: ByteBuffer?,
        headTimeout: TimeAmount,
        totalTimeout: TimeAmount?,
        response: EventLoopPromise<Delivery>,
        finished: @escaping @Sendable (Bool) -> Void
    ) {
        self.head = head
        self.body = body
        self.headTimeout = headTimeout
        self.totalTimeout = totalTimeout
        self.response = response
        self.finished = finished
    }
}

/// What the reader of a body tells the connection.
final class ClientBodyReader: NIOAsyncSequenceProducerDelegate {
    private let handler: NIOLoopBound<ClientExchangeHandler>
    private let exchange: ClientExchange
    private let eventLoop: any EventLoop

    init(_ handler: ClientExchangeHandler, _ exchange: ClientExchange, on eventLoop: any EventLoop) {
        self.handler = NIOLoopBound(handler, eventLoop: eventLoop)
        self.exchange = exchange
        self.eventLoop = eventLoop
    }

    func produceMore() {
        eventLoop.execute { [handler, exchange] in handler.value.resume(exchange) }
    }

    func didTerminate() {
        eventLoop.execute { [handler, exchange] in handler.value.readerLeft(exchange) }
    }

    func skipRest() {
        eventLoop.execute { [handler, exchange] in handler.value.skipRest(exchange) }
    }
}
