import BusinessTools
import Commerce
import Documents
import Foundation
import Localization
import Logging
import MCP
import ModelDialog
import OpenSSL
import TaskDatabase

/// The engine with everything that a business offers, and what it keeps of its clients. One for all transports.
struct BusinessEngine: Sendable {
    let engine: ServerEngine
    let sessions: LegacySessions
    let tasks: TaskRunner
    let watch: DataWatch
    let documents: DocumentWatch
    /// Where everything that changes is published.
    let changes: ChangeHub
    let reports: ReportStore
    private let folder: DataFolder
    /// Known once the server listens.
    let origin = KnownOrigin()

    /// - Parameters:
    ///   - documentFolders: folders whose documents are searched besides those of the data folder.
    ///   - sharesAddress: whether all clients come from one address, as behind a proxy: then no limit goes by it.
    ///   - reportDays: how long reports are kept.
    ///   - model: may answer questions. Default: the rules do.
    init(
        store: CommerceStore,
        folder: DataFolder,
        documentFolders: [String] = [],
        sharesAddress: Bool = false,
        reportDays: Int = 7,
        model: LanguageModel? = nil,
        logger: Logger
    ) throws {
        let changes = ChangeHub()
        let status = ServerStatus(service: ServiceCard.service, version: ServiceCard.version) {
            Timestamp.now()
        }
        let data = ShopData(
            store: store,
            reports: FileShelf(path: folder.reports),
            documents: FileShelf(path: folder.documents, others: documentFolders),
            today: { Today.localDay() }
        )
        let watch = try DataWatch(data: data, database: folder.database, changes: changes) { error in
            logger.warning("the data cannot be watched", metadata: ["error": "\(error)"])
        }
        var limits = ReportStore.Limits()
        limits.age = Int64(reportDays) * 86_400
        reports = ReportStore(shelf: data.reports, limits: limits)
        self.folder = folder
        let index = try DocumentIndex(folder)
        documents = DocumentWatch(index: index, shelf: data.documents) { changes in
            for (name, reason) in changes.failed {
                logger.warning(
                    "a document cannot be read",
                    metadata: ["name": "\(name)", "reason": "\(reason.english)"]
                )
            }
            logger.info(
                "documents indexed",
                metadata: ["new": "\(changes.indexed.count)", "removed": "\(changes.removed.count)"]
            )
        } onFailure: { error in
            logger.warning("documents cannot be indexed", metadata: ["error": "\(error)"])
        }
        let tasks = TaskRunner(
            store: Self.taskStore(folder, logger),
            changes: changes,
            now: { Int64(Date().timeIntervalSince1970 * 1_000) },
            newIdentifier: { RandomBytes.draw(16).map { String(256 + Int($0), radix: 16).dropFirst() }.joined() }
        )
        let tools =
            try ShopTools(
                store: store,
                folder: folder,
                documents: index,
                reports: reports,
                reportURL: { [origin] in (origin.value ?? "") + "/files/" + $0 },
                model: model,
                onReport: { await watch.look() }
            ).all + [
                ServerStatusTool.make(status: status),
                IngestTool.make(
                    store: store,
                    documents: DocumentIntake(index: index, shelf: data.documents),
                    digest: { SHA256Content() },
                    onStored: { await watch.look() }
                ),
            ]
        var configuration = ServerConfiguration()
        configuration.offersLogging = true
        configuration.changes = changes
        configuration.tasks = tasks
        configuration.stateSeal = Self.seal(folder, logger)
        configuration.onToolFailure = { name, error, meta in
            logger.error("a tool failed", metadata: Self.facts(["tool": "\(name)", "error": "\(error)"], meta))
        }
        // Asked for each request only where it will be read.
        if logger.logLevel <= .debug {
            configuration.onRequest = { method, meta in
                logger.debug("mcp", metadata: Self.facts(["method": "\(method)"], meta))
            }
        }
        engine = try ServerEngine(
            implementation: Implementation(
                name: "secure-mcp-server",
                version: ServiceCard.version,
                title: LocalizedText(es: "SecureMCP", en: "SecureMCP")
            ),
            instructions: LocalizedText(
                es:
                    """
                    Ventas, existencias, documentos e informes de un negocio. «ask» contesta preguntas en español o inglés y elige \
                    la herramienta. Sin período se responde con todos los datos; cada respuesta dice qué vista usó.
                    """,
                en:
                    """
                    A business's sales, stock, documents and reports. 'ask' answers questions in Spanish or English and chooses \
                    the tool. Without a period, all data are meant; every answer says which view it used.
                    """
            ),
            tools: tools,
            prompts: BusinessPrompts.all(data),
            resources: ShopResources.catalog(data),
            configuration: configuration
        )
        let start = ContinuousClock.now
        sessions = LegacySessions(
            maximum: Self.maximumSessions,
            maximumPerPeer: sharesAddress ? Self.maximumSessions : Self.maximumSessions / 10,
            changes: changes,
            now: { Int64((ContinuousClock.now - start) / .milliseconds(1)) },
            randomBytes: { RandomBytes.draw($0) }
        )
        self.changes = changes
        self.tasks = tasks
        self.watch = watch
    }

