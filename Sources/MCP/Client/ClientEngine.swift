public import JSON
import Localization

/// A client of the Model Context Protocol without its transport.
///
/// It finds out the server's era by itself (2026-07-28, basic, "Versioning and Compatibility"): it asks
/// `server/discover` in the newest revision; a server that does not know it is legacy and gets `initialize`; one that
/// answers -32022 is asked again in a revision that both know. What was found holds for the life of the engine.
public actor ClientEngine {
    private let transport: any ClientTransport
    private let implementation: Implementation
    private let capabilities: JSONObject
    /// Newest first.
    private let revisions: [ProtocolRevision]
    private var identity: ServerIdentity?
    private var connecting: Task<ServerIdentity, any Error>?
    private var lastID: Int64 = 0

    /// A server that never stops giving out pages is cut off here.
    public static let maximumPages = 1_000

    /// - Parameters:
    ///   - capabilities: what the server may ask of this client, as the wire says it. Default: nothing.
    ///   - revisions: what this client may speak. Default: all.
    public init(
        transport: any ClientTransport,
        implementation: Implementation,
        capabilities: JSONObject = [:],
        revisions: [ProtocolRevision] = ProtocolRevision.allCases
    ) {
        self.transport = transport
        self.implementation = implementation
        self.capabilities = capabilities
        self.revisions = Set(revisions).sorted(by: >)
    }

    /// Agrees on a revision with the server, once; later calls give what was agreed. Every other method does this
    /// first.
    @discardableResult
    public func connect() async throws -> ServerIdentity {
        if let identity { return identity }
        // Calls that arrive together share one handshake.
        let task = connecting ?? Task { try await self.negotiate() }
        connecting = task
        defer { connecting = nil }
        let found = try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
        identity = found
        return found
    }

    /// All tools of the server, every page of them. A malformed tool is left out; the others stay usable.
    public func listTools() async throws -> [RemoteTool] {
        var tools: [RemoteTool] = []
        var cursor: JSONValue?
        var seen: Set<JSONValue> = []
        for _ in 0..<Self.maximumPages {
            let result = try await call("tools/list", cursor.map { ["cursor": $0] } ?? [:])
            guard let page = result["tools"]?.array else {
                throw ClientFailure.invalidResponse("tools/list without a list of tools")
            }
            tools += page.compactMap { $0.object.flatMap { RemoteTool($0) } }
            guard let next = result["nextCursor"], !next.isNull else { return tools }
            guard next.string != nil, seen.insert(next).inserted else {
                throw ClientFailure.invalidResponse("tools/list repeats a cursor or gives one that is no string")
            }
            cursor = next
        }
        throw ClientFailure.invalidResponse("tools/list gives more than \(Self.maximumPages) pages")
    }

    /// Calls a tool.
    ///
    /// - Returns: the result, which may be a tool error (``ToolResult/isError``).
    /// - Throws: ``ClientFailure``, or what the transport throws.
    public func callTool(named name: String, arguments: JSONObject = [:]) async throws -> ToolResult {
        let result = try await call("tools/call", ["name": .string(name), "arguments": .object(arguments)])
        guard let parsed = ToolResult(result) else {
            throw ClientFailure.invalidResponse("tools/call without content")
        }
        return parsed
    }

    /// Whether the server is there. Modern servers have no ping: they are asked `server/discover`, which costs as
    /// little.
    public func ping() async throws {
        let identity = try await connect()
        _ = try await call(identity.revision.isModern ? "server/discover" : "ping", [:])
    }

    /// Sends any request and gives its complete result.
    ///
    /// - Throws: ``ClientFailure``, or what the transport throws.
    public func call(_ method: String, _ params: JSONObject) async throws -> JSONObject {
        var identity = try await connect()
        var response = try await send(method, params, identity.revision)
        if let error = response.error, error.code == .unsupportedProtocolVersion, identity.revision.isModern {
            // The server was replaced by another version of itself: agree anew, once.
            self.identity = nil
            identity = try await connect()
            response = try await send(method, params, identity.revision)
        }
        return try Self.complete(response)
    }
}

// MARK: - Messages

extension ClientEngine {
    private func send(
        _ method: String,
        _ params: JSONObject,
        _ revision: ProtocolRevision?
    ) async throws -> JSONRPCResponse {
        lastID += 1
        let id = JSONRPCID.integer(lastID)
        var params = params
        if let revision, revision.isModern { params[MetaKey.meta] = .object(meta(revision, params)) }
        let request = JSONRPCRequest(id: id, method: method, params: params.isEmpty ? nil : params)
        let response = try await transport.send(request, revision: revision)
        // Some servers put an identifier of their own in errors about requests that they did not understand.
        guard response.id == id || response.error != nil else {
            throw ClientFailure.invalidResponse("the response is for another request")
        }
        return response
    }

