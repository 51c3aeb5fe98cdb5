import Foundation
import JSON
import Localization
import MCP
import Testing

/// Conversations over one channel that carries everything both ways, as text files in `Conversations/Channel`.
///
///     > {…}                   sent; $META is a modern _meta without capabilities, $ALL one with all of them
///     < {…}                   the next message of the server, whichever it is
///     @ publish tools         prompts, resources, or the URI of a resource
///     @ close                 the server stops
///     @ clock 600000          so many milliseconds pass
///     @ task task-1 working   waits until the store has a task in this status
///
/// Lines that begin otherwise are prose. Every message is judged by the official schema of its revision.
@Suite(.timeLimit(.minutes(2))) struct ChannelTests {
    private static let updates = ProcessInfo.processInfo.environment["SECURE_MCP_UPDATE_CONVERSATIONS"] == "1"

    @Test func thereAreConversations() {
        #expect(Conversation.channel.count >= 8)
    }

    @Test(arguments: Conversation.channel) func isSpokenAsWritten(conversation: Conversation) async throws {
        let channel = try Channel()
        var rewritten: [String] = []
        for line in conversation.lines {
            var line = line
            if line.hasPrefix("> ") { channel.send(String(line.dropFirst(2))) }
            if line.hasPrefix("@ ") {
                try await channel.perform(line.dropFirst(2).split(separator: " ").map(String.init))
            }
            if line.hasPrefix("<") {
                let said = try #require(await channel.next(), "\(conversation.name): the server says no more")
                let expected = String(line.dropFirst(2))
                if Self.updates {
                    line = "< " + said
                } else {
                    #expect(
                        try JSONValue(parsing: said) == JSONValue(parsing: expected),
                        "\(conversation.name): \(said)"
                    )
                }
            }
            rewritten.append(line)
        }
        channel.conversation.end()
        let rest = await channel.rest()
        #expect(rest == [], "\(conversation.name): the server says more than is expected")
        if Self.updates {
            let file = Conversation.folder.appending(path: "Channel").appending(path: conversation.name)
            try rewritten.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        }
    }
}

extension Conversation {
    static let channel: [Conversation] = {
        let channel = folder.appending(path: "Channel")
        let files = (try? FileManager.default.contentsOfDirectory(at: channel, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.compactMap { file in
            (try? String(contentsOf: file, encoding: .utf8)).map {
                Conversation(name: file.lastPathComponent, lines: $0.components(separatedBy: "\n"))
            }
        }
    }()

    static let everything =
        #"{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{"elicitation":{"form":{},"url":{}},"sampling":{},"roots":{},"extensions":{"io.modelcontextprotocol/tasks":{}}}}"#
}

/// A server of all features and its one client.
private final class Channel {
    let server: FeatureServer
    let conversation: DuplexConversation
    private let output = MessageStream(maximumEvents: 1_000)
    private var read = 0
    private var waiting: [[UInt8]] = []
    private var running: [Task<Void, Never>] = []
    private var requests: [JSONRPCID: JSONRPCRequest] = [:]

    init() throws {
        server = try FeatureServer()
        let session = server.sessions.open()
        conversation = DuplexConversation(engine: server.engine, session: session, outgoing: output)
        let (standalone, output) = (session.standalone, output)
        running.append(
            Task {
                var read = 0
                while case .events(let events) = await standalone.next(after: read) {
                    for event in events {
                        read = event.sequence
                        if case .message(let message) = event.content { output.append(message) }
                    }
                }
            }
        )
    }

    func send(_ line: String) {
        let text = line.replacing("$META", with: Conversation.meta).replacing("$ALL", with: Conversation.everything)
        let bytes = Array(text.utf8)
        if case .request(let request)? = try? JSONRPCMessage.parse(bytes) { requests[request.id] = request }
        switch conversation.accept(.message(bytes)) {
        case .nothing: break
        case .send(let bytes): output.append(bytes)
        case .run(let work): running.append(Task { await work() })
        }
    }

    func perform(_ words: [String]) async throws {
        switch (words.first, words.last) {
        case ("publish", "tools"): server.changes.publish(.tools)
        case ("publish", "prompts"): server.changes.publish(.prompts)
        case ("publish", "resources"): server.changes.publish(.resources)
        case ("publish", let uri?): server.changes.publish(.resource(uri: uri))
        case ("close", _): server.changes.close()
        case ("clock", let time?): server.clock.advance(Int64(time) ?? 0)
        case ("task", let status?):
            while try await server.store.task(id: words[1])?.status.rawValue != status {
                try? await Task.sleep(for: .milliseconds(1))
            }
        default: Issue.record("unknown setting: \(words)")
        }
    }

    func next() async throws -> String? {
        if waiting.isEmpty, case .events(let events) = await output.next(after: read) {
            for event in events {
                read = event.sequence
                if case .message(let message) = event.content { waiting.append(message) }
            }
        }
        guard !waiting.isEmpty else { return nil }
        let message = waiting.removeFirst()
        try judge(message)
        return String(decoding: message, as: UTF8.self)
    }

    /// What was said and not expected, once everything has ended.
    func rest() async -> [String] {
        for task in running { await task.value }
        output.finish()
        var rest: [String] = []
        while let message = try? await next() { rest.append(message) }
        return rest
    }

    private func judge(_ bytes: [UInt8]) throws {
        let message = try JSONRPCMessage.parse(bytes)
        let spoken = conversation.session.revision
        switch message {
        case .response(let response):
            guard let request = response.id.flatMap({ requests[$0] }) else { return }
            let isModern = ProtocolEra(of: request, negotiated: spoken) == .modern
            guard let schema = try OfficialSchema(isModern ? .latest : spoken ?? .latestLegacy) else { return }
            #expect(try schema.violations(request: request, response: response, judgesRequest: false) == [])
        case .notification(let notification):
            guard let schema = try OfficialSchema(spoken ?? .latest) else { return }
            #expect(try schema.violations(notification: notification) == [])
        case .request(let question):
            guard let schema = try OfficialSchema(try #require(spoken)) else { return }
            #expect(try schema.violations(question: question) == [])
        case .batch: Issue.record("a batch")
        }
    }
}
