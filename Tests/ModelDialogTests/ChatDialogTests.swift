import JSON
import ModelDialog
import Testing

/// The requests that a model gets, and its responses read with suspicion.
@Suite struct ChatDialogTests {
    private static let sales = ChatFunction(
        name: "sales_summary",
        summary: "Sales of a period.",
        parameters: ["type": "object", "properties": ["month": ["type": "string"]]]
    )

    private func dialog() -> ChatDialog {
        ChatDialog(model: "m-1", instructions: "Choose.", question: "How much?", functions: [Self.sales])
    }

    private func request(_ dialog: ChatDialog) throws -> JSONValue { try JSONValue(parsing: dialog.request) }

    static func calling(_ name: String, _ arguments: String, id: String = "call_7") -> [UInt8] {
        response([
            "role": "assistant", "content": .null,
            "tool_calls": [
                [
                    "id": .string(id), "type": "function",
                    "function": ["name": .string(name), "arguments": .string(arguments)],
                ]
            ],
        ])
    }

    static func saying(_ text: String, finish: String = "stop") -> [UInt8] {
        response(["role": "assistant", "content": .string(text)], finish: finish)
    }

    static func response(_ message: JSONValue, finish: String = "stop") -> [UInt8] {
        let body: JSONValue = [
            "id": "chatcmpl-1", "object": "chat.completion", "model": "m-1",
            "choices": [["index": 0, "message": message, "finish_reason": .string(finish)]],
        ]
        return body.serialized()
    }

    @Test func theFirstRequestOffersTheTools() throws {
        let request = try request(dialog())
        #expect(request["model"] == "m-1" && request["stream"] == false && request["tool_choice"] == "auto")
        #expect(request["messages"]?.array?.compactMap { $0["role"]?.string } == ["system", "user"])
        #expect(request["messages"]?[1]?["content"] == "How much?")
        #expect(request["tools"]?[0]?["type"] == "function")
        #expect(request["tools"]?[0]?["function"]?["parameters"] == Self.sales.parameters)
    }

