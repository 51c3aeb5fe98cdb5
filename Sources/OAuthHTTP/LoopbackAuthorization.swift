import HTTPTransport
public import Localization
public import NIOCore
import NIOHTTP1
import OAuthClient
import Synchronization

/// Lets a person authorize the client in a browser of this machine (RFC 8252 section 7.3): listens on a port of the
/// loopback address, and takes the one request that the browser makes when it is sent back.
public struct LoopbackAuthorization: Sendable {
    /// Where the browser comes back to: `http://127.0.0.1:PORT/callback`. To be set in the configuration before the
    /// client registers.
    public let redirectURI: String
    private let server: HTTPServer
    private let mailbox: CallbackMailbox
    private let openBrowser: @Sendable (String) -> Void
    private let timeout: Duration

    /// Begins to listen.
    ///
    /// - Parameters:
    ///   - port: 0 for a free one.
    ///   - language: of the page that the browser shows in the end.
    ///   - timeout: how long a person may take. Default: 5 minutes.
    ///   - openBrowser: shows the address to the person. Default: see ``Browser/open(_:)``.
    public static func listen(
        port: Int = 0,
        language: Language,
        timeout: Duration = .seconds(300),
        on group: any EventLoopGroup,
        openBrowser: @escaping @Sendable (String) -> Void
    ) async throws -> LoopbackAuthorization {
        let mailbox = CallbackMailbox()
        let listener = HTTPServer.Listener(host: "127.0.0.1", port: port, security: .plain) { request, _ in
            guard request.method == .GET, request.path == "/callback" else {
                return HTTPResponse(status: .notFound, text: "")
            }
            await mailbox.put(request.target)
            return Self.page(language)
        }
        let server = try await HTTPServer.start([listener], configuration: HTTPServer.Configuration(), on: group)
        let bound = server.addresses.first?.port ?? port
        return LoopbackAuthorization(
            redirectURI: "http://127.0.0.1:\(bound)/callback",
            server: server,
            mailbox: mailbox,
            openBrowser: openBrowser,
            timeout: timeout
        )
    }

    /// Sends the person to an address and waits for the browser to come back. For ``OAuthEnvironment/authorize``.
    ///
    /// - Throws: ``OAuthFailure/interactionRequired`` when nobody came back in time.
    public func authorize(_ address: String) async throws -> String {
        await mailbox.empty()
        openBrowser(address)
        let target = try await mailbox.take(within: timeout)
        return String(redirectURI.dropLast("/callback".count)) + target
    }

    public func close() async {
        await server.shutdown(drain: .milliseconds(500))
    }

    private static func page(_ language: Language) -> HTTPResponse {
        let text = LocalizedText(
            es: "Listo. Puede cerrar esta página y volver al programa.",
            en: "Done. You can close this page and go back to the program."
        )
        var response = HTTPResponse(text: text(language))
        // The address holds the code: nobody gets to see it from here.
        response.headers.replaceOrAdd(name: "referrer-policy", value: "no-referrer")
        response.headers.replaceOrAdd(name: "cache-control", value: "no-store")
        return response
    }
}

/// Holds the address that the browser came back to.
private actor CallbackMailbox {
    private var target: String?
    private var waiting: CheckedContinuation<String, any Error>?

    func put(_ target: String) {
        if let waiting {
            self.waiting = nil
            waiting.resume(returning: target)
        } else if self.target == nil {
            self.target = target
        }
    }

    func empty() { target = nil }

    func take(within limit: Duration) async throws -> String {
        if let target = target.take() { return target }
        let timer = Task {
            try await Task.sleep(for: limit)
            fail(OAuthFailure.interactionRequired)
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if let target = target.take() {
                    continuation.resume(returning: target)
                } else if Task.isCancelled || waiting != nil {
                    continuation.resume(throwing: CancellationError())
                } else {
                    waiting = continuation
                }
            }
        } onCancel: {
            Task { await self.fail(CancellationError()) }
        }
    }

    private func fail(_ error: any Error) {
        waiting.take()?.resume(throwing: error)
    }
}
