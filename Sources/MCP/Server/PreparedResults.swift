import JSON
import Localization

/// A result that never changes, as a value and as bytes.
struct PreparedResult: Sendable {
    let object: JSONObject
    let bytes: [UInt8]

    init(_ object: JSONObject) {
        self.object = object
        self.bytes = object.serialized()
    }
}

/// Everything constant that a server says in one revision and one language, made once.
final class PreparedResults: Sendable {
    /// `server/discover`; modern revisions only.
    let discovery: PreparedResult?
    /// `initialize`; legacy revisions only.
    let initialization: PreparedResult?
    let toolPages: [PreparedResult]
    let promptPages: [PreparedResult]
    let templatePages: [PreparedResult]
    /// `_meta` of every result, in modern revisions.
    let resultMeta: JSONObject
    /// The same as the last member of an object, closing brace included.
    let resultMetaMember: [UInt8]

    init(
        revision: ProtocolRevision,
        language: Language,
        implementation: Implementation,
        instructions: LocalizedText?,
        offer: ServerOffer,
        configuration: ServerConfiguration,
        supported: [ProtocolRevision]
    ) {
        let identity = JSONValue.object(implementation.json(revision: revision, language: language))
        let capabilities = JSONValue.object(offer.capabilities(revision: revision, configuration: configuration))
        let meta: JSONObject = revision.isModern ? [MetaKey.serverInfo: identity] : [:]
        resultMeta = meta
        resultMetaMember = Array(#","\#(MetaKey.meta)":"#.utf8) + meta.serialized() + [UInt8(ascii: "}")]

        func finished(_ object: JSONObject) -> PreparedResult {
            guard revision.isModern else { return PreparedResult(object) }
            var object = object
            object["ttlMs"] = JSONValue(configuration.cacheLifetime)
            object["cacheScope"] = .string(configuration.cacheScope.rawValue)
            object[MetaKey.meta] = .object(meta)
            return PreparedResult(object)
        }

        if revision.isModern {
            var object: JSONObject = [
                "resultType": "complete",
                "supportedVersions": .array(supported.map { .string($0.rawValue) }),
                "capabilities": capabilities,
            ]
            if let instructions { object["instructions"] = .string(instructions(language)) }
            discovery = finished(object)
            initialization = nil
        } else {
            var object: JSONObject = [
                "protocolVersion": .string(revision.rawValue),
                "capabilities": capabilities,
                "serverInfo": identity,
            ]
            if let instructions { object["instructions"] = .string(instructions(language)) }
            discovery = nil
            initialization = finished(object)
        }

        func pages(_ name: String, _ cursors: PageCursors, _ entries: [JSONObject]) -> [PreparedResult] {
            (0..<cursors.pageCount).map { page in
                var object: JSONObject = revision.isModern ? ["resultType": "complete"] : [:]
                object[name] = .array(entries[cursors.range(ofPage: page)].map(JSONValue.object))
                if page + 1 < cursors.pageCount { object["nextCursor"] = .string(cursors.cursor(forPage: page + 1)) }
                return finished(object)
            }
        }
        toolPages = pages(
            "tools",
            offer.toolCursors,
            offer.tools.map { $0.definition.json(revision: revision, language: language) }
        )
        promptPages = pages(
            "prompts",
            offer.promptCursors,
            offer.prompts.map { $0.definition.json(revision: revision, language: language) }
        )
        templatePages = pages(
            "resourceTemplates",
            offer.templateCursors,
            offer.resources.templates.map { $0.definition.json(revision: revision, language: language) }
        )
    }
}