    @Test func aCallComesWithItsArguments() throws {
        var dialog = dialog()
        let turn = try dialog.choice(in: Self.calling("sales_summary", #"{"month":"2011-08"}"#))
        guard case .call(let call) = turn else {
            Issue.record("\(turn)")
            return
        }
        #expect(call.name == "sales_summary" && call.arguments == ["month": "2011-08"])
        dialog.answer(call, with: #"{"revenue":1.5}"#)
        let next = try request(dialog)
        #expect(next["tool_choice"] == "none")
        let messages = try #require(next["messages"]?.array)
        #expect(messages.compactMap { $0["role"]?.string } == ["system", "user", "assistant", "tool"])
        #expect(messages[2]["tool_calls"]?[0]?["id"] == "call_7" && messages[3]["tool_call_id"] == "call_7")
        #expect(messages[2]["tool_calls"]?[0]?["function"]?["arguments"] == #"{"month":"2011-08"}"#)
        #expect(messages[3]["content"] == #"{"revenue":1.5}"#)
        #expect(try dialog.wording(in: Self.saying("  We sold 1.5. \n")) == "We sold 1.5.")
    }

    @Test(arguments: ["", "{}"])
    func noArgumentsAreNone(_ arguments: String) throws {
        var dialog = dialog()
        guard case .call(let call) = try dialog.choice(in: Self.calling("sales_summary", arguments)) else {
            Issue.record("no call")
            return
        }
        #expect(call.arguments.isEmpty)
    }

    @Test func someServersSendArgumentsAsAnObject() throws {
        var dialog = dialog()
        let message: JSONValue = [
            "content": "", "tool_calls": [["function": ["name": "sales_summary", "arguments": ["month": "8"]]]],
        ]
        guard case .call(let call) = try dialog.choice(in: Self.response(message)) else {
            Issue.record("no call")
            return
        }
        #expect(call.arguments == ["month": "8"])
    }

    @Test func ofSeveralCallsTheFirstCounts() throws {
        var dialog = dialog()
        let calls = ["1", "2"].map { month -> JSONValue in
            ["id": "x", "function": ["name": "sales_summary", "arguments": .string(#"{"month":"\#(month)"}"#)]]
        }
        let turn = try dialog.choice(in: Self.response(["content": .null, "tool_calls": .array(calls)]))
        guard case .call(let call) = turn else {
            Issue.record("\(turn)")
            return
        }
        #expect(call.arguments == ["month": "1"])
    }

    @Test(arguments: [
        ("delete_everything", "{}", "sales_summary"), ("ask", "{}", "sales_summary"),
        ("sales_summary", "{month: 8", "no JSON object"), ("sales_summary", "[1]", "no JSON object"),
        ("sales_summary", String(repeating: "[", count: 100), "no JSON object"),
    ])
    func aMistakeIsExplainedToTheModel(_ name: String, _ arguments: String, _ explained: String) throws {
        var dialog = dialog()
        #expect(try dialog.choice(in: Self.calling(name, arguments)) == .mistake)
        let messages = try #require(try request(dialog)["messages"]?.array)
        // Some models refuse two messages of one side in a row.
        #expect(messages.count == 2)
        #expect(messages[1]["content"]?.string?.contains(explained) == true)
        #expect(messages[1]["content"]?.string?.contains("delete_everything") == false)
    }

    @Test func wordsInPlaceOfACallChooseNothing() throws {
        var dialog = dialog()
        #expect(try dialog.choice(in: Self.saying("I cannot.")) == .noCall)
    }

    @Test(arguments: [
        "", "null", "[]", "{}", #"{"choices":[]}"#, #"{"choices":[{}]}"#, #"{"choices":[{"message":3}]}"#,
        #"{"error":{"message":"no such model"}}"#, "<html>502</html>", #"{"choices":[{"message":{"content":"a"}}]"#,
        #"{"choices":[{"message":{"tool_calls":[{}]}}]}"#,
        #"{"choices":[{"message":{"tool_calls":[{"function":{"name":7}}]}}]}"#,
        "{\"choices\":" + String(repeating: "[", count: 64) + String(repeating: "]", count: 64) + "}",
        #"{"choices":[{"message":{"tool_calls":["# + Array(repeating: "{}", count: 17).joined(separator: ",") + "]}}]}",
    ])
    func whatIsNoResponseIsNonsense(_ body: String) {
        var dialog = dialog()
        #expect(throws: ModelFailure.nonsense) { try dialog.choice(in: Array(body.utf8)) }
    }

    @Test func aHugeResponseIsNonsense() {
        var dialog = dialog()
        let body = Self.saying(String(repeating: "a", count: 1 << 20))
        #expect(throws: ModelFailure.nonsense) { try dialog.choice(in: body) }
    }

    @Test func anIdentifierOfTheServerIsNotRepeatedBlindly() throws {
        for id in ["\"}]", "", String(repeating: "x", count: 65)] {
            var dialog = dialog()
            guard case .call(let call) = try dialog.choice(in: Self.calling("sales_summary", "{}", id: id)) else {
                Issue.record("no call")
                return
            }
            dialog.answer(call, with: "{}")
            #expect(try request(dialog)["messages"]?[3]?["tool_call_id"] == "call00001")
        }
    }

    @Test func thoughtsAreNotTheAnswer() throws {
        let dialog = dialog()
        #expect(try dialog.wording(in: Self.saying("<think>\nHe wants 3.\n</think>\n\nWe sold 2.")) == "We sold 2.")
        #expect(try dialog.wording(in: Self.saying("<think>and on and on")) == "")
        let parts: JSONValue = ["content": [["type": "text", "text": "We "], ["type": "text", "text": "sold 2."]]]
        #expect(try dialog.wording(in: Self.response(parts)) == "We sold 2.")
    }

    @Test func wordsThatAreCutOffAreNotTaken() {
        let dialog = dialog()
        #expect(throws: ModelFailure.badWording(.tooLong)) {
            try dialog.wording(in: Self.saying("We sold 1", finish: "length"))
        }
    }

    @Test func whoeverShallSpeakCallsNothing() {
        let dialog = dialog()
        #expect(throws: ModelFailure.nonsense) { try dialog.wording(in: Self.calling("sales_summary", "{}")) }
    }
}
