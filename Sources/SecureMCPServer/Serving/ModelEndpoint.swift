import HTTPTransport
import Logging
import MCPHTTP
import ModelDialog
import NIOCore
import NIOHTTP1
import NIOPosix
import OpenSSL

/// The service of the language model. Redirects are not followed: the operator's address is the only one trusted with the
/// key and the figures.
struct ModelEndpoint: Sendable {
    private static let responseBytes = 1 << 20

    private let settings: ModelSettings
    private let context: TLSContext
    private let group: any EventLoopGroup
    private let logger: Logger?

    init(_ settings: ModelSettings, on group: any EventLoopGroup, logger: Logger?) throws {
        self.settings = settings
        self.group = group
        self.logger = logger
        context = try TLSContext(
            client: TLSClientConfiguration(
                trust: TLSTrust(includesSystem: true, authorities: []),
                minimumVersion: .tls12,
                applicationProtocols: ["http/1.1"]
            )
        )
    }

    /// The model that environment, `.env` and configuration file name; `nil` if they name none.
    ///
    /// - Parameter file: the configuration file named on the command line.
    static func configured(file: String? = nil, logger: Logger? = nil) async throws -> LanguageModel? {
        guard let settings = try ModelSettings(await ConfiguredArguments.reader(file: file)) else { return nil }
        let endpoint = try ModelEndpoint(settings, on: MultiThreadedEventLoopGroup.singleton, logger: logger)
        return LanguageModel(name: settings.model, patience: .seconds(settings.timeout)) { body, deadline in
            try await endpoint.complete(body, by: deadline)
        }
    }

    private func complete(_ body: [UInt8], by deadline: ContinuousClock.Instant) async throws -> [UInt8] {
        do {
            let response = try await send(body, within: deadline - .now)
            guard response.status == .ok else { throw ModelFailure.refused(status: Int(response.status.code)) }
            return Array(response.body.readableBytesView)
        } catch {
            let failure = Self.failure(error)
            if failure is ModelFailure {
                logger?.warning("the language model did not answer", metadata: ["reason": "\(error)"])
            }
            throw failure
        }
    }

    private func send(_ body: [UInt8], within time: Duration) async throws -> HTTPResponse {
        guard time > .zero else { throw ModelFailure.tooSlow }
        var headers: HTTPHeaders = [
            "content-type": "application/json", "accept": "application/json",
            "user-agent": "secure-mcp-server/\(ServiceCard.version)",
        ]
        if let key = settings.key { headers.add(name: "authorization", value: "Bearer \(key)") }
        return try await HTTPClientConnection.send(
            .POST,
            settings.address.path,
            headers: headers,
            body: ByteBuffer(bytes: body),
            to: settings.address.host,
            port: settings.address.port,
            authority: settings.address.authority,
            security: settings.address.isSecure ? .tls(context) : .plain,
            timeout: TimeAmount(time),
            responseLimit: Self.responseBytes,
            on: group
        )
    }

    private static func failure(_ error: any Error) -> any Error {
        switch error {
        case HTTPClientError.timedOut: ModelFailure.tooSlow
        case HTTPClientError.responseTooLarge, HTTPClientError.malformedResponse: ModelFailure.nonsense
        case is HTTPClientError: ModelFailure.unreachable
        default: error
        }
    }
}
