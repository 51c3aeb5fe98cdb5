import HTTPTransport
import MCP
import NIOCore
import NIOHTTP1

/// A server that turned out to know only the transport of 2024-11-05.
struct OldTransport: Sendable {
    let stream: HTTPWithSSEChannel
    let channel: ClientChannel
}

extension StreamableHTTPClient {
    /// Tries the transport of 2024-11-05 with a server that did not take `initialize` (2025-11-25, "Backwards
    /// Compatibility").
    ///
    /// - Throws: `failure` when the server does not know that one either.
    func fallBack(
        _ request: JSONRPCRequest,
        _ handler: @escaping ServerMessageHandler,
        after failure: ClientTransportFailure
    ) async throws -> JSONRPCResponse {
        await old?.stream.close()
        old = nil
        let response = try await openStream(nil, after: nil)
        guard response.status == .ok, response.mediaType == "text/event-stream" else {
            response.body.skipRest()
            throw failure
        }
        let stream = HTTPWithSSEChannel(address: address, messageBytes: limits.messageBytes) {
            [weak self] target, body in
            guard let self else { throw CancellationError() }
            try await post(body, to: target)
        }
        let channel = try await stream.open(response, within: limits.endpointTimeout, clock)
        old = OldTransport(stream: stream, channel: channel)
        return try await channel.send(request, handler: handler)
    }

    private func post(_ body: [UInt8], to target: String) async throws {
        let response = try await exchange(
            .POST,
            target,
            ["content-type": "application/json"],
            ByteBuffer(bytes: body),
            operation: "POST",
            isRepeatable: false
        )
        response.body.skipRest()
        try check(response)
    }
}
