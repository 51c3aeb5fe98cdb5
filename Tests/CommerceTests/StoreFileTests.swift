@testable import Commerce
import Foundation
import Testing

@Suite struct StoreFileTests {
    private func ingest(_ store: CommerceStore, _ text: String) async throws -> IngestReport {
        try await store.ingest(.bytes(Array(text.utf8), name: "a.csv")) { SHA256Digest() }
    }

    @Test func theFileIsPrivateAndLasts() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/ventas.sqlite"
        let store = try CommerceStore.open(path: path)
        _ = try await ingest(store, Shop.csv("1,A,x,1,2024-01-01,1,,"))
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        let again = try CommerceStore.open(path: path)
        #expect(try await again.summary(SalesQuery(), today: .sample).figures.orders == 1)
    }

    /// Two handles on one file, as two processes have: importers take turns, and readers go on.
    @Test func importsAtTheSameTime() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/ventas.sqlite"
        let stores = try (0..<3).map { _ in try CommerceStore.open(path: path) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, store) in stores.enumerated() {
                group.addTask {
                    for file in 0..<4 {
                        let lines = (0..<200).map {
                            "\(index * 10_000 + file * 1_000 + $0),A\($0),x,1,2024-01-01,1,,\n"
                        }
                        _ = try await ingest(store, Shop.header + lines.joined())
                        // The same file from everyone: stored once.
                        _ = try await ingest(store, Shop.csv("999999,A,x,1,2024-01-01,1,,"))
                        let seen = try await store.summary(SalesQuery(), today: .sample).figures.orders
                        #expect((seen - 1) % 200 == 0)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await stores[0].summary(SalesQuery(), today: .sample).figures.orders == 3 * 4 * 200 + 1)
    }

    /// The first run of several programs on an empty folder.
    @Test func creatingTheFileAtTheSameTime() async throws {
        let folder = try TemporaryFolder()
        for round in 0..<5 {
            let path = folder.path + "/\(round).sqlite"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<6 {
                    group.addTask {
                        let store = try CommerceStore.open(path: path)
                        _ = try await ingest(store, Shop.csv("\(index),A,x,1,2024-01-01,1,,"))
                    }
                }
                try await group.waitForAll()
            }
            let store = try CommerceStore.open(path: path)
            #expect(try await store.summary(SalesQuery(), today: .sample).figures.orders == 6)
        }
    }

    /// An import into a new file has it to itself. Who opens it meanwhile waits, and then shares it.
    @Test func theFirstImportIsWaitedFor() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/ventas.sqlite"
        let importer = try CommerceStore.open(path: path, isForImport: true)
        let opened = Recorder<Task<CommerceStore, any Error>>()
        var options = IngestOptions()
        options.progress = { _ in
            guard opened.steps.isEmpty else { return }
            opened.append(Task.detached { try CommerceStore.open(path: path) })
        }
        let lines = (0..<30_000).map { "\($0),A,x,1,2024-01-01,1,,\n" }
        let text = Shop.header + lines.joined()
        _ = try await importer.ingest(.bytes(Array(text.utf8), name: "a.csv"), options: options) { SHA256Digest() }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        let other = try await #require(opened.steps.first).value
        _ = try await ingest(other, Shop.csv("100000,A,x,1,2024-01-01,1,,"))
        for store in [importer, other] {
            #expect(try await store.summary(SalesQuery(), today: .sample).figures.orders == 30_001)
        }
    }

    /// Several imports, each of which may be the one that makes the file.
    @Test func firstImportsAtTheSameTime() async throws {
        let folder = try TemporaryFolder()
        for round in 0..<5 {
            let path = folder.path + "/\(round).sqlite"
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<4 {
                    group.addTask {
                        let store = try CommerceStore.open(path: path, isForImport: true)
                        _ = try await ingest(store, Shop.csv("\(index),A,x,1,2024-01-01,1,,"))
                    }
                }
                try await group.waitForAll()
            }
            let store = try CommerceStore.open(path: path)
            #expect(try await store.summary(SalesQuery(), today: .sample).figures.orders == 4)
        }
    }

    /// What fails leaves nothing, in the rollback journal's way too.
    @Test func aFirstImportThatFailsLeavesNothing() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/ventas.sqlite"
        let store = try CommerceStore.open(path: path, isForImport: true)
        let ordinary = (0..<60_000).map { "\($0),A\($0),x,1,2024-01-01,1,,\n" }
        let large = (60_000..<60_101).map { "\($0),A1,x,1,2024-01-01,99999999999,,\n" }
        await #expect(throws: IngestFailure.amountsTooLarge(file: "a.csv")) {
            try await ingest(store, Shop.header + ordinary.joined() + large.joined())
        }
        #expect(try await store.summary(SalesQuery(), today: .sample).figures.orders == 0)
        _ = try await ingest(store, Shop.csv("1,A,x,1,2024-01-01,1,,"))
        #expect(try await CommerceStore.open(path: path).summary(SalesQuery(), today: .sample).figures.orders == 1)
    }

    /// A server may start, and answer, while an import holds the data.
    @Test func openingAndAskingDoNotWaitForAnImport() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/ventas.sqlite"
        let store = try CommerceStore.open(path: path)
        _ = try await ingest(store, Shop.csv("1,A,x,1,2024-01-01,1,,"))
        let opened = Recorder<CommerceStore>()
        var options = IngestOptions()
        options.progress = { _ in
            if let other = try? CommerceStore.open(path: path) { opened.append(other) }
        }
        let more = Shop.csv("2,A,x,1,2024-01-01,1,,")
        _ = try await store.ingest(.bytes(Array(more.utf8), name: "b.csv"), options: options) { SHA256Digest() }
        let other = try #require(opened.steps.first)
        #expect(try await other.summary(SalesQuery(), today: .sample).figures.orders == 2)
    }

    @Test func changedRulesApplyToWhatIsStored() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/ventas.sqlite"
        let text = Shop.csv(
            "1,A,x,1,2024-01-01,1,,",
            "2,FLETE,x,1,2024-01-01,2,,",
            "NC3,A,x,-1,2024-01-01,1,,",
            "4,A,x,1,2024-01-02,1,,"
        )
        _ = try await ingest(try CommerceStore.open(path: path), text)
        var rules = DocumentRules()
        rules.cancellationPrefixes = ["NC"]
        rules.serviceCodes = ["FLETE"]
        let changed = try await CommerceStore.open(path: path, rules: rules).summary(SalesQuery(), today: .sample)
        let fresh = try await Shop(text, rules: rules).summary()
        #expect(changed.views == fresh.views)
        #expect(changed.views.returns.orders == 1)
    }

    @Test func whatIsNoDataFileIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/nota.txt"
        try Data(repeating: 65, count: 9_000).write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreFailure.notOurs(path: path)) { try CommerceStore.open(path: path) }
        #expect(throws: StoreFailure.self) { try CommerceStore.open(path: folder.path + "/no/such/folder.sqlite") }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 9_000)
    }

    @Test func progressReachesTheEnd() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/ventas.csv.gz"
        let bytes = Gzip.member(Shop.header + (0..<9_000).map { "\($0),A,x,1,2024-01-01,1,,\n" }.joined())
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        let seen = Recorder<IngestProgress>()
        var options = IngestOptions()
        options.progress = { seen.append($0) }
        _ = try await CommerceStore.inMemory().ingest(.file(path: path), options: options) { SHA256Digest() }
        let steps = seen.steps
        #expect(steps.count > 3)
        #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.rows <= $1.rows && $0.bytesDone <= $1.bytesDone })
        #expect(steps.last == IngestProgress(bytesDone: bytes.count, bytesTotal: bytes.count, rows: 9_000))
    }

    // The lock guards the only state there is.
    private final class Recorder<Step: Sendable>: @unchecked Sendable {
        private let lock = NSLock()
        private var recorded: [Step] = []

        var steps: [Step] { lock.withLock { recorded } }

        func append(_ step: Step) {
            lock.withLock { recorded.append(step) }
        }
    }
}
