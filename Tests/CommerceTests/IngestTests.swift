import Commerce
import Localization
import Testing

@Suite struct IngestTests {
    @Test func aPlainFile() async throws {
        let shop = try await Shop()
        let text = Shop.csv(
            "536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
            "536366,71053,LANTERN,2,2010-12-02 08:28:00,3.39,,France"
        )
        let report = try await shop.ingest(text)
        #expect(report.rowsRead == 2 && report.rowsStored == 2 && report.rowsRejected == 0)
        #expect(report.dialect.column("unit_price") == "UnitPrice")
        #expect(report.period == Period.days("2010-12-01", "2010-12-02"))
        #expect(report.currency == nil)
        #expect(report.warnings.contains { $0.spanish.contains("moneda") })
        let answer = try await shop.summary { $0.groupBy = .customer }
        #expect(answer.figures.revenue.decimal2 == "22.08")
        #expect(answer.groups.map(\.key) == ["17850", nil])
    }

    @Test func digestIsSHA256OfTheDecompressedBytes() async throws {
        let text = Shop.csv("1,A1,x,1,2024-01-01,1,,")
        let plain = try await Shop().ingest(text)
        let compressed = try await Shop().ingest(Gzip.member(text))
        #expect(plain.sha256 == compressed.sha256)
        var digest = SHA256Digest()
        Array("abc".utf8).withUnsafeBytes { digest.update($0) }
        let hexadecimal = digest.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func spanishColumnsInAnyOrderWithSemicolons() async throws {
        let shop = try await Shop(
            "\u{FEFF}Precio (unitario);PAÍS;cantidad;Código;Fecha;Nº Factura;Descripcion;cliente;Observaciones\r\n"
                + "2,55;Guatemala;1.234,5;a-1;31/08/2011;F-1;Café molido;C1;nada\r\n"
                + "1.000,00;México;1;A-1;01/09/2011 13:05;F-2;Café molido;;\r\n"
        )
        let answer = try await shop.summary { $0.groupBy = .country }
        #expect(answer.figures.revenue.decimalExact == "4147.975")
        #expect(answer.figures.units.decimal == "1235.5")
        #expect(answer.groups.map(\.key) == ["Guatemala", "México"])
        #expect(answer.context.period == Period.days("2011-08-31", "2011-09-01"))
        #expect(try await shop.top().items.map(\.code) == ["A-1"])
    }

    @Test func tabs() async throws {
        let shop = try await Shop("factura\tfecha\tsku\tcantidad\tprecio\n1\t2024-01-02\tX\t2\t1,5\n")
        #expect(try await shop.summary().figures.revenue.decimal2 == "3.00")
    }

    @Test func quotesWithDelimitersAndLineBreaks() async throws {
        let shop = try await Shop(
            Shop.csv(
                "1,\"A1\",\"SIGN, \"\"OPEN\"\"\nBIG\",2,2024-01-01,1.5,,",
                "2,A2,5\" PLATE,1,2024-01-01,1,,",
                "3,A3,\"BOX\" ,1,2024-01-01,1,,"
            )
        )
        let names = try await shop.top { $0.by = .revenue }.items.map(\.name)
        #expect(names == ["SIGN, \"OPEN\"\nBIG", "5\" PLATE", "BOX"])
    }

    @Test func brokenLinesAreCountedWithTheirLineNumbers() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            Shop.csv(
                "1,A1,\"two",
                "lines\",1,2024-01-01,1,,",
                "2,A1,x,many,2024-01-01,1,,",
                "3,A1,x,1,2024-02-30,1,,",
                "",
                "4,A1,x,1,2024-01-01,,,",
                ",A1,x,1,2024-01-01,1,,",
                "6,,,1,2024-01-01,1,,",
                "7,A1,x",
                "8,A1,x,1,2024-01-01,1,,,,extra",
                "9,A1,\"x\"y,1,2024-01-01,1,,",
                "10,A1,x,1,2024-01-01,2,,",
                "11,A1,x\0,1,2024-01-01,1,,",
                "12,A1,\"never closed,1,2024-01-01,1,,",
                "13,A1,x,1,2024-01-01,3,,"
            )
        )
        #expect(report.rejected.map(\.line) == [4, 5, 7, 8, 9, 10, 11, 12, 14, 15])
        #expect(report.rowsRejected == 10)
        #expect(report.rowsSkipped == 1)
        #expect(report.rowsStored == 3)
        #expect(report.rowsRead == 14)
        #expect(report.rejected[0].reason(.spanish) == "«many» no es un número (quantity)")
        #expect(report.rejected[0].reason(.english) == "\"many\" is not a number (quantity)")
        #expect(try await shop.summary().figures.revenue.decimal2 == "6.00")
    }

    @Test func onlySoManyRejectedLinesAreKept() async throws {
        let shop = try await Shop()
        let bad = String(repeating: "1,A1,x,?,2024-01-01,1,,\n", count: 50)
        let report = try await shop.ingest(Shop.header + bad + "1,A1,x,1,2024-01-01,1,,\n") { $0.rejectedLimit = 7 }
        #expect(report.rowsRejected == 50 && report.rejected.count == 7 && report.rowsStored == 1)
    }

    @Test func nothingReadableStoresNothing() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(Shop.csv("1,A1,x,?,2024-01-01,1,,"))
        #expect(report.rowsStored == 0 && report.rowsRejected == 1 && !report.alreadyIngested)
        #expect(try await shop.summary().context.hasData == false)
        // It was not taken for a file that is there.
        #expect(try await shop.ingest(Shop.csv("1,A1,x,?,2024-01-01,1,,")).alreadyIngested == false)
    }

    @Test func raggedLinesAreMended() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            Shop.csv("1,A1,x,1,2024-01-01,1", "2,A1,x,1,2024-01-01,1,C,GT,", "3,A1,x,1,2024-01-01,1,C,GT")
        )
        #expect(report.rowsStored == 3 && report.rowsRepaired == 2)
    }

    @Test func aMissingColumnSaysWhichAndWhatThereWas() async throws {
        let shop = try await Shop()
        let failure = await #expect(throws: IngestFailure.self) {
            try await shop.ingest("InvoiceNo,StockCode,Quantity,When\n1,A1,1,2024-01-01\n")
        }
        #expect(
            failure
                == .missingColumns(
                    file: "ventas.csv",
                    found: ["InvoiceNo", "StockCode", "Quantity", "When"],
                    missing: ["date", "unit_price"]
                )
        )
        #expect(failure?.message(.spanish).contains("When") == true)
        #expect(failure?.message(.english).contains("unit_price") == true)
    }

    @Test func columnsByHand() async throws {
        let shop = try await Shop()
        let text = "InvoiceNo,StockCode,Quantity,When,Precio neto,Precio\n1,A1,2,2024-01-01,3.5,99\n"
        let report = try await shop.ingest(text) {
            try? $0.map("when=date")
            try? $0.map("Precio neto=unit_price")
        }
        #expect(report.dialect.column("unit_price") == "Precio neto")
        #expect(report.dialect.unusedColumns == ["Precio"])
        #expect(try await shop.summary().figures.revenue.decimal2 == "7.00")
        var options = IngestOptions()
        for text in ["date", "=date", "When=day of sale"] {
            #expect(throws: IngestFailure.unknownField(name: text)) { try options.map(text) }
        }
        await #expect(throws: IngestFailure.self) { try await shop.ingest(text) { try? $0.map("Nope=date") } }
    }

    @Test func theSameBytesTwiceChangeNothing() async throws {
        let shop = try await Shop()
        let text = Shop.csv("1,A1,x,1,2024-01-01,1,,", "2,A1,x,1,2024-01-03,1,,")
        try await shop.ingest(text) { $0.currency = "GTQ" }
        let before = try await shop.summary { $0.groupBy = .product }
        let again = try await shop.ingest(Gzip.member(text))
        #expect(again.alreadyIngested && again.rowsStored == 0)
        #expect(again.currency == "GTQ" && again.period == .days("2024-01-01", "2024-01-03"))
        #expect(again.warnings.map(\.english) == ["This file was stored already; nothing changed."])
        #expect(try await shop.summary { $0.groupBy = .product } == before)
    }

    @Test func sharedDocumentsAreStoredWithAWarning() async throws {
        let shop = try await Shop(Shop.csv("1,A1,x,1,2024-01-01,1,,", "2,A1,x,1,2024-01-01,1,,"))
        let report = try await shop.ingest(Shop.csv("2,A1,x,5,2024-01-01,1,,", "3,A1,x,1,2024-01-01,1,,"))
        #expect(report.rowsStored == 2)
        let warning = try #require(report.warnings.first)
        #expect(warning.spanish.hasPrefix("De los documentos de este archivo, 1 ya estaban en otro (2)"))
        let figures = try await shop.summary().figures
        #expect(figures.orders == 3 && figures.units.whole == 8)
    }

    @Test func identicalLinesAreKeptAndCounted() async throws {
        let shop = try await Shop()
        let line = "1,A1,x,1,2024-01-01,1,,"
        let report = try await shop.ingest(Shop.csv(line, line, "1,A1,x,2,2024-01-01,1,,", line))
        #expect(report.identicalLines == 2 && report.rowsStored == 4)
        #expect(try await shop.summary().figures.units.whole == 5)
    }

    @Test func aTrialKeepsNothing() async throws {
        let shop = try await Shop()
        let text = Shop.csv("1,A1,x,1,2024-01-01,1,,")
        let trial = try await shop.ingest(text) { $0.dryRun = true }
        #expect(trial.isDryRun && trial.rowsStored == 1)
        #expect(try await shop.summary().context.hasData == false)
        #expect(try await shop.ingest(text).alreadyIngested == false)
    }

    @Test func amountsThatDoNotFitAreRejected() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            Shop.csv(
                "1,A1,x,9999999999,2024-01-01,1,,",
                "2,A1,x,1000000000,2024-01-01,1000,,",
                "3,A1,x,99999999999999999999,2024-01-01,1,,",
                "4,A1,x,1,2024-01-01,1,,"
            )
        )
        #expect(report.rejected.map(\.line) == [2, 3, 4])
        #expect(report.rowsStored == 1)
    }

    @Test func sumsThatDoNotFitStoreNothing() async throws {
        let shop = try await Shop(Shop.csv("1,A1,x,1,2024-01-01,1,,"))
        let large = (2..<102).map { "\($0),A1,x,1,2024-01-01,99999999999,,\n" }.joined()
        await #expect(throws: IngestFailure.amountsTooLarge(file: "ventas.csv")) {
            try await shop.ingest(Shop.header + large)
        }
        // Two files, each of which would fit.
        let half = (2..<82).map { "\($0),A1,x,1,2024-01-01,99999999999,,\n" }.joined()
        try await shop.ingest(Shop.header + half)
        await #expect(throws: IngestFailure.amountsTooLarge(file: "ventas.csv")) {
            try await shop.ingest(Shop.header + half + "200,A1,x,1,2024-01-01,1,,\n")
        }
        #expect(try await shop.summary().figures.orders == 81)
    }

    @Test func discounts() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(
            "factura;fecha;sku;cantidad;precio;descuento\n1;2024-01-01;A;2;10;0,15\n2;2024-01-01;A;1;10;20 %\n"
                + "3;2024-01-01;A;1;10;\n4;2024-01-01;A;1;10;15\n5;2024-01-01;A;1;10;-0,1\n"
        )
        #expect(report.rejected.map(\.line) == [5, 6])
        #expect(try await shop.summary().figures.revenue.decimal2 == "35.00")
    }

    @Test func valuesBeyondAMillionthAreRoundedAndReported() async throws {
        let shop = try await Shop()
        let report = try await shop.ingest(Shop.csv("1,A1,x,0.3333333,2024-01-01,3,,"))
        #expect(report.warnings.contains { $0.english.contains("six decimals") })
        #expect(try await shop.summary().figures.revenue.decimalExact == "0.999999")
    }

    @Test(arguments: [
        "", "\n\n", "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n",
    ])
    func emptyFiles(text: String) async throws {
        let shop = try await Shop()
        await #expect(throws: IngestFailure.empty(file: "ventas.csv")) { try await shop.ingest(text) }
    }

    @Test func wrongFiles() async throws {
        let shop = try await Shop()
        await #expect(throws: IngestFailure.self) { try await shop.ingest([0xFF, 0xFE, 0x61, 0x00]) }
        await #expect(throws: IngestFailure.self) { try await shop.ingest([0x50, 0x4B, 0x03, 0x04, 0, 0, 0]) }
        await #expect(throws: IngestFailure.self) { try await shop.ingest([UInt8](repeating: 0, count: 100_000)) }
        await #expect(throws: IngestFailure.self) { try await shop.ingest("\"never closed\nx,y\n") }
        await #expect(throws: IngestFailure.self) {
            try await shop.store.ingest(.file(path: "/nonexistent/ventas.csv")) { SHA256Digest() }
        }
        await #expect(throws: IngestFailure.self) {
            try await shop.store.ingest(.file(path: "/tmp")) { SHA256Digest() }
        }
        await #expect(throws: IngestFailure.invalidCurrency("doubloons")) {
            try await shop.ingest(Shop.csv("1,A1,x,1,2024-01-01,1,,")) { $0.currency = "doubloons" }
        }
    }

    @Test func linesOfWindows1252InsideUTF8() async throws {
        let shop = try await Shop()
        let bytes =
            Array(Shop.csv("1,A1,Café,1,2024-01-01,1,,").utf8) + Array("2,A2,Caf".utf8) + [0xE9, 0x20, 0x80]
            + Array(",1,2024-01-01,1,,\n".utf8)
        let report = try await shop.ingest(bytes)
        #expect(report.rowsStored == 2 && report.rowsRejected == 0)
        #expect(report.dialect.encoding == "mixed utf-8/cp1252")
        #expect(try await shop.top().items.compactMap(\.name) == ["Café", "Café €"])
    }

    /// Whatever the bytes are, the import ends with a report or a failure of its own.
    @Test func anyBytes() async throws {
        var state: UInt64 = 42
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        let alphabet = Array("\",;\t\r\n\0 1-.eA%/:é".utf8)
        for _ in 0..<200 {
            let shop = try await Shop()
            var bytes = Array(Shop.csv("1,A1,\"x\",1,2024-01-01 10:00,1,C,GT").utf8)
            for _ in 0..<(next() % 40) {
                let at = next() % bytes.count
                switch next() % 3 {
                case 0: bytes[at] = alphabet[next() % alphabet.count]
                case 1: bytes.insert(alphabet[next() % alphabet.count], at: at)
                default: bytes.remove(at: at)
                }
            }
            do {
                let report = try await shop.ingest(bytes)
                #expect(report.rowsRead == report.rowsStored + report.rowsRejected + report.rowsSkipped)
            } catch is IngestFailure {
                continue
            }
        }
    }

    @Test func veryLongLinesCostOneLineEach() async throws {
        let shop = try await Shop()
        let long = String(repeating: "x", count: 700_000)
        let report = try await shop.ingest(
            Shop.csv("1,A1,\(long),1,2024-01-01,1,,", "2,A1,y,1,2024-01-01,1,,", "3,A1,\"\(long)")
        )
        #expect(report.rejected.map(\.line) == [2, 4])
        #expect(report.rowsStored == 1)
    }

    /// Records that lie across the reader's windows come out whole.
    @Test func manyLinesAcrossWindows() async throws {
        let shop = try await Shop()
        let lines = (1...12_000).map {
            "\($0),A\($0 % 7),\"name, \($0 % 7)\n\(String(repeating: "z", count: $0 % 90))\",1,2024-01-01,1,,\r\n"
        }
        let report = try await shop.ingest(Shop.header + lines.joined())
        #expect(report.rowsStored == 12_000 && report.rowsRejected == 0)
        let figures = try await shop.summary().figures
        #expect(figures.orders == 12_000 && figures.revenue.decimal2 == "12000.00")
    }
}
