public import JSON

/// Tasks (extension `io.modelcontextprotocol/tasks`): calls that a server answers later. A client that declares the
/// extension among its capabilities may get one for any call of a tool.
extension ClientEngine {
    /// The capability that lets a server answer with tasks.
    public static let tasksCapability: JSONObject = ["extensions": [TaskRunner.extensionName: [:]]]

    var takesTasks: Bool { capabilities["extensions"]?[TaskRunner.extensionName] != nil }

    /// How far a task is.
    public func task(_ id: String, options: RequestOptions = RequestOptions()) async throws -> RemoteTask {
        let result = try await call("tasks/get", ["taskId": .string(id)], options: options)
        guard let task = RemoteTask(result) else {
            throw ClientFailure.invalidResponse("tasks/get without a taskId and a status")
        }
        return task
    }

    /// Asks the server to stop a task; it may finish nevertheless.
    public func cancelTask(_ id: String) async throws {
        _ = try await call("tasks/cancel", ["taskId": .string(id)])
    }

    /// Waits for the end of a task. What the server wants to know meanwhile is answered by the handlers. Giving up
    /// waiting leaves the task at work: ``cancelTask(_:)`` stops it.
    ///
    /// - Parameters:
    ///   - tool: whose call it is, where that is known: its output schema is checked then.
    ///   - onUpdate: receives every state that the server reported.
    /// - Throws: ``ClientFailure/refused(_:)`` when the task failed, ``ClientFailure/taskCancelled(_:)``.
    public func result(
        ofTask id: String,
        tool: String? = nil,
        onUpdate: @Sendable (RemoteTask) async -> Void = { _ in }
    ) async throws -> ToolResult {
        var answered: Set<String> = []
        while true {
            let task = try await task(id)
            await onUpdate(task)
            switch task.status {
            case .working: break
            case .inputRequired: try await answer(task, &answered)
            case .completed:
                guard let result = task.definition["result"]?.object else {
                    throw ClientFailure.invalidResponse("a completed task without a result")
                }
                return try toolResult(tool ?? "", result)
            case .failed:
                guard let error = task.definition["error"].flatMap({ JSONRPCErrorObject($0) }) else {
                    throw ClientFailure.invalidResponse("a failed task without an error")
                }
                throw ClientFailure.refused(error)
            case .cancelled: throw ClientFailure.taskCancelled(task.statusMessage)
            }
            try await clock.sleep(.milliseconds(task.pollInterval))
        }
    }

    /// Answers the questions that are new. A server may show one for a while after it was answered.
    private func answer(_ task: RemoteTask, _ answered: inout Set<String>) async throws {
        let revision = try await connect().revision
        var responses = JSONObject()
        for (key, request) in task.questions where !answered.contains(key) {
            guard answered.count < Self.maximumQuestions else {
                throw ClientFailure.tooManyRounds(Self.maximumQuestions)
            }
            guard let wanted = request["method"]?.string else {
                throw ClientFailure.invalidResponse("an input request without a method")
            }
            do {
                responses[key] = .object(try await input(wanted, request["params"]?.object ?? [:], revision))
            } catch let failure as InputFailure {
                throw failure.failure
            }
            answered.insert(key)
        }
        if responses.isEmpty { return }
        _ = try await call("tasks/update", ["taskId": .string(task.id), "inputResponses": .object(responses)])
    }

    /// A task that never stops asking is left here.
    private static var maximumQuestions: Int { 100 }
}
