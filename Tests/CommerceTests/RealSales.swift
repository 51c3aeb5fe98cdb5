import CZlib
import Commerce
import Foundation

/// The real sales that these tests may find beside the project, imported once for all of them.
enum RealSales {
    /// The folder of shared data; nil when there is none, and then the tests that need it are skipped.
    static let folder: URL? = {
        if let named = ProcessInfo.processInfo.environment["SECURE_MCP_SHARED"] {
            return existing(URL(fileURLWithPath: named))
        }
        var place = URL(fileURLWithPath: #filePath)
        while place.path != "/" {
            place.deleteLastPathComponent()
            if let found = existing(place.appendingPathComponent("shared")) { return found }
        }
        return nil
    }()

    static var isAvailable: Bool { folder != nil }

    static var file: String { folder?.appendingPathComponent("data/sales/online_retail.csv.gz").path ?? "" }

    struct Imported: Sendable {
        let store: CommerceStore
        let report: IngestReport
    }

    static func imported() async throws -> Imported { try await task.value }

    private static let task = Task {
        let store = try CommerceStore.inMemory()
        var options = IngestOptions()
        options.currency = "GBP"
        let report = try await store.ingest(.file(path: file), options: options) { ChecksumDigest() }
        return Imported(store: store, report: report)
    }

    static func truth<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
        let url = (folder ?? URL(fileURLWithPath: "/")).appendingPathComponent("data/truth/\(name).json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Value.self, from: Data(contentsOf: url))
    }

    private static func existing(_ url: URL) -> URL? {
        let file = url.appendingPathComponent("data/sales/online_retail.csv.gz").path
        return FileManager.default.fileExists(atPath: file) ? url : nil
    }
}

/// Quick where SHA-256 without optimisation would take longer than the import: CRC-32 in C, in the shape of a digest.
struct ChecksumDigest: ContentDigest {
    private var sum: UInt = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        sum = crc32(sum, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(bytes.count))
    }

    mutating func finalize() -> [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: sum >> UInt($0 % 4 * 8)) }
    }
}
