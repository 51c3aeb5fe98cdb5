import JSON
import Localization
import Testing

@testable import MCP
@testable import MCPClient

/// A form in a terminal, line by line.
@Suite struct FormDialogTests {
    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "name": ["type": "string", "title": "Your name", "minLength": 2, "maxLength": 20],
            "email": ["type": "string", "format": "email"],
            "guests": ["type": "integer", "minimum": 1, "maximum": 8, "default": 2],
            "tip": ["type": "number"],
            "terrace": ["type": "boolean"],
            "size": ["type": "string", "enum": ["2", "1"]],
            "colour": [
                "type": "string",
                "oneOf": [["const": "r", "title": "Red"], ["const": "g", "title": "Green"]],
            ],
            "extras": [
                "type": "array", "items": ["type": "string", "enum": ["bread", "wine", "olives"]], "maxItems": 2,
            ],
        ],
        "required": ["name", "colour"],
    ]

    private static func form(_ schema: JSONValue = schema) throws -> ElicitationForm {
        try ElicitationForm(message: "Details", schema: schema)
    }

    /// Types the lines into the form; gives the complaints and how it ended.
    private static func fill(
        _ lines: [String],
        known: JSONObject = [:]
    ) throws -> (problems: [String], step: FormDialog.Step) {
        var dialog = FormDialog(form: try form(), known: known)
        let problems = lines.compactMap { dialog.take($0)?.english }
        return (problems, dialog.step)
    }

    @Test func everyKindOfField() throws {
        let (problems, step) = try Self.fill(
            ["Ana", "ana@example.com", "4", "2.5", "sí", "1", "green", "1, wine", ""]
        )
        #expect(problems.isEmpty)
        let expected: JSONObject = [
            "name": "Ana", "email": "ana@example.com", "guests": 4, "tip": 2.5, "terrace": true, "size": "1",
            "colour": "g", "extras": ["bread", "wine"],
        ]
        #expect(step == .done(.accept(expected)))
    }

    @Test func whatMayBeLeftOutIs() throws {
        let (problems, step) = try Self.fill(["Ana", "", "", "", "", "", "Red", "", "yes"])
        #expect(problems.isEmpty)
        #expect(step == .done(.accept(["name": "Ana", "colour": "r"])))
    }

    @Test(
        arguments: [
            ([""], "required"), (["A"], "2 characters"), (["Ana", "nobody"], "e-mail"),
            (["Ana", "", "9"], "8 or less"),
            (["Ana", "", "two"], "number"), (["Ana", "", "1.5"], "whole"),
            (["Ana", "", "", "", "perhaps"], "yes or no"),
            (["Ana", "", "", "", "", "3"], "option"), (["Ana", "", "", "", "", "", "blue"], "option"),
            (["Ana", "", "", "", "", "", "r", "bread,wine,olives"], "2 or fewer"),
            (["Ana", "", "", "", "", "", "r", "", "what"], "edit"),
        ]
    )
    func aMistakeIsExplainedAndTheFieldComesAgain(_ lines: [String], _ word: String) throws {
        var dialog = FormDialog(form: try Self.form())
        for line in lines.dropLast() { #expect(dialog.take(line) == nil) }
        let before = dialog.step
        let complaint = dialog.take(lines.last ?? "")
        let problem = try #require(complaint)
        #expect(problem.english.contains(word))
        #expect(!problem.spanish.isEmpty && problem.spanish != problem.english)
        #expect(dialog.step == before)
    }

    @Test func refusingAndLeaving() throws {
        #expect(try Self.fill(["/decline"]).step == .done(.decline))
        #expect(try Self.fill(["Ana", "/rechazar"]).step == .done(.decline))
        #expect(try Self.fill(["/cancel"]).step == .done(.cancel))
        #expect(try Self.fill(["Ana", "", "", "", "", "", "r", "", "no"]).step == .done(.decline))
        var dialog = FormDialog(form: try Self.form())
        dialog.leave()
        #expect(dialog.step == .done(.cancel))
    }

    @Test func goingBackAndChanging() throws {
        let (_, step) = try Self.fill(
            ["Ana", "/back", "Eva", "", "", "", "", "", "r", "", "edit", "", "", "3", "", "", "", "g", "", "yes"]
        )
        #expect(step == .done(.accept(["name": "Eva", "colour": "g", "guests": 3])))
    }

    @Test func whatIsKnownIsNotAskedFor() throws {
        let known: JSONObject = ["name": "Ana", "email": "a@b.c", "guests": 1, "tip": 1, "terrace": true, "size": "1"]
        var dialog = FormDialog(form: try Self.form(), known: known)
        #expect(dialog.lines(.english).first?.contains("colour") == true)
        #expect(dialog.take("r") == nil)
        #expect(dialog.take("") == nil)
        #expect(dialog.step == .confirmation)
    }

    @Test func aFormWithoutFieldsIsAQuestion() throws {
        var dialog = FormDialog(form: try Self.form(["type": "object", "properties": [:]]))
        #expect(dialog.step == .confirmation)
        #expect(dialog.take("no") == nil)
        #expect(dialog.step == .done(.decline))
    }

    @Test func whatTheServerWroteIsHarmless() throws {
        let form = try Self.form([
            "type": "object",
            "properties": [
                "a\u{1B}[2J": [
                    "type": "string", "title": "T\u{1B}]0;x\u{7}\nline", "description": "d\u{9B}1m",
                    "enum": ["v\u{1B}c", "w"], "default": "v\u{1B}c",
                ]
            ],
        ])
        let dialog = FormDialog(form: form)
        for language in Language.allCases {
            for text in dialog.lines(language) + [dialog.prompt(language)] {
                #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
            }
        }
    }

    @Test func endlessOptionsAreCut() throws {
        let options = (0..<5_000).map { JSONValue.string("option \($0)") }
        let form = try Self.form(["type": "object", "properties": ["x": ["type": "string", "enum": .array(options)]]])
        var dialog = FormDialog(form: form)
        #expect(dialog.lines(.english).count < 60)
        #expect(dialog.take("option 4999") == nil)
        #expect(dialog.values["x"] == "option 4999")
    }

    // MARK: Answers of the command line

    private static func fit(_ answers: [String: String], defaults: Bool = false) throws -> GivenAnswers.Fit {
        try GivenAnswers(answers: answers.map { ($0.key, $0.value) }, acceptsDefaults: defaults).fit(try form())
    }

    @Test func answersBeforehand() throws {
        guard case .complete(let values) = try Self.fit(["name": "Ana", "colour": "Red", "other": "x"]) else {
            Issue.record("not complete")
            return
        }
        #expect(values == ["name": "Ana", "colour": "r"])
        guard case .partial(_, let missing) = try Self.fit(["name": "Ana"]) else {
            Issue.record("not partial")
            return
        }
        #expect(missing == ["colour"])
        #expect(throws: UnfitAnswer.self) { try Self.fit(["name": "A"]) }
    }

    @Test func aFormThatNoAnswerIsAboutIsNotAccepted() throws {
        guard case .none = try Self.fit(["other": "x"]) else {
            Issue.record("it was accepted")
            return
        }
        guard case .partial = try Self.fit([:], defaults: true) else {
            Issue.record("required fields have no default")
            return
        }
        let optional = try Self.form(["type": "object", "properties": ["a": ["type": "string", "default": "x"]]])
        guard case .complete = try GivenAnswers(acceptsDefaults: true).fit(optional) else {
            Issue.record("its defaults fill it in")
            return
        }
    }
}
