import HTTPTransport
import Localization
import MCP
import NIOCore
import NIOHTTP1

/// How a response may be read.
struct StreamPlace: Sendable {
    /// Whether a stream that breaks can be taken up again.
    let isResumable: Bool
    let revision: ProtocolRevision?
    /// Bytes of all streams of the request together; `nil`: as many as come.
    let streamLimit: Int?
}

extension StreamableHTTPClient {
    /// The response to a request, from the body of an HTTP response and the streams that follow it.
    ///
    /// - Throws: ``ClientTransportFailure/refused(status:)`` for another status than 2xx without JSON-RPC.
    func answer(
        in response: HTTPStreamedResponse,
        _ place: StreamPlace,
        _ handler: ServerMessageHandler
    ) async throws -> JSONRPCResponse {
        let isSuccess = (200..<300).contains(response.status.code)
        switch response.mediaType {
        case "application/json":
            let bytes: [UInt8]
            do {
                bytes = Array(try await response.collect(upTo: limits.messageBytes).body.readableBytesView)
            } catch HTTPClientError.responseTooLarge(let limit) {
                try check(response)
                throw StreamableHTTPFailure.messageTooLarge(limit: limit)
            }
            do {
                if let found = try await take(JSONRPCMessage.parse(bytes), handler) { return found }
            } catch let failure as JSONRPCFailure {
                // Errors of whatever stands before the server are often JSON too.
                try check(response)
                throw StreamableHTTPFailure.malformedMessage(failure.message.english.shown)
            }
            try check(response)
            throw ClientTransportFailure.noAnswer
        case "text/event-stream" where isSuccess:
            return try await follow(response, place, handler)
        default:
            response.body.skipRest()
            try check(response)
            // 202 and 204 have no content; a request deserves one.
            if response.status != .ok { throw ClientTransportFailure.noAnswer }
            throw StreamableHTTPFailure.unexpectedContent(type: response.mediaType.shown)
        }
    }

    /// Reads the stream of a request, and the streams that take it up again, until the response.
    private func follow(
        _ first: HTTPStreamedResponse,
        _ place: StreamPlace,
        _ handler: ServerMessageHandler
    ) async throws -> JSONRPCResponse {
        var resumption = limits.resumption
        var stream = first
        var budget = place.streamLimit
        while true {
            if let found = try await read(stream, &resumption, &budget, handler) { return found }
            guard place.isResumable else { throw StreamableHTTPFailure.streamLost(.notResumable) }
            stream = try await resume(&resumption, place.revision)
        }
    }

    /// The stream of a legacy session for what belongs to no request, until the server ends it for good.
    func listen(
        _ revision: ProtocolRevision,
        _ opened: @Sendable () -> Void,
        _ handler: ServerMessageHandler
    ) async throws {
        let used = session
        var stream = try await openStream(revision, after: nil)
        if stream.status == .notFound, used != nil { throw ClientTransportFailure.sessionExpired }
        try check(stream)
        guard stream.mediaType == "text/event-stream" else {
            throw StreamableHTTPFailure.unexpectedContent(type: stream.mediaType.shown)
        }
        opened()
        var resumption = limits.resumption
        var budget: Int?
        while true {
            _ = try await read(stream, &resumption, &budget, wantsResponse: false, handler)
            do {
                stream = try await resume(&resumption, revision)
            } catch StreamableHTTPFailure.streamLost(let reason) {
                if reason == .notResumable { return }
                throw StreamableHTTPFailure.listeningLost(reason)
            }
        }
    }

    /// Opens the stream that goes on where another one broke, after as many attempts as it takes.
    private func resume(
        _ resumption: inout EventStreamResumption,
        _ revision: ProtocolRevision?
    ) async throws -> HTTPStreamedResponse {
        var step = resumption.closed()
        while true {
            switch step {
            case .stop(let reason): throw StreamableHTTPFailure.streamLost(reason)
            case .connect(let delay, let lastEventID):
                try await clock.sleep(delay)
                do {
                    let response = try await openStream(revision, after: lastEventID)
                    if response.status == .ok, response.mediaType == "text/event-stream" { return response }
                    response.body.skipRest()
                    step = resumption.refused(status: Int(response.status.code))
                } catch is HTTPClientError {
                    step = resumption.closed()
                }
            }
        }
    }

    /// Reads one stream until it ends, or the response has come.
    ///
    /// - Throws: what no other attempt would change.
    private func read(
        _ response: HTTPStreamedResponse,
        _ resumption: inout EventStreamResumption,
        _ budget: inout Int?,
        wantsResponse: Bool = true,
        _ handler: ServerMessageHandler
    ) async throws -> JSONRPCResponse? {
        var parser = EventStreamParser(limit: limits.messageBytes + 1_024, resumingAfter: resumption.lastEventID)
        do {
            for try await bytes in response.body {
                if let left = budget {
                    guard left >= bytes.readableBytes else {
                        throw StreamableHTTPFailure.streamTooLong(limit: limits.streamBytes)
                    }
                    budget = left - bytes.readableBytes
                }
                let events = try parser.parse(bytes)
                resumption.received(lastEventID: parser.lastEventID, retry: parser.retry)
                for event in events where event.type == "message" && !event.data.isEmpty {
                    // A stream of no request has no response: nobody waits for it.
                    let message = try JSONRPCMessage.parse(event.data)
                    guard let found = try await take(message, handler), wantsResponse else { continue }
                    resumption.finish()
                    response.body.skipRest()
                    return found
                }
            }
        } catch is HTTPClientError {
            // The connection broke. Whether that matters is up to the resumption.
        } catch is EventStreamError {
            throw StreamableHTTPFailure.messageTooLarge(limit: limits.messageBytes)
        } catch let failure as JSONRPCFailure {
            throw StreamableHTTPFailure.malformedMessage(failure.message.english.shown)
        }
        try Task.checkCancellation()
        return nil
    }

    /// Hands on what is no response.
    private func take(_ message: JSONRPCMessage, _ handler: ServerMessageHandler) async throws -> JSONRPCResponse? {
        switch message {
        case .response(let response): return response
        case .notification(let notification): await handler(.notification(notification))
        case .request(let request): await handler(.request(request))
        case .batch(let batch):
            var found: JSONRPCResponse?
            for element in batch { found = try await take(element.get(), handler) ?? found }
            return found
        }
        return nil
    }
}

extension EventStreamParser {
    mutating func parse(_ bytes: ByteBuffer) throws(EventStreamError) -> [ServerSentEvent] {
        let outcome = bytes.withUnsafeReadableBytes { buffer in
            Result { () throws(EventStreamError) in try parse(buffer) }
        }
        return try outcome.get()
    }
}

extension HTTPStreamedResponse {
    /// The media type without its parameters, in lower case; empty when there is none.
    var mediaType: String {
        let value = headers.first(name: "content-type") ?? ""
        return value.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " && $0 != "\t" } } ?? ""
    }
}
