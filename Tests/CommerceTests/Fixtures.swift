import CZlib
import Commerce
import Foundation
import Testing

/// A store in memory with a few lines of CSV in it.
struct Shop {
    let store: CommerceStore

    init(_ csv: String..., rules: DocumentRules = DocumentRules()) async throws {
        store = try CommerceStore.inMemory(rules: rules)
        for text in csv { _ = try await ingest(text) }
    }

    @discardableResult
    func ingest(_ csv: String, _ change: (inout IngestOptions) -> Void = { _ in }) async throws -> IngestReport {
        try await ingest(Array(csv.utf8), change)
    }

    @discardableResult
    func ingest(_ bytes: [UInt8], _ change: (inout IngestOptions) -> Void = { _ in }) async throws -> IngestReport {
        var options = IngestOptions()
        change(&options)
        return try await store.ingest(.bytes(bytes, name: "ventas.csv"), options: options) { SHA256Digest() }
    }

    func summary(_ change: (inout SalesQuery) -> Void = { _ in }) async throws -> SalesSummary {
        var query = SalesQuery()
        change(&query)
        return try await store.summary(query, today: .sample)
    }

    func top(_ change: (inout TopQuery) -> Void = { _ in }) async throws -> TopProducts {
        var query = TopQuery()
        change(&query)
        return try await store.top(query, today: .sample)
    }

    static let header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"

    /// Lines under the usual header.
    static func csv(_ lines: String...) -> String { header + lines.map { $0 + "\n" }.joined() }
}

extension CalendarDay {
    /// A clock for tests.
    static let sample = day("2024-06-15")

    static func day(_ iso: String) -> CalendarDay {
        guard let day = CalendarDay(iso: iso) else { preconditionFailure("no such day: \(iso)") }
        return day
    }
}

extension Period {
    static func days(_ from: String, _ to: String) -> Period? { Period(from: .day(from), to: .day(to)) }
}

/// A folder that goes away with its test.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// Makes gzip members of test texts.
enum Gzip {
    static func member(_ text: String) -> [UInt8] {
        let input = Array(text.utf8)
        var stream = z_stream()
        // 16 + MAX_WBITS writes the gzip format.
        precondition(
            deflateInit2_(
                &stream,
                6,
                Z_DEFLATED,
                31,
                8,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            )
                == Z_OK
        )
        defer { deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: input.count + 1_024)
        let count = input.withUnsafeBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
                return target.count - Int(stream.avail_out)
            }
        }
        return Array(output[..<count])
    }
}
