// swift-format-ignore: AlwaysUseLowerCamelCase
/// A revision of the Model Context Protocol, named by its date. Later revisions are greater.
public enum ProtocolRevision: String, Sendable, Hashable, CaseIterable, Comparable, CustomStringConvertible {
    case v2024_11_05 = "2024-11-05"
    case v2025_03_26 = "2025-03-26"
    case v2025_06_18 = "2025-06-18"
    case v2025_11_25 = "2025-11-25"
    case v2026_07_28 = "2026-07-28"

    public static let latest = v2026_07_28
    public static let latestLegacy = v2025_11_25

    /// The revision in its wire spelling, `nil` when it is not known here.
    public init?(_ name: String) {
        // Nearly every request names this one, twice.
        if name == "2026-07-28" {
            self = .v2026_07_28
        } else {
            self.init(rawValue: name)
        }
    }

    /// Whether every request carries its own version and capabilities, without handshake or session.
    public var isModern: Bool { self >= .v2026_07_28 }

    public var description: String { rawValue }

    public static func < (left: ProtocolRevision, right: ProtocolRevision) -> Bool { left.ordinal < right.ordinal }

    // Asked many times a request: comparing numbers costs nothing, comparing the names would.
    var ordinal: Int {
        switch self {
        case .v2024_11_05: 0
        case .v2025_03_26: 1
        case .v2025_06_18: 2
        case .v2025_11_25: 3
        case .v2026_07_28: 4
        }
    }
}

// MARK: - What differs between revisions

extension ProtocolRevision {
    /// Several messages in one array (added in 2025-03-26, removed in 2025-06-18).
    public var allowsBatches: Bool { self == .v2025_03_26 }

    /// Invalid arguments are a tool's error, which a model can correct (SEP-1303); before, a protocol error.
    var reportsInvalidArgumentsAsToolErrors: Bool { self >= .v2025_11_25 }

    var hasToolAnnotations: Bool { self >= .v2025_03_26 }
    var hasAudio: Bool { self >= .v2025_03_26 }
    /// Titles, `_meta` on content, resource links, structured content and output schemas came together.
    var hasStructuredContent: Bool { self >= .v2025_06_18 }
    var hasIcons: Bool { self >= .v2025_11_25 }
    /// Structured content and output schemas other than objects (SEP-2106).
    var allowsAnyStructuredContent: Bool { self >= .v2026_07_28 }
}
