public import JSON
import Localization

extension JSONRPCMessage {
    /// A batch with more messages than this is refused.
    public static let maximumBatch = 100

    /// Reads a message from its bytes.
    ///
    /// - Throws: ``JSONRPCFailure`` with the identifier of the request where it can be read, so that the sender can be
    ///   told which request failed.
    public static func parse(
        _ bytes: UnsafeRawBufferPointer,
        limits: JSONLimits = .standard
    ) throws(JSONRPCFailure) -> JSONRPCMessage {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, limits: limits)
        } catch {
            throw JSONRPCFailure(id: nil, code: .parseError, message: error.message)
        }
        return try JSONRPCMessage(value)
    }

    /// Reads a message from an array of bytes.
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONRPCFailure) -> JSONRPCMessage
    {
        let outcome = bytes.withUnsafeBytes { buffer in
            Result { () throws(JSONRPCFailure) in try parse(buffer, limits: limits) }
        }
        return try outcome.get()
    }

    /// Reads a message from JSON that is already parsed.
    public init(_ value: JSONValue) throws(JSONRPCFailure) {
        switch value {
        case .object(let object): self = try Self.single(object)
        case .array(let elements): self = .batch(try Self.elements(elements))
        default:
            throw Self.invalid(
                nil,
                es: "El mensaje debe ser un objeto JSON-RPC 2.0.",
                en: "The message must be a JSON-RPC 2.0 object."
            )
        }
    }

    private static func elements(
        _ elements: [JSONValue]
    ) throws(JSONRPCFailure) -> [Result<JSONRPCMessage, JSONRPCFailure>] {
        if elements.isEmpty {
            throw invalid(nil, es: "El lote está vacío.", en: "The batch is empty.")
        }
        if elements.count > maximumBatch {
            throw invalid(
                nil,
                es: "El lote tiene \(elements.count) mensajes; el máximo es \(maximumBatch).",
                en: "The batch has \(elements.count) messages; the maximum is \(maximumBatch)."
            )
        }
        return elements.map { element in
            Result { () throws(JSONRPCFailure) in
                guard case .object(let object) = element else {
                    throw invalid(
                        nil,
                        es: "Cada elemento del lote debe ser un objeto JSON-RPC 2.0.",
                        en: "Each element of the batch must be a JSON-RPC 2.0 object."
                    )
                }
                return try single(object)
            }
        }
    }

    private static func single(_ object: JSONObject) throws(JSONRPCFailure) -> JSONRPCMessage {
        let idValue = object["id"]
        let id = idValue.flatMap { JSONRPCID($0) }
        guard object["jsonrpc"] == "2.0" else {
            throw invalid(id, es: "«jsonrpc» debe ser \"2.0\".", en: "'jsonrpc' must be \"2.0\".")
        }
        if let method = object["method"] {
            return try call(method, object, idValue, id)
        }
        return .response(try response(object, idValue, id))
    }

    private static func call(
        _ method: JSONValue,
        _ object: JSONObject,
        _ idValue: JSONValue?,
        _ id: JSONRPCID?
    ) throws(JSONRPCFailure) -> JSONRPCMessage {
        guard case .string(let method) = method else {
            throw invalid(id, es: "«method» debe ser un texto.", en: "'method' must be a string.")
        }
        if object["result"] != nil || object["error"] != nil {
            throw invalid(
                id,
                es: "Un mensaje con «method» no puede llevar «result» ni «error».",
                en: "A message with 'method' cannot have 'result' or 'error'."
            )
        }
        if idValue != nil, id == nil { throw badIdentifier }
        let params: JSONObject?
        switch object["params"] {
        case nil: params = nil
        case .object(let object)?: params = object
        default:
            throw JSONRPCFailure(
                id: id,
                code: .invalidParams,
                message: LocalizedText(es: "«params» debe ser un objeto.", en: "'params' must be an object.")
            )
        }
        if let id { return .request(JSONRPCRequest(id: id, method: method, params: params)) }
        return .notification(JSONRPCNotification(method: method, params: params))
    }

    private static func response(
        _ object: JSONObject,
        _ idValue: JSONValue?,
        _ id: JSONRPCID?
    ) throws(JSONRPCFailure) -> JSONRPCResponse {
        switch (object["result"], object["error"]) {
        case (let result?, nil):
            guard let id else { throw badIdentifier }
            guard case .object(let result) = result else {
                throw invalid(id, es: "«result» debe ser un objeto.", en: "'result' must be an object.")
            }
            return JSONRPCResponse(id: id, result: result)
        case (nil, let error?):
            // JSON-RPC says null for an identifier that could not be read, MCP leaves it out: both are understood.
            if let idValue, id == nil, !idValue.isNull { throw badIdentifier }
            guard let error = JSONRPCErrorObject(error) else {
                throw invalid(
                    id,
                    es: "«error» debe tener «code» (entero) y «message» (texto).",
                    en: "'error' must have 'code' (an integer) and 'message' (a string)."
                )
            }
            return JSONRPCResponse(id: id, error: error)
        case (_?, _?):
            throw invalid(
                id,
                es: "Una respuesta lleva «result» o «error», no ambos.",
                en: "A response has 'result' or 'error', not both."
            )
        case (nil, nil):
            throw invalid(
                id,
                es: "Al mensaje le falta «method», «result» o «error».",
                en: "The message lacks 'method', 'result' or 'error'."
            )
        }
    }

    private static let badIdentifier = invalid(
        nil,
        es: "«id» debe ser un texto o un entero.",
        en: "'id' must be a string or an integer."
    )

    private static func invalid(_ id: JSONRPCID?, es: String, en: String) -> JSONRPCFailure {
        JSONRPCFailure(id: id, code: .invalidRequest, message: LocalizedText(es: es, en: en))
    }
}
