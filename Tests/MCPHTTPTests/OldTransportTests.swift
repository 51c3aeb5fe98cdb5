import JSON
import Localization
import MCP
import NIOHTTP1
import ScriptedServer
import Synchronization
import Testing

@testable import MCPHTTP

/// Servers that only know the transport of 2024-11-05.
@Suite(.timeLimit(.minutes(5))) struct OldTransportTests {
    /// The stream of the one client, for the posts to answer on.
    private actor Stream {
        private var exchange: ScriptedExchange?

        func begin(_ exchange: ScriptedExchange, endpoint: String) async throws {
            try await exchange.beginEvents()
            try await exchange.write("event: endpoint\ndata: \(endpoint)\n\n")
            self.exchange = exchange
        }

        func say(_ message: String) async throws {
            try await exchange?.write("event: message\ndata: \(message)\n\n")
        }

        func end() async throws { try await exchange?.end() }
    }

    private func fixture(_ endpoint: String = "/messages?session=1", status: HTTPResponseStatus = .methodNotAllowed)
        async throws -> (ClientFixture, Stream)
    {
        let stream = Stream()
        let fixture = try await ClientFixture(sleep: { try await Task.sleep(for: $0) }) { exchange in
            switch (exchange.method, exchange.target) {
            case (.GET, "/mcp"): try await stream.begin(exchange, endpoint: endpoint)
            case (.POST, "/messages?session=1"):
                try await exchange.respond(.accepted)
                guard let id = exchange.body.split(separator: "\"id\":").dropFirst().first else { return }
                if exchange.body.contains("silent") { return try await stream.end() }
                try await stream.say(ClientFixture.progress)
                try await stream.say(ClientFixture.result(Int(id.prefix { $0.isNumber }) ?? 0))
            default: try await exchange.respond(status)
            }
        }
        return (fixture, stream)
    }

    @Test(arguments: [HTTPResponseStatus.badRequest, .notFound, .methodNotAllowed])
    func itIsRecognizedAndSpoken(_ status: HTTPResponseStatus) async throws {
        let (fixture, _) = try await fixture(status: status)
        try await fixture.initialize()
        try await fixture.client.notify(
            JSONRPCNotification(method: "notifications/initialized"),
            revision: .v2024_11_05
        )
        #expect(try await fixture.call(revision: .v2024_11_05).id == 7)
        #expect(fixture.methods == ["notifications/progress", "notifications/progress"])
        #expect(fixture.server.exchanges.map(\.method) == [.POST, .GET, .POST, .POST, .POST])
        await fixture.client.close()
    }

    @Test(
        arguments: [
            "messages?session=1", "http://127.0.0.1:PORT/messages?session=1", "//127.0.0.1:PORT/messages?session=1",
        ]
    )
    func everyFormOfTheEndpointIsUnderstood(_ form: String) async throws {
        let address = try ServerAddress(url: "http://127.0.0.1:8000/mcp")
        let endpoint = form.replacing("PORT", with: "8000")
        #expect(address.target(ofEndpoint: endpoint) == "/messages?session=1")
    }

    @Test(
        arguments: [
            "http://evil.example/messages", "https://127.0.0.1:8000/messages", "http://127.0.0.1:8001/messages",
            "//evil.example/x", "\\\\evil.example\\x", "/a b", "", "javascript:alert(1)",
            "http://127.0.0.1:8000@evil/x",
            "/" + String(repeating: "x", count: 3_000),
        ]
    )
    func anEndpointElsewhereIsRefused(_ endpoint: String) throws {
        let address = try ServerAddress(url: "http://127.0.0.1:8000/mcp")
        #expect(address.target(ofEndpoint: endpoint) == nil)
    }

    @Test func nothingIsSentToAnotherServer() async throws {
        let (fixture, _) = try await fixture("http://127.0.0.1:1/messages")
        await #expect(throws: StreamableHTTPFailure.foreignEndpoint("http://127.0.0.1:1/messages")) {
            try await fixture.initialize()
        }
    }

    @Test func aServerThatKnowsNeitherKeepsItsFirstAnswer() async throws {
        let fixture = try await ClientFixture { try await $0.respond(.notFound) }
        await #expect(throws: ClientTransportFailure.refused(status: 404)) { try await fixture.initialize() }
    }

    @Test func whatWaitsWhenTheStreamEndsMayHaveBeenCarriedOut() async throws {
        let (fixture, _) = try await fixture()
        try await fixture.initialize()
        await #expect(throws: StreamableHTTPFailure.streamLost(.notResumable)) {
            _ = try await fixture.call("tools/call", ["name": "silent"], revision: .v2024_11_05)
        }
        await #expect(throws: ClientTransportFailure.sessionExpired) {
            _ = try await fixture.call(revision: .v2024_11_05)
        }
    }
}
