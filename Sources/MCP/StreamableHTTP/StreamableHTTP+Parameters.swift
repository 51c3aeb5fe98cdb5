import JSON
public import Localization

extension ServerEngine {
    /// Decides the era of a message and checks all its headers: those that every message has, and those that repeat
    /// arguments of the tool that it calls. See ``StreamableHTTP/admit(_:negotiated:supported:language:header:)``.
    ///
    /// - Throws: a 400 with -32020, -32022 or -32600.
    public func admit(
        _ message: JSONRPCMessage,
        negotiated: ProtocolRevision? = nil,
        language: Language = .english,
        header: StreamableHTTP.HeaderLookup
    ) throws(StreamableHTTP.Rejection) -> ProtocolEra {
        let era = try StreamableHTTP.admit(
            message,
            negotiated: negotiated,
            supported: supportedRevisions,
            language: language,
            header: header
        )
        let offer = offer
        if offer.mirrorsParameters, case .modern = era, case .request(let request) = message,
            request.method == "tools/call",
            let tool = request.params?["name"]?.string.flatMap({ offer.tool(named: $0) }), !tool.mirrored.isEmpty
        {
            try StreamableHTTP.checkParameters(of: request, tool.mirrored, language: language, header: header)
        }
        return era
    }
}

extension StreamableHTTP {
    /// Compares the headers `Mcp-Param-…` of a `tools/call` with its arguments.
    ///
    /// - Throws: a 400 with -32020 when one is missing, stands for an argument that is not there, has invalid characters
    ///   or bad Base64, or says something else than the body.
    public static func checkParameters(
        of request: JSONRPCRequest,
        _ parameters: [MirroredParameter],
        language: Language = .english,
        header: HeaderLookup
    ) throws(Rejection) {
        let arguments = request.params?["arguments"]?.object ?? [:]
        for parameter in parameters {
            let shown = "Mcp-Param-\(parameter.name)"
            func mismatch(es: String, en: String) -> Rejection {
                rejection(400, .headerMismatch, LocalizedText(es: es, en: en), language, id: request.id)
            }
            switch (parameter.value(in: arguments), header(parameter.header)) {
            case (nil, nil): break
            case (nil, _?):
                throw mismatch(
                    es: "La cabecera \(shown) no tiene argumento que repetir en el cuerpo.",
                    en: "Header mismatch: \(shown) has no argument in the body to repeat."
                )
            case (_?, nil): throw mismatch(es: "Falta la cabecera \(shown).", en: "The header \(shown) is missing.")
            case (let value?, let text?):
                guard let decoded = HeaderValue.decode(text) else {
                    throw mismatch(
                        es: "La cabecera \(shown) tiene caracteres no válidos o un Base64 incorrecto.",
                        en: "The header \(shown) has invalid characters or bad Base64."
                    )
                }
                guard isSame(decoded, value) else {
                    let body = (value.string ?? value.serializedString).prefix(200)
                    throw mismatch(
                        es: "La cabecera \(shown) dice «\(decoded.prefix(200))» y el cuerpo «\(body)».",
                        en:
                            "Header mismatch: \(shown) header value '\(decoded.prefix(200))' does not match body value '\(body)'."
                    )
                }
            }
        }
    }

    private static func isSame(_ text: String, _ value: JSONValue) -> Bool {
        switch value {
        // By scalars: two spellings of é are two values for a machine on the way.
        case .string(let string): return Array(string.utf8) == Array(text.utf8)
        case .bool(let flag): return text == (flag ? "true" : "false")
        case .integer, .number:
            guard text.utf8.count <= 40, let number = JSONNumber(text), let body = JSONDecimal(value) else {
                return false
            }
            return JSONDecimal(number) == body
        case .null, .array, .object: return false
        }
    }
}
