public import NIOCore
public import NIOHTTP1

/// A response whose body is still on its way.
public struct HTTPStreamedResponse: Sendable {
    public let status: HTTPResponseStatus
    public let headers: HTTPHeaders
    public let body: HTTPResponseBody

    /// Waits for the rest of the body.
    ///
    /// - Parameter limit: bytes of the largest body to take.
    /// - Throws: ``HTTPClientError/responseTooLarge(limit:)`` as soon as it is larger, or why it did not come whole.
    public func collect(upTo limit: Int) async throws -> HTTPResponse {
        var response = HTTPResponse(status: status, headers: headers)
        for try await var bytes in body {
            guard response.body.readableBytes + bytes.readableBytes <= limit else {
                throw HTTPClientError.responseTooLarge(limit: limit)
            }
            response.body.writeBuffer(&bytes)
        }
        return response
    }
}

/// The bytes of a response as they arrive. To be iterated once.
///
/// A slow reader holds the server back: little more than what it has read is taken from the network. Whoever stops
/// reading before the end, or drops the body, leaves the exchange: over HTTP/2 its stream is reset, over HTTP/1.1 the
/// connection is closed.
public struct HTTPResponseBody: AsyncSequence, Sendable {
    public typealias Element = ByteBuffer

    typealias Producer = NIOThrowingAsyncSequenceProducer<
        ByteBuffer, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, ClientBodyReader
    >

    let producer: Producer
    let reader: ClientBodyReader

    /// Says that nobody needs what is still to come, and that it is no reason to hang up: dropping the body or its
    /// iterator afterwards does not leave the exchange. A short rest is read away so that the connection can be used
    /// again; one that takes long is left all the same.
    public func skipRest() {
        reader.skipRest()
    }

    /// Pieces that wait for their reader before the network is left alone, and how few of them wake it up again. A piece
    /// is a TLS record or less.
    static let watermarks = NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark(
        lowWatermark: 2,
        highWatermark: 8
    )

    public struct AsyncIterator: AsyncIteratorProtocol {
        var base: Producer.AsyncIterator

        /// - Throws: ``HTTPClientError``, or `CancellationError`.
        @concurrent public mutating func next() async throws -> ByteBuffer? {
            try await base.next()
        }
    }

    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: producer.makeAsyncIterator())
    }
}
