import Foundation
import HTTPTransport
import NIOHTTP1
import OpenSSL
import Testing

@testable import SecureMCPServer

@Suite struct RequestGuardTests {
    private let guardian = RequestGuard(
        hosts: ["localhost", "127.0.0.1", "::1", "Tienda.example"],
        origins: ["https://App.example"]
    )

    private func status(_ headers: HTTPHeaders) -> UInt? {
        guardian.refusal(of: HTTPRequest(method: .POST, target: "/mcp", headers: headers))?.status.code
    }

    @Test(arguments: [
        "localhost", "localhost:8443", "LOCALHOST:1", "127.0.0.1:8443", "[::1]:8443", "[::1]", "tienda.EXAMPLE",
    ])
    func ourOwnNamesAreWelcome(_ host: String) {
        #expect(status(["host": host]) == nil)
    }

    /// A foreign name that points to this machine (DNS rebinding).
    @Test(arguments: [
        "evil.example", "localhost.evil.example", "evil.example:8443", "127.0.0.2", "[::2]:8443", "[::1", "",
        "localhost@evil.example", "tienda.example.", "localhost:80@evil.example", "localhost:evil",
    ])
    func otherNamesAreNot(_ host: String) {
        #expect(status(["host": host]) == 421)
    }

    @Test(arguments: [
        "http://localhost:3000", "https://127.0.0.1", "http://[::1]:8080", "https://app.example", "HTTPS://APP.EXAMPLE",
    ])
    func ourOwnPagesMayCall(_ origin: String) {
        #expect(status(["host": "localhost", "origin": origin]) == nil)
    }

    @Test(arguments: [
        "null", "https://evil.example", "https://localhost.evil.example", "file://localhost", "https://app.example:444",
        "http://app.example", "", "localhost", "https://localhost:80@evil.example", "http://localhost:80.evil.example",
    ])
    func othersMayNot(_ origin: String) {
        #expect(status(["host": "localhost", "origin": origin]) == 403)
    }
}

@Suite struct AccessTokenTests {
    private static let token = "a-token-of-enough-length"

    /// A token file with a mode, deleted at the end.
    private final class TokenFile {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

        init(_ text: String, mode: Int = 0o600) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private func tokens(_ text: String) throws -> AccessTokens {
        let file = try TokenFile(text)
        return try withExtendedLifetime(file) { try AccessTokens(file: file.path) }
    }

    private func refusal(_ tokens: AccessTokens, _ fields: [(String, String)]) -> HTTPResponse? {
        tokens.refusal(of: HTTPRequest(method: .POST, target: "/mcp", headers: HTTPHeaders(fields)))
    }

    @Test func aKnownTokenIsWelcome() throws {
        let digest = SHA256Digest.hash(Array("another-token-entirely".utf8))
            .map { String(format: "%02x", $0) }.joined()
        let tokens = try tokens("# for people\n\n\(Self.token)  Ana's laptop\r\nsha256:\(digest) hers\n")
        #expect(refusal(tokens, [("authorization", "Bearer \(Self.token)")]) == nil)
        #expect(refusal(tokens, [("authorization", "bearer \(Self.token)")]) == nil)
        #expect(refusal(tokens, [("Authorization", "Bearer another-token-entirely")]) == nil)
    }

    @Test(arguments: [
        "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a-token-of-enough-lengt", "Bearer a-token-of-enough-length ",
        "Bearer  a-token-of-enough-length", "a-token-of-enough-length", "Bearer sha256:00",
    ])
    func anythingElseIsChallenged(_ value: String) throws {
        let response = refusal(try tokens(Self.token), [("authorization", value)])
        #expect(response?.status == .unauthorized)
        #expect(response?.headers.first(name: "www-authenticate")?.hasPrefix("Bearer realm=") == true)
    }

    @Test func noneAndTwoAreChallenged() throws {
        let tokens = try tokens(Self.token)
        #expect(refusal(tokens, [])?.status == .unauthorized)
        let twice = [("authorization", "Bearer \(Self.token)"), ("authorization", "Bearer \(Self.token)")]
        #expect(refusal(tokens, twice)?.status == .unauthorized)
        let long = "Bearer " + String(repeating: "x", count: 10_000)
        #expect(refusal(tokens, [("authorization", long)])?.status == .unauthorized)
    }

    @Test(arguments: ["", "# nothing\n", "short\n", "sha256:12\n", "sha256:" + String(repeating: "g", count: 64)])
    func aFileThatHoldsNoTokenIsRefused(_ text: String) {
        #expect(throws: AccessTokenError.self) { _ = try tokens(text) }
    }

    @Test func aFileThatOthersCanReadIsRefused() throws {
        for mode in [0o644, 0o640, 0o604, 0o660] {
            let file = try TokenFile(Self.token, mode: mode)
            #expect(throws: AccessTokenError.self) { _ = try AccessTokens(file: file.path) }
        }
        #expect(throws: AccessTokenError.self) { _ = try AccessTokens(file: "/nowhere/at/all") }
    }
}

@Suite struct ListenAddressTests {
    @Test(arguments: [
        ("localhost:8443", "localhost", 8_443, true), ("127.0.0.1:0", "127.0.0.1", 0, true),
        ("[::1]:65535", "::1", 65_535, true), ("0.0.0.0:80", "0.0.0.0", 80, false), ("[::]:1", "::", 1, false),
        ("127.evil.example:1", "127.evil.example", 1, false), ("tienda.example:443", "tienda.example", 443, false),
    ])
    func anAddressIsTakenApart(_ text: String, _ host: String, _ port: Int, _ isLoopback: Bool) throws {
        let address = try #require(ListenAddress(argument: text))
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.isLoopback == isLoopback)
        #expect(address.text == text)
    }

    @Test(arguments: [
        "", "localhost", ":80", "localhost:", "localhost:x", "localhost:65536", "localhost:-1", "::1:80", "[]:80",
        "[::1:80", "localhost:+80",
    ])
    func whatIsNoAddressIsRefused(_ text: String) {
        #expect(ListenAddress(argument: text) == nil)
    }
}
