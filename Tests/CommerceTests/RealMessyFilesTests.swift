import Commerce
import Foundation
import Testing

/// Real files and copies of real rows dressed up as shops have them, against totals that another program computed.
@Suite(.enabled(if: RealSales.isAvailable))
struct RealMessyFilesTests {
    private struct Expected: Decodable {
        var rows: Int
        var revenue: Double?
        var units: Int64?
        var invoices: Int64?
        var from: String?
        var to: String?
        var unitsInStock: Int64?
        /// Of the amounts, where the file is a ledger of another kind.
        var amounts: Double?

        enum CodingKeys: String, CodingKey {
            case rows, revenue, units, invoices, from, to
            case amounts = "sum_IMPORTE_ADJUDICACION"
            case unitsInStock = "units_in_stock"
        }
    }

    static let files: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).filter { !$0.hasSuffix(".json") }.sorted()
    }()

    private static var folder: URL {
        (RealSales.folder ?? URL(fileURLWithPath: "/")).appendingPathComponent("data/messy")
    }

    @Test(arguments: files)
    func comesOutAsExpected(file: String) async throws {
        let expectations = try JSONDecoder().decode(
            [String: Expected].self,
            from: Data(contentsOf: Self.folder.appendingPathComponent("expected.json"))
        )
        let expected = try #require(expectations[file])
        let store = try CommerceStore.inMemory()
        var options = IngestOptions()
        options.kind = expected.unitsInStock == nil ? .sales : .inventory
        let path = Self.folder.appendingPathComponent(file).path
        let report = try await store.ingest(.file(path: path), options: options) { ChecksumDigest() }
        #expect(report.rowsStored == expected.rows && report.rowsRejected == 0)
        if let units = expected.unitsInStock {
            let stock = try await store.stock(StockQuery())
            #expect(stock.totals.units.whole == units && stock.totals.products == expected.rows)
            #expect(stock.items.first?.code == "0001")
            return
        }
        let figures = try await store.summary(SalesQuery(), today: .day("2026-12-31")).figures
        let revenue = try #require(expected.revenue ?? expected.amounts)
        #expect(figures.revenue.decimal2 == String(format: "%.2f", revenue))
        if let units = expected.units { #expect(figures.units.whole == units) }
        if let invoices = expected.invoices { #expect(figures.orders == invoices) }
        if let from = expected.from, let to = expected.to {
            #expect(report.period == Period.days(String(from.prefix(10)), String(to.prefix(10))))
        }
    }

    @Test func salesWithDiscountsAndCategories() async throws {
        let store = try CommerceStore.inMemory()
        let path = Self.folder.deletingLastPathComponent().appendingPathComponent("inventory/northwind_sales.csv").path
        let report = try await store.ingest(.file(path: path)) { ChecksumDigest() }
        #expect(report.rowsStored == 2_155 && report.rowsRejected == 0)
        var query = SalesQuery()
        query.groupBy = .category
        let answer = try await store.summary(query, today: .day("2026-01-01"))
        #expect(answer.figures.revenue.decimal2 == "1265793.04" && answer.groups.count == 8)
    }
}
