import MCP

extension EventStreamWriter {
    /// Passes on the messages of a session's stream until it ends, its reader is told to come back later, or somebody
    /// else reads it.
    ///
    /// - Parameters:
    ///   - sequence: of the last message that the client has.
    ///   - first: what was fetched already. Default: nothing.
    ///   - isNamed: see ``EventStreamFrame/message(_:id:isNamed:)``. Such a stream cannot be resumed.
    func pass(
        _ messages: MessageStream,
        after sequence: Int,
        first: MessageStream.Delivery? = nil,
        isNamed: Bool = false
    ) async throws {
        // A pause that was obeyed before is not obeyed again by the connection that came back after it.
        let obeyed = first == nil ? messages.position : 0
        var read = sequence
        var delivery: MessageStream.Delivery
        if let first { delivery = first } else { delivery = await messages.next(after: read) }
        while case .events(let events) = delivery {
            for event in events {
                read = event.sequence
                switch event.content {
                case .message(let message):
                    let id = isNamed ? nil : messages.eventID(event.sequence)
                    try await write(EventStreamFrame.message(message, id: id, isNamed: isNamed))
                case .pause(let milliseconds) where event.sequence > obeyed && !isNamed:
                    try await write(EventStreamFrame.retry(after: milliseconds))
                    return
                case .pause: break
                }
            }
            delivery = await messages.next(after: read)
        }
    }
}
