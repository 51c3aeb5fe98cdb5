import JSON
import Localization

/// What a method answers, before it is a message.
enum Reply: Sendable {
    /// As it leaves the server.
    case result(JSONObject)
    case completed(CompletedResult)
    /// For a client of this revision, in its language.
    case tool(ToolResult, ProtocolRevision, Language)
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
    let revision: ProtocolRevision
    let language: Language
    var cache: CacheHint?
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
        case .tool(let result, let revision, let language):
            bytes.append(contentsOf: #","result":"#.utf8)
            write(result, revision, language, to: &bytes)
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
        .completed(
            CompletedResult(body: body, revision: request.revision, language: request.language, cache: cache)
        )
    }

    /// A tool's result as a revision wants it.
    func encode(_ result: ToolResult, _ revision: ProtocolRevision, _ language: Language) -> JSONObject {
        encode(CompletedResult(tool: result, revision, language))
    }

    /// A finished result as its revision wants it.
    func encode(_ completed: CompletedResult) -> JSONObject {
        let body = completed.body
        guard completed.revision.isModern,
            let prepared = preparedResults(completed.revision, completed.language)
        else { return body }
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
    private func write(
        _ result: ToolResult,
        _ revision: ProtocolRevision,
        _ language: Language,
        to bytes: inout [UInt8]
    ) {
        guard revision.isModern, result.meta.isEmpty, result.content.count == 1,
            case .text(let text, nil)? = result.content.first,
            let prepared = preparedResults(revision, language)
        else {
            write(CompletedResult(tool: result, revision, language), to: &bytes)
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
        let body = completed.body
        guard completed.revision.isModern, completed.cache == nil, !body.isEmpty, body[MetaKey.meta] == nil,
            let prepared = preparedResults(completed.revision, completed.language)
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
    fileprivate init(tool result: ToolResult, _ revision: ProtocolRevision, _ language: Language) {
        self.init(
            body: result.json(revision: revision, language: language),
            revision: revision,
            language: language
        )
    }
}
