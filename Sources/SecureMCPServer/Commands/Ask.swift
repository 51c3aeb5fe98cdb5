import ArgumentParser
import Commands
import Commerce
import Foundation
import JSON
import Localization
import Questions

struct Ask: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell how questions in plain Spanish or English are understood.",
        discussion: """
            Each line of the file is a JSON object with a question "q" and, if it has to be another day than today, \
            "now" (YYYY-MM-DD). For each line one object is printed: "q", "intent", "args", and "id" when there was one.

            Example:
              secure-mcp-server ask --batch questions.jsonl --data ./data
            """
    )

    @OptionGroup var common: LanguageOption
    @Option(help: "File with a question a line (JSON lines).", completion: .file())
    var batch: String
    @Option(name: .customLong("data"), help: "Folder of the data, whose names of products and places are recognised.")
    var dataFolder = "./data"
    @Option(help: "The day that 'today' means where a line does not say, YYYY-MM-DD. Default: today.")
    var now: String?

    func validate() throws {
        if let now, CalendarDay(iso: now) == nil { throw ValidationError("--now is a day such as 2026-06-30") }
    }

    func run() async throws {
        let console = common.console
        do {
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
        } catch let code as ExitCode {
            throw code
        } catch {
            throw console.fail(error)
        }
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
