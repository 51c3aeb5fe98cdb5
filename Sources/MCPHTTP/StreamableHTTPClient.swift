public import HTTPTransport
import JSON
public import Localization
public import MCP
public import NIOCore
import NIOHTTP1
public import OpenSSL

/// The client's side of Streamable HTTP: one connection to one server, made anew when it ends.
public actor StreamableHTTPClient: ClientTransport {
    private let address: ServerAddress
    private let context: TLSContext?
    private let token: String?
    private let language: Language
    private let group: any EventLoopGroup
    private var connection: HTTPClientConnection?
    private var resumption: TLSResumption?
    /// Of a legacy session (`Mcp-Session-Id`), if the server gave one.
    private var session: String?

    /// - Parameters:
    ///   - context: for HTTPS; it says whom to trust.
    ///   - token: a bearer token (RFC 6750). It is sent over HTTPS, and to this machine itself.
    ///   - language: what the texts should be in (`Accept-Language`).
    public init(
        address: ServerAddress,
        context: TLSContext?,
        token: String? = nil,
        language: Language,
        on group: any EventLoopGroup
    ) {
        self.address = address
        self.context = context
        self.token = token
        self.language = language
        self.group = group
    }

    public nonisolated var kind: ClientTransportKind { .streamableHTTP }

    public func send(
        _ request: JSONRPCRequest,
        revision: ProtocolRevision?,
        headers: StreamableHTTP.Headers,
        handler: @escaping ServerMessageHandler
    ) async throws -> JSONRPCResponse {
        let response = try await post(.request(request), request.serialized(), revision, headers)
        if let given = response.headers.first(name: StreamableHTTP.sessionHeader), revision == nil { session = given }
        for message in try Self.messages(in: response) {
            switch message {
            case .response(let answer): return answer
            case .notification(let notification): await handler(.notification(notification))
            case .request(let request): await handler(.request(request))
            case .batch: break
            }
        }
        if response.status.code == 404, session != nil, revision.map({ !$0.isModern }) ?? false {
            session = nil
            throw ClientTransportFailure.sessionExpired
        }
        if response.status.code == 200 { throw ClientTransportFailure.noAnswer }
        throw ClientTransportFailure.refused(status: Int(response.status.code))
    }

    public func notify(_ notification: JSONRPCNotification, revision: ProtocolRevision?) async throws {
        let response = try await post(.notification(notification), notification.serialized(), revision)
        guard (200..<300).contains(response.status.code) else {
            throw ClientTransportFailure.refused(status: Int(response.status.code))
        }
    }

    public func respond(_ response: JSONRPCResponse, revision: ProtocolRevision?) async throws {
        _ = try await post(.response(response), response.serialized(), revision)
    }

    public func receive(revision: ProtocolRevision, handler: @escaping ServerMessageHandler) async throws {
        throw ClientTransportFailure.refused(status: 405)
    }

    /// Asks for another path of the same server, such as `/health`.
    public func get(_ target: String) async throws -> HTTPResponse {
        try await exchange(.GET, target, common, nil)
    }

    public func close() async {
        await connection?.close()
        connection = nil
    }

    // MARK: Requests

    private var common: HTTPHeaders {
        var headers: HTTPHeaders = ["accept-language": language.rawValue]
        // A token in clear is for everybody on the way.
        if let token, address.isSecure || address.isLoopback {
            headers.add(name: "authorization", value: "Bearer \(token)")
        }
        return headers
    }

    private func post(
        _ message: JSONRPCMessage,
        _ body: [UInt8],
        _ revision: ProtocolRevision?,
        _ further: StreamableHTTP.Headers = []
    ) async throws -> HTTPResponse {
        var headers = common
        for (name, value) in StreamableHTTP.headers(for: message, revision: revision) + further {
            headers.add(name: name, value: value)
        }
        if let session, revision.map({ !$0.isModern }) ?? false {
            headers.add(name: StreamableHTTP.sessionHeader, value: session)
        }
        return try await exchange(.POST, address.path, headers, ByteBuffer(bytes: body))
    }

    private func exchange(
        _ method: HTTPMethod,
        _ target: String,
        _ headers: HTTPHeaders,
        _ body: ByteBuffer?
    ) async throws -> HTTPResponse {
        if let connection, connection.isOpen {
            do {
                return try await connection.send(
                    method,
                    target,
                    headers: headers,
                    body: body,
                    authority: address.authority
                )
            } catch HTTPClientError.closedEarly {
                // The server closed a connection that had been idle, at the moment we used it (RFC 9112 section 9.3.1).
                self.connection = nil
            }
        }
        let connection = try await connect()
        return try await connection.send(method, target, headers: headers, body: body, authority: address.authority)
    }

    private func connect() async throws -> HTTPClientConnection {
        if let old = connection { resumption = await old.newestResumption() ?? resumption }
        let security: HTTPClientConnection.Security
        if address.isSecure, let context {
            security = .tls(context, resuming: resumption)
        } else {
            security = .plain
        }
        let made = try await HTTPClientConnection.connect(
            to: address.host,
            port: address.port,
            security: security,
            on: group
        )
        connection = made
        return made
    }

    // MARK: Responses

    /// The JSON-RPC messages of a body: one as JSON, or one an event of a stream of server-sent events.
    private static func messages(in response: HTTPResponse) throws -> [JSONRPCMessage] {
        let type = response.headers.first(name: "content-type")?.split(separator: ";").first?.lowercased() ?? ""
        let bytes = Array(response.body.readableBytesView)
        switch type {
        case "application/json":
            return (try? JSONRPCMessage.parse(bytes)).map { [$0] } ?? []
        case "text/event-stream":
            return EventStream.data(in: bytes).compactMap { try? JSONRPCMessage.parse($0) }
        default:
            return []
        }
    }
}

/// Server-sent events (WHATWG HTML, section 9.2) of a stream that has ended.
enum EventStream {
    /// The data of each event, its lines joined by line feeds.
    static func data(in bytes: [UInt8]) -> [[UInt8]] {
        var events: [[UInt8]] = []
        var lines: [ArraySlice<UInt8>] = []
        func dispatch() {
            if !lines.isEmpty { events.append(Array(lines.joined(separator: [UInt8(ascii: "\n")]))) }
            lines = []
        }
        // One byte order mark at the beginning is no part of the text.
        let text = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...]
        let normalized = String(decoding: text, as: UTF8.self)
            .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        for line in normalized {
            if line.isEmpty {
                dispatch()
            } else if line.hasPrefix("data:") {
                let value = line.dropFirst(5)
                lines.append(Array((value.hasPrefix(" ") ? value.dropFirst() : value).utf8)[...])
            }
        }
        dispatch()
        return events
    }
}
