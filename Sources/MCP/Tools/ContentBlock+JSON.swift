public import JSON
public import Localization

extension ContentBlock {
    /// The block as a revision can say it. What a revision lacks is told as text, so that nothing is lost in silence.
    public func json(revision: ProtocolRevision, language: Language) -> JSONObject {
        switch self {
        case .text(let text, let annotations):
            return Self.annotated(["type": "text", "text": .string(text)], annotations)
        case .image(let bytes, let mimeType, let annotations):
            return Self.media("image", bytes, mimeType, annotations)
        case .audio(let bytes, let mimeType, let annotations):
            guard revision.hasAudio else {
                let note = LocalizedText(
                    es: "[Audio \(mimeType), \(bytes.count) bytes: la revisión \(revision) no puede llevarlo]",
                    en: "[Audio \(mimeType), \(bytes.count) bytes: revision \(revision) cannot carry it]"
                )
                return Self.annotated(["type": "text", "text": .string(note(language))], annotations)
            }
            return Self.media("audio", bytes, mimeType, annotations)
        case .resourceLink(let link, let annotations):
            guard revision.hasStructuredContent else {
                let label = link.title ?? link.name
                return Self.annotated(["type": "text", "text": .string("\(label): \(link.uri)")], annotations)
            }
            return Self.annotated(link.json, annotations)
        case .resource(let contents, let annotations):
            return Self.annotated(["type": "resource", "resource": .object(contents.json)], annotations)
        case .other(let object):
            return object
        }
    }

    private static func media(
        _ type: JSONValue,
        _ bytes: [UInt8],
        _ mimeType: String,
        _ annotations: Annotations?
    ) -> JSONObject {
        annotated(["type": type, "data": .string(Base64.encode(bytes)), "mimeType": .string(mimeType)], annotations)
    }

    private static func annotated(_ object: JSONObject, _ annotations: Annotations?) -> JSONObject {
        guard let annotations = annotations?.json, !annotations.isEmpty else { return object }
        var object = object
        object["annotations"] = .object(annotations)
        return object
    }

    /// Reads a block that a peer sent. What is unknown or malformed is kept as ``other(_:)``.
    public init(_ object: JSONObject) {
        let annotations = object["annotations"].map { Annotations($0) }
        switch (object["type"]?.string, object["data"]?.string, object["mimeType"]?.string) {
        case ("text", _, _):
            guard let text = object["text"]?.string else { break }
            self = .text(text, annotations: annotations)
            return
        case ("image", let data?, let mimeType?):
            guard let bytes = Base64.decode(data) else { break }
            self = .image(bytes, mimeType: mimeType, annotations: annotations)
            return
        case ("audio", let data?, let mimeType?):
            guard let bytes = Base64.decode(data) else { break }
            self = .audio(bytes, mimeType: mimeType, annotations: annotations)
            return
        case ("resource_link", _, _):
            guard let link = ResourceLink(object) else { break }
            self = .resourceLink(link, annotations: annotations)
            return
        case ("resource", _, _):
            guard let contents = object["resource"].flatMap({ ResourceContents($0) }) else { break }
            self = .resource(contents, annotations: annotations)
            return
        default: break
        }
        self = .other(object)
    }
}

extension ResourceLink {
    var json: JSONObject {
        var object: JSONObject = ["type": "resource_link", "uri": .string(uri), "name": .string(name)]
        if let title { object["title"] = .string(title) }
        if let summary { object["description"] = .string(summary) }
        if let mimeType { object["mimeType"] = .string(mimeType) }
        if let size { object["size"] = JSONValue(size) }
        return object
    }

    init?(_ object: JSONObject) {
        guard let uri = object["uri"]?.string, let name = object["name"]?.string else { return nil }
        self.init(
            uri: uri,
            name: name,
            title: object["title"]?.string,
            summary: object["description"]?.string,
            mimeType: object["mimeType"]?.string,
            size: object["size"]?.int
        )
    }
}

extension ResourceContents {
    var json: JSONObject {
        var object: JSONObject = ["uri": .string(uri)]
        if let mimeType { object["mimeType"] = .string(mimeType) }
        switch body {
        case .text(let text): object["text"] = .string(text)
        case .blob(let bytes): object["blob"] = .string(Base64.encode(bytes))
        }
        return object
    }

    init?(_ value: JSONValue) {
        guard let uri = value["uri"]?.string else { return nil }
        let mimeType = value["mimeType"]?.string
        if let text = value["text"]?.string {
            self.init(uri: uri, mimeType: mimeType, text: text)
        } else if let bytes = value["blob"]?.string.flatMap({ Base64.decode($0) }) {
            self.init(uri: uri, mimeType: mimeType, blob: bytes)
        } else {
            return nil
        }
    }
}
