import JSON
import Localization

extension ServerEngine {
    func listResources(_ asked: Asked) throws(JSONRPCErrorObject) -> Dispatch {
        let fixed = resources.fixed.map(\.definition)
        guard let listed = resources.listed else {
            let hint = CacheHint(lifetime: configuration.cacheLifetime, scope: configuration.cacheScope)
            return .reply(try pageOfResources(fixed, asked, hint))
        }
        let request = running(asked)
        return .perform { [self] in
            let hint = CacheHint(lifetime: configuration.resourceCacheLifetime, scope: .private)
            do {
                // What comes and goes tells of the data by its names alone.
                let visible = try await listed(request).filter { !lacking($0.requiredScopes, asked.context.scopes) }
                return try pageOfResources(Self.merge(fixed, visible), asked, hint)
            } catch let error as JSONRPCErrorObject {
                return .error(error)
            } catch {
                return internalError(error, "resources/list", request)
            }
        }
    }

    /// Fixed resources keep their place; those that are listed too are told as they are listed.
    private static func merge(_ fixed: [ResourceDefinition], _ listed: [ResourceDefinition]) -> [ResourceDefinition] {
        var fresh: [String: ResourceDefinition] = [:]
        for definition in listed { fresh[definition.uri] = definition }
        let told = fixed.map { fresh.removeValue(forKey: $0.uri) ?? $0 }
        return told + listed.filter { fresh[$0.uri] != nil }
    }

    /// A page of a list that may have changed since the page before: the cursor names the last resource that the client
    /// has seen. When that is gone the cursor is refused, rather than leaving resources out in silence.
    private func pageOfResources(
        _ all: [ResourceDefinition],
        _ asked: Asked,
        _ hint: CacheHint
    ) throws(JSONRPCErrorObject) -> Reply {
        var start = 0
        if let cursor = asked.params?["cursor"], !cursor.isNull {
            guard let last = cursor.string.flatMap({ Self.uri(ofCursor: $0) }),
                let index = all.firstIndex(where: { $0.uri == last })
            else { throw asked.invalidCursor }
            start = index + 1
        }
        let end = min(start + configuration.pageSize, all.count)
        var body: JSONObject = [
            "resources": .array(
                all[start..<end].map { .object($0.json(revision: asked.meta.revision, language: asked.language)) }
            )
        ]
        if end < all.count { body["nextCursor"] = .string(Self.cursor(after: all[end - 1].uri)) }
        return completed(body, for: running(asked), cache: hint)
    }

    private static func cursor(after uri: String) -> String { Base64.encode(Array("after \(uri)".utf8)) }

    private static func uri(ofCursor cursor: String) -> String? {
        guard cursor.utf8.count <= 2 * URITemplate.maximumLength, let bytes = Base64.decode(cursor) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasPrefix("after ") ? String(text.dropFirst(6)) : nil
    }

    func readResource(_ asked: Asked) throws(JSONRPCErrorObject) -> Dispatch {
        let uri = try asked.text("uri")
        try require(resources.requiredScopes(for: uri), asked.context)
        let request = try running(asked, target: uri, arguments: [:])
        let readers = resources.readers(of: uri)
        guard !readers.isEmpty else { throw resourceNotFound(uri, asked.meta.revision, asked.language) }
        return .perform { [self] in
            var round = HandlerRound(request: request, target: uri, arguments: [:])
            while true {
                let outcome = await read(uri, readers, round.request)
                if let reply = await settle(outcome, &round) { return reply }
            }
        }
    }

    private func read(
        _ uri: String,
        _ readers: [(reader: ResourceReader, variables: [String: String])],
        _ request: RunningRequest
    ) async -> HandlerOutcome {
        do {
            for (reader, variables) in readers {
                let read = ResourceRead(uri: uri, variables: variables, request: request)
                if let contents = try await reader(read) {
                    return .complete(["contents": .array(contents.map { .object($0.json) })])
                }
            }
            return .failed(resourceNotFound(uri, request.revision, request.language))
        } catch {
            return outcome(of: error, uri, request)
        }
    }

    private func resourceNotFound(
        _ uri: String,
        _ revision: ProtocolRevision,
        _ language: Language
    ) -> JSONRPCErrorObject {
        let shown = uri.prefix(200)
        return JSONRPCErrorObject(
            revision.isModern ? .invalidParams : .legacyResourceNotFound,
            LocalizedText(es: "No existe el recurso «\(shown)».", en: "Resource not found: \(shown)"),
            language,
            data: ["uri": .string(uri)]
        )
    }
}
