import Commerce
import Foundation
import Localization
import Testing

/// Files as shops have them, each with what is true of it.
@Suite struct MessyFileTests {
    private static let header = "Fecha;Factura;Código;Descripción;Cantidad;Precio;Cliente;País\n"

    @Test func windows1252WithTitlesSubtotalsAndBlankLines() async throws {
        let text = """
            COMERCIAL LA CEIBA, S.A.;;;;;;;
            Ventas del 1 al 2 de marzo (en quetzales);;;;;;;
            ;;;;;;;
            Fecha;Nº Factura;Código;Descripción;Cantidad;Importe;Importe;País
            01/03/2024;1;0001;Café;1.200;1,50;1.800,00;México
            ;;;Subtotal 01/03/2024;1.200;;1.800,00;
            13/03/2024;2;0002;Piñón;2;3,00;6,00;España

            ;;;TOTAL GENERAL;;;1.806,00;
            Total;;;;;;1.806,00;
            """
        let bytes = try #require(text.data(using: .windowsCP1252))
        let shop = try await Shop()
        let report = try await shop.ingest(Array(bytes))
        #expect((report.rowsStored, report.rowsRejected, report.rowsSkipped) == (2, 0, 7))
        #expect(report.dialect.encoding == "cp1252" && report.dialect.headerLine == 4)
        #expect(report.dialect.column("unit_price") == "Importe" && report.dialect.column("amount") == "Importe (2)")
        #expect(report.currency == "GTQ")
        let answer = try await shop.summary { $0.groupBy = .country }
        #expect(answer.figures.revenue.decimal2 == "1806.00" && answer.figures.units.whole == 1_202)
        #expect(answer.groups.map(\.key) == ["México", "España"])
        #expect(try await shop.top().items.map(\.code) == ["0001", "0002"])
    }

