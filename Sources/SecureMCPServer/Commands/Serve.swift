import ArgumentParser
import Commands
import Commerce
import Foundation
import HTTPTransport
import Localization
import Logging
import MCP
import NIOCore
import NIOPosix
import OpenSSL
import ServiceLifecycle
import UnixSignals

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve HTTPS until told to stop.",
        discussion: """
            Examples:
              secure-mcp-server serve
              secure-mcp-server serve --listen 127.0.0.1:0 --listen '[::1]:8443'
              secure-mcp-server serve --listen 0.0.0.0:8443 --cert fullchain.pem --key key.pem --token-file tokens
              secure-mcp-server serve --stdio --data ~/shop
            """
    )

    @OptionGroup var common: LanguageOption
    @OptionGroup var certificates: CertificateOptions
    @OptionGroup var access: AccessOptions
    @Option(
        help:
            "HOST:PORT to serve HTTPS on (repeatable; port 0 picks one). Default: 127.0.0.1:8443, or the port in PORT."
    )
    var listen: [ListenAddress] = []
    @Option(name: .customLong("data"), help: "Folder of the data.")
    var dataFolder = "./data"
    @Option(help: "Another folder whose documents are searched, besides the data folder's own (repeatable).")
    var watchDocuments: [String] = []
    @Option(
        name: .customLong("cert"),
        help: "Certificate chain in PEM, in place of the development one (repeatable, with --key; chosen by SNI)."
    )
    var certificateFiles: [String] = []
    @Option(name: .customLong("key"), help: "Private key in PEM for --cert.")
    var keyFiles: [String] = []
    @Option(help: "Ask every client for a certificate of the authorities in this PEM file (mutual TLS).")
    var clientCA: String?
    @Option(help: "Oldest TLS version: 1.3 or 1.2.")
    var minTLS = "1.3"
    @Option(help: "HOST:PORT to serve plain HTTP on; loopback only, unless --behind-proxy.")
    var http: [ListenAddress] = []
    @Flag(help: "A proxy in front does TLS: serve plain HTTP on 0.0.0.0 at the port in PORT.")
    var behindProxy = false
    @Option(name: .customLong("redirect-http"), help: "HOST:PORT that sends plain HTTP requests to HTTPS.")
    var redirectHTTP: [ListenAddress] = []
    @Flag(help: "Serve a client on standard input and output; without --listen or --http, nobody else.")
    var stdio = false
    @Option(help: "Another host name this server goes by (repeatable).")
    var allowHost: [String] = []
    @Option(help: "Origin of web pages that may call (repeatable).")
    var allowOrigin: [String] = []
    @Flag(help: "Switch the TLS laboratory on.")
    var lab = false
    @Option(name: .customLong("keylog"), help: "Append TLS secrets to this file, for Wireshark; with --lab.")
    var keyLog: String?
    @Option(
        help: "JSON file with these options by name, as in {\"min_tls\": \"1.2\"}. As a variable: SECURE_MCP_MIN_TLS."
    )
    var config: String?
    @Option(help: "Threads that serve connections. Default: one for each processor.")
    var threads: Int?
    @Option(help: "Seconds to let requests finish after SIGTERM.")
    var drain = 10
    @Option(help: "Days that reports are kept.")
    var reportDays = 7
    @Option(help: "trace, debug, info, notice, warning, error or critical.")
    var logLevel = "info"
    @Option(help: "text or json.")
    var logFormat = "text"

    func validate() throws {
        guard TLSVersion(rawValue: minTLS) != nil else { throw ValidationError("--min-tls is 1.3 or 1.2") }
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("--log-level is one of: trace debug info notice warning error critical")
        }
        guard LogFormat(rawValue: logFormat) != nil else { throw ValidationError("--log-format is text or json") }
        guard threads.map({ (1...256).contains($0) }) ?? true else { throw ValidationError("--threads is 1 to 256") }
        guard (1...3_650).contains(reportDays) else { throw ValidationError("--report-days is 1 to 3650 days") }
        guard (0...3_600).contains(drain) else { throw ValidationError("--drain is 0 to 3600 seconds") }
    }

    func run() async throws {
        let console = common.console
        do {
            try await serve(console)
        } catch {
            throw console.fail(error)
        }
    }

    private func serve(_ console: Console) async throws {
        let level = Logger.Level(rawValue: logLevel) ?? .info
        let format = LogFormat(rawValue: logFormat) ?? .text
        let logger = Logger(label: "secure-mcp-server") { label in
            ServerLogHandler(label: label, format: format, logLevel: level)
        }
        let plan = try ListenPlan(self, environment: ProcessInfo.processInfo.environment)
        try plan.checkExposure(isAuthenticated: access.isRequired, noAuth: access.noAuth)

        let folder = DataFolder(path: dataFolder)
        try folder.make()
        let store = try CommerceStore.open(path: folder.database)
        let business = try BusinessEngine(
            store: store,
            folder: folder,
            documentFolders: watchDocuments,
            sharesAddress: behindProxy,
            reportDays: reportDays,
            model: try await ModelEndpoint.configured(file: config, logger: logger),
            logger: logger
        )
        let access = try await AccessControl(
            access,
            resource: plan.resource(names: allowHost),
            clientAuthorities: clientCA != nil,
            scopes: { business.engine.basicScopes },
            on: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        )
        let tls = try plan.https.isEmpty ? nil : makeContext(console, logger)
        let application = Application(
            store: store,
            business: business,
            folder: folder,
            language: console.language,
            guardian: RequestGuard(
                hosts: knownHosts(plan),
                certificateNames: { [context = tls] in context?.names ?? [] },
                origins: allowOrigin,
                checksHost: access.authentication.isAmbient
            ),
            access: access,
            sharesAddress: behindProxy,
            logger: logger
        )

        let group = MultiThreadedEventLoopGroup(numberOfThreads: threads ?? System.coreCount)
        // Nobody waits for issuers that are slow: whoever shows the first token of one does.
        Task { await access.prepare() }
        // The server completes promises of its event loops when it is let go, so it goes first.
        try await live(plan, application, business, tls, on: group, console, logger)
        try await group.shutdownGracefully()
    }

    /// Serves until a signal ends it.
    private func live(
        _ plan: ListenPlan,
        _ application: Application,
        _ business: BusinessEngine,
        _ context: ReloadingContext?,
        on group: any EventLoopGroup,
        _ console: Console,
        _ logger: Logger
    ) async throws {
        try await business.begin()
        let server = try await start(plan, application, context, on: group, logger)
        plan.redirectPort.set(server.addresses.first?.port)
        business.origin.set(plan.origin(names: allowHost, port: server.addresses.first?.port))
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let isOpen = !access.isRequired && !server.addresses.isEmpty
        let announce: @Sendable () -> Void = { [addresses = server.addresses] in
            plan.announce(addresses)
            guard isOpen else { return }
            console.note(
                LocalizedText(
                    es: "Sin autenticación: solo se atiende a programas de esta máquina (loopback).",
                    en: "No authentication: only programs on this machine are served (loopback)."
                )
            )
        }

        var services: [any Service] = [
            ServerService(
                server: server,
                announce: announce,
                ending: business.close,
                drain: .seconds(Int64(drain)),
                logger: logger
            ),
            ExpiryService(
                sessions: business.sessions,
                tasks: business.tasks,
                reports: business.reports,
                logger: logger
            ),
            BusinessService(business: business),
        ]
        var isForClient: [ServiceGroupConfiguration.ServiceConfiguration] = []
        if stdio {
            let service = StdioService(
                engine: business.engine,
                language: console.language,
                maximumLength: HTTPLimits().bodyBytes,
                drain: .seconds(drain),
                logger: logger
            )
            // A client that started the server ends it by closing the channel.
            isForClient.append(.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup))
        }
        if let context { services.append(ReloadService(context: context, hangups: hangups)) }
        var quiet = logger
        quiet.logLevel = .error
        let lifecycle = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0) } + isForClient,
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: quiet
            )
        )
        try await lifecycle.run()
    }

    private func start(
        _ plan: ListenPlan,
        _ application: Application,
        _ context: ReloadingContext?,
        on group: any EventLoopGroup,
        _ logger: Logger
    ) async throws -> HTTPServer {
        var configuration = HTTPServer.Configuration()
        configuration.refusal = { Refusal.response($0, $1) }
        configuration.report = { error, peer in
            // Peers that go away or speak nonsense are everyday life on a network.
            logger.debug("connection failed", metadata: ["error": "\(error)", "peer": "\(peer?.urlAuthority ?? "?")"])
        }
        do {
            return try await HTTPServer.start(
                plan.listeners(application, context),
                configuration: configuration,
                on: group
            )
        } catch let error as IOError {
            let reason = String(cString: strerror(error.errnoCode))
            throw ServeFailure.cannotListen(plan.description, reason: reason)
        }
    }

    /// The context of all HTTPS listeners.
    private func makeContext(
        _ console: Console,
        _ logger: Logger
    ) throws -> ReloadingContext {
        guard certificateFiles.count == keyFiles.count else { throw ServeFailure.keyWithoutCertificate }
        guard self.keyLog == nil || lab else { throw ServeFailure.keyLogWithoutLab }
        var pairs = zip(certificateFiles, keyFiles).map { (certificate: $0, key: $1) }
        if pairs.isEmpty {
            let folder = certificates.certificates
            let outcome = try folder.prepare()
            if case .created = outcome.server {
                console.note(
                    LocalizedText(
                        es: "No había certificado: se creó uno de desarrollo en \(folder.path).",
                        en: "There was no certificate: made a development one in \(folder.path)."
                    )
                )
            }
            pairs = [(folder.serverPath, folder.serverKeyPath)]
        }
        let files = pairs
        let version = TLSVersion(rawValue: minTLS) ?? .tls13
        let authorities = clientCA
        let tickets = TicketKeyRing()
        var keyLog: (@Sendable (String) -> Void)?
        if let path = self.keyLog {
            let file = try KeyLogFile(path: path)
            keyLog = { line in file.append(line) }
        }
        let watched = files.flatMap { [$0.certificate, $0.key] } + (authorities.map { [$0] } ?? [])
        return try ReloadingContext(files: watched, logger: logger) { [keyLog] in
            let identities = try files.map {
                try CertificateFolder.identity(certificate: $0.certificate, key: $0.key)
            }
            let context = try TLSContext(
                server: TLSServerConfiguration(
                    identities: identities,
                    minimumVersion: version,
                    applicationProtocols: ["h2", "http/1.1"],
                    clientAuthorities: authorities.map { try CertificateFolder.chain($0) } ?? [],
                    ticketKeys: tickets,
                    keyLog: keyLog
                )
            )
            return (context, identities.flatMap { $0.chain[0].subjectAlternativeNames })
        }
    }

    /// What `Host` may say besides the names of our certificates: this machine's, and the addresses listened on.
    private func knownHosts(_ plan: ListenPlan) -> [String] {
        ["localhost", "127.0.0.1", "::1", ProcessInfo.processInfo.hostName] + plan.all.map(\.host) + allowHost
    }
}
