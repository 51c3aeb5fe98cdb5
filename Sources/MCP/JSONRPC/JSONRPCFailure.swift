public import Localization

/// Why bytes are not a JSON-RPC message. The fault is the sender's.
public struct JSONRPCFailure: LocalizedFailure, Hashable {
    /// The identifier of the broken request, where it could be read.
    public let id: JSONRPCID?
    /// ``JSONRPCErrorCode/parseError``, ``JSONRPCErrorCode/invalidRequest`` or ``JSONRPCErrorCode/invalidParams``.
    public let code: JSONRPCErrorCode
    public let message: LocalizedText

    /// The response that tells the sender.
    public func response(in language: Language) -> JSONRPCResponse {
        JSONRPCResponse(id: id, error: JSONRPCErrorObject(code, message, language, stage: .admission))
    }
}
