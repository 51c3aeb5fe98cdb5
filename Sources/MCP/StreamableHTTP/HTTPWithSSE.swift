/// The transport of 2024-11-05, for clients that still speak it: a GET opens a stream of server-sent events whose first
/// event says where to post, and everything that the server says comes on that stream.
///
/// The session of the stream is opened blank and ends with it. Posts go to a ``DuplexConversation`` that writes to the
/// session's ``LegacySession/standalone`` stream, and are answered 202.
public enum HTTPWithSSE {
    private static let parameter = "session"

    /// The first event of the stream.
    ///
    /// - Parameter path: where posts are served, without a query.
    public static func opening(path: String, session: LegacySession) -> [UInt8] {
        EventStreamFrame.endpoint("\(path)?\(parameter)=\(session.id)")
    }

    /// The session that a post is for; `nil`: answer 404.
    ///
    /// - Parameter query: of the request's target, after the question mark.
    public static func session(
        query: String,
        in sessions: LegacySessions,
        principal: String? = nil
    ) -> LegacySession? {
        let id = query.split(separator: "&").lazy.compactMap { pair -> Substring? in
            let parts = pair.split(separator: "=", maxSplits: 1)
            return parts.count == 2 && parts[0] == parameter ? parts[1] : nil
        }.first
        guard let id, id.utf8.count <= 128 else { return nil }
        return sessions.session(String(id), principal: principal)
    }
}
