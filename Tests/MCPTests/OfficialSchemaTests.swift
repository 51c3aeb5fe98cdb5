import JSON
import MCP
import Testing

/// The judge of the other tests, judged.
@Suite(.enabled(if: SharedFolder.path != nil)) struct OfficialSchemaTests {
    @Test(arguments: ProtocolRevision.allCases) func everyDefinitionCompiles(revision: ProtocolRevision) throws {
        let schema = try #require(try OfficialSchema(revision))
        let document = try #require(try SharedFolder.schema(of: revision))
        let definitions = try #require((document["$defs"] ?? document["definitions"])?.object)
        for (name, _) in definitions { _ = try schema.violations(.null, name) }
    }

    @Test func theJudgeSeesWhatIsWrong() throws {
        let schema = try #require(try OfficialSchema(.latest))
        let request = JSONRPCRequest(id: 1, method: "tools/call", params: ["name": "a"])
        let response = JSONRPCResponse(id: 1, result: ["resultType": "complete", "content": [["type": "text"]]])
        let found = try schema.violations(request: request, response: response)
        #expect(found.contains { $0.contains("_meta") })
        #expect(found.contains { $0.hasPrefix("CallToolResult/content/0") })
        let error = JSONRPCErrorObject(code: .unsupportedProtocolVersion, message: "no", data: ["supported": []])
        let refusal = try schema.violations(request: request, response: JSONRPCResponse(id: 1, error: error))
        #expect(refusal.contains { $0.contains("requested") })
    }
}
