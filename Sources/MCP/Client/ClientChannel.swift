/// The client's end of a channel that carries everything both ways, such as standard input and output or the stream of
/// the old HTTP transport: it finds the request that a response belongs to.
///
/// Whoever reads the channel hands each message to ``deliver(_:)``, waits, and says in the end why there are no more.
public actor ClientChannel {
    private let write: @Sendable ([UInt8]) async throws -> Void
    private var pending: [JSONRPCID: CheckedContinuation<JSONRPCResponse, any Error>] = [:]
    private var receiver: (handler: ServerMessageHandler, end: CheckedContinuation<Void, any Error>)?
    /// The one given last: what comes while nobody waits is for the engine all the same.
    private var handler: ServerMessageHandler?
    private var failure: (any Error)?

    /// - Parameter write: sends the bytes of one message; framing is its task.
    public init(write: @escaping @Sendable ([UInt8]) async throws -> Void) {
        self.write = write
    }

    /// Sends a request and waits for its response.
    ///
    /// - Throws: what ended the channel, what writing throws, or `CancellationError`.
    public func send(
        _ request: JSONRPCRequest,
        handler: @escaping ServerMessageHandler
    ) async throws -> JSONRPCResponse {
        if let failure { throw failure }
        self.handler = handler
        let id = request.id
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // It waits before it is sent: the response may be faster than the end of the writing.
                if Task.isCancelled || pending[id] != nil {
                    continuation.resume(throwing: CancellationError())
                    return
                }
                pending[id] = continuation
                Task {
                    do {
                        try await write(request.serialized())
                    } catch {
                        pending.removeValue(forKey: id)?.resume(throwing: failure ?? error)
                    }
                }
            }
        } onCancel: {
            Task { await self.cancel(id) }
        }
    }

    public func send(_ notification: JSONRPCNotification) async throws {
        try await post(notification.serialized())
    }

    public func send(_ response: JSONRPCResponse) async throws {
        try await post(response.serialized())
    }

    private func post(_ bytes: [UInt8]) async throws {
        if let failure { throw failure }
        do {
            try await write(bytes)
        } catch {
            // Why the channel ended says more than that nothing can be written to it.
            throw failure ?? error
        }
    }

    /// Passes on what belongs to no request until the channel ends.
    public func receive(
        opened: @Sendable () -> Void = {},
        handler: @escaping ServerMessageHandler
    ) async throws {
        if let failure { throw failure }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled || receiver != nil {
                    continuation.resume(throwing: CancellationError())
                } else {
                    receiver = (handler, continuation)
                    opened()
                }
            }
        } onCancel: {
            Task { await self.stopReceiving() }
        }
    }

    // MARK: For the reader of the channel

    /// Takes in a message, and waits until it is dealt with.
    ///
    /// - Throws: ``JSONRPCFailure`` when it is none. The channel goes on.
    public func deliver(_ bytes: [UInt8]) async throws(JSONRPCFailure) {
        await deliver(try JSONRPCMessage.parse(bytes))
    }

    /// No more messages will come.
    ///
    /// - Parameters:
    ///   - error: for requests that wait.
    ///   - later: for those that come from now on. Default: the same.
    public func end(_ error: any Error, later: (any Error)? = nil) {
        guard failure == nil else { return }
        failure = later ?? error
        for one in pending.values { one.resume(throwing: error) }
        pending = [:]
        receiver?.end.resume(throwing: error)
        receiver = nil
    }

    private func deliver(_ message: JSONRPCMessage) async {
        switch message {
        case .response(let response): finish(response)
        case .notification(let notification): await handle(.notification(notification))
        case .request(let request): await handle(.request(request))
        case .batch(let batch):
            for case .success(let message) in batch { await deliver(message) }
        }
    }

    private func finish(_ response: JSONRPCResponse) {
        // An error about a message that the server could not read names none: it can only be about the one there is.
        let id = response.id ?? (pending.count == 1 ? pending.keys.first : nil)
        guard let id else { return }
        pending.removeValue(forKey: id)?.resume(returning: response)
    }

    private func handle(_ message: ServerMessage) async {
        await (receiver?.handler ?? handler)?(message)
    }

    private func cancel(_ id: JSONRPCID) {
        if let one = pending.removeValue(forKey: id) {
            one.resume(throwing: CancellationError())
        }
    }

    private func stopReceiving() {
        receiver?.end.resume(throwing: CancellationError())
        receiver = nil
    }
}
