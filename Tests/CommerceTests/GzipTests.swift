import Commerce
import TabularFiles
import Testing

@Suite struct GzipTests {
    private static let first = Shop.csv("1,A1,x,1,2024-01-01,1,,")
    private static let second = "2,A1,x,1,2024-01-01,2,,\n"

    @Test func severalMembersAndPadding() async throws {
        let shop = try await Shop()
        let bytes = Gzip.member(Self.first) + Gzip.member(Self.second) + [UInt8](repeating: 0, count: 700)
        let report = try await shop.ingest(bytes)
        #expect(report.rowsStored == 2)
        #expect(report.dialect.compression == "gzip")
    }

    @Test func everyTruncationIsNoticed() async throws {
        let shop = try await Shop()
        let whole = Gzip.member(Self.first)
        for length in 3..<whole.count {
            await #expect(throws: IngestFailure.unreadable(.truncatedGzip(file: "ventas.csv")), "\(length)") {
                try await shop.ingest(Array(whole[..<length]))
            }
        }
        // The first member alone would do, but there should have been another.
        let both = whole + Gzip.member(Self.second).dropLast(5)
        await #expect(throws: IngestFailure.unreadable(.truncatedGzip(file: "ventas.csv"))) {
            try await shop.ingest(both)
        }
        #expect(try await shop.summary().context.hasData == false)
    }

    @Test func damageIsNoticed() async throws {
        let shop = try await Shop()
        var bytes = Gzip.member(Self.first)
        // The checksum, at the end.
        bytes[bytes.count - 6] ^= 0xFF
        await #expect(throws: IngestFailure.self) { try await shop.ingest(bytes) }
        let trailing = Gzip.member(Self.first) + Array("garbage".utf8)
        await #expect(throws: IngestFailure.self) { try await shop.ingest(trailing) }
        await #expect(throws: IngestFailure.self) {
            try await shop.ingest([0x1F, 0x8B, 0x08, 0xFF] + [UInt8](repeating: 7, count: 90))
        }
        #expect(try await shop.summary().context.hasData == false)
    }
}
