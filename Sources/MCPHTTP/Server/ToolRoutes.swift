public import HTTPTransport
import JSON
public import Localization
public import MCP
import NIOCore
import NIOHTTP1

/// The project's first routes, plain HTTP without a protocol around it: `GET /mcp/tools/list` and
/// `POST /mcp/tools/call` with `{"id","name","arguments"}`.
public struct ToolRoutes: Sendable {
    private let engine: ServerEngine
    private let language: Language
    private let challenge: BearerChallenge

    /// - Parameters:
    ///   - language: of callers that state none. Default: English.
    ///   - challenge: for callers who lack a scope.
    public init(
        engine: ServerEngine,
        language: Language = .english,
        challenge: BearerChallenge = BearerChallenge()
    ) {
        self.engine = engine
        self.language = language
        self.challenge = challenge
    }

    /// `{"tools":[…]}`.
    public func list(_ request: HTTPRequest) -> HTTPResponse {
        let language = request.language ?? language
        let tools = engine.tools.map { JSONValue.object($0.definition.json(revision: .latest, language: language)) }
        return .json(JSONValue.object(["tools": .array(tools)]).serialized(), status: 200)
    }

    /// `{"id","name","result"}`, or `{"id","error":{code,message}}`: 400 for what is malformed, 404 for an unknown tool,
    /// 403 with a challenge for a caller who lacks a scope. A tool that ran and failed is a result with `isError`, and 200.
    public func call(_ request: HTTPRequest, caller: Caller = .anybody) async -> HTTPResponse {
        let language = request.language ?? language
        let parsed = request.body.withUnsafeReadableBytes { bytes in
            Result { () throws(JSONParsingError) in try JSONValue(parsing: bytes) }
        }
        let call: JSONObject
        switch parsed {
        case .failure(let error):
            return Self.failure(.null, .parseError, error.message(language), 400)
        case .success(.object(let object)):
            call = object
        case .success:
            let text = LocalizedText(
                es: "El cuerpo debe ser un objeto con «name» y, si hacen falta, «id» y «arguments».",
                en: "The body must be an object with 'name' and, where needed, 'id' and 'arguments'."
            )
            return Self.failure(.null, .invalidRequest, text(language), 400)
        }
        let id = call["id"] ?? .null
        guard let name = call["name"]?.string else {
            let text = LocalizedText(
                es: "Falta «name», el nombre de la herramienta.",
                en: "'name', the tool's name, is missing."
            )
            return Self.failure(id, .invalidParams, text(language), 400)
        }
        let arguments: JSONObject
        switch call["arguments"] {
        case nil, .null?: arguments = [:]
        case .object(let object)?: arguments = object
        default:
            let text = LocalizedText(es: "«arguments» debe ser un objeto.", en: "'arguments' must be an object.")
            return Self.failure(id, .invalidParams, text(language), 400)
        }
        let context = RequestContext(
            era: .modern,
            language: language,
            principal: caller.principal,
            scopes: caller.scopes
        )
        switch await engine.callTool(named: name, arguments: arguments, context: context) {
        case .success(let result):
            var object = result.json(revision: .latest, language: language)
            object["isError"] = .bool(result.isError)
            let body: JSONObject = ["id": id, "name": .string(name), "result": .object(object)]
            return .json(JSONValue.object(body).serialized(), status: 200)
        case .failure(.insufficientScope(let tool, let required)):
            let failure = ToolCallFailure.insufficientScope(tool: tool, required: required)
            var response = Self.failure(id, .insufficientScope, failure.message(language), 403)
            let scopes = required.union(caller.scopes ?? [])
            response.headers.add(
                name: "www-authenticate",
                value: challenge.value(.insufficientScope, scopes: scopes)
            )
            return response
        case .failure(let failure):
            let status = if case .unknownTool = failure { 404 } else { 400 }
            return Self.failure(id, .invalidParams, failure.message(language), status)
        }
    }

    private static func failure(_ id: JSONValue, _ code: JSONRPCErrorCode, _ message: String, _ status: Int)
        -> HTTPResponse
    {
        let body: JSONObject = [
            "id": id, "error": ["code": .integer(Int64(code.rawValue)), "message": .string(message)],
        ]
        return .json(JSONValue.object(body).serialized(), status: status)
    }
}
