import HTTPTransport
import JSON
import Localization
import MCP
import NIOHTTP1
import ScriptedServer
import Testing

@testable import MCPHTTP

/// Servers that answer with something else than Streamable HTTP, or without end.
@Suite(.timeLimit(.minutes(5))) struct HostileServerTests {
    private var tight: StreamableHTTPClient.Limits {
        var limits = StreamableHTTPClient.Limits()
        limits.messageBytes = 10_000
        limits.streamBytes = 100_000
        return limits
    }

    @Test func aGiantEventIsCutOff() async throws {
        let left = Gate()
        let fixture = try await ClientFixture(limits: tight) { exchange in
            try await exchange.beginEvents()
            try await exchange.write("data: ")
            do {
                while true { try await exchange.write(String(repeating: "x", count: 5_000)) }
            } catch {
                await left.open()
            }
        }
        await #expect(throws: StreamableHTTPFailure.messageTooLarge(limit: 10_000)) { _ = try await fixture.call() }
        await left.wait()
    }

    @Test(arguments: [": nothing\n\n", "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n"])
    func anEndlessStreamIsCutOff(_ text: String) async throws {
        let fixture = try await ClientFixture(limits: tight) { exchange in
            try await exchange.beginEvents()
            while true { try await exchange.write(String(repeating: text, count: 50)) }
        }
        await #expect(throws: StreamableHTTPFailure.streamTooLong(limit: 100_000)) { _ = try await fixture.call() }
    }

    @Test func aLargeBodyIsCutOff() async throws {
        let fixture = try await ClientFixture(limits: tight) { exchange in
            try await exchange.json(String(repeating: " ", count: 20_000) + ClientFixture.result())
        }
        await #expect(throws: StreamableHTTPFailure.messageTooLarge(limit: 10_000)) { _ = try await fixture.call() }
    }

    @Test(arguments: ["not JSON", "{}", "[1]", #"{"jsonrpc":"2.0","id":7}"#])
    func whatIsNoMessageIsSaidToBeNone(_ text: String) async throws {
        for isStream in [false, true] {
            let fixture = try await ClientFixture { exchange in
                guard isStream else { return try await exchange.json(text) }
                try await exchange.beginEvents()
                try await exchange.event(text)
                try await exchange.end()
            }
            let error = await #expect(throws: StreamableHTTPFailure.self) { _ = try await fixture.call() }
            guard case .malformedMessage = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: [301, 302, 307, 308])
    func redirectionsAreReportedAndNotFollowed(_ status: Int) async throws {
        let fixture = try await ClientFixture(token: "secret") { exchange in
            let status = HTTPResponseStatus(statusCode: status)
            try await exchange.respond(status, ["location": "http://127.0.0.1:1/elsewhere"])
        }
        let expected = StreamableHTTPFailure.redirected(status: status, location: "http://127.0.0.1:1/elsewhere")
        await #expect(throws: expected) { _ = try await fixture.call() }
        #expect(fixture.server.exchanges.count == 1)
    }

    @Test func aPageForPeopleIsNoAnswer() async throws {
        let fixture = try await ClientFixture { exchange in
            try await exchange.respond(.ok, ["content-type": "text/html; charset=utf-8"], "<html>")
        }
        await #expect(throws: StreamableHTTPFailure.unexpectedContent(type: "text/html")) {
            _ = try await fixture.call()
        }
    }

    @Test(arguments: [HTTPResponseStatus.accepted, .noContent])
    func aRequestDeservesAnAnswer(_ status: HTTPResponseStatus) async throws {
        let fixture = try await ClientFixture { try await $0.respond(status) }
        await #expect(throws: ClientTransportFailure.noAnswer) { _ = try await fixture.call() }
    }

    @Test func theAnswerToAnotherRequestReachesTheEngineAsItIs() async throws {
        let fixture = try await ClientFixture { try await $0.json(ClientFixture.result(8)) }
        #expect(try await fixture.call().id == 8)
    }

    @Test func errorsWithABodyOfTheProtocolAreAnswers() async throws {
        let fixture = try await ClientFixture { exchange in
            let body = #"{"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"no"}}"#
            try await exchange.json(body, status: .notFound)
        }
        #expect(try await fixture.call().error?.code == .methodNotFound)
    }

    @Test(arguments: [403, 429, 500, 503])
    func otherErrorsAreRefusals(_ status: Int) async throws {
        let fixture = try await ClientFixture { exchange in
            try await exchange.json(#"{"title":"no"}"#, status: HTTPResponseStatus(statusCode: status))
        }
        await #expect(throws: ClientTransportFailure.refused(status: status)) { _ = try await fixture.call() }
    }

    @Test(arguments: ["", "a b", String(repeating: "x", count: 2_000)])
    func aSessionIdentifierThatNoHeaderMayHaveIsRefused(_ id: String) async throws {
        let fixture = try await ClientFixture { exchange in
            try await exchange.json(ClientFixture.result(1), headers: ["mcp-session-id": id])
        }
        await #expect(throws: StreamableHTTPFailure.malformedSession) { try await fixture.initialize() }
    }

    @Test func aToolIsNotCalledTwiceWhenItsConnectionBreaks() async throws {
        let fixture = try await ClientFixture { exchange in
            if exchange.header("mcp-method") == "tools/call" { return exchange.abort() }
            try await exchange.json(ClientFixture.result())
        }
        _ = try await fixture.call("tools/list", [:])
        await #expect(throws: HTTPClientError.self) { _ = try await fixture.call() }
        #expect(fixture.server.exchanges.count == 2)
    }
}
