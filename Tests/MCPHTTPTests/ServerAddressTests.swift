import Localization
import MCPHTTP
import Testing

@Suite struct ServerAddressTests {
    @Test(arguments: [
        ("https://localhost:8443/mcp", true, "localhost", 8_443, "/mcp", "localhost:8443"),
        ("https://example.com", true, "example.com", 443, "/mcp", "example.com"),
        ("http://example.com/", false, "example.com", 80, "/mcp", "example.com"),
        ("HTTPS://example.com:443/a/b?c=d%20e", true, "example.com", 443, "/a/b?c=d%20e", "example.com"),
        ("https://[::1]:8443/x", true, "::1", 8_443, "/x", "[::1]:8443"),
        ("http://127.0.0.1:443", false, "127.0.0.1", 443, "/mcp", "127.0.0.1:443"),
    ])
    func anAddressIsTakenApart(
        _ url: String,
        _ isSecure: Bool,
        _ host: String,
        _ port: Int,
        _ path: String,
        _ authority: String
    ) throws {
        let address = try ServerAddress(url: url)
        #expect(address.isSecure == isSecure)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.path == path)
        #expect(address.authority == authority)
    }

    @Test(arguments: [
        "", "localhost", "localhost:8443", "ftp://localhost", "https://", "https:///mcp", "https://a b",
        "https://localhost:99999", "https://localhost:0", "https://localhost:x", "https://lo%0d%0acalhost/",
    ])
    func whatIsNoAddressIsRefused(_ url: String) {
        #expect(throws: ServerAddressError.malformed(url)) { _ = try ServerAddress(url: url) }
    }

    @Test func secretsDoNotBelongInAnAddress() {
        #expect(throws: ServerAddressError.hasCredentials) { _ = try ServerAddress(url: "https://ana:x@localhost/") }
        #expect(throws: ServerAddressError.hasCredentials) { _ = try ServerAddress(url: "https://ana@localhost/") }
    }

    @Test(arguments: [
        ("localhost", true), ("127.0.0.1", true), ("127.9.9.9", true), ("[::1]", true), ("127.evil.com", false),
        ("localhost.evil.com", false), ("10.0.0.1", false), ("example.com", false),
    ])
    func onlyThisMachineIsLoopback(_ host: String, _ isLoopback: Bool) throws {
        #expect(try ServerAddress(url: "http://\(host)/").isLoopback == isLoopback)
    }

    @Test func failuresAreToldInBothLanguages() {
        let failure = ServerAddressError.malformed("x").message
        #expect(failure.spanish.contains("«x»"))
        #expect(failure.english.contains("'x'"))
    }
}
