import JSON

/// What a method answers, before it is a message.
enum Reply: Sendable {
    /// As it leaves the server.
    case result(JSONObject)
    case completed(CompletedResult)
    case tool(ToolResult, ToolCall)
    case prepared(PreparedResult)
    case error(JSONRPCErrorObject)
}

/// How long a result may be kept, and by whom.
struct CacheHint: Sendable {
    let lifetime: Int
    let scope: ServerConfiguration.CacheScope
}

/// A finished result, without what all results of its revision have in common.
struct CompletedResult: Sendable {
    /// What the method says, perhaps with members of `_meta`.
    let body: JSONObject
    let request: RunningRequest
    let cache: CacheHint?
}

extension ServerEngine {
    func reply(to request: JSONRPCRequest, context: RequestContext) async -> Reply {
        switch dispatch(request, context: context) {
        case .reply(let reply): reply
        case .run(let tool, let call): await reply(running: tool, call)
        case .perform(let work): await work()
        }
    }

    func serialize(_ reply: Reply, id: JSONRPCID) -> SerializedResponse {
        var bytes: [UInt8] = []
        var failure: JSONRPCErrorObject?
        bytes.reserveCapacity(512)
        bytes.append(contentsOf: #"{"jsonrpc":"2.0","id":"#.utf8)
        if case .integer(let number) = id {
            bytes.append(contentsOf: String(number).utf8)
        } else {
            id.json.write(to: &bytes)
        }
        switch reply {
        case .result(let object):
            bytes.append(contentsOf: #","result":"#.utf8)
            object.write(to: &bytes)
        case .completed(let completed):
            bytes.append(contentsOf: #","result":"#.utf8)
            write(completed, to: &bytes)
        case .tool(let result, let call):
            bytes.append(contentsOf: #","result":"#.utf8)
            write(result, for: call, to: &bytes)
        case .prepared(let prepared):
            bytes.append(contentsOf: #","result":"#.utf8)
            bytes.append(contentsOf: prepared.bytes)
        case .error(let error):
            bytes.append(contentsOf: #","error":"#.utf8)
            error.json.write(to: &bytes)
            failure = error
        }
        bytes.append(UInt8(ascii: "}"))
        return SerializedResponse(bytes: bytes, error: failure)
    }

    func completed(_ body: JSONObject, for request: RunningRequest, cache: CacheHint? = nil) -> Reply {
        .completed(CompletedResult(body: body, request: request, cache: cache))
    }

    /// A tool's result as the revision of its call wants it.
    func encode(_ result: ToolResult, for call: ToolCall) -> JSONObject {
        encode(CompletedResult(tool: result, call))
    }

    /// A finished result as its revision wants it.
    func encode(_ completed: CompletedResult) -> JSONObject {
        let (body, request) = (completed.body, completed.request)
        guard request.revision.isModern, let prepared = preparedResults(request.revision, request.language) else {
            return body
        }
        var object: JSONObject = ["resultType": "complete"]
        for (key, value) in body where key != MetaKey.meta { object[key] = value }
        if let cache = completed.cache {
            object["ttlMs"] = JSONValue(cache.lifetime)
            object["cacheScope"] = .string(cache.scope.rawValue)
        }
        var meta = prepared.resultMeta
        for (key, value) in body[MetaKey.meta]?.object ?? [:] { meta[key] = value }
        object[MetaKey.meta] = .object(meta)
        return object
    }

    /// The same in bytes. What nearly every tool answers is written without a tree of values in between.
    private func write(_ result: ToolResult, for call: ToolCall, to bytes: inout [UInt8]) {
        guard call.revision.isModern, result.meta.isEmpty, result.content.count == 1,
            case .text(let text, nil)? = result.content.first,
            let prepared = preparedResults(call.revision, call.language)
        else {
            write(CompletedResult(tool: result, call), to: &bytes)
            return
        }
        bytes.append(contentsOf: #"{"resultType":"complete","content":[{"type":"text","text":"#.utf8)
        JSONValue.string(text).write(to: &bytes)
        bytes.append(contentsOf: "}]".utf8)
        if let structuredContent = result.structuredContent {
            bytes.append(contentsOf: #","structuredContent":"#.utf8)
            structuredContent.write(to: &bytes)
        }
        if result.isError { bytes.append(contentsOf: #","isError":true"#.utf8) }
        bytes.append(contentsOf: prepared.resultMetaMember)
    }

    /// The same in bytes, with what never changes copied instead of built.
    private func write(_ completed: CompletedResult, to bytes: inout [UInt8]) {
        let (body, request) = (completed.body, completed.request)
        guard request.revision.isModern, completed.cache == nil, !body.isEmpty, body[MetaKey.meta] == nil,
            let prepared = preparedResults(request.revision, request.language)
        else {
            encode(completed).write(to: &bytes)
            return
        }
        bytes.append(contentsOf: #"{"resultType":"complete""#.utf8)
        // The body's own braces give way to the members before and after it.
        let start = bytes.count
        body.write(to: &bytes)
        bytes[start] = UInt8(ascii: ",")
        bytes.removeLast()
        bytes.append(contentsOf: prepared.resultMetaMember)
    }
}

extension CompletedResult {
    fileprivate init(tool result: ToolResult, _ call: ToolCall) {
        self.init(
            body: result.json(revision: call.revision, language: call.language),
            request: call.request,
            cache: nil
        )
    }
}
