import JSON
import Localization
import MCP

/// Puts the questions of servers to the person, one after the other, and answers them from the command line where it
/// says how.
actor Questioner {
    private let terminal: Terminal
    private let given: GivenAnswers
    private var last: Task<Void, Never>?

    init(terminal: Terminal, given: GivenAnswers) {
        self.terminal = terminal
        self.given = given
    }

    /// Answers a form or an address. Nobody is asked without a terminal: then the answer is no.
    func answer(_ request: ElicitationRequest, from server: String) async throws -> ElicitationAnswer {
        switch request {
        case .form(let form): return try await answer(form, from: server)
        case .url(let url, let message):
            let visit = AddressVisit(url: url, message: message, server: server)
            return await exclusively { [terminal] in await visit.ask(on: terminal) }
        }
    }

    /// A question with yes or no; no without a terminal.
    func agrees(to question: LocalizedText, explained lines: [String]) async -> Bool {
        guard terminal.hasPerson else { return false }
        return await exclusively { [terminal] in
            for line in lines { terminal.screen.note(line) }
            let prompt = question(terminal.screen.language)
            guard case .text(let typed) = await terminal.editor.next(prompt: prompt) else { return false }
            return FieldText.flag(typed.trimmed) ?? false
        }
    }

    private func answer(_ form: ElicitationForm, from server: String) async throws -> ElicitationAnswer {
        var known = try given.fit(form)
        if case .complete(let values) = known, !values.isEmpty || given.acceptsDefaults { return .accept(values) }
        guard terminal.hasPerson else {
            terminal.screen.note(refusal(of: form, from: server, known))
            return .decline
        }
        if case .none = known { known = .partial([:], missing: []) }
        guard case .partial(let values, _) = known else { return .decline }
        return await exclusively { [terminal] in await Self.fill(form, values, server, terminal) }
    }

    private static func fill(
        _ form: ElicitationForm,
        _ known: JSONObject,
        _ server: String,
        _ terminal: Terminal
    ) async -> ElicitationAnswer {
        let screen = terminal.screen
        let name = SafeText.line(server, limit: 100)
        screen.note(LocalizedText(es: "\n«\(name)» pregunta:", en: "\n'\(name)' asks:"))
        screen.note(form.message)
        screen.note(FormDialog.instructions)
        var dialog = FormDialog(form: form, known: known)
        var shown: FormDialog.Step?
        while true {
            if case .done(let answer) = dialog.step { return answer }
            if dialog.step != shown { for line in dialog.lines(screen.language) { screen.note(line) } }
            shown = dialog.step
            guard case .text(let typed) = await terminal.editor.next(prompt: dialog.prompt(screen.language)) else {
                dialog.leave()
                continue
            }
            if let problem = dialog.take(typed) { screen.note("  ! " + problem(screen.language)) }
        }
    }

    private func refusal(of form: ElicitationForm, from server: String, _ known: GivenAnswers.Fit) -> LocalizedText {
        let name = SafeText.line(server, limit: 100)
        let message = SafeText.line(form.message)
        let required = form.fields.filter { $0.isRequired && $0.defaultValue == nil }.map(\.name)
        var fields = required.isEmpty ? form.fields.map(\.name) : required
        if case .partial(_, let missing) = known { fields = missing }
        let list = fields.prefix(20).map { "--answer \(SafeText.line($0, limit: 60))=…" }.joined(separator: " ")
        return LocalizedText(
            es:
                "«\(name)» pregunta: \(message)\nSin terminal no se puede preguntar a nadie y se rechazó. Responda con: \(list)",
            en:
                "'\(name)' asks: \(message)\nWithout a terminal nobody can be asked, so it was declined. Answer with: \(list)"
        )
    }

    /// One question at a time, in the order in which they come.
    private func exclusively<Value: Sendable>(_ ask: @escaping @Sendable () async -> Value) async -> Value {
        let previous = last
        let task = Task {
            await previous?.value
            return await ask()
        }
        last = Task { _ = await task.value }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
