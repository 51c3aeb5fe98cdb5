import JSON
import Localization
import MCP
import Testing

@Suite struct HeaderValueTests {
    /// The table of the specification, and a few more.
    @Test(arguments: [
        ("us-west1", "us-west1"), ("Hello, 世界", "=?base64?SGVsbG8sIOS4lueVjA==?="),
        (" padded ", "=?base64?IHBhZGRlZCA=?="), ("line1\nline2", "=?base64?bGluZTEKbGluZTI=?="),
        ("=?base64?literal?=", "=?base64?PT9iYXNlNjQ/bGl0ZXJhbD89?="), ("a b\tc", "a b\tc"), ("", "=?base64??="),
        ("=?base64?", "=?base64?"), ("\u{7F}", "=?base64?fw==?="), ("=?BASE64?x?=", "=?BASE64?x?="),
    ])
    func encodesAsSpecified(text: String, value: String) {
        #expect(HeaderValue.encode(text) == value)
        #expect(HeaderValue.decode(value) == text)
    }

    @Test(arguments: [
        "=?base64?SGVsbG8?=", "=?base64?SGV sbG8=?=", "=?base64?????=?=", "=?base64?/w==?=", "=?base64?fx==?=", "ñ",
        "a\nb",
        "a\u{0}b", "=?base64?====?=", "=?base64?YQ==YQ==?=",
    ])
    func refusesBadValues(value: String) {
        #expect(HeaderValue.decode(value) == nil)
    }

    @Test func ignoresWhiteSpaceAround() {
        #expect(HeaderValue.decode(" \tadd ") == "add")
    }
}

