import JSON

extension ClientEngine {
    /// All resources that the server lists.
    public func listResources(options: RequestOptions = RequestOptions()) async throws -> [RemoteResource] {
        try await list("resources/list", member: "resources", options).compactMap { RemoteResource($0) }
    }

    /// All templates of resources.
    public func listResourceTemplates(
        options: RequestOptions = RequestOptions()
    ) async throws -> [RemoteResourceTemplate] {
        try await list("resources/templates/list", member: "resourceTemplates", options)
            .compactMap { RemoteResourceTemplate($0) }
    }

    /// What a resource holds; several pieces when it is a folder, for example.
    public func readResource(
        _ uri: String,
        options: RequestOptions = RequestOptions()
    ) async throws -> [ResourceContents] {
        let result = try await cached("resources/read", ["uri": .string(uri)], options)
        guard let contents = result["contents"]?.array else {
            throw ClientFailure.invalidResponse("resources/read without contents")
        }
        return try contents.map { value in
            guard let piece = ResourceContents(value) else {
                throw ClientFailure.invalidResponse("resources/read with contents that are neither text nor bytes")
            }
            return piece
        }
    }

    /// All prompts that the server lists.
    public func listPrompts(options: RequestOptions = RequestOptions()) async throws -> [RemotePrompt] {
        try await list("prompts/list", member: "prompts", options).compactMap { RemotePrompt($0) }
    }

    /// The messages of a prompt, with its arguments filled in.
    public func prompt(
        named name: String,
        arguments: [String: String] = [:],
        options: RequestOptions = RequestOptions()
    ) async throws -> PromptContents {
        var params: JSONObject = ["name": .string(name)]
        if !arguments.isEmpty {
            var values = JSONObject()
            for (name, value) in arguments.sorted(by: { $0.key < $1.key }) { values[name] = .string(value) }
            params["arguments"] = .object(values)
        }
        let result = try await call("prompts/get", params, options: options)
        guard let contents = PromptContents(result) else {
            throw ClientFailure.invalidResponse("prompts/get without messages")
        }
        return contents
    }

    /// Suggestions for what a person is typing.
    ///
    /// - Parameters:
    ///   - value: what was typed so far.
    ///   - known: the arguments that are already decided.
    public func complete(
        _ reference: CompletionReference,
        argument: String,
        value: String,
        known: [String: String] = [:],
        options: RequestOptions = RequestOptions()
    ) async throws -> CompletionAnswer {
        var params: JSONObject = [
            "ref": .object(reference.json), "argument": ["name": .string(argument), "value": .string(value)],
        ]
        if !known.isEmpty {
            var arguments = JSONObject()
            for (name, value) in known.sorted(by: { $0.key < $1.key }) { arguments[name] = .string(value) }
            params["context"] = ["arguments": .object(arguments)]
        }
        let result = try await call("completion/complete", params, options: options)
        guard let completion = CompletionAnswer(result) else {
            throw ClientFailure.invalidResponse("completion/complete without values")
        }
        return completion
    }
}
