import HTTPTransport
import Localization
import MCP
import NIOCore

/// The client's side of the HTTP transport of 2024-11-05: everything that the server says comes on the stream of one
/// GET, whose first event says where to post.
actor HTTPWithSSEChannel {
    typealias Post = @Sendable (_ target: String, _ body: [UInt8]) async throws -> Void

    private let address: ServerAddress
    private let messageBytes: Int
    private let post: Post
    private var reading: Task<Void, Never>?
    private var opened: Result<ClientChannel, any Error>?
    private var waiting: CheckedContinuation<ClientChannel, any Error>?

    init(address: ServerAddress, messageBytes: Int, post: @escaping Post) {
        self.address = address
        self.messageBytes = messageBytes
        self.post = post
    }

    /// Reads the stream until it has said where to post, and goes on reading in the background. To be called once.
    ///
    /// - Throws: ``StreamableHTTPFailure/foreignEndpoint(_:)``, or ``ClientTransportFailure/noAnswer``.
    func open(
        _ stream: HTTPStreamedResponse,
        within limit: Duration,
        _ clock: ClientClock
    ) async throws -> ClientChannel {
        reading = Task { await read(stream) }
        let timer = Task {
            try await clock.sleep(limit)
            settle(.failure(ClientTransportFailure.noAnswer))
        }
        defer { timer.cancel() }
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    if let opened { continuation.resume(with: opened) } else { waiting = continuation }
                }
            } onCancel: {
                Task { await self.settle(.failure(CancellationError())) }
            }
        } catch {
            close()
            throw error
        }
    }

    func close() {
        reading?.cancel()
    }

    // MARK: Reading

    private func read(_ stream: HTTPStreamedResponse) async {
        var failure: any Error = StreamableHTTPFailure.streamLost(.notResumable)
        do {
            var parser = EventStreamParser(limit: messageBytes + 1_024)
            for try await bytes in stream.body {
                for event in try parser.parse(bytes) { try await take(event) }
            }
        } catch is EventStreamError {
            failure = StreamableHTTPFailure.messageTooLarge(limit: messageBytes)
        } catch is HTTPClientError {
            // What waits for an answer may have been carried out.
        } catch {
            failure = error
        }
        settle(.failure(ClientTransportFailure.noAnswer))
        // The session ends with its stream; the engine opens another one.
        if case .success(let channel) = opened {
            await channel.end(failure, later: ClientTransportFailure.sessionExpired)
        }
    }

    private func take(_ event: ServerSentEvent) async throws {
        switch (event.type, opened) {
        case ("endpoint", nil):
            let said = String(decoding: event.data, as: UTF8.self)
            guard let target = address.target(ofEndpoint: said) else {
                settle(.failure(StreamableHTTPFailure.foreignEndpoint(said.shown)))
                return
            }
            settle(.success(ClientChannel { [post] body in try await post(target, body) }))
        case ("message", .success(let channel)):
            do {
                try await channel.deliver(event.data)
            } catch {
                throw StreamableHTTPFailure.malformedMessage(error.message.english.shown)
            }
        // The first event decides; what follows an endpoint that is none is of no interest.
        default: break
        }
    }

    private func settle(_ result: Result<ClientChannel, any Error>) {
        guard opened == nil else { return }
        opened = result
        waiting.take()?.resume(with: result)
    }
}

extension ServerAddress {
    /// The request target for an endpoint that a server of the old transport names: a reference relative to this
    /// address (RFC 3986 section 4.2). `nil` when it is no reference, or leads to another server.
    func target(ofEndpoint reference: String) -> String? {
        guard (1...2_048).contains(reference.utf8.count),
            reference.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let reference = String(reference.prefix { $0 != "#" })
        let lowered = reference.lowercased()
        if lowered.hasPrefix("http://") || lowered.hasPrefix("https://") || reference.hasPrefix("//") {
            let absolute = reference.hasPrefix("//") ? (isSecure ? "https:" : "http:") + reference : reference
            guard let other = try? ServerAddress(url: absolute), other.isSecure == isSecure, other.port == port,
                other.host.lowercased() == host.lowercased()
            else { return nil }
            return other.path
        }
        if reference.hasPrefix("/") { return reference }
        let path = String(path.prefix { $0 != "?" })
        if reference.hasPrefix("?") { return path + reference }
        // Any other scheme has its colon before the first slash.
        guard !reference.prefix(while: { $0 != "/" && $0 != "?" }).contains(":") else { return nil }
        return path[...(path.lastIndex(of: "/") ?? path.startIndex)] + reference
    }
}
