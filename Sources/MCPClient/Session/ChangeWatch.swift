import HTTPTransport
import JSON
import Localization
import MCP
import MCPHTTP

/// Reports changes at servers, and goes on when a connection breaks.
struct ChangeWatch: Sendable {
    let filter: SubscriptionFilter
    let fleet: Fleet

    /// Seconds before the first and the last repetition of a connection that broke.
    private static let patience = 1...30

    /// - Parameter count: how many changes to wait for; `nil` for as many as come.
    func run(count: Int?) async throws {
        let (changes, report) = AsyncStream<(ServerConnection, ServerChange)>.makeStream()
        let watching = Task {
            defer { report.finish() }
            _ = try await fleet.all { server in
                do {
                    try await follow(server) { change in report.yield((server, change)) }
                } catch {
                    if !fleet.hasMany || Task.isCancelled { throw error }
                    // At once, not when the others have ended too.
                    fleet.screen.note(Fleet.failure(error, of: server.name))
                }
            }
        }
        try await withTaskCancellationHandler {
            var seen = 0
            for await (server, change) in changes {
                show(change, of: server)
                seen += 1
                if seen == count { watching.cancel() }
            }
            do {
                try await watching.value
            } catch is CancellationError where seen == count {}
        } onCancel: {
            watching.cancel()
        }
    }

    /// Listens at one server, again and again, until it ends the subscription in order.
    private func follow(
        _ server: ServerConnection,
        _ report: @escaping @Sendable (ServerChange) -> Void
    ) async throws {
        var wait = Self.patience.lowerBound
        while true {
            do {
                for try await event in server.engine.changes(filter) {
                    switch event {
                    case .acknowledged(let accepted):
                        wait = Self.patience.lowerBound
                        tell(accepted, server)
                    case .changed(let change): report(change)
                    }
                }
                if Task.isCancelled { throw CancellationError() }
                note(
                    LocalizedText(es: "El servidor terminó los avisos.", en: "The server ended its notifications."),
                    server
                )
                return
            } catch let error as HTTPClientError {
                try await pause(error, server, &wait)
            } catch let error as StreamableHTTPFailure where error.isLoss {
                try await pause(error, server, &wait)
            } catch ClientTransportFailure.noAnswer {
                try await pause(ClientTransportFailure.noAnswer, server, &wait)
            }
        }
    }

    private func pause(_ error: any Error, _ server: ServerConnection, _ wait: inout Int) async throws {
        if Task.isCancelled { throw CancellationError() }
        let report = ClientFailureReport(error, place: server.place)
        note(
            LocalizedText(
                es: "\(report.message.spanish) Otro intento en \(wait) s; entretanto pudo haber cambios.",
                en: "\(report.message.english) Again in \(wait) s; there may have been changes meanwhile."
            ),
            server
        )
        try await Task.sleep(for: .seconds(wait))
        wait = min(wait * 2, Self.patience.upperBound)
    }

    private func tell(_ accepted: SubscriptionFilter, _ server: ServerConnection) {
        var subjects: [LocalizedText] = []
        if accepted.tools { subjects.append(LocalizedText(es: "herramientas", en: "tools")) }
        if accepted.prompts { subjects.append(LocalizedText(es: "prompts", en: "prompts")) }
        if accepted.resources { subjects.append(LocalizedText(es: "recursos", en: "resources")) }
        subjects += accepted.resourceURIs.map { uri in
            let uri = SafeText.line(uri)
            return LocalizedText(es: uri, en: uri)
        }
        if subjects.isEmpty { subjects = [LocalizedText(es: "nada", en: "nothing")] }
        note(
            LocalizedText(
                es: "El servidor avisará de: " + subjects.map(\.spanish).joined(separator: ", "),
                en: "The server will report: " + subjects.map(\.english).joined(separator: ", ")
            ),
            server
        )
    }

    private func note(_ text: LocalizedText, _ server: ServerConnection) {
        let prefix = fleet.hasMany ? SafeText.line(server.name, limit: 60) + ": " : ""
        fleet.screen.note(prefix + text(fleet.screen.language))
    }

    private func show(_ change: ServerChange, of server: ServerConnection) {
        if fleet.json {
            var object: JSONObject = fleet.hasMany ? ["server": .string(server.name)] : [:]
            object["changed"] = .string(change.subject)
            if case .resource(let uri) = change { object["uri"] = .string(uri) }
            return fleet.screen.say(json: .object(object))
        }
        let prefix = fleet.hasMany ? SafeText.line(server.name, limit: 60) + ": " : ""
        fleet.screen.say(prefix + change.text(fleet.screen.language))
    }
}

extension StreamableHTTPFailure {
    /// Whether a connection broke, and another one may not.
    fileprivate var isLoss: Bool {
        switch self {
        case .listeningLost, .streamLost: true
        default: false
        }
    }
}

extension ServerChange {
    fileprivate var subject: String {
        switch self {
        case .tools: "tools"
        case .prompts: "prompts"
        case .resources: "resources"
        case .resource: "resource"
        }
    }

    func text(_ language: Language) -> String {
        let text: LocalizedText =
            switch self {
            case .tools: LocalizedText(es: "Cambió la lista de herramientas.", en: "The list of tools changed.")
            case .prompts: LocalizedText(es: "Cambió la lista de prompts.", en: "The list of prompts changed.")
            case .resources: LocalizedText(es: "Cambió la lista de recursos.", en: "The list of resources changed.")
            case .resource(let uri):
                LocalizedText(
                    es: "Cambió \(SafeText.line(uri, limit: 1_000)).",
                    en: "\(SafeText.line(uri, limit: 1_000)) changed."
                )
            }
        return text(language)
    }
}
