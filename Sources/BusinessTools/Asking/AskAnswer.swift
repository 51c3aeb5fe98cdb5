import Commerce
import JSON
import Localization
import MCP
import ModelDialog
import Questions

/// The answer to a question: how it was understood, who answered it and what.
struct AskAnswer {
    let understanding: Understanding
    let now: CalendarDay
    let language: Language
    var notes: [LocalizedText] = []
    /// Why a model was of no use, where one was asked.
    private var modelNote: LocalizedText?
    /// What a model chose against the rules.
    private var choice: ModelAnswer?
    private var chooser = rules
    private var writer = rules
    private static let rules = "rules"
    private var tool: String?
    private var text = ""
    /// What the tool gave besides text: links, pictures.
    private var attachments: [ContentBlock] = []
    private var data: JSONValue = .null
    private var isError = false

    init(_ understanding: Understanding, now: CalendarDay, language: Language) {
        self.understanding = understanding
        self.now = now
        self.language = language
    }

    mutating func say(_ text: LocalizedText) {
        self.text = text(language)
    }

    /// Nothing here answers it, and nothing is done.
    mutating func refuse() {
        say(
            LocalizedText(
                es: understanding.explanation.spanish + " Pregunte «ayuda» para ver ejemplos.",
                en: understanding.explanation.english + " Ask \"help\" for examples."
            )
        )
    }

    /// Makes a tool's result the answer.
    mutating func take(_ result: ToolResult, from tool: String) {
        self.tool = tool
        text = result.content.compactMap(\.text).joined(separator: "\n")
        attachments = result.content.filter { $0.text == nil }
        data = result.structuredContent ?? .null
        isError = result.isError
    }

    /// Says first the one figure that was asked for.
    mutating func lead(with sought: SoughtFigure?) {
        guard let sought, !isError else { return }
        let lead = SoughtAnswer(sought: sought, data: data, language: language)
        if let sentence = lead.sentence { text = sentence + "\n" + text }
    }

    /// Makes what a model chooses, and perhaps its words, the answer.
    ///
    /// - Returns: whether it chose anything. If it was of no use, a note says why.
    mutating func take(from question: ModelQuestion) async throws -> Bool {
        do {
            guard let given = try await question.answer() else { return false }
            take(given.result, from: given.tool.name)
            chooser = question.model.name
            if !given.agrees(with: question.plan) {
                choice = given
                notes = []
            }
            if let wording = given.wording {
                text = ([wording] + given.remarks(language)).joined(separator: "\n")
                writer = question.model.name
            }
            modelNote = given.failure?.note(chosen: true)
            return true
        } catch let failure as ModelFailure {
            modelNote = failure.note(chosen: false)
            return false
        }
    }

    var result: ToolResult {
        ToolResult(
            content: [.text(lines.joined(separator: "\n"))] + attachments,
            structuredContent: .object(json),
            isError: isError
        )
    }

    // MARK: For people

    private var lines: [String] {
        let remark = modelNote.map { [$0(language)] } ?? []
        // A refusal and help explain themselves.
        guard tool != nil || understanding.intent == .ingest else { return [text] + remark }
        return [understood] + notes.map { $0(language) } + [text] + remark + doubts
    }

    private var understood: String { (choice?.explanation ?? understanding.explanation)(language) }

    private var isUnsure: Bool {
        choice == nil && understanding.confidence < Understanding.sure && !understanding.alternatives.isEmpty
    }

    private var doubts: [String] {
        guard isUnsure else { return [] }
        let heading = LocalizedText(
            es: "No es seguro que esa fuera la pregunta. También podría ser:",
            en: "That may not have been the question. It could also be:"
        )
        return [heading(language)] + understanding.alternatives.map { "- " + $0.explanation(language) }
    }

    // MARK: For programs

    private var json: JSONObject {
        var object: JSONObject = [
            "intent": .string((choice?.intent ?? understanding.intent).rawValue),
            "args": .object(choice?.arguments ?? understanding.slots.json),
            "answer": .string(text),
            "tool": tool.map { .string($0) } ?? .null,
            "result": data,
            "understood": .string(understood),
            "chosen_by": .string(chooser),
            "phrased_by": .string(writer),
            "as_of": .string(now.description),
            "notes": .array((notes + (modelNote.map { [$0] } ?? [])).map { .string($0(language)) }),
        ]
        if choice == nil { object["confidence"] = JSONNumber(understanding.confidence).map { .number($0) } ?? .null }
        if isUnsure {
            object["alternatives"] = .array(
                understanding.alternatives.map { other in
                    [
                        "intent": .string(other.intent.rawValue), "args": .object(other.slots.json),
                        "understood": .string(other.explanation(language)),
                    ]
                }
            )
        }
        return object
    }

    static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "intent": ["type": "string", "enum": .array(Intent.allCases.map { .string($0.rawValue) })],
            "args": ["type": "object"],
            "answer": ["type": "string"],
            "tool": ["type": ["string", "null"]],
            "result": ["type": ["object", "null"]],
            "understood": ["type": "string"],
            "chosen_by": ["type": "string"],
            "phrased_by": ["type": "string"],
            "confidence": ["type": "number"],
            "as_of": ["type": "string"],
            "notes": ["type": "array", "items": ["type": "string"]],
            "alternatives": [
                "type": "array",
                "items": [
                    "type": "object",
                    "properties": [
                        "intent": ["type": "string"], "args": ["type": "object"], "understood": ["type": "string"],
                    ],
                ],
            ],
        ],
        "required": ["intent", "args", "answer", "tool", "as_of"],
    ]
}

extension QuestionPlan {
    /// Words whose spelling was mended.
    static func notes(of understanding: Understanding) -> [LocalizedText] {
        understanding.corrections.prefix(5).map { correction in
            LocalizedText(
                es: "Leí «\(correction.written)» como «\(correction.read)».",
                en: "I read '\(correction.written)' as '\(correction.read)'."
            )
        }
    }
}
