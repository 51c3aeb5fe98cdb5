import HTTPTransport
import JSON
import NIOCore
import NIOHTTP1

/// The body of every error that is no JSON-RPC message: what happened and what to do, as JSON.
enum Refusal {
    static func response(_ status: HTTPResponseStatus, _ reason: String, hint: String? = nil) -> HTTPResponse {
        var error: JSONObject = [
            "status": .integer(Int64(status.code)), "title": .string(status.reasonPhrase), "detail": .string(reason),
        ]
        if let hint { error["hint"] = .string(hint) }
        return HTTPResponse(
            status: status,
            // RFC 9457, "Problem Details for HTTP APIs".
            headers: ["content-type": "application/problem+json"],
            body: ByteBuffer(bytes: JSONValue.object(error).serialized())
        )
    }
}
