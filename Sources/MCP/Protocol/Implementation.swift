public import JSON
public import Localization

/// Who a server or a client says it is. Self-reported: for display and logs, never for decisions.
public struct Implementation: Sendable, Hashable {
    public var name: String
    public var version: String
    /// Shown to people; 2025-06-18 and later.
    public var title: LocalizedText?
    /// Shown to people; 2025-11-25 and later.
    public var summary: LocalizedText?
    public var websiteURL: String?
    public var icons: [Icon]

    public init(
        name: String,
        version: String,
        title: LocalizedText? = nil,
        summary: LocalizedText? = nil,
        websiteURL: String? = nil,
        icons: [Icon] = []
    ) {
        self.name = name
        self.version = version
        self.title = title
        self.summary = summary
        self.websiteURL = websiteURL
        self.icons = icons
    }

    /// The peer's own words, which are the same in every language; `nil` without a name and a version.
    public init?(_ value: JSONValue) {
        guard let name = value["name"]?.string, let version = value["version"]?.string else { return nil }
        self.init(
            name: name,
            version: version,
            title: value["title"]?.string.map { LocalizedText(es: $0, en: $0) },
            summary: value["description"]?.string.map { LocalizedText(es: $0, en: $0) },
            websiteURL: value["websiteUrl"]?.string,
            icons: value["icons"]?.array?.compactMap { Icon($0) } ?? []
        )
    }

    public func json(revision: ProtocolRevision, language: Language) -> JSONObject {
        var object: JSONObject = ["name": .string(name), "version": .string(version)]
        if revision.hasStructuredContent, let title { object["title"] = .string(title(language)) }
        if revision.hasIcons {
            if let summary { object["description"] = .string(summary(language)) }
            if let websiteURL { object["websiteUrl"] = .string(websiteURL) }
            if !icons.isEmpty { object["icons"] = .array(icons.map { .object($0.json) }) }
        }
        return object
    }
}

/// A picture for display (2025-11-25 and later).
public struct Icon: Sendable, Hashable {
    public enum Theme: String, Sendable {
        case light
        case dark
    }

    /// An `https:` or `data:` URI.
    public var source: String
    public var mimeType: String?
    /// "48x48", or "any" for a scalable picture.
    public var sizes: [String]
    public var theme: Theme?

    public init(source: String, mimeType: String? = nil, sizes: [String] = [], theme: Theme? = nil) {
        self.source = source
        self.mimeType = mimeType
        self.sizes = sizes
        self.theme = theme
    }

    /// `nil` without a source, or with one that is neither `https:` nor `data:`, which clients must refuse.
    public init?(_ value: JSONValue) {
        guard let source = value["src"]?.string, source.hasPrefix("https:") || source.hasPrefix("data:") else {
            return nil
        }
        self.init(
            source: source,
            mimeType: value["mimeType"]?.string,
            sizes: value["sizes"]?.array?.compactMap(\.string) ?? [],
            theme: value["theme"]?.string.flatMap { Theme(rawValue: $0) }
        )
    }

    public var json: JSONObject {
        var object: JSONObject = ["src": .string(source)]
        if let mimeType { object["mimeType"] = .string(mimeType) }
        if !sizes.isEmpty { object["sizes"] = .array(sizes.map { .string($0) }) }
        if let theme { object["theme"] = .string(theme.rawValue) }
        return object
    }
}
