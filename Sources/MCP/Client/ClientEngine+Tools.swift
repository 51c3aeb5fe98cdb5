public import JSON
import JSONSchema

extension ClientEngine {
    /// All tools of the server, every page of them. A malformed tool is left out with a warning; the others stay
    /// usable. Over HTTP so is a tool whose `x-mcp-header` annotations break the rules.
    public func listTools(options: RequestOptions = RequestOptions()) async throws -> [RemoteTool] {
        let definitions = try await list("tools/list", member: "tools", options)
        let mirrors = try await mirrorsParameters
        var tools: [RemoteTool] = []
        var headers: [String: ParameterHeaders] = [:]
        var rejected: [String: ParameterHeaderError] = [:]
        for definition in definitions {
            guard let tool = definition.object.flatMap({ RemoteTool($0) }) else {
                handlers.warn?(.malformedTool)
                continue
            }
            do throws(ParameterHeaderError) {
                if mirrors { headers[tool.name] = try ParameterHeaders(inputSchema: tool.inputSchema) }
                tools.append(tool)
            } catch {
                rejected[tool.name] = error
                handlers.warn?(.toolRejected(name: tool.name, reason: error))
            }
        }
        parameterHeaders = headers
        rejectedTools = rejected
        outputSchemas.learn(tools)
        return tools
    }

    /// Calls a tool, and waits when the server makes it a task. Cancelling then cancels the task too. Structured content
    /// that breaks the output schema which the tool was listed with is told to the handler of warnings.
    ///
    /// - Returns: the result, which may be a tool error (``ToolResult/isError``).
    /// - Throws: ``ClientFailure``, or what the transport throws.
    public func callTool(
        named name: String,
        arguments: JSONObject = [:],
        options: RequestOptions = RequestOptions()
    ) async throws -> ToolResult {
        switch try await startTool(named: name, arguments: arguments, options: options) {
        case .result(let result): return result
        case .task(let task):
            do {
                return try await result(ofTask: task.id, tool: name)
            } catch {
                // The caller is cancelled; what it says to the server must not be.
                if Task.isCancelled { Task { try? await cancelTask(task.id) } }
                throw error
            }
        }
    }

    /// Calls a tool and gives back the task, if the server makes it one.
    ///
    /// - Throws: ``ClientFailure``, or what the transport throws.
    public func startTool(
        named name: String,
        arguments: JSONObject = [:],
        options: RequestOptions = RequestOptions()
    ) async throws -> CallOutcome {
        let params: JSONObject = ["name": .string(name), "arguments": .object(arguments)]
        guard try await mirrorsParameters else {
            return try outcome(name, await call("tools/call", params, options: options))
        }
        if parameterHeaders == nil { try await learnTools() }
        let headers = try headers(name, arguments)
        do {
            return try outcome(name, await call("tools/call", params, headers: headers, options))
        } catch ClientFailure.refused(let error) where error.code == .headerMismatch {
            // The tool's schema may have changed since it was listed.
            cache.forget("tools/list")
            _ = try await listTools()
            let renewed = try self.headers(name, arguments)
            if renewed.elementsEqual(headers, by: ==) { throw ClientFailure.refused(error) }
            return try outcome(name, await call("tools/call", params, headers: renewed, options))
        }
    }

    /// Whether arguments must be mirrored into headers.
    private var mirrorsParameters: Bool {
        get async throws {
            try await connect().revision.isModern && transport.kind == .streamableHTTP
        }
    }

    /// A tool may be called by its name alone, but not without knowing which of its arguments go into headers.
    private func learnTools() async throws {
        do {
            _ = try await listTools()
        } catch ClientFailure.refused {
            // A server that lists nothing annotates nothing.
            parameterHeaders = [:]
        }
    }

    private func headers(_ tool: String, _ arguments: JSONObject) throws(ClientFailure) -> StreamableHTTP.Headers {
        if let reason = rejectedTools[tool] { throw .rejectedTool(name: tool, reason: reason) }
        do throws(UnmirrorableParameter) {
            return try parameterHeaders?[tool]?.headers(for: arguments) ?? []
        } catch {
            throw .unmirrorableArgument(tool: tool, parameter: error.path.joined(separator: "."))
        }
    }

    private func outcome(_ name: String, _ result: JSONObject) throws(ClientFailure) -> CallOutcome {
        if result["resultType"] == "task" {
            guard let task = RemoteTask(result) else { throw .invalidResponse("a task without a taskId and a status") }
            return .task(task)
        }
        return .result(try toolResult(name, result))
    }

    func toolResult(_ name: String, _ result: JSONObject) throws(ClientFailure) -> ToolResult {
        guard let parsed = ToolResult(result) else { throw .invalidResponse("tools/call without content") }
        if let first = outputSchemas.violations(in: parsed, of: name).first {
            handlers.warn?(.unexpectedOutput(tool: name, detail: first.message))
        }
        return parsed
    }
}

// MARK: - Pages

extension ClientEngine {
    /// All elements of a paginated list.
    func list(_ method: String, member: String, _ options: RequestOptions) async throws -> [JSONValue] {
        do {
            return try await pages(method, member: member, options)
        } catch ClientFailure.refused(let error) where error.code == .invalidParams && cache.holds(method) {
            // A cursor out of the cache has become invalid: begin again, without what was kept.
            cache.forget(method)
            return try await pages(method, member: member, options)
        }
    }

    private func pages(_ method: String, member: String, _ options: RequestOptions) async throws -> [JSONValue] {
        var elements: [JSONValue] = []
        var cursor: JSONValue?
        var seen: Set<JSONValue> = []
        for _ in 0..<Self.maximumPages {
            let result = try await cached(method, cursor.map { ["cursor": $0] } ?? [:], options)
            guard let page = result[member]?.array else {
                throw ClientFailure.invalidResponse("\(method) without a list of \(member)")
            }
            elements += page
            guard let next = result["nextCursor"], !next.isNull else { return elements }
            guard next.string != nil, seen.insert(next).inserted else {
                throw ClientFailure.invalidResponse("\(method) repeats a cursor or gives one that is no string")
            }
            cursor = next
        }
        throw ClientFailure.invalidResponse("\(method) gives more than \(Self.maximumPages) pages")
    }
}