@Suite struct AdmissionTests {
    private static let modernMeta: JSONValue = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
    ]

    private static func call(_ name: JSONValue?, method: String = "tools/call", key: String = "name") -> JSONRPCMessage
    {
        var params: JSONObject = ["_meta": modernMeta]
        params[key] = name
        return .request(JSONRPCRequest(id: 7, method: method, params: params))
    }

    private static let legacyCall = JSONRPCMessage.request(
        JSONRPCRequest(id: 7, method: "tools/call", params: ["name": "add"])
    )
    private static let modern = ["mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": "add"]

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let message: JSONRPCMessage
        let headers: [String: String]
        var negotiated: ProtocolRevision?
        var era: ProtocolEra?
        var code: JSONRPCErrorCode?

        init(
            _ testDescription: String,
            _ message: JSONRPCMessage,
            _ headers: [String: String],
            negotiated: ProtocolRevision? = nil,
            era: ProtocolEra? = nil,
            code: JSONRPCErrorCode? = nil
        ) {
            self.testDescription = testDescription
            self.message = message
            self.headers = headers
            self.negotiated = negotiated
            self.era = era
            self.code = code
        }
    }

    private static func with(_ changes: [String: String?]) -> [String: String] {
        var headers = modern
        for (name, value) in changes { headers[name] = value }
        return headers
    }

    static let cases: [Case] = [
        Case("modern", call("add"), modern, era: .modern),
        Case("encoded name", call("año"), with(["mcp-name": "=?base64?YcOxbw==?="]), era: .modern),
        Case("plain name sent encoded", call("add"), with(["mcp-name": "=?base64?YWRk?="]), era: .modern),
        Case("white space around values", call("add"), with(["mcp-method": " tools/call\t"]), era: .modern),
        Case("no version header", call("add"), with(["mcp-protocol-version": String?.none]), code: .headerMismatch),
        Case("only the method header", legacyCall, ["mcp-method": "tools/call"], code: .headerMismatch),
        Case("no method header", call("add"), with(["mcp-method": String?.none]), code: .headerMismatch),
        Case("another method", call("add"), with(["mcp-method": "tools/list"]), code: .headerMismatch),
        Case("method in another case", call("add"), with(["mcp-method": "Tools/Call"]), code: .headerMismatch),
        Case("no name header", call("add"), with(["mcp-name": String?.none]), code: .headerMismatch),
        Case("another name", call("add"), with(["mcp-name": "sub"]), code: .headerMismatch),
        Case("two names joined", call("add"), with(["mcp-name": "add, add"]), code: .headerMismatch),
        Case("bad Base64", call("add"), with(["mcp-name": "=?base64?YW?="]), code: .headerMismatch),
        Case("name that is no string", call(7), with(["mcp-name": "7"]), code: .headerMismatch),
        Case("no name in the body is the engine's matter", call(nil), with(["mcp-name": "add"]), era: .modern),
        Case(
            "resource by uri",
            call("test://a", method: "resources/read", key: "uri"),
            with(["mcp-method": "resources/read", "mcp-name": "test://a"]),
            era: .modern
        ),
        Case(
            "prompt by name",
            call("p", method: "prompts/get"),
            with(["mcp-method": "prompts/get", "mcp-name": "q"]),
            code: .headerMismatch
        ),
        Case(
            "a list has no name",
            call(nil, method: "tools/list"),
            with(["mcp-method": "tools/list", "mcp-name": String?.none]),
            era: .modern
        ),
        Case(
            "version unlike the body",
            call("add"),
            with(["mcp-protocol-version": "2025-11-25"]),
            code: .headerMismatch
        ),
        Case("missing _meta is the engine's matter", legacyCall, modern, era: .modern),
        Case("unknown version", legacyCall, ["mcp-protocol-version": "1900-01-01"], code: .unsupportedProtocolVersion),
        Case("no version at all", legacyCall, ["mcp-protocol-version": ""], code: .unsupportedProtocolVersion),
        Case("legacy header", legacyCall, ["mcp-protocol-version": "2025-06-18"], era: .legacy(.v2025_06_18)),
        Case("session", legacyCall, [:], negotiated: .v2025_11_25, era: .legacy(.v2025_11_25)),
        Case("nothing: 2025-03-26", legacyCall, [:], era: .legacy(.v2025_03_26)),
        Case(
            "initialize under a modern header is modern",
            .request(JSONRPCRequest(id: 1, method: "initialize")),
            ["mcp-protocol-version": "2026-07-28", "mcp-method": "initialize"],
            era: .modern
        ),
        Case(
            "plain initialize",
            .request(JSONRPCRequest(id: 1, method: "initialize")),
            [:],
            era: .legacy(.v2025_03_26)
        ),
        Case("batch", .batch([]), ["mcp-protocol-version": "2025-03-26"], era: .legacy(.v2025_03_26)),
        Case("batch too late", .batch([]), ["mcp-protocol-version": "2025-06-18"], code: .invalidRequest),
        Case("modern batch", .batch([]), modern, code: .invalidRequest),
        Case("modern response", .response(JSONRPCResponse(id: 1, result: [:])), modern, code: .invalidRequest),
        Case(
            "legacy response",
            .response(JSONRPCResponse(id: 1, result: [:])),
            ["mcp-protocol-version": "2025-11-25"],
            era: .legacy(.v2025_11_25)
        ),
        Case(
            "modern notification",
            .notification(JSONRPCNotification(method: "notifications/x")),
            ["mcp-protocol-version": "2026-07-28"],
            era: .modern
        ),
    ]

    @Test(arguments: cases) func admits(example: Case) throws {
        let outcome = Result { () throws(StreamableHTTP.Rejection) in
            try StreamableHTTP.admit(example.message, negotiated: example.negotiated) { example.headers[$0] }
        }
        switch outcome {
        case .success(let era): #expect(era == example.era)
        case .failure(let rejection):
            #expect(rejection.error.code == example.code)
            #expect(rejection.status == 400)
            #expect(StreamableHTTP.status(of: rejection.error, era: .modern) == 400)
            if case .request(let request) = example.message { #expect(rejection.id == request.id) }
            if let schema = try OfficialSchema(.latest) {
                #expect(try schema.violations(.object(rejection.response.json), "JSONRPCErrorResponse") == [])
            }
        }
    }

    @Test func aModernOnlyServerRefusesLegacyVersions() {
        let rejection = #expect(throws: StreamableHTTP.Rejection.self) {
            try StreamableHTTP.admit(Self.legacyCall, supported: [.v2026_07_28]) { _ in "2025-11-25" }
        }
        #expect(rejection?.error.data?["supported"] == ["2026-07-28"])
        #expect(rejection?.error.data?["requested"] == "2025-11-25")
    }

    @Test func whatTheClientSendsTheServerAdmits() throws {
        for name in ["add", "año nuevo", " x ", "=?base64?x?="] {
            let message = Self.call(.string(name))
            let headers = Dictionary(
                uniqueKeysWithValues: StreamableHTTP.headers(for: message, revision: .latest).map {
                    ($0.name, $0.value)
                }
            )
            #expect(try StreamableHTTP.admit(message) { headers[$0] } == .modern)
            #expect(try StreamableHTTP.checkMediaTypes { headers[$0] }.eventStream)
        }
        let legacy = StreamableHTTP.headers(for: Self.legacyCall, revision: .v2025_06_18)
        #expect(legacy.map(\.name) == ["content-type", "accept", "mcp-protocol-version"])
        #expect(StreamableHTTP.headers(for: Self.legacyCall, revision: nil).map(\.name) == ["content-type", "accept"])
    }
}

