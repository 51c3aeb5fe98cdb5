import Authorization
import Foundation
import HTTPTransport
import MCPHTTP
import NIOCore
import NIOHTTP1
import OpenSSL
import Testing

@testable import SecureMCPServer

/// Static tokens as a caller shows them.
@Suite struct AuthenticationTests {
    private static let token = "a-token-of-enough-length"

    /// A file that is deleted at the end.
    private final class TokenFile {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

        init(_ text: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private func authentication(_ text: String = token) throws -> Authentication {
        let file = try TokenFile(text)
        return try withExtendedLifetime(file) { Authentication(tokens: try StaticTokens(file: file.path)) }
    }

    private func decide(
        _ authentication: Authentication,
        _ fields: [(String, String)],
        target: String = "/mcp"
    ) -> (caller: Caller?, refusal: HTTPResponse?) {
        switch authentication.decide(HTTPRequest(method: .POST, target: target, headers: HTTPHeaders(fields))) {
        case .admitted(let caller): (caller, nil)
        case .refused(let response): (nil, response)
        case .undecided: (nil, nil)
        }
    }

    @Test func nobodyIsAskedWhereNothingIsConfigured() {
        let open = Authentication()
        #expect(!open.isRequired && open.isAmbient)
        #expect(decide(open, []).caller == .anybody)
        #expect(decide(open, [("authorization", "Bearer whatever")]).caller == .anybody)
    }

    @Test func aKnownTokenSaysWhoItIs() throws {
        let digest = SHA256Digest.hash(Array("another-token-entirely".utf8))
            .map { String(format: "%02x", $0) }.joined()
        let authentication = try authentication(
            "# for people\n\n\(Self.token)  Ana's laptop\r\nsha256:\(digest) name=cron scopes=sales:read,stock:read\n"
        )
        let laptop = decide(authentication, [("authorization", "bearer \(Self.token)")]).caller
        #expect(laptop?.principal?.hasPrefix("token:") == true)
        #expect(laptop?.scopes == nil)
        let cron = decide(authentication, [("Authorization", "Bearer another-token-entirely")]).caller
        #expect(cron == Caller(principal: "token:cron", scopes: ["sales:read", "stock:read"]))
    }

    @Test(arguments: [
        "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a-token-of-enough-lengt", "Bearer a-token-of-enough-length ",
        "Bearer  a-token-of-enough-length", "a-token-of-enough-length", "Bearer sha256:00", "Bearer a.b.c",
    ])
    func anythingElseIsChallenged(_ value: String) throws {
        let response = decide(try authentication(), [("authorization", value)]).refusal
        #expect(response?.status == .unauthorized)
        #expect(response?.headers.first(name: "www-authenticate")?.hasPrefix("Bearer realm=") == true)
    }

    @Test func theChallengeSaysWhatIsWrong() throws {
        let authentication = try authentication()
        let none = decide(authentication, []).refusal
        #expect(none?.status == .unauthorized)
        #expect(none?.headers.first(name: "www-authenticate") == "Bearer realm=\"SecureMCP\"")
        let wrong = decide(authentication, [("authorization", "Bearer " + String(repeating: "x", count: 10_000))])
        #expect(wrong.refusal?.headers.first(name: "www-authenticate")?.contains("error=\"invalid_token\"") == true)
    }

    @Test func twoTokensAndOnesInTheAddressAreMalformed() throws {
        let authentication = try authentication()
        let good = ("authorization", "Bearer \(Self.token)")
        let twice = decide(authentication, [good, good]).refusal
        for target in ["/mcp?access_token=\(Self.token)", "/mcp?a=1&access%5Ftoken=x", "/mcp?ACCESS_TOKEN"] {
            let response = decide(authentication, [good], target: target).refusal
            #expect(response?.status == .badRequest)
        }
        #expect(twice?.status == .badRequest)
        #expect(twice?.headers.first(name: "www-authenticate")?.contains("error=\"invalid_request\"") == true)
        #expect(decide(authentication, [good], target: "/mcp?access_tokens=1&b").caller != nil)
    }
}

@Suite struct ResourceMetadataTests {
    private let metadata = ResourceMetadata(
        resource: "https://shop.example/base/mcp",
        issuers: ["https://login.example"],
        takesBoundTokens: true,
        scopes: { ["stock:read", "sales:read"] }
    )

    private func ask(_ method: HTTPMethod, _ target: String) -> HTTPResponse? {
        metadata.response(to: HTTPRequest(method: method, target: target))
    }

    @Test(arguments: [
        "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp",
        "/.well-known/oauth-protected-resource/base/mcp", "/.well-known/oauth-protected-resource?x=1",
    ])
    func itIsWhereClientsLook(_ target: String) throws {
        let response = try #require(ask(.GET, target))
        let body = try #require(
            JSONSerialization.jsonObject(with: Data(response.body.readableBytesView)) as? [String: Any]
        )
        #expect(body["resource"] as? String == "https://shop.example/base/mcp")
        #expect(body["authorization_servers"] as? [String] == ["https://login.example"])
        #expect(body["scopes_supported"] as? [String] == ["sales:read", "stock:read"])
        #expect(body["bearer_methods_supported"] as? [String] == ["header"])
        #expect(body["tls_client_certificate_bound_access_tokens"] as? Bool == true)
        #expect(body["resource_name#es"] != nil)
        #expect(response.headers.first(name: "access-control-allow-origin") == "*")
    }

    @Test func onlyReadingIsAllowedThere() {
        #expect(ask(.OPTIONS, ResourceMetadata.path)?.status == .noContent)
        #expect(ask(.POST, ResourceMetadata.path)?.status == .methodNotAllowed)
        for target in ["/", "/mcp", "/base/mcp", "/.well-known/oauth-protected-resource/other", "/.well-known/x"] {
            #expect(ask(.GET, target) == nil)
        }
        #expect(metadata.location == "https://shop.example/.well-known/oauth-protected-resource/base/mcp")
    }
}
