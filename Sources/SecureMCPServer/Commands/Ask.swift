import ArgumentParser
import BusinessTools
import Commands
import Commerce
import Documents
import Foundation
import JSON
import Localization
import MCP
import Questions

struct Ask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answer a question in plain Spanish or English.",
        discussion: """
            The answer comes from the data folder, without a server, and begins with how the question was understood.
            With SECURE_MCP_MODEL_URL and SECURE_MCP_MODEL set, a language model may choose the tool and the words.

            With --batch nothing is answered: each line of the file is a JSON object with a question "q" and, if it has to \
            be another day than today, "now" (YYYY-MM-DD). For each line one object is printed: "q", "intent", "args", and \
            "id" when there was one.

            Examples:
              secure-mcp-server ask "¿cuánto vendimos en agosto en Francia?"
              secure-mcp-server ask "what should I reorder?" --now 2011-12-09 --json
              secure-mcp-server ask --batch questions.jsonl --data ./data
            """
    )

    @OptionGroup var common: LanguageOption
    @Argument(help: "The question.")
    var question: String?
    @Option(help: "File with a question a line (JSON lines), to see how they are understood.", completion: .file())
    var batch: String?
    @Option(name: .customLong("data"), help: "Folder of the data.")
    var dataFolder = "./data"
    @Option(
        help: """
            The day that 'today' means, YYYY-MM-DD. Default: today, or for a question the last sale's day if that is earlier.
            """
    )
    var now: String?
    @Flag(help: "Print the answer as one JSON object: intent, args, answer, tool, result.")
    var json = false

    func validate() throws {
        if let now, CalendarDay(iso: now) == nil { throw ValidationError("--now is a day such as 2026-06-30") }
        guard (question == nil) != (batch == nil) else { throw ValidationError("give a question, or --batch FILE") }
        if let question, question.allSatisfy(\.isWhitespace) { throw ValidationError("the question is empty") }
    }

    func run() async throws {
        let console = common.console
        do {
            if let question {
                try await answer(question, console)
            } else if let batch {
                try await understand(batch, console)
            }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw console.fail(error)
        }
    }

    private func answer(_ question: String, _ console: Console) async throws {
        let folder = DataFolder(path: dataFolder)
        try folder.make()
        let documents = try DocumentIndex(folder)
        // A document that was put into the folder since is found too.
        try await documents.synchronize(with: FileShelf(path: folder.documents), removesMissing: false)
        let tools = try ShopTools(
            store: try CommerceStore.open(path: folder.database),
            folder: folder,
            documents: documents,
            reportURL: { URL(filePath: folder.reports).appending(path: $0).absoluteString },
            model: try await ModelEndpoint.configured()
        )
        var arguments: JSONObject = ["question": .string(question)]
        if let now { arguments["now"] = .string(now) }
        // Without --lang the answer is in the question's language.
        if let lang = common.lang { arguments["lang"] = .string(lang) }
        let call = ToolCall(name: AskTool.name, arguments: [:], language: console.language)
        let result = try await call.pass(to: tools.ask, arguments)
        if json, let answer = result.structuredContent {
            console.say(answer.serializedString)
        } else {
            for text in result.content.compactMap(\.text) { console.say(text) }
        }
        if result.isError { throw ExitCode(1) }
    }

    private func understand(_ batch: String, _ console: Console) async throws {
        let engine = QuestionEngine(vocabulary: try await vocabulary())
        let file = try Data(contentsOf: URL(filePath: batch))
        let today = now.flatMap { CalendarDay(iso: $0) } ?? Today.localDay()
        var isWhole = true
        for (index, line) in file.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let answer = Self.answer(Array(line), engine, today) else {
                console.note(QuestionLine.unreadable(index + 1))
                isWhole = false
                continue
            }
            console.say(JSONValue.object(answer).serializedString)
        }
        guard isWhole else { throw ExitCode(1) }
    }

    /// The names in the data folder; none when there are no data yet.
    private func vocabulary() async throws -> ShopVocabulary {
        let path = DataFolder(path: dataFolder).database
        guard FileManager.default.fileExists(atPath: path) else { return ShopVocabulary() }
        return ShopVocabulary(try await CommerceStore.open(path: path).shopNames())
    }

    /// nil when the line holds no question.
    private static func answer(_ line: [UInt8], _ engine: QuestionEngine, _ today: CalendarDay) -> JSONObject? {
        guard let object = try? JSONValue(parsing: line).object, let question = object["q"]?.string else { return nil }
        var day = today
        if let stated = object["now"]?.string {
            guard let read = CalendarDay(iso: stated) else { return nil }
            day = read
        }
        let understanding = engine.understand(question, now: day)
        var answer = JSONObject()
        answer["id"] = object["id"]
        answer["q"] = .string(question)
        answer["intent"] = .string(understanding.intent.rawValue)
        answer["args"] = .object(understanding.slots.json)
        return answer
    }
}

private enum QuestionLine {
    static func unreadable(_ number: Int) -> LocalizedText {
        LocalizedText(
            es:
                "La pregunta \(number) no se puede leer: se espera un objeto JSON con «q» y, si acaso, «now» (AAAA-MM-DD).",
            en:
                "Question \(number) cannot be read: a JSON object with \"q\" and perhaps \"now\" (YYYY-MM-DD) is expected."
        )
    }
}
