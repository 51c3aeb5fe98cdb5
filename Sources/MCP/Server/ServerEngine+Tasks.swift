import JSON
import Localization

extension ServerEngine {
    /// Takes up the tasks that were at work when the process ended. Call it once, before the first request.
    ///
    /// Tools that say that they only read, or that the same call again changes nothing more, run again; the tasks of
    /// others have failed.
    public func recoverTasks() async throws {
        try await configuration.tasks?.recover(
            isRepeatable: { [self] name in
                let hints = offer.tool(named: name)?.definition.annotations
                return hints?.readOnly == true || hints?.idempotent == true
            },
            work: work
        )
    }

    /// Whether a call is answered with a task.
    func becomesTask(_ tool: Tool, _ call: ToolCall) throws(JSONRPCErrorObject) -> Bool {
        guard tool.definition.taskUse != .never else { return false }
        if call.revision.isModern, call.request.client.supports(extension: TaskRunner.extensionName) { return true }
        guard tool.definition.taskUse == .always else { return false }
        if call.revision.isModern { throw .missingCapabilities(Self.tasksCapability, call.language) }
        throw JSONRPCErrorObject(
            .invalidRequest,
            LocalizedText(
                es: "«\(tool.name)» trabaja como tarea, y la revisión \(call.revision) no tiene tareas de esta clase.",
                en: "'\(tool.name)' works as a task, and revision \(call.revision) has no tasks of this kind."
            ),
            call.language
        )
    }

    func startTask(_ tool: Tool, _ call: ToolCall, _ tasks: TaskRunner) async -> Reply {
        do {
            let record = try await tasks.start(call, work: work)
            var body = record.json(pollInterval: tasks.policy.pollInterval, detailed: false)
            // The revision's schema knows no tasks and wants content in every answer to a call.
            body["content"] = []
            var object = encode(CompletedResult(body: body, revision: call.revision, language: call.language))
            object["resultType"] = "task"
            return .result(object)
        } catch is TaskRunner.Refusal {
            return .error(
                JSONRPCErrorObject(
                    .internalError,
                    LocalizedText(
                        es: "El servidor tiene ya demasiadas tareas. Inténtelo más tarde.",
                        en: "The server has too many tasks already. Try again later."
                    ),
                    call.language
                )
            )
        } catch {
            return internalError(error, tool.name, call.request)
        }
    }

    /// `tasks/get`, `tasks/update` and `tasks/cancel`.
    func serveTask(_ asked: Asked) throws(JSONRPCErrorObject) -> Dispatch? {
        guard let tasks = configuration.tasks else { return nil }
        try requireTasks(asked)
        let id = try asked.text("taskId")
        let method = asked.request.method
        if method == "tasks/update", asked.params?["inputResponses"]?.object == nil {
            throw asked.invalid(
                es: "tasks/update requiere «inputResponses» (objeto).",
                en: "tasks/update requires 'inputResponses' (an object).",
                stage: .admission
            )
        }
        let responses = try asked.object("inputResponses")
        let request = running(asked)
        return .perform { [self] in
            do {
                let principal = asked.context.principal
                // What a call needs is needed for its result too.
                guard let task = try await tasks.task(id, of: principal) else { return .error(unknownTask(id, asked)) }
                let required = scopes(of: task)
                if lacking(required, asked.context.scopes) {
                    return .error(.insufficientScope(required, asked.language))
                }
                var body: JSONObject?
                switch method {
                case "tasks/get":
                    body = try await tasks.task(id, of: principal)?
                        .json(pollInterval: tasks.policy.pollInterval, detailed: true)
                case "tasks/update":
                    body = try await tasks.update(id, of: principal, responses: responses, work: work) ? [:] : nil
                default: body = try await tasks.cancel(id, of: principal) ? [:] : nil
                }
                guard let body else { return .error(unknownTask(id, asked)) }
                return completed(body, for: request)
            } catch {
                return internalError(error, method, request)
            }
        }
    }

    func requireTasks(_ asked: Asked) throws(JSONRPCErrorObject) {
        guard ClientFeatures(asked.meta.clientCapabilities).supports(extension: TaskRunner.extensionName) else {
            throw .missingCapabilities(Self.tasksCapability, asked.language)
        }
    }

    private static let tasksCapability: JSONObject = ["extensions": [TaskRunner.extensionName: [:]]]

    /// Runs the tool of a task.
    private var work: TaskRunner.Work {
        { [self] record, onProgress in
            guard let tool = offer.tool(named: record.tool) else {
                let failure = ToolCallFailure.unknownTool(record.tool)
                return .failed(JSONRPCErrorObject(.invalidParams, failure.message, record.language))
            }
            let request = RunningRequest(
                id: nil,
                method: "tools/call",
                meta: RequestMeta(revision: .latest, clientCapabilities: record.clientCapabilities),
                context: RequestContext(
                    era: .modern,
                    language: record.language,
                    principal: record.principal,
                    scopes: record.scopes
                ),
                inputResponses: record.answers,
                state: record.state,
                onProgress: onProgress
            )
            switch await run(tool, ToolCall(name: tool.name, arguments: record.arguments, request: request)) {
            case .result(let result): return .complete(result.json(revision: .latest, language: record.language))
            case .error(let error): return .failed(error)
            case .needsInput(let required): return .needsInput(required)
            case .becomesTask: return .failed(internalErrorObject(TaskRequired(), tool.name, request))
            }
        }
    }

    private func unknownTask(_ id: String, _ asked: Asked) -> JSONRPCErrorObject {
        asked.invalid(
            es: "No existe la tarea «\(id.prefix(80))», o ya caducó.",
            en: "Task not found, or expired: \(id.prefix(80))"
        )
    }
}
