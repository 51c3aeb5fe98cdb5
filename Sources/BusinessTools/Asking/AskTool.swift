public import Commerce
import JSON
import Localization
public import MCP
public import ModelDialog
import Questions

/// `ask`: a question in plain Spanish or English, answered by the tool that it is for.
public enum AskTool {
    public static let name = "ask"

    /// - Parameters:
    ///   - tools: those that answer, in any order.
    ///   - model: may choose the tool and word the answer, where the rules refuse nothing. Default: none.
    ///   - modelWait: how long a question waits when the model is busy with others; then the rules answer. Default: 2 s.
    ///   - today: the calendar day of the shop, asked for at every call.
    /// - Throws: `ToolDefinitionError` if a schema here is malformed, which the tests exclude.
    public static func make(
        store: CommerceStore,
        tools: [Tool],
        model: LanguageModel? = nil,
        modelWait: Duration = .seconds(2),
        today: @escaping @Sendable () -> CalendarDay
    ) throws -> Tool {
        let questions = ShopQuestions(store: store)
        let model = model?.limited(wait: modelWait)
        let tools = Dictionary(tools.map { ($0.name, $0) }) { first, _ in first }
        var definition = definition
        definition.annotations?.openWorld = model != nil
        return try Tool(definition) { call in
            let asked = call.arguments["question"]?.string ?? ""
            // Whoever may not read sales does not learn from questions what names and days there are.
            let mayRead = (try? call.request.require([ShopScope.sales])) != nil
            let period = mayRead ? try await store.dataPeriod() : nil
            let now = try SalesArguments.now(of: call) ?? min(today(), period?.to ?? today())
            let knowledge = mayRead ? try await questions.knowledge() : questions.nothing()
            let language = call.arguments["lang"]?.string.flatMap { Language(rawValue: $0) }
            let understanding = knowledge.engine.understand(asked, now: now)
            var answer = AskAnswer(
                understanding,
                now: now,
                // Whoever asks in a language reads it.
                language: language ?? understanding.language
            )
            answer.notes = QuestionPlan.notes(of: understanding)
            switch understanding.intent {
            case .help: answer.say(HelpAnswer.text(knowledge.names, period))
            case .ingest: answer.say(HelpAnswer.importing(understanding.slots.path))
            case .outOfScope where model == nil || !understanding.isUnrecognised: answer.refuse()
            default:
                var plan = QuestionPlan(
                    understanding.intent,
                    understanding.slots,
                    now: now,
                    products: knowledge.products
                )
                if let tool = plan.tool.flatMap({ tools[$0] }) { plan.fit(to: tool) }
                answer.notes += plan.notes
                let question = ModelQuestion(
                    asked,
                    for: model,
                    plan: plan,
                    language: answer.language,
                    now: now,
                    period: period,
                    tools: tools,
                    call: call
                )
                if let question, try await answer.take(from: question) { break }
                guard understanding.intent != .outOfScope else {
                    answer.refuse()
                    break
                }
                guard let name = plan.tool, let tool = tools[name] else {
                    answer.say(missing(plan.tool))
                    break
                }
                var arguments = plan.arguments
                arguments["lang"] = .string(answer.language.rawValue)
                answer.take(try await call.pass(to: tool, arguments), from: name)
            }
            return answer.result
        }
    }

    private static func missing(_ tool: String?) -> LocalizedText {
        LocalizedText(
            es: "Este servidor no ofrece la herramienta «\(tool ?? "")», que contesta eso.",
            en: "This server does not offer the tool '\(tool ?? "")', which answers that."
        )
    }

    private static let definition = ToolDefinition(
        name: name,
        title: LocalizedText(es: "Preguntar", en: "Ask"),
        summary: LocalizedText(
            es: """
                Contesta una pregunta en español o inglés sobre ventas, existencias, pedidos, documentos e informes: elige la \
                herramienta, la llama y dice cómo entendió la pregunta. No cambia ningún dato.
                """,
            en: """
                Answers a question in Spanish or English about sales, stock, reorders, documents and reports: chooses the tool, \
                calls it and says how the question was understood. It changes no data.
                """
        ),
        inputSchema: [
            "type": "object", "additionalProperties": false, "required": ["question"],
            "properties": [
                "question": [
                    "type": "string", "minLength": 1, "maxLength": .integer(Int64(QuestionEngine.longestQuestion)),
                ],
                "now": ["type": "string", "minLength": 1, "maxLength": 40],
                "lang": SalesArguments.languageSchema,
            ],
        ],
        arguments: [
            "question": LocalizedText(
                es: "La pregunta, con sus palabras: «¿cuánto vendimos en agosto en Francia?»",
                en: "The question, in your own words: \"how much did we sell in August in France?\""
            ),
            "now": SalesArguments.texts["now"] ?? SalesArguments.languageText,
            "lang": LocalizedText(
                es: "Idioma de la respuesta: es o en. Por defecto, el de la pregunta.",
                en: "Language of the answer: es or en. Default: the question's."
            ),
        ],
        outputSchema: AskAnswer.schema,
        // A report that is asked for becomes a file.
        annotations: ToolAnnotations(readOnly: false, destructive: false, idempotent: true, openWorld: false)
    )
}
