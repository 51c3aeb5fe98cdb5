import NIOCore
import NIOHTTP1
import Testing

@testable import HTTPTransport

@Suite struct ExchangeStateTests {
    private func head(
        _ method: HTTPMethod = .POST,
        _ uri: String = "/",
        version: HTTPVersion = .http1_1,
        _ headers: HTTPHeaders = ["host": "localhost"]
    ) -> HTTPServerRequestPart {
        .head(HTTPRequestHead(version: version, method: method, uri: uri, headers: headers))
    }

    private func state(_ change: (inout HTTPLimits) -> Void = { _ in }) -> ExchangeState {
        var limits = HTTPLimits()
        change(&limits)
        return ExchangeState(limits: limits)
    }

    private func status(_ action: ExchangeState.Action) -> UInt? {
        if case .refuse(let status, _) = action { status.code } else { nil }
    }

    private func isNone(_ action: ExchangeState.Action) -> Bool {
        if case .none = action { true } else { false }
    }

    private func expectReuse(_ state: inout ExchangeState, _ expected: Bool) {
        let isReusable = state.finishResponse()
        #expect(isReusable == expected)
    }

    @Test func aRequestIsAnsweredWhenItIsWhole() {
        var state = state()
        #expect(state.isIdle)
        #expect(isNone(state.receive(head())))
        #expect(state.isReceiving)
        #expect(isNone(state.receive(.body(ByteBuffer(string: "ab")))))
        #expect(isNone(state.receive(.body(ByteBuffer(string: "cd")))))
        guard case .respond(let head, let body) = state.receive(.end(nil)) else {
            Issue.record("no answer is asked for")
            return
        }
        #expect(head.uri == "/")
        #expect(String(buffer: body) == "abcd")
        #expect(state.isResponding && state.keepsAlive)
        expectReuse(&state, true)
        #expect(state.isIdle)
    }

    @Test func theBodyHasALimit() {
        var exact = state { $0.bodyBytes = 4 }
        _ = exact.receive(head())
        #expect(isNone(exact.receive(.body(ByteBuffer(string: "abcd")))))
        var over = state { $0.bodyBytes = 4 }
        _ = over.receive(head())
        _ = over.receive(.body(ByteBuffer(string: "abc")))
        #expect(status(over.receive(.body(ByteBuffer(string: "de")))) == 413)
        #expect(over.isClosed)
        // Told once, and the rest is not looked at.
        #expect(isNone(over.receive(.body(ByteBuffer(string: "f")))))
        #expect(isNone(over.receive(.end(nil))))
        #expect(isNone(over.receive(head())))
    }

    /// A body in many small pieces must not be copied whole for each of them: that would be 512 GiB here, and a peer that
    /// sends chunks of one byte could hold an event loop for as long as it likes.
    @Test func aBodyMayComeInVeryManyPieces() {
        var state = state()
        _ = state.receive(head())
        let piece = ByteBuffer(repeating: 1, count: 64)
        let start = ContinuousClock.now
        for _ in 0..<131_072 { _ = state.receive(.body(piece)) }
        #expect(ContinuousClock.now - start < .seconds(3))
        guard case .respond(_, let body) = state.receive(.end(nil)) else {
            Issue.record("no answer is asked for")
            return
        }
        #expect(body.readableBytes == 8 << 20)
    }

    @Test func aBodyThatIsAnnouncedTooLongIsRefusedAtOnce() {
        var state = state { $0.bodyBytes = 4 }
        #expect(status(state.receive(head(.POST, "/", ["host": "a", "content-length": "5"]))) == 413)
        #expect(state.isClosed)
    }

    @Test func theTargetHasALimit() {
        var exact = state { $0.targetBytes = 4 }
        #expect(isNone(exact.receive(head(.GET, "/abc"))))
        var over = state { $0.targetBytes = 4 }
        #expect(status(over.receive(head(.GET, "/abcd"))) == 414)
    }

    @Test func thereIsExactlyOneHost() {
        var none = state()
        #expect(status(none.receive(head(.GET, "/", [:]))) == 400)
        var two = state()
        #expect(status(two.receive(head(.GET, "/", HTTPHeaders([("host", "a"), ("Host", "a")])))) == 400)
        var old = state()
        #expect(isNone(old.receive(head(.GET, "/", version: .http1_0, [:]))))
        var oldTwo = state()
        #expect(
            status(oldTwo.receive(head(.GET, "/", version: .http1_0, HTTPHeaders([("host", "a"), ("host", "b")]))))
                == 400
        )
    }

    @Test func aClientThatAsksFirstIsToldToGoOn() {
        var asks = state()
        guard case .sendContinue = asks.receive(head(.POST, "/", ["host": "a", "expect": "100-Continue"])) else {
            Issue.record("it is not told")
            return
        }
        #expect(asks.isReceiving)
        var other = state()
        #expect(status(other.receive(head(.POST, "/", ["host": "a", "expect": "a miracle"]))) == 417)
        // RFC 9110 section 10.1.1: from HTTP/1.0 it means nothing.
        var old = state()
        #expect(isNone(old.receive(head(.POST, "/", version: .http1_0, ["expect": "100-continue"]))))
    }

    @Test func aClientThatWantsToCloseIsNotKept() {
        var state = state()
        _ = state.receive(head(.GET, "/", ["host": "a", "connection": "close"]))
        _ = state.receive(.end(nil))
        #expect(!state.keepsAlive)
        expectReuse(&state, false)
        #expect(state.isClosed)
    }

    @Test func stoppingWhileAnsweringClosesAfterwards() {
        var state = state()
        _ = state.receive(head())
        _ = state.receive(.end(nil))
        state.stopReusing()
        #expect(state.isResponding && !state.keepsAlive)
        expectReuse(&state, false)
    }

    /// What comes after a good request may be nonsense: the good one gets its answer all the same, and then it ends.
    @Test func aRefusalWhileAnsweringLetsTheAnswerOut() {
        var state = state()
        _ = state.receive(head())
        _ = state.receive(.end(nil))
        #expect(isNone(state.refuse(.badRequest, "nonsense")))
        #expect(state.isResponding)
        #expect(!state.keepsAlive)
        expectReuse(&state, false)
        #expect(state.isClosed)
    }

    @Test func partsOutOfTurnAreIgnored() {
        var state = state()
        #expect(isNone(state.receive(.body(ByteBuffer(string: "x")))))
        #expect(isNone(state.receive(.end(nil))))
        #expect(state.isIdle)
        state.close()
        #expect(isNone(state.refuse(.requestTimeout, "late")))
        expectReuse(&state, false)
    }
}
