import HTTPTransport
import MCP
import NIOCore
import NIOHTTP1
import OAuthClient

extension StreamableHTTPClient {
    func post(
        _ message: JSONRPCMessage,
        _ body: [UInt8],
        _ revision: ProtocolRevision?,
        _ further: StreamableHTTP.Headers = [],
        operation: String,
        isRepeatable: Bool
    ) async throws -> HTTPStreamedResponse {
        var headers = HTTPHeaders()
        for (name, value) in StreamableHTTP.headers(for: message, revision: revision) + further {
            headers.add(name: name, value: value)
        }
        addSession(to: &headers, revision)
        return try await exchange(
            .POST,
            address.path,
            headers,
            ByteBuffer(bytes: body),
            operation: operation,
            isRepeatable: isRepeatable
        )
    }

    /// Sends a message that gets no answer.
    func tell(
        _ message: JSONRPCMessage,
        _ body: [UInt8],
        _ revision: ProtocolRevision?,
        _ operation: String
    ) async throws {
        let used = session
        let isNotification = if case .notification = message { true } else { false }
        let response = try await post(message, body, revision, operation: operation, isRepeatable: isNotification)
        response.body.skipRest()
        if response.status == .notFound, used != nil, revision.map({ !$0.isModern }) ?? false {
            throw ClientTransportFailure.sessionExpired
        }
        try check(response)
    }

    /// Reads a stream of a legacy session.
    func openStream(_ revision: ProtocolRevision?, after lastEventID: String?) async throws -> HTTPStreamedResponse {
        var headers: HTTPHeaders = ["accept": "text/event-stream"]
        if let revision { headers.add(name: StreamableHTTP.protocolVersionHeader, value: revision.rawValue) }
        if let lastEventID { headers.add(name: StreamableHTTP.lastEventIDHeader, value: lastEventID) }
        addSession(to: &headers, revision)
        return try await exchange(.GET, address.path, headers, nil, operation: "GET", isRepeatable: true)
    }

    /// Sends a request with everything that goes with all of them, and once more for each time that authorization was
    /// obtained for it. A server that refuses a request has not carried it out.
    func exchange(
        _ method: HTTPMethod,
        _ target: String,
        _ headers: HTTPHeaders,
        _ body: ByteBuffer?,
        operation: String,
        isRepeatable: Bool
    ) async throws -> HTTPStreamedResponse {
        var attempt = 0
        while true {
            var all = commonHeaders
            all.add(contentsOf: headers)
            let isPrivate = address.isSecure || address.isLoopback
            let authorization = isPrivate ? try await oauth?.authorization() : nil
            note(authorization)
            if let authorization { all.replaceOrAdd(name: "authorization", value: authorization) }
            let response = try await connections.open(
                method,
                target,
                headers: all,
                body: body,
                isRepeatable: isRepeatable
            )
            guard let oauth, isPrivate, [401, 403].contains(response.status.code) else { return response }
            let refusal = OAuthClient.Refusal(
                status: Int(response.status.code),
                challenges: response.headers["www-authenticate"],
                authorization: authorization
            )
            guard try await oauth.recover(from: refusal, operation: operation, attempt: attempt) else {
                return response
            }
            response.body.skipRest()
            attempt += 1
        }
    }

    /// - Throws: what a status other than 2xx means.
    func check(_ response: HTTPStreamedResponse) throws {
        let status = Int(response.status.code)
        switch status {
        case 200..<300: return
        case 300..<400:
            let location = response.headers.first(name: "location") ?? ""
            throw StreamableHTTPFailure.redirected(status: status, location: location.shown)
        default: throw ClientTransportFailure.refused(status: status)
        }
    }

    // MARK: Sessions

    /// Takes the session that the answer to `initialize` opens.
    func open(_ response: HTTPStreamedResponse) throws {
        guard response.status == .ok else { return }
        guard let id = response.headers.first(name: StreamableHTTP.sessionHeader) else {
            session = nil
            return
        }
        guard (1...1_024).contains(id.utf8.count), id.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw StreamableHTTPFailure.malformedSession
        }
        session = Session(id: id)
    }

    /// Tells the server that nobody will use the session any more. A server need not allow it.
    func end(_ session: Session) async {
        var headers: HTTPHeaders = [StreamableHTTP.sessionHeader: session.id]
        if let revision = session.revision {
            headers.add(name: StreamableHTTP.protocolVersionHeader, value: revision.rawValue)
        }
        let goodbye = headers
        let sending = Task {
            let response = try await exchange(
                .DELETE,
                address.path,
                goodbye,
                nil,
                operation: "DELETE",
                isRepeatable: true
            )
            response.body.skipRest()
        }
        // Nobody wants to wait for a server that is gone.
        let waiting = Task {
            try await Task.sleep(for: .seconds(3))
            sending.cancel()
        }
        _ = try? await sending.value
        waiting.cancel()
    }

    private func addSession(to headers: inout HTTPHeaders, _ revision: ProtocolRevision?) {
        guard let revision, !revision.isModern, let current = session else { return }
        session?.revision = revision
        headers.add(name: StreamableHTTP.sessionHeader, value: current.id)
    }
}
