import Foundation
import JSON
import Localization
import MCP
import Testing

/// Whole conversations as text: `>` is sent, `<` is expected, `@` sets the stage, everything else is prose.
///
///     @ era modern            or a legacy revision, such as 2025-06-18
///     @ language es           default: en
///     @ page 2                tools on one page; default: 100
///     > {"jsonrpc":"2.0",…}   $META stands for a complete modern _meta
///     < {"jsonrpc":"2.0",…}   compared as JSON; "< nothing" when there must be no answer
///
/// With `SECURE_MCP_UPDATE_CONVERSATIONS=1` in the environment the expectations are rewritten from what the server
/// says; read the difference before keeping it.
struct Conversation: CustomTestStringConvertible, Sendable {
    let name: String
    let lines: [String]

    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Conversations")

    static let all: [Conversation] = {
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.compactMap { file in
            (try? String(contentsOf: file, encoding: .utf8)).map {
                Conversation(name: file.lastPathComponent, lines: $0.components(separatedBy: "\n"))
            }
        }
    }()

    static let meta =
        #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}"#
}

@Suite struct ConversationTests {
    private static let updates = ProcessInfo.processInfo.environment["SECURE_MCP_UPDATE_CONVERSATIONS"] == "1"

    @Test func thereAreConversations() {
        #expect(Conversation.all.count >= 8)
    }

    @Test(arguments: Conversation.all) func isSpokenAsWritten(conversation: Conversation) async throws {
        var stage = try Stage()
        var rewritten: [String] = []
        var answer: String?
        for line in conversation.lines {
            if line.hasPrefix("< ") {
                let said = try #require(answer, "\(conversation.name): an expectation without a message")
                answer = nil
                if Self.updates {
                    rewritten.append("< " + said)
                } else {
                    try expectSame(said, String(line.dropFirst(2)), conversation.name)
                }
                continue
            }
            if let said = answer {
                #expect(Self.updates, "\(conversation.name): no expectation for \(said)")
                rewritten.append("< " + said)
                answer = nil
            }
            if line.hasPrefix("@ ") { try stage.set(line.dropFirst(2)) }
            if line.hasPrefix("> ") { answer = try await stage.answer(to: String(line.dropFirst(2))) }
            rewritten.append(line)
        }
        #expect(answer == nil, "\(conversation.name): the last message has no expectation")
        if Self.updates {
            let file = Conversation.folder.appending(path: conversation.name)
            try rewritten.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        }
    }

    private func expectSame(_ said: String, _ expected: String, _ name: String) throws {
        if said == "nothing" || expected == "nothing" {
            #expect(said == expected, "\(name)")
        } else {
            #expect(try JSONValue(parsing: said) == JSONValue(parsing: expected), "\(name)")
        }
    }
}

/// The server and the circumstances of a conversation.
private struct Stage {
    var era = ProtocolEra.modern
    var language = Language.english
    var engine: ServerEngine

    init() throws {
        engine = try FixtureServer.engine()
    }

    mutating func set(_ line: Substring) throws {
        let words = line.split(separator: " ").map(String.init)
        switch (words.first, words.last) {
        case ("era", "modern"): era = .modern
        case ("era", let name?): era = .legacy(try #require(ProtocolRevision(name)))
        case ("language", let name?): language = try #require(Language(rawValue: name))
        case ("page", let size?): engine = try FixtureServer.engine(ServerConfiguration(pageSize: Int(size) ?? 1))
        default: Issue.record("unknown setting: \(line)")
        }
    }

    func answer(to line: String) async throws -> String {
        let bytes = Array(line.replacing("$META", with: Conversation.meta).utf8)
        let context = RequestContext(era: era, language: language)
        let message: JSONRPCMessage
        do {
            message = try JSONRPCMessage.parse(bytes)
        } catch {
            return String(decoding: error.response(in: language).serialized(), as: UTF8.self)
        }
        switch message {
        case .request(let request):
            let response = await engine.respond(to: request, context: context)
            try await expectOneVoice(request, response, context)
            try expectOfficial(request, response)
            return String(decoding: response.serialized(), as: UTF8.self)
        case .batch(let batch):
            let answer = await engine.serializedResponse(toBatch: batch, context: context)
            return answer.map { String(decoding: $0, as: UTF8.self) } ?? "nothing"
        case .notification(let notification):
            _ = engine.receive(notification)
            return "nothing"
        case .response: return "nothing"
        }
    }

    /// Values, bytes and the path without a task all say the same.
    private func expectOneVoice(
        _ request: JSONRPCRequest,
        _ response: JSONRPCResponse,
        _ context: RequestContext
    ) async throws {
        let serialized = await engine.serializedResponse(to: request, context: context)
        #expect(try JSONValue(parsing: serialized.bytes) == .object(response.json))
        #expect(serialized.error == response.error)
        if let immediate = engine.immediateResponse(to: request, context: context) {
            #expect(immediate.bytes == serialized.bytes)
        }
    }

    private func expectOfficial(_ request: JSONRPCRequest, _ response: JSONRPCResponse) throws {
        let revision: ProtocolRevision
        switch (era, response.result?["protocolVersion"]?.string.flatMap { ProtocolRevision($0) }) {
        case (.modern, _): revision = .latest
        case (.legacy, let agreed?): revision = agreed
        case (.legacy(let spoken), nil): revision = spoken
        }
        guard let schema = try OfficialSchema(revision) else { return }
        #expect(try schema.violations(request: request, response: response) == [])
    }
}
