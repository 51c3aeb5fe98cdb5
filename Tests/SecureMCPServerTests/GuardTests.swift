import HTTPTransport
import NIOHTTP1
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
