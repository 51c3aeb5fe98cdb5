import Commerce
import Foundation
import Localization
import Testing

/// Files that break a rule, or leave one out, and that a careful accountant would still read.
@Suite struct HostileFileTests {
    private static let header = "Fecha;Factura;Código;Descripción;Cantidad;Precio;Cliente;País\n"

    // MARK: Quotes

    @Test func quotesAroundAWord() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            Self.header + "13/01/2024;1;A;\"ROJO\" de vidrio;1;2,00;;\n13/01/2024;2;A;\"6\\\" x 8\\\"\";1;3,00;;\n"
        )
        #expect(report.rowsStored == 2 && report.rowsRejected == 0)
        #expect(try await shop.summary().figures.revenue.decimal2 == "5.00")
    }

    @Test func blanksBeforeQuotes() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            "Invoice, \"SKU\", \"Description\", \"Qty\", \"Date\", \"Price\"\n1, \"A\", \"x, y\", \"2\", \"2024-01-13\", \"1.50\"\n"
        )
        #expect(report.rowsStored == 1 && report.dialect.column("product_code") == "SKU")
        #expect(try await shop.summary().figures.revenue.decimal2 == "3.00")
    }

    // MARK: Numbers

    @Test(arguments: ["3 uds.", "3 uds", "3uds", "3 unid.", "3 pzas", "3 pcs", "3 units", "3,00 kg", "'3"])
    func piecesAfterQuantities(text: String) async throws {
        let shop = try await Shop(Self.header + "13/01/2024;1;A;x;\(text);2,50;;\n")
        #expect(try await shop.summary().figures.units.whole == 3)
    }

    @Test func eurosOfLatin9() async throws {
        let text = Self.header + "13/01/2024;1;A;Año;1;2,50 €;;España\n"
        var bytes = try #require(text.data(using: .windowsCP1252)).map { $0 }
        bytes = bytes.map { $0 == 0x80 ? 0xA4 : $0 }
        let report = try await Shop().ingest(bytes)
        #expect(report.rowsStored == 1 && report.currency == "EUR")
    }

    @Test(arguments: ["Precio (Q)", "Precio (Q/ud.)", "Precio Q", "Unit Price (Q)", "Precio Q."])
    func quetzalesInAColumnsName(name: String) async throws {
        let report = try await Shop().ingest("Factura;Fecha;SKU;Cantidad;\(name)\n1;13/01/2024;A;1;2,00\n")
        #expect(report.currency == "GTQ" && report.rowsStored == 1)
    }

    @Test func twoCurrenciesAreStated() async throws {
        let report = try await Shop().ingest(
            "Factura;Fecha;SKU;Cantidad;Precio;Moneda\n1;13/01/2024;A;1;2,00;GTQ\n2;13/01/2024;A;1;2,00;USD\n"
        )
        #expect(report.currencies == ["GTQ", "USD"] && report.currency == nil)
        #expect(!report.warnings.contains { $0.english.contains("does not state") })
    }

    // MARK: Discounts

    @Test func discountsInMoneyThatTheTotalsTell() async throws {
        let shop = try await Shop(
            """
            Factura;Fecha;SKU;Cantidad;Precio;Descuento;Total
            1;13/01/2024;A;2;100,00;20,00;180,00
            2;13/01/2024;A;1;5,00;0,75;4,25
            3;13/01/2024;A;1;5,00;;5,00
            C4;13/01/2024;A;-2;100,00;-20,00;-180,00
            """
        )
        #expect(try await shop.summary().figures.revenue.decimal2 == "9.25")
    }

    @Test func discountsWithACurrency() async throws {
        let shop = try await Shop(
            "Factura;Fecha;SKU;Cantidad;Precio;Descuento\n1;13/01/2024;A;2;Q10.00;Q0.50\n2;13/01/2024;A;1;Q10.00;Q10.50\n"
        )
        #expect(try await shop.summary().figures.revenue.decimal2 == "19.50")
    }

    @Test func wholeDiscountsArePercentages() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            "Factura;Fecha;SKU;Cantidad;Precio;Descuento\n1;13/01/2024;A;2;10;5\n2;13/01/2024;A;1;10;25\n3;13/01/2024;A;1;10;0\n"
        )
        #expect(try await shop.summary().figures.revenue.decimal2 == "36.50")
        #expect(report.warnings.contains { $0.spanish.contains("porcentaje") })
    }

    @Test func totalsThatDisagree() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            "Factura;Fecha;SKU;Cantidad;Precio;Total\n1;13/01/2024;A;2;10,00;20,00\n2;13/01/2024;A;3;10,00;35,00\n"
        )
        #expect(try await shop.summary().figures.revenue.decimal2 == "50.00")
        #expect(report.warnings.contains { $0.english.contains("Total") && $0.english.contains("1 line") })
        let fine = try await Shop().ingest(
            "Factura;Fecha;SKU;Cantidad;Precio;Total\n1;13/01/2024;A;24;0,42;10,00\n2;13/01/2024;A;1;;\n"
        )
        #expect(!fine.warnings.contains { $0.english.contains("Total") })
    }

    // MARK: Dates

    @Test(arguments: ["'13/05/2011", "Fri May 13 2011 12:50:00 GMT-0600 (CST)"])
    func datesOfPrograms(text: String) async throws {
        let report = try await Shop().ingest(Self.header + "\(text);1;A;x;1;1,00;;\n")
        #expect(report.period?.from == .day("2011-05-13"))
    }

    // MARK: Columns

    @Test(arguments: [
        "Fecha;Nº factura;SKU;Artículo;Cant.;P. Unit.", "F. Emisión;No. Doc.;Cód. Art.;Descripción;Cant;V. Unitario",
        "createdAt;orderId;productId;productName;qty;unitPrice", "Sale Day;Bill;Part;Item;Pcs;Price Each",
        "Created at;Name;Lineitem sku;Lineitem name;Lineitem quantity;Lineitem price",
        "Fecha emisión;Nro. Comprobante;Cod. Producto;Producto;Cant. Vendida;Importe unitario",
        "Fecha;NÂº Factura;CÃ³digo;DescripciÃ³n;Cantidad;Precio",
    ])
    func namesOfColumns(header: String) async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(header + "\n13/01/2024;1001;A-1;Café;2;1,50\n")
        #expect(report.rowsStored == 1, "\(report.dialect.columns)")
        #expect(try await shop.summary().figures.revenue.decimal2 == "3.00")
        #expect(try await shop.top().items.map(\.code) == ["A-1"])
    }

    @Test func codesAndCustomersWithoutAHeader() async throws {
        let codes = ["0001", "0002", "85123a", "22423", "00071", "84406B", "22960", "A-100"]
        let lines = (0..<120).map { index in
            let document = 5_000 + index / 4
            return "13/06/2024;\(document);\(codes[index % 8]);TAZA \(index % 8) DE BARRO;\(index % 6 + 1);\(index),75;"
                + "\(12_000 + document % 60 * 7);Guatemala\n"
        }
        let report = try await Shop().ingest(lines.joined())
        #expect(report.dialect.column("product_code") == "3" && report.dialect.column("customer") == "7")
    }

    /// Small numbers are codes too when each has its own description; and codes have leading zeros.
    @Test func codesAndQuantitiesWithoutAHeader() async throws {
        let lines = (0..<80).map { index in
            "2024-06-13,\(500 + index / 3),\(index * 7 % 9 + 1),TAZA \(index * 7 % 9),\(index % 5 * 12 + 1),\(index % 9).75\n"
        }
        let report = try await Shop().ingest(lines.joined())
        #expect(report.dialect.column("product_code") == "3" && report.dialect.column("quantity") == "5")
        let few = try await Shop().ingest("13/06/2024;5001;007;Té;2;3,50\n13/06/2024;5001;008;Pan;12;1,25\n")
        #expect(few.dialect.column("product_code") == "3" && few.dialect.column("quantity") == "5")
    }

    /// A sale that lacks its document is rejected, whatever the product is called.
    @Test func productsCalledTotal() async throws {
        let report = try await Shop().ingest(
            Self.header
                + "13/01/2024;1;A;TOTAL CARE;1;1,00;;\n13/01/2024;;A;TOTAL CARE;1;1,00;;\n;2;A;TOTAL CARE;1;1,00;;\n"
                + ";;;TOTAL;3;;;\n"
        )
        #expect((report.rowsStored, report.rowsSkipped) == (1, 1) && report.rejected.map(\.line) == [3, 4])
        #expect(report.rejected.last?.reason.english == "the date is missing")
    }

    @Test func whatIsBetweenLines() async throws {
        let shop = try await Shop()
        let line = "13/01/2024;1;A;x;1;1,00;;\n"
        let report = try await shop.ingest(
            Self.header + line + "T O T A L;;;;1;1,00;;\n" + line + "Van...;;;;2;2,00;;\nVienen;;;;2;2,00;;\n" + line
                + "\u{1A}"
        )
        #expect((report.rowsStored, report.rowsSkipped, report.rowsRejected) == (3, 4, 0))
    }

    @Test(arguments: ["=\"0012\"", "'" + "0012", "\"=\"\"0012\"\"\""])
    func codesMarkedAsText(code: String) async throws {
        let shop = try await Shop(Self.header + "13/01/2024;\(code);\(code);x;1;1,00;\(code);\n")
        #expect(try await shop.top().items.map(\.code) == ["0012"])
        #expect(try await shop.summary { $0.groupBy = .customer }.groups.map(\.key) == ["0012"])
    }

    @Test func nothingOfMySQL() async throws {
        let shop = try await Shop(Self.header + "13/01/2024;1;A;\\N;1;1,00;\\N;\\N\n")
        #expect(try await shop.summary { $0.groupBy = .customer }.groups.map(\.key) == [nil])
    }

    // MARK: What is no table

    @Test(arguments: [
        ("<html><body><table><tr><th>Fecha</th></tr></table></body></html>", "HTML"),
        ("\n<!DOCTYPE html>\n<p>x", "HTML"), ("<?xml version=\"1.0\"?><a/>", "XML"),
        ("[{\"fecha\": \"2011-05-01\", \"factura\": 1}]", "JSON"),
    ])
    func otherFormats(text: String, format: String) async throws {
        await #expect { try await Shop().ingest(text) } throws: { error in
            guard let failure = error as? any LocalizedFailure else { return false }
            return failure.message.english.contains(format) && failure.message.spanish.contains(format)
        }
    }

    @Test func bytesThatAreNoText() async throws {
        let bytes = (0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        await #expect { try await Shop().ingest(bytes) } throws: { error in
            (error as? any LocalizedFailure)?.message.english.contains("no text") == true
        }
    }

    @Test func whatColumnsAreCalledInEitherLanguage() async throws {
        await #expect { try await Shop().ingest("Cliente;Cantidad;Precio\n1;2;3\n") } throws: { error in
            guard let message = (error as? any LocalizedFailure)?.message else { return false }
            return message.spanish.contains("factura") && message.english.contains("invoice")
                && !message.spanish.contains("invoice")
        }
    }

    // MARK: Stock

    @Test func namesOfStockColumns() async throws {
        let shop = try await Shop()
        var options = IngestOptions()
        options.kind = .inventory
        let text =
            "REF;DESCRIPCION;P. Venta;STOCK;Compras pendientes;STOCK_MIN;Estado\n"
            + "01;Café;12,50;39 uds;4;10;Activo\n02;Cacao;1,00;0;0;5;Descontinuado\n"
        let report = try await shop.store.ingest(.bytes(Array(text.utf8), name: "x.csv"), options: options) {
            SHA256Digest()
        }
        #expect(report.rowsStored == 2 && report.rowsRejected == 0)
        let items = try await shop.store.stock(StockQuery()).items
        let coffee = try #require(items.first { $0.code == "01" })
        #expect(coffee.reorderLevel.whole == 10 && coffee.onOrder.whole == 4 && coffee.stock.whole == 39)
        #expect(coffee.value?.decimal2 == "487.50")
        #expect(items.first { $0.code == "02" }?.status == .discontinued)
    }
}
