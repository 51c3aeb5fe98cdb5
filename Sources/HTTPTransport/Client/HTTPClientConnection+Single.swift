public import NIOCore
public import NIOHTTP1

extension HTTPClientConnection {
    /// Sends a single request on a connection of its own: for servers that are asked seldom.
    ///
    /// - Parameters: as of ``connect(to:port:security:timeout:responseLimit:on:)`` and
    ///   ``send(_:_:headers:body:authority:timeout:)``.
    ///   - timeout: for everything, from the name's resolution to the end of the response.
    /// - Throws: ``HTTPClientError``, or `CancellationError`.
    public static func send(
        _ method: HTTPMethod,
        _ target: String,
        headers: HTTPHeaders = [:],
        body: ByteBuffer? = nil,
        to host: String,
        port: Int,
        authority: String,
        security: Security,
        timeout: TimeAmount,
        responseLimit: Int,
        on group: any EventLoopGroup
    ) async throws -> HTTPResponse {
        let deadline = NIODeadline.now() + timeout
        let connection = try await connect(
            to: host,
            port: port,
            security: security,
            // Once for the connection and once for the handshake.
            timeout: min(.seconds(10), .nanoseconds(timeout.nanoseconds / 2)),
            responseLimit: responseLimit,
            on: group
        )
        let outcome: Result<HTTPResponse, any Error>
        do {
            let response = try await connection.send(
                method,
                target,
                headers: headers,
                body: body,
                authority: authority,
                timeout: max(deadline - NIODeadline.now(), .nanoseconds(0))
            )
            outcome = .success(response)
        } catch {
            outcome = .failure(error)
        }
        await connection.close()
        return try outcome.get()
    }
}
