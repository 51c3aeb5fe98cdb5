public import NIOCore
public import NIOHTTP1
public import OpenSSL
import Synchronization

/// The connections to one server: a single one that all exchanges share over HTTP/2, as many as there are exchanges at
/// the same time over HTTP/1.1. They are made when they are needed and made anew when the server has closed them; later
/// ones resume the TLS session of earlier ones.
public final class HTTPClientConnections: Sendable {
    public struct Limits: Sendable {
        /// Connections over HTTP/1.1 at the same time; further exchanges wait for one. Default: 32.
        public var connections = 32
        /// For a connection and, again, for its handshake. Default: 10 s.
        public var connectTimeout = TimeAmount.seconds(10)
        /// For the head of a response. Default: 60 s.
        public var headTimeout = TimeAmount.seconds(60)

        public init() {}
    }

    private typealias Waiter = CheckedContinuation<Void, any Error>
    private typealias Pool = ConnectionPool<HTTPClientConnection, Waiter>

    private let host: String
    private let port: Int
    private let authority: String
    private let context: TLSContext?
    private let limits: Limits
    private let group: any EventLoopGroup
    private let pool: Mutex<Pool>

    /// How often a request is sent again at most, each time on another connection.
    static let maximumRepetitions = 3

    /// - Parameters:
    ///   - host: a DNS name or a literal address.
    ///   - authority: the value of `host` (RFC 9110 section 7.2), such as `localhost:8443`.
    ///   - context: for HTTPS; `nil` for plain HTTP.
    public init(
        host: String,
        port: Int,
        authority: String,
        context: TLSContext?,
        limits: Limits = Limits(),
        on group: any EventLoopGroup
    ) {
        self.host = host
        self.port = port
        self.authority = authority
        self.context = context
        self.limits = limits
        self.group = group
        pool = Mutex(ConnectionPool(limit: limits.connections, maySpeakHTTP2: context != nil))
    }

    /// Sends a request and waits for the head of the response.
    ///
    /// A request goes out again, on another connection, when the server certainly has not processed it: it was never
    /// sent, or the server said so (RFC 9113 section 8.7). Where a server closed an idle connection at the moment it
    /// was used, nobody knows whether the request was processed.
    ///
    /// - Parameters:
    ///   - isRepeatable: whether nothing is lost if the request is processed twice, so that it may be sent again also
    ///     in that case (RFC 9110 section 9.2.2). Default: for the methods that are safe.
    /// - Throws: ``HTTPClientError``, or `CancellationError`.
    public func open(
        _ method: HTTPMethod,
        _ target: String,
        headers: HTTPHeaders = [:],
        body: ByteBuffer? = nil,
        isRepeatable: Bool? = nil
    ) async throws -> HTTPStreamedResponse {
        let head = HTTPClientConnection.head(method, target, headers, body, authority)
        let isRepeatable = isRepeatable ?? [.GET, .HEAD, .OPTIONS].contains(method)
        var repetitions = 0
        while true {
            let (connection, isReused) = try await acquire()
            let finished: @Sendable (Bool) -> Void = { [self] keepsAlive in
                wake { $0.release(connection, isOpen: keepsAlive) }
            }
            do {
                return try await connection.exchange(head, body, headTimeout: limits.headTimeout, finished: finished)
            } catch let error as UnprocessedRequest {
                wake { $0.retire(connection) }
                guard repetitions < Self.maximumRepetitions else { throw error.told }
            } catch HTTPClientError.closedEarly where isReused && isRepeatable && repetitions < Self.maximumRepetitions
            {
                wake { $0.retire(connection) }
            }
            repetitions += 1
        }
    }

    /// Sends a request and waits for the whole response.
    ///
    /// - Parameter limit: bytes of the largest body to take. Default: 64 MiB.
    public func send(
        _ method: HTTPMethod,
        _ target: String,
        headers: HTTPHeaders = [:],
        body: ByteBuffer? = nil,
        isRepeatable: Bool? = nil,
        limit: Int = 64 << 20
    ) async throws -> HTTPResponse {
        try await open(method, target, headers: headers, body: body, isRepeatable: isRepeatable).collect(upTo: limit)
    }

    /// Closes all connections, also those in use. Later requests make new ones.
    public func close() async {
        let (connections, waiting) = pool.withLock { $0.empty() }
        for one in waiting { one.resume(throwing: HTTPClientError.closedEarly) }
        for connection in connections { await connection.close() }
    }

    // MARK: Connections

    /// Connections over HTTP/1.1 that wait for an exchange.
    var idleCount: Int { pool.withLock { $0.idle.count } }

    private func acquire() async throws -> (connection: HTTPClientConnection, isReused: Bool) {
        while true {
            if Task.isCancelled {
                wake { $0.passOn() }
                throw CancellationError()
            }
            switch pool.withLock({ $0.acquire(isOpen: \.isOpen) }) {
            case .use(let connection): return (connection, true)
            case .connect(let generation): return (try await connect(generation), false)
            case .wait(let ticket): try await wait(ticket)
            }
        }
    }

    private func connect(_ generation: Int) async throws -> HTTPClientConnection {
        let connection: HTTPClientConnection
        do {
            var security = HTTPClientConnection.Security.plain
            if let context {
                security = .tls(context, resuming: await pool.withLock { $0.latest }?.newestResumption())
            }
            connection = try await HTTPClientConnection.connect(
                to: host,
                port: port,
                security: security,
                timeout: limits.connectTimeout,
                on: group
            )
        } catch {
            // Those who wait for this connection would fail one after the other, each after a timeout of its own.
            let (failed, retrying) = pool.withLock { $0.connectionFailed(generation) }
            for one in failed { one.resume(throwing: error) }
            for one in retrying { one.resume() }
            throw error
        }
        let (isWanted, waiting) = pool.withLock {
            $0.connected(connection, isHTTP2: connection.isHTTP2, generation)
        }
        for one in waiting { one.resume() }
        guard isWanted else {
            await connection.close()
            throw HTTPClientError.closedEarly
        }
        return connection
    }

    private func wait(_ ticket: Int) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // What it waits for may have happened already.
                if !pool.withLock({ $0.wait(continuation, ticket) }) { continuation.resume() }
            }
        } onCancel: {
            pool.withLock { $0.cancel(ticket) }?.resume(throwing: CancellationError())
        }
    }

    private func wake(_ change: (inout Pool) -> [Waiter]) {
        for one in pool.withLock({ change(&$0) }) { one.resume() }
    }
}
