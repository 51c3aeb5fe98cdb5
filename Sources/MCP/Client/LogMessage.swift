public import JSON

/// What a server says of its work (`notifications/message`).
public struct LogMessage: Sendable, Hashable {
    public var level: LogLevel
    /// Which part of the server speaks.
    public var logger: String?
    /// A text or any other value.
    public var data: JSONValue

    public init(level: LogLevel, logger: String? = nil, data: JSONValue) {
        self.level = level
        self.logger = logger
        self.data = data
    }

    /// `nil` without a level that exists and data.
    init?(_ params: JSONObject) {
        guard let level = params["level"]?.string.flatMap({ LogLevel(rawValue: $0) }), let data = params["data"] else {
            return nil
        }
        self.init(level: level, logger: params["logger"]?.string, data: data)
    }
}
