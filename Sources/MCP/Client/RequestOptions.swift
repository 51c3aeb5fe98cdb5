public import JSON

/// How one request is to be treated.
public struct RequestOptions: Sendable {
    /// How long to wait for the response before the request is cancelled. Default: as long as the transport allows.
    public var timeout: Duration?
    /// Receives the progress of the request; asks the server for it by being present.
    public var onProgress: (@Sendable (ProgressUpdate) async -> Void)?
    /// Further members of `_meta`, such as `traceparent`. The protocol's own members win.
    public var meta: JSONObject

    public init(
        timeout: Duration? = nil,
        onProgress: (@Sendable (ProgressUpdate) async -> Void)? = nil,
        meta: JSONObject = [:]
    ) {
        self.timeout = timeout
        self.onProgress = onProgress
        self.meta = meta
    }
}

/// How far a request has come (`notifications/progress`).
public struct ProgressUpdate: Sendable, Hashable {
    /// Grows with every update, in a unit of the server's own.
    public var progress: Double
    /// What ``progress`` will be in the end, where it is known.
    public var total: Double?
    public var message: String?

    public init(progress: Double, total: Double? = nil, message: String? = nil) {
        self.progress = progress
        self.total = total
        self.message = message
    }

    /// `nil` without a number for the progress.
    init?(_ params: JSONObject) {
        guard let progress = params["progress"]?.double else { return nil }
        self.init(progress: progress, total: params["total"]?.double, message: params["message"]?.string)
    }
}
