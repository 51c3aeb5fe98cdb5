import Commerce
import Foundation
import SampleShop
import Testing

@Suite struct SampleShopTests {
    private static let end = CalendarDay(iso: "2025-06-30")

    private final class Folder {
        let path: String

        init() throws {
            path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private func contents(_ files: [WrittenFile]) throws -> [String: Data] {
        try Dictionary(
            uniqueKeysWithValues: files.map { file in
                let url = URL(fileURLWithPath: file.path)
                let data = try Data(contentsOf: url)
                #expect(data.count == file.bytes)
                return (url.lastPathComponent, data)
            }
        )
    }

    @Test func theSameSeedGivesTheSameBytes() throws {
        let one = try Folder()
        let two = try Folder()
        let three = try Folder()
        let end = try #require(Self.end)
        let first = try contents(SampleShop.write(to: one.path, endingOn: end, seed: 7))
        let second = try contents(SampleShop.write(to: two.path, endingOn: end, seed: 7))
        let other = try contents(SampleShop.write(to: three.path, endingOn: end, seed: 8))
        #expect(first == second)
        #expect(first.keys == other.keys)
        #expect(first["ventas.csv"] != other["ventas.csv"])
    }

    @Test func whatIsThereIsNotReplacedUnasked() throws {
        let folder = try Folder()
        let end = try #require(Self.end)
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        let mine = folder.path + "/ventas.csv"
        try Data("mine".utf8).write(to: URL(fileURLWithPath: mine))
        #expect(throws: SampleFailure.wouldReplace(mine)) {
            try SampleShop.write(to: folder.path, endingOn: end, seed: 1)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["ventas.csv"])
        let files = try SampleShop.write(to: folder.path, endingOn: end, seed: 1, replacing: true)
        // The same again is no replacement.
        #expect(try SampleShop.write(to: folder.path, endingOn: end, seed: 1) == files)
        #expect(throws: SampleFailure.self) { try SampleShop.write(to: mine, endingOn: end, seed: 1) }
    }

    @Test func theSalesAreReadWithoutALoss() async throws {
        let folder = try Folder()
        let end = try #require(Self.end)
        let files = try SampleShop.write(to: folder.path, endingOn: end, seed: 20_250_630)
        #expect(files.filter { $0.kind == .document }.count >= 5)
        let stock = try #require(files.first { $0.kind == .inventory })
        #expect(100...140 ~= stock.lines)
        let sales = try #require(files.first { $0.kind == .sales })
        #expect(40_000...60_000 ~= sales.lines)

        let store = try CommerceStore.inMemory()
        let report = try await store.ingest(.file(path: sales.path)) { LengthDigest() }
        #expect(report.rowsStored == sales.lines)
        #expect(report.rowsRejected == 0 && report.rowsRepaired == 0 && report.rowsSkipped == 0)
        #expect(report.currency == "GTQ")
        #expect(report.dialect.unusedColumns.isEmpty)
        #expect(report.period?.to == end)
        #expect(report.period?.from.year == 2023)

        var query = SalesQuery()
        query.groupBy = .month
        query.limit = 100
        let months = try await store.summary(query, today: end)
        #expect(months.groups.count == 24 || months.groups.count == 25)
        #expect(months.views.returns.orders > 100 && months.views.returns.revenue < .zero)
        #expect(months.views.productGross.revenue < months.views.gross.revenue)
        // December sells more than the month before it, and the second year more than the first.
        let revenue = Dictionary(uniqueKeysWithValues: months.groups.map { ($0.key ?? "", $0.figures.revenue) })
        #expect(revenue["2024-12", default: .zero] > revenue["2024-11", default: .zero])
        #expect(revenue["2025-03", default: .zero] > revenue["2024-03", default: .zero])

        query.groupBy = .category
        #expect(try await store.summary(query, today: end).groupCount == 11)
        query.groupBy = .country
        #expect(try await store.summary(query, today: end).groupCount >= 15)
    }

    @Test func everyDocumentIsSpanishMarkdown() throws {
        let folder = try Folder()
        let files = try SampleShop.write(to: folder.path, endingOn: try #require(Self.end), seed: 1)
        for file in files where file.kind == .document {
            let text = try String(contentsOfFile: file.path, encoding: .utf8)
            #expect(text.hasPrefix("# ") && text.hasSuffix("\n"))
            #expect(text.contains { "áéíóúñ".contains($0) })
        }
    }

    /// Enough to tell one file from none.
    private struct LengthDigest: ContentDigest {
        private var length = 0

        mutating func update(_ bytes: UnsafeRawBufferPointer) {
            length += bytes.count
        }

        mutating func finalize() -> [UInt8] { (0..<32).map { UInt8(truncatingIfNeeded: length >> ($0 % 8 * 8)) } }
    }
}
