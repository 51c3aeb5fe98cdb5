import BusinessTools
import Commerce
import Documents
import Foundation
import JSON
import Localization
@testable import MCP
import Synchronization
import Testing

/// A shop in a folder of its own, with everything that it offers behind an engine.
final class ShopServer: Sendable {
    static let header = "Factura,Código,Producto,Categoría,Cantidad,Fecha,Precio,Cliente,País,Moneda\n"

    static let sales =
        header + """
            1001,a1,Café molido,Bebidas,2,2026-03-02,10.00,C-1,Guatemala,GTQ
            1001,B2,Azúcar morena,Despensa,2,2026-03-02,4.00,C-1,Guatemala,GTQ
            1002,A1,Café molido,Bebidas,1,2026-04-30,10.00,C-2,México,GTQ
            C1003,A1,Café molido,Bebidas,-1,2026-04-30,9.50,C-2,México,GTQ

            """

    let folder: String
    let store: CommerceStore
    let data: ShopData
    let index: DocumentIndex
    let changes = ChangeHub()
    let heard = Heard()
    let watch: DataWatch
    let tasks: TaskRunner
    let engine: ServerEngine
    let reportStore: ReportStore

    var database: String { folder + "/commerce.sqlite" }
    var reports: String { folder + "/reports" }

    init(_ csv: String? = ShopServer.sales) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(
            atPath: folder + "/reports",
            withIntermediateDirectories: true
        )
        store = try CommerceStore.open(path: folder + "/commerce.sqlite")
        data = ShopData(
            store: store,
            reports: FileShelf(path: folder + "/reports"),
            documents: FileShelf(path: folder + "/documents"),
            today: { CalendarDay(year: 2026, month: 5, day: 15)! }
        )
        let (heard, changes, store) = (heard, changes, store)
        let index = try DocumentIndex(path: folder + "/documents.sqlite") {
            String(bytes: $0, encoding: .isoLatin1) ?? ""
        }
        self.index = index
        let watch = try DataWatch(data: data, database: folder + "/commerce.sqlite", changes: changes)
        self.watch = watch
        _ = changes.subscribe { news in
            if case .change(let change) = news { heard.add(change) }
        }
        tasks = TaskRunner(
            store: InMemoryTaskStore(),
            changes: changes,
            now: { 1_790_000_000_000 },
            newIdentifier: { UUID().uuidString }
        )
        var configuration = ServerConfiguration()
        configuration.changes = changes
        configuration.tasks = tasks
        var limits = ReportStore.Limits()
        // Of whoever says who they are.
        limits.filesOfOne = 2
        reportStore = ReportStore(shelf: data.reports, limits: limits)
        engine = try ServerEngine(
            implementation: Implementation(name: "shop", version: "1"),
            tools: [
                IngestTool.make(
                    store: store,
                    documents: DocumentIntake(index: index, shelf: data.documents),
                    digest: { Fingerprint() },
                    onStored: { await watch.look() }
                ),
                SearchDocumentsTool.make(index: index),
                GenerateReportTool.make(
                    store: store,
                    reports: reportStore,
                    pool: .rendering(),
                    today: data.today,
                    url: { "https://shop.example/files/" + $0 },
                    digest: { Fingerprint() },
                    onStored: { await watch.look() }
                ),
            ],
            prompts: BusinessPrompts.all(data),
            resources: ShopResources.catalog(data),
            configuration: configuration
        )
        if let csv { try await Self.store(csv, in: store) }
        await watch.look()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    @discardableResult
    static func store(_ csv: String, in store: CommerceStore) async throws -> IngestReport {
        try await store.ingest(.bytes(Array(csv.utf8), name: "/secret/folder/ventas.csv")) { Fingerprint() }
    }

    func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: folder + "/" + path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: url)
    }

    // MARK: Asking

    func send(
        _ method: String,
        _ params: JSONObject = [:],
        _ language: Language = .english,
        scopes: Set<String>? = nil,
        principal: String? = nil,
        revision: ProtocolRevision = .latest,
        extensions: JSONObject = [:]
    ) async -> JSONRPCResponse {
        var params = params
        if revision.isModern {
            params["_meta"] = [
                "io.modelcontextprotocol/protocolVersion": .string(revision.rawValue),
                "io.modelcontextprotocol/clientCapabilities": ["extensions": .object(extensions)],
            ]
        }
        let era: ProtocolEra = revision.isModern ? .modern : .legacy(revision)
        let request = JSONRPCRequest(id: 1, method: method, params: params)
        let context = RequestContext(era: era, language: language, principal: principal, scopes: scopes)
        return await engine.respond(to: request, context: context)
    }

    func read(_ uri: String, _ language: Language = .english) async throws -> JSONValue {
        let response = await send("resources/read", ["uri": .string(uri)], language)
        return try #require(response.result?["contents"]?[0], "\(uri): \(response.error?.message ?? "")")
    }

    func json(_ uri: String) async throws -> JSONValue {
        try JSONValue(parsing: try #require(try await read(uri)["text"]?.string))
    }

    func complete(_ ref: JSONValue, _ argument: String, _ value: String) async throws -> JSONValue {
        let response = await send(
            "completion/complete",
            ["ref": ref, "argument": ["name": .string(argument), "value": .string(value)]]
        )
        return try #require(response.result?["completion"], "\(response.error?.message ?? "")")
    }
}

/// What was published.
final class Heard: Sendable {
    private let all = Mutex<[Change]>([])

    func add(_ change: Change) { all.withLock { $0.append(change) } }

    /// Everything since the last time.
    func take() -> Set<String> {
        let changes = all.withLock { all in
            defer { all = [] }
            return all
        }
        return Set(
            changes.compactMap { change in
                switch change {
                case .tools: "tools"
                case .prompts: "prompts"
                case .resources: "resources"
                case .resource(let uri): uri
                case .task: nil
                }
            }
        )
    }
}

/// Tells files apart; FNV-1a.
struct Fingerprint: ContentDigest {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    mutating func finalize() -> [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: state >> (8 * UInt64($0 % 8))) }
    }
}