    @Test(arguments: [true, false], [true, false])
    func utf16(isBigEndian: Bool, hasMark: Bool) async throws {
        let text = "Fecha\tFactura\tCódigo\tCantidad\tPrecio\r\n13/03/2024\t1\tÑandú 😀\t2\t1,5\r\n"
        var bytes = hasMark ? (isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]) : [UInt8]()
        for unit in text.utf16 {
            let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
            bytes += isBigEndian ? pair : pair.reversed()
        }
        let shop = try await Shop()
        let report = try await shop.ingest(bytes)
        #expect(report.rowsStored == 1 && report.dialect.encoding == "utf-16" && report.dialect.delimiter == "\t")
        #expect(try await shop.top().items.map(\.code) == ["ÑANDÚ 😀"])
    }

    @Test func separatorLineAndByteOrderMark() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            "\u{FEFF}sep=|\r\nFecha|Factura|SKU|Uds.|Precio (€)\r\n31-12-23 08:24|1|A|3|2,10 €\r\n"
        )
        #expect(report.rowsStored == 1 && report.rowsRead == 1 && report.currency == "EUR")
        #expect(report.dialect.encoding == "utf-8-sig" && report.dialect.headerLine == 2)
        #expect(try await shop.summary().figures.revenue.decimal2 == "6.30")
    }

    @Test func loneCarriageReturnsAfterLineFeeds() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            Self.header + "13/01/2024;1;A;x;1;2,00;;\n13/01/2024;2;A;x;1;2,00;;\r14/01/2024;3;A;x;1;?;;\r"
        )
        #expect(report.rowsStored == 2 && report.rejected.map(\.line) == [4])
    }

    // MARK: Dates

    @Test func aLaterDateDecidesForTheWholeColumn() async throws {
        let shop = try await Shop()
        let early = (1...1_500).map { "\($0),A,1,0\($0 % 9 + 1)/05/2024,1\n" }.joined()
        let text = "Invoice,SKU,Qty,Date,Price\n" + early + "9999,A,1,25/05/2024,1\n"
        let report = try await shop.ingest(text)
        #expect(report.rowsStored == 1_501 && report.dialect.dateOrder == "dmy" && !report.dialect.datesAreAmbiguous)
        #expect(report.period == Period.days("2024-05-01", "2024-05-25"))
        let months = try await shop.summary { $0.groupBy = .month }
        #expect(months.groups.map(\.key) == ["2024-05"])
    }

    @Test(arguments: [
        ("Invoice,SKU,Qty,Date,Price\n1,A,1,03/04/2024,1\n", "2024-03-04"),
        ("Factura,SKU,Cantidad,Fecha,Precio\n1,A,1,03/04/2024,1\n", "2024-04-03"),
        ("Factura,SKU,Cantidad,Fecha,Precio\n1,A,1,03/04/2024 9:00 AM,$1\n", "2024-03-04"),
        ("Invoice,SKU,Qty,Date,Price\n1,A,1,03/04/2024,1\n2,A,1,13/04/2024,1\n", "2024-04-03"),
        ("Factura,SKU,Cantidad,Fecha,Precio\n1,A,1,03/04/2024,1\n2,A,1,03/14/2024,1\n", "2024-03-04"),
    ])
    func whoComesFirst(text: String, day: String) async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(text)
        #expect(report.period?.from == .day(day))
        #expect(report.dialect.datesAreAmbiguous == (report.rowsStored == 1))
        #expect(report.warnings.contains { $0.spanish.contains("cuál es el día") } == (report.rowsStored == 1))
    }

    @Test func datesByHand() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest("Invoice,SKU,Qty,Date,Price\n1,A,1,03/04/2024,1\n") {
            $0.isMonthFirst = false
        }
        #expect(report.period?.from == .day("2024-04-03") && !report.dialect.datesAreAmbiguous)
    }

    // MARK: Numbers

    @Test func aLaterNumberDecidesForTheWholeColumn() async throws {
        let shop = try await Shop()
        let early = (1...1_500).map { "01/12/2024\t\($0)\tA\t1\t1.250\n" }.joined()
        let report = try await shop.ingest(
            "Date\tInvoice\tSKU\tQty\tPrice\n" + early + "13/12/2024\t9999\tA\t1\t0,50\n"
        )
        #expect(report.rowsStored == 1_501 && report.dialect.decimalMark == ",")
        #expect(try await shop.summary().figures.revenue.decimal2 == "1875000.50")
    }

    @Test func marksMixedRowByRow() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(Self.header + "13/01/2024;1;A;x;2;0,42;;\n13/01/2024;2;A;x;2;0.42;;\n")
        #expect(try await shop.summary().figures.revenue.decimal2 == "1.68")
        #expect(report.warnings.contains { $0.english.contains("mix") })
    }

    @Test func dollarsOfSomewhere() async throws {
        let american = try await Shop().ingest("Invoice,SKU,Qty,Date,Price\n1,A,(2),1/13/2024,\"$1,234.50\"\n")
        #expect(american.currency == "USD" && american.rowsStored == 1)
        let other = try await Shop().ingest(Self.header + "13/01/2024;1;A;x;2;$ 1.234,50;;\n")
        #expect(other.currency == nil && other.warnings.contains { $0.spanish.contains("«$»") })
    }

    @Test func aLinesOwnSignIsItsCurrency() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(Self.header + "13/01/2024;1;A;x;1;Q10,00;;\n13/01/2024;2;A;x;1;US$5,00;;\n")
        #expect(report.currencies == ["GTQ", "USD"] && report.currency == nil)
    }

    @Test func percentagesInTheColumnsName() async throws {
        let shop = try await Shop(
            "factura;fecha;sku;cantidad;precio;Dto. %\n1;2024-01-01;A;2;10;15\n2;2024-01-01;A;1;10;0\n"
        )
        #expect(try await shop.summary().figures.revenue.decimal2 == "27.00")
    }

    @Test func percentagesThatTheTotalsTell() async throws {
        let lines = [
            "Invoice,Date,SKU,Qty,Price,Discount,Total", "1,2024-01-13,A,2,10,15,17.00", "2,2024-01-13,A,1,10,,10",
        ]
        let shop = try await Shop(lines.joined(separator: "\n"))
        #expect(try await shop.summary().figures.revenue.decimal2 == "27.00")
    }

    @Test func currenciesByName() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            "Factura,Fecha,SKU,Cantidad,Precio,Moneda\n1,2024-01-13,A,1,1,Q.\n2,2024-01-13,A,1,1,quetzales\n"
                + "3,2024-01-13,A,1,1,GTQ\n4,2024-01-13,A,1,1,Dólares\n5,2024-01-13,A,1,1,doubloons\n"
        )
        #expect(report.currencies == ["GTQ", "USD"] && report.rejected.map(\.line) == [6])
    }

    // MARK: Columns

    @Test func withoutAHeader() async throws {
        let lines = (1...40).map {
            "13/06/2024;\(5_000 + $0 / 4);\(20_000 + $0 * 37)B;TAZA \($0) DE BARRO;\($0 % 6 + 1);\($0),75;Guatemala\n"
        }
        let shop = try await Shop()
        let report = try await shop.ingest(lines.joined())
        #expect(report.rowsStored == 40 && report.dialect.headerLine == nil)
        let columns = Dictionary(uniqueKeysWithValues: report.dialect.columns.map { ($0.field, $0.column) })
        #expect(
            columns == [
                "date": "1", "document": "2", "product_code": "3", "description": "4", "quantity": "5",
                "unit_price": "6", "country": "7",
            ]
        )
        #expect(report.warnings.contains { $0.spanish.contains("--map") })
        let byHand = try await Shop().ingest(lines.joined()) { try? $0.map("7=customer") }
        #expect(byHand.dialect.column("customer") == "7" && byHand.dialect.column("country") == nil)
    }

    @Test func totalsWithoutPrices() async throws {
        let shop = try await Shop(
            "Ticket,Fecha,Producto,Cantidad,Total\nT1,2024-01-31,Pan,3,10.00\nT2,2024-01-31,Pan,-1,-3.33\n"
        )
        let answer = try await shop.summary()
        #expect(answer.figures.revenue.decimal2 == "6.67" && answer.views.gross.revenue.decimal2 == "10.00")
    }

    @Test func nullMarkersAreNothing() async throws {
        let shop = try await Shop()
        try await shop.ingest(
            Self.header
                + ["N/A", "-", "s/d", "NULL", "#N/D", "", "nan"].enumerated().map {
                    "13/01/2024;\($0.offset);A;\($0.element);1;1,00;\($0.element);\($0.element)\n"
                }.joined()
        )
        #expect(try await shop.summary { $0.groupBy = .customer }.groups.map(\.key) == [nil])
        #expect(try await shop.summary { $0.groupBy = .country }.groups.map(\.key) == [nil])
    }

    @Test func repeatedHeadersAndNullBytesAtTheEnd() async throws {
        let shop = try await Shop()
        let line = "13/01/2024;1;A;x;1;1,00;;\n"
        let report = try await shop.ingest(
            Self.header + line + Self.header + line + String(repeating: "\0", count: 500)
        )
        #expect(report.rowsStored == 2 && report.rowsSkipped == 2 && report.rowsRejected == 0)
    }

    @Test func remarksBetweenLines() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            Self.header + "Cliente: Juan;;;;;;;\n13/01/2024;1;A;x;1;1,00;;\nFuente: caja 2\nroto\n;;;;5;;;\n"
        )
        #expect((report.rowsStored, report.rowsSkipped) == (1, 2) && report.rejected.map(\.line) == [5, 6])
    }

    @Test func trailingColumnsWithoutAName() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            "Fecha;Factura;Código;Cantidad;Precio;\n13/01/2024;1;A;1;1,00;\n13/01/2024;2;A;1;1,00\n"
        )
        #expect(report.rowsStored == 2 && report.rowsRepaired == 0)
    }

    // MARK: What is shown and kept

    @Test func aTrialShowsTheFirstLinesAsUnderstood() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(Self.header + "13/01/24;1;a-1;Café;2;1.234,50 €;;\n") { $0.dryRun = true }
        let values = try #require(report.preview.first).values.map { "\($0.field)=\($0.value)" }
        #expect(
            values == [
                "document=1", "product_code=a-1", "description=Café", "quantity=2", "date=2024-01-13",
                "unit_price=1234.50", "amount=2469.00", "currency=EUR",
            ]
        )
        #expect(report.preview.first?.line == 2)
    }

    @Test func rejectedLinesGoToAFile() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/rejected.csv"
        let shop = try await Shop()
        let bad = "13/01/2024;1;=HYPERLINK(\"\"x\"\");x;muchos;1,00;;\n"
        let report = try await shop.ingest(Self.header + "13/01/2024;2;A;x;1;1,00;;\n" + bad) {
            $0.rejectedPath = path
            $0.language = .english
        }
        #expect(report.rejectedFile == path)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(lines.count == 2 && lines[0] == "line,reason,text")
        #expect(lines[1].hasPrefix("3,\"\"\"muchos\"\" is not a number"))
        let clean = try await shop.ingest(Self.header + "13/01/2024;3;A;x;1;1,00;;\n") { $0.rejectedPath = path + "2" }
        #expect(clean.rejectedFile == nil && !FileManager.default.fileExists(atPath: path + "2"))
    }
}