@Suite struct MediaTypeTests {
    @Test(arguments: [
        ("application/json", "application/json, text/event-stream", true),
        ("application/json; charset=utf-8", "*/*", true),
        ("Application/JSON;charset=\"UTF-8\"", "application/*", false),
        ("application/json", "application/json", false),
        ("application/json", "text/event-stream;q=0, */*;q=0.1", false),
    ])
    func admits(contentType: String, accept: String, eventStream: Bool) throws {
        let headers = ["content-type": contentType, "accept": accept]
        #expect(try StreamableHTTP.checkMediaTypes { headers[$0] }.eventStream == eventStream)
    }

    @Test(arguments: [
        (nil, "*/*", 415), ("text/plain", "*/*", 415), ("application/json; charset=latin1", "*/*", 415),
        ("application/jsonx", "*/*", 415), ("application/json", "text/html", 406), ("application/json", "", 406),
        ("application/json", "application/json;q=0", 406), ("application/json", "text/event-stream", 406),
    ])
    func refuses(contentType: String?, accept: String, status: Int) {
        let headers = ["content-type": contentType, "accept": accept]
        let rejection = #expect(throws: StreamableHTTP.Rejection.self) {
            try StreamableHTTP.checkMediaTypes(language: .spanish) { headers[$0] ?? nil }
        }
        #expect(rejection?.status == status)
    }

    @Test func statusesFollowTheTable() throws {
        let engine = try FixtureServer.engine()
        func status(_ method: String, _ params: JSONObject, _ era: ProtocolEra) throws -> Int? {
            let request = JSONRPCRequest(id: 1, method: method, params: params)
            let response = try #require(engine.immediateResponse(to: request, context: RequestContext(era: era)))
            return response.error.map { StreamableHTTP.status(of: $0, era: era) }
        }
        let meta: JSONValue = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
        ]
        #expect(try status("tools/list", ["_meta": meta], .modern) == nil)
        #expect(try status("tools/list", [:], .modern) == 400)
        #expect(try status("ping", ["_meta": meta], .modern) == 404)
        #expect(try status("tools/call", ["_meta": meta, "name": "none"], .modern) == 200)
        #expect(try status("tools/call", ["_meta": meta], .modern) == 400)
        #expect(try status("tools/list", ["_meta": meta, "cursor": "x"], .modern) == 200)
        #expect(try status("server/discover", [:], .legacy(.v2025_11_25)) == 200)
    }
}