    private func meta(_ revision: ProtocolRevision, _ params: JSONObject) -> JSONObject {
        var meta = params[MetaKey.meta]?.object ?? [:]
        meta[MetaKey.protocolVersion] = .string(revision.rawValue)
        meta[MetaKey.clientInfo] = .object(implementation.json(revision: revision, language: .english))
        meta[MetaKey.clientCapabilities] = .object(capabilities)
        return meta
    }

    private static func complete(_ response: JSONRPCResponse) throws(ClientFailure) -> JSONObject {
        switch response.outcome {
        case .error(let error): throw .refused(error)
        case .result(let result):
            // Earlier revisions have no such member.
            switch result["resultType"] {
            case nil, "complete": return result
            case "input_required": throw .inputRequired
            case let other?: throw .invalidResponse("unknown resultType \(other)")
            }
        }
    }
}

// MARK: - Agreement

extension ClientEngine {
    private func negotiate() async throws -> ServerIdentity {
        guard let newest = revisions.first(where: \.isModern) else { return try await initialize(upTo: .latestLegacy) }
        let response: JSONRPCResponse
        do {
            response = try await send("server/discover", [:], newest)
        } catch let failure as ClientTransportFailure where failure.suggestsLegacyServer && speaksLegacy {
            return try await initialize(upTo: .latestLegacy)
        }
        switch response.outcome {
        case .result(let result) where result["supportedVersions"]?.array != nil:
            return try await settle(result)
        case .error(let error) where error.code == .unsupportedProtocolVersion:
            let offered = error.data?["supported"]?.array?.compactMap(\.string) ?? []
            return try await retry(offered: offered)
        case .error(let error) where error.code.isModernOnly || !speaksLegacy:
            throw ClientFailure.refused(error)
        case .result where !speaksLegacy:
            throw ClientFailure.invalidResponse("server/discover without supportedVersions")
        // Whatever else a server says to a method that it does not know: no single code tells a legacy server.
        case .error, .result: return try await initialize(upTo: .latestLegacy)
        }
    }

    private var speaksLegacy: Bool { revisions.contains { !$0.isModern } }

    /// The newest revision that both know.
    private func common(with offered: [String]) -> ProtocolRevision? {
        revisions.first { offered.contains($0.rawValue) }
    }

    private func settle(_ discovery: JSONObject) async throws -> ServerIdentity {
        let offered = discovery["supportedVersions"]?.array?.compactMap(\.string) ?? []
        guard let revision = common(with: offered) else { throw ClientFailure.noCommonRevision(offered: offered) }
        guard revision.isModern else { return try await initialize(upTo: revision) }
        return ServerIdentity(
            revision: revision,
            implementation: discovery[MetaKey.meta]?[MetaKey.serverInfo].flatMap { Implementation($0) },
            capabilities: discovery["capabilities"]?.object ?? [:],
            instructions: discovery["instructions"]?.string
        )
    }

    private func retry(offered: [String]) async throws -> ServerIdentity {
        // A server may refuse once and list the very version it refused; asking again is what the protocol wants.
        guard let revision = common(with: offered) else { throw ClientFailure.noCommonRevision(offered: offered) }
        guard revision.isModern else { return try await initialize(upTo: revision) }
        let response = try await send("server/discover", [:], revision)
        return try await settle(try Self.complete(response))
    }

    private func initialize(upTo newest: ProtocolRevision) async throws -> ServerIdentity {
        let legacy = revisions.filter { !$0.isModern }
        guard let proposal = legacy.first(where: { $0 <= newest }) else {
            throw ClientFailure.noCommonRevision(offered: [newest.rawValue])
        }
        let response = try await send(
            "initialize",
            [
                "protocolVersion": .string(proposal.rawValue),
                "capabilities": .object(capabilities),
                "clientInfo": .object(implementation.json(revision: proposal, language: .english)),
            ],
            nil
        )
        let result = try Self.complete(response)
        guard let version = result["protocolVersion"]?.string else {
            throw ClientFailure.invalidResponse("initialize without protocolVersion")
        }
        guard let agreed = ProtocolRevision(version), legacy.contains(agreed) else {
            throw ClientFailure.noCommonRevision(offered: [version])
        }
        try await transport.notify(JSONRPCNotification(method: "notifications/initialized"), revision: agreed)
        return ServerIdentity(
            revision: agreed,
            implementation: result["serverInfo"].flatMap { Implementation($0) },
            capabilities: result["capabilities"]?.object ?? [:],
            instructions: result["instructions"]?.string
        )
    }
}