    /// With the trace that the request belongs to (W3C Trace Context), so that its caller finds it again.
    private static func facts(_ facts: Logger.Metadata, _ meta: RequestMeta) -> Logger.Metadata {
        guard let trace = meta.traceParent else { return facts }
        return facts.merging(["traceparent": "\(trace)"]) { own, _ in own }
    }

    private static let maximumSessions = 10_000

    /// Takes up what the process before left, and remembers what clients can read from now on. Before the first request:
    /// what changes after it is news.
    func begin() async throws {
        let now = Int64(Date().timeIntervalSince1970 * 1_000)
        for path in [folder.reports, folder.documents] { FileShelf(path: path).removeUnfinished(before: now) }
        try await engine.recoverTasks()
        await watch.look()
    }

    /// Where tasks outlive the process, if there is such a place.
    private static func taskStore(_ folder: DataFolder, _ logger: Logger) -> any TaskStore {
        do {
            return try TaskDatabase(path: folder.tasks)
        } catch {
            logger.warning(
                "tasks cannot be kept: they are forgotten at a restart",
                metadata: ["error": "\(error)"]
            )
            return InMemoryTaskStore()
        }
    }

    /// Ends whatever would go on by itself: subscriptions and sessions.
    func close() {
        changes.close()
        sessions.endAll()
    }

    /// What clients carry for us between two requests outlives a restart, as its key does.
    private static func seal(_ folder: DataFolder, _ logger: Logger) -> RequestStateSeal {
        let key: [UInt8]
        do {
            key = try SecretKey.kept(at: folder.stateKey)
        } catch {
            logger.warning(
                "no key can be kept: what clients were asked is forgotten at a restart",
                metadata: ["error": "\(error)"]
            )
            key = RandomBytes.draw(SecretKey.length)
        }
        let code = HMACSHA256(key: key)
        return RequestStateSeal(
            now: { Int64(Date().timeIntervalSince1970 * 1_000) },
            authenticate: { code.authenticate($0) }
        )
    }
}

/// A random key in a file that only its owner can read.
enum SecretKey {
    /// Bytes.
    static let length = 32

    /// The key of a file, which is made if there is none.
    static func kept(at path: String) throws -> [UInt8] {
        if let key = read(path) { return key }
        try SecretFile.write(RandomBytes.draw(length), to: path, mode: 0o600)
        // As it is there now: two processes that begin at once share the later one.
        guard let key = read(path) else { throw CocoaError(.fileReadUnknown) }
        return key
    }

    private static func read(_ path: String) -> [UInt8]? {
        guard let data = FileManager.default.contents(atPath: path), data.count == length else { return nil }
        let mode = (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0
        // A key that others could have read is none.
        return mode & 0o077 == 0 ? Array(data) : nil
    }
}
