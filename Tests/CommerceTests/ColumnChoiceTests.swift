import Commerce
import Localization
import Testing

/// Which column of a file holds what, where its names or its shape leave a choice.
@Suite struct ColumnChoiceTests {
    private func trial(_ text: String, _ kind: IngestKind = .sales) async throws -> IngestReport {
        try await Shop().ingest(text) {
            $0.dryRun = true
            $0.kind = kind
        }
    }

    /// What a trial shows of each line, without what is the same everywhere.
    private func values(_ text: String, _ fields: [String], _ kind: IngestKind = .sales) async throws -> [[String]] {
        let report = try await trial(text, kind)
        #expect(report.rowsRejected == 0, "\(report.rejected.map(\.reason.english))")
        return report.preview.map { line in
            fields.map { field in line.values.first { $0.field == field }?.value ?? "" }
        }
    }

    @Test(arguments: ["Artículo;Descripción", "Producto;Descripción", "Item;Nombre", "Nº artículo;Descripción"])
    func theArticleIsACodeBesideItsName(_ names: String) async throws {
        let text = "Fecha;Ticket;\(names);Cant;Precio\n14/04/2011;1001;A1;Lápiz;2;1,50\n14/04/2011;1001;B2;Té;1;2,50\n"
        #expect(try await values(text, ["product_code", "description"]) == [["A1", "Lápiz"], ["B2", "Té"]])
    }

    @Test(arguments: ["Producto;Descripción", "Item Number;Item Name", "Internal Reference;Name", "Material;Title"])
    func theSameInAStockList(_ names: String) async throws {
        let text = "\(names);Existencia\nA1;Lápiz;5\nB2;Té verde;7\n"
        #expect(try await values(text, ["code", "name"], .inventory) == [["A1", "Lápiz"], ["B2", "Té verde"]])
    }

    @Test(arguments: ["Cód. Cli.", "Cód. Vend.", "Cód. Alm.", "Código de cupón", "Código de autorización"])
    func theCodeOfSomethingElseIsNotTheProducts(_ name: String) async throws {
        let text = "Fecha;Factura;\(name);Artículo;Cantidad;Precio\n14/04/2011;1;C1;Té;2;1,50\n"
        #expect(try await values(text, ["product_code"]).first != ["C1"])
        let stock = try await values("Producto;\(name);Existencia\nTé;01;5\nCafé;01;7\n", ["code"], .inventory)
        #expect(stock == [["TÉ"], ["CAFÉ"]])
    }

    @Test(arguments: ["Ctd", "Cdad.", "Kilos", "Bultos", "Cajas", "Unids", "Medida rara"])
    func aQuantityByAnotherName(_ name: String) async throws {
        let text = "Fecha;Ticket;Código;\(name);Precio;Importe\n14/04/2011;1;A;3,5;20;70\n14/04/2011;1;B;2;4;8\n"
        #expect(try await values(text, ["quantity"]) == [["3.5"], ["2"]])
    }

    /// What was ordered and what was delivered: the line's total tells which was sold.
    @Test func theTotalTellsWhichQuantity() async throws {
        let text =
            "Fecha;Ticket;Código;Cantidad pedida;Cantidad entregada;Precio;Importe\n14/04/2011;1;A;5;3;2;6\n"
            + "14/04/2011;1;B;4;4;2;8\n14/04/2011;2;B;9;1;2;2\n"
        #expect(try await values(text, ["quantity"]) == [["3"], ["4"], ["1"]])
    }

    @Test(arguments: ["% Desc", "Descto", "% Dcto", "Disc %", "Disc."])
    func aDiscountByAnotherName(_ name: String) async throws {
        let text = "Fecha;Factura;Código;Cantidad;Precio;\(name)\n14/04/2011;1;A;2;10,00;50\n"
        #expect(try await values(text, ["amount"]) == [["10.00"]])
    }

    @Test func descCanBeADescription() async throws {
        let text = "Fecha;Factura;Código;Desc.;Cantidad;Precio\n14/04/2011;1;A;Té verde;2;10,00\n"
        #expect(try await values(text, ["description", "amount"]) == [["Té verde", "20.00"]])
    }

    /// A document has one customer, and a customer several documents: without names, this tells them apart.
    @Test func withoutNamesADocumentIsTheFinerOfTwo() async throws {
        let text = """
            01/12/2010;536460;21121;SET/10 RED PARTY CANDLES;24;1,25;14849
            01/12/2010;536460;22866;HAND WARMER;12;2,10;14849
            01/12/2010;536463;82552;WASHROOM METAL SIGN;12;1,45;14849
            02/12/2010;536700;82552;WASHROOM METAL SIGN;2;1,45;12682
            02/12/2010;536701;21121;SET/10 RED PARTY CANDLES;3;1,25;12682
            02/12/2010;536701;22866;HAND WARMER;3;2,10;12682

            """
        let first = try await values(text, ["document", "product_code", "customer"]).first
        #expect(first == ["536460", "21121", "14849"])
    }

    /// Here each customer bought once; a line without one tells them apart.
    @Test func withoutNamesADocumentIsTheFullerOfTwo() async throws {
        let text = """
            2011-10-02;12957;21154;RED RETROSPOT OVEN GLOVE;20;1.25;569203
            2011-10-02;12957;21790;VINTAGE SNAP CARDS;4;0.85;569203
            2011-10-02;16591;23284;DOORMAT KEEP CALM AND COME IN;15;7.08;569204
            2011-10-02;16591;21154;RED RETROSPOT OVEN GLOVE;2;1.25;569204
            2011-10-03;;21790;VINTAGE SNAP CARDS;1;0.85;569205
            2011-10-03;;21154;RED RETROSPOT OVEN GLOVE;3;1.25;569205

            """
        let documents = try await values(text, ["document", "customer"])
        #expect(documents.first == ["569203", "12957"] && documents.last == ["569205", ""])
    }

    @Test func timesOfSixDigits() async throws {
        let text = "Fecha;Hora;Factura;Código;Cantidad;Precio\n20110414;082200;1;A;2;1,50\n"
        #expect(try await values(text, ["date"]) == [["2011-04-14 08:22:00"]])
        let report = try await trial("Fecha;Hora;Factura;Código;Cantidad;Precio\n20110414;086200;1;A;2;1,50\n")
        #expect(report.rowsRejected == 1)
    }

    @Test func namesInAnotherLanguageAreAHeader() async throws {
        var text = "Rechnungsdatum;Beleg;Artikelkürzel;Bezeichnung;Menge;Einzelpreis\n"
        for number in 0..<12 { text += "\(10 + number / 3).04.2011;\(1_000 + number / 3);A\(number);Tee;2;1,50\n" }
        let report = try await trial(text)
        #expect(report.rowsRejected == 0 && report.rowsRead == 12 && report.dialect.headerLine == 1)
        #expect(report.dialect.column("date") == "Rechnungsdatum" && report.dialect.column("quantity") == "Menge")
        #expect(report.warnings.contains { $0.english.contains("names of the columns are not known") })
    }

    @Test(arguments: [
        ("Activo", "No"), ("Active", "0"), ("Vigente", "no"), ("Descontinuado", "Sí"), ("Estado", "archived"),
    ])
    func whatIsNotActiveIsDiscontinued(_ name: String, _ word: String) async throws {
        let text = "Código;Nombre;Existencia;\(name)\n1;Té;5;\(word)\n"
        #expect(try await values(text, ["discontinued"], .inventory) == [["true"]])
    }

    @Test func textsInFormulaQuotesAreTaken() async throws {
        let text =
            "Fecha;Factura;Código;Descripción;Cliente;País;Cantidad;Precio\n"
            + "14/04/2011;1;=\"007\";=\"PEN\";=\"\";=\"Spain\";2;1,50\n"
        let fields = ["product_code", "description", "customer", "country"]
        #expect(try await values(text, fields) == [["007", "PEN", "", "Spain"]])
    }

    @Test(arguments: ["$ -", " $-   ", "- €", "Q -"])
    func accountingFormatsWriteZeroAsADash(_ zero: String) async throws {
        let text = "Fecha;Factura;Código;Cantidad;Precio\n14/04/2011;1;A;2;\(zero)\n14/04/2011;1;B;2;1,50\n"
        #expect(try await values(text, ["unit_price"]) == [["0.00"], ["1.50"]])
    }

    @Test(arguments: ["$", "MN", "M.N.", "Pesos", "Moneda Nacional"])
    func moneyOfSomeCountryIsNoFault(_ word: String) async throws {
        let report = try await trial("Fecha;Factura;Código;Cantidad;Precio;Moneda\n14/04/2011;1;A;2;1,50;\(word)\n")
        #expect(report.rowsRejected == 0 && report.currency == nil)
        #expect(report.warnings.contains { $0.spanish.contains("--currency") })
    }

    /// A dollar sign and `p. m.` is Mexico, a dollar sign and PM the United States.
    @Test func aSpanishHalfDayIsNotAmerican() async throws {
        let text = "Fecha,Folio,Clave,Cantidad,Precio\n01/04/2011 12:19:00 %,1001,A1,2,$1.50\n"
        let spanish = try await values(text.replacing("%", with: "p. m."), ["date"])
        #expect(spanish == [["2011-04-01 12:19:00"]])
        #expect(try await values(text.replacing("%", with: "PM"), ["date"]) == [["2011-01-04 12:19:00"]])
    }

    /// As web shops and merged cells leave them: only a document's first line is whole.
    @Test(arguments: ["1001", ""])
    func linesThatContinueADocument(_ repeated: String) async throws {
        let text = """
            Fecha;Factura;Cliente;País;Código;Cantidad;Precio
            14/04/2011;1001;Ana;Perú;A1;2;2,00
            ;\(repeated);;;A2;1;2,00
            ;\(repeated);;;A3;1;2,00
            15/04/2011;1002;Eva;Chile;A1;2,00;1
            ;;;;Total;9;9
            ;;;;;9;9

            """
        let report = try await trial(text)
        #expect(report.rowsStored == 4 && report.rowsSkipped == 1 && report.rowsRejected == 1)
        let third = Dictionary(uniqueKeysWithValues: report.preview[2].values.map { ($0.field, $0.value) })
        #expect(third["document"] == "1001" && third["date"] == "2011-04-14")
        #expect(third["customer"] == "Ana" && third["country"] == "Perú" && third["product_code"] == "A3")
    }

    /// Where whole lines are the rule, a day that is missing is a mistake.
    @Test func aMissingDayIsNotMadeUp() async throws {
        var text = "Fecha;Factura;Código;Cantidad;Precio\n"
        for number in 0..<20 { text += "14/04/2011;1;A\(number);2;2,00\n" }
        let report = try await trial(text + ";1;A20;2;2,00\n")
        #expect(report.rowsStored == 20 && report.rowsRejected == 1)
        #expect(!report.warnings.contains { $0.english.contains("were rejected") })
    }

    @Test func muchThatIsRejectedIsTold() async throws {
        let report = try await trial(
            "Fecha;Factura;Código;Cantidad;Precio\n14/04/2011;1;A;2;2,00\n14/04/2011;1;B;dos;2,00\n"
        )
        #expect(
            report.warnings.contains { $0.english == "1 of 2 lines were rejected. See why before you use the figures." }
        )
    }

    /// What a name means elsewhere counts only where nothing in the file means it better.
    @Test(
        arguments: [
            ("Cantidad (pzs);Peso;Precio", "2;0,35;10", "quantity", "2"),
            ("Cant. entregada;Cajas;Precio", "24;2;10", "quantity", "24"),
            ("Qty (case);Otra;Precio", "3;x;10", "quantity", "3"),
            ("Nombre del cliente;RFC;Precio", "Ana;XAXX010101000;10", "customer", "Ana"),
            ("Cód. interno;Material;Precio", "A7;Algodón;10", "product_code", "A7"),
        ]
    )
    func weakNamesComeLast(_ names: String, _ cells: String, _ field: String, _ value: String) async throws {
        let hasCode = names.contains("Cód.")
        let text =
            "Fecha;Factura;\(hasCode ? "Nota" : "Código");\(names)\n14/04/2011;1;A7;\(cells)\n14/04/2011;2;B8;\(cells)\n"
        #expect(try await values(text, [field]).first == [value])
    }

    @Test func whatThingsAreMadeOfIsNoCode() async throws {
        let text =
            "Factura,Fecha,Producto,Material,Cantidad,Precio\n1,2024-01-02,Camisa,Algodón,1,5\n"
            + "1,2024-01-02,Falda,Algodón,1,5\n"
        #expect(try await values(text, ["product_code"]) == [["Camisa"], ["Falda"]])
        let stock = "Producto,Material,Existencia\nCamisa,Algodón,5\nFalda,Algodón,6\n"
        #expect(try await values(stock, ["code"], .inventory) == [["CAMISA"], ["FALDA"]])
    }

    @Test func numbersOfLinesAreNoCodes() async throws {
        let text =
            "Invoice,Date,Item,Description,Qty,Price\n1,2024-01-02,1,Mug,1,5\n1,2024-01-02,2,Chair,1,5\n"
            + "2,2024-01-03,1,Plate,1,5\n"
        #expect(try await values(text, ["product_code"]) == [["Mug"], ["Chair"], ["Plate"]])
    }

    @Test func aCustomerIsNotTheNameOfTheProduct() async throws {
        let text =
            "Factura;Fecha;Nombre;Producto;Cantidad;Precio\n1;02/01/2024;María López;A100;1;5\n"
            + "1;02/01/2024;María López;B200;1;5\n2;02/01/2024;Juan Paz;A300;1;5\n"
        #expect(try await values(text, ["product_code"]) == [["A100"], ["B200"], ["A300"]])
    }

    @Test func aRateOfExchangeIsNoQuantity() async throws {
        let text =
            "Fecha;Factura;Código;Cantidad;Precio USD;TC;Total\n02/01/2024;1;A;1;10;7,80;78\n"
            + "02/01/2024;2;B;1;20;7,80;156\n02/01/2024;3;C;1;5;7,80;39\n"
        #expect(try await values(text, ["quantity"]) == [["1"], ["1"], ["1"]])
    }

    @Test func whatIsMappedByHandStays() async throws {
        let text =
            "Fecha;Factura;Código;Piezas;Kilos netos;Precio;Total\n02/01/2024;1;A;1;3;10;30\n"
            + "02/01/2024;2;B;1;2;20;40\n"
        let report = try await Shop().ingest(text) {
            $0.dryRun = true
            try? $0.map("Piezas=quantity")
        }
        #expect(report.dialect.column("quantity") == "Piezas")
    }

    /// A first line that is rejected, or that holds no article, still begins a document.
    @Test(arguments: ["F-2,15/03/2024,Berta,USD,P1,gratis,10", "F-2,15/03/2024,Berta,USD,,,"])
    func linesNeverContinueAnotherDocument(_ second: String) async throws {
        let text = """
            Factura,Fecha,Cliente,Moneda,Código,Cantidad,Precio
            F-1,02/01/2024,Ana,GTQ,P1,2,10
            ,,,,P2,1,5
            ,,,,P3,1,5
            \(second)
            ,,,,P2,100,5
            ,,,,P3,1,5

            """
        let report = try await trial(text)
        #expect(report.rowsStored == 5)
        let last = Dictionary(uniqueKeysWithValues: report.preview[4].values.map { ($0.field, $0.value) })
        #expect(last["document"] == "F-2" && last["date"] == "2024-03-15")
        #expect(last["customer"] == "Berta" && last["currency"] == "USD")
        let continued = Dictionary(uniqueKeysWithValues: report.preview[1].values.map { ($0.field, $0.value) })
        #expect(continued["document"] == "F-1" && continued["currency"] == "GTQ")
    }

    @Test func pesosAreNotTheShopsOwnMoney() async throws {
        let shop = try await Shop()
        try await shop.ingest(Shop.csv("1,A,x,1,2024-01-01,1,,")) { $0.currency = "GTQ" }
        let text = "Fecha;Factura;Código;Cantidad;Precio;Moneda\n14/04/2011;2;A;2;1,50;"
        #expect(try await shop.ingest(text + "Pesos\n") { $0.dryRun = true }.currency == nil)
        #expect(try await shop.ingest(text + "Dólar\n") { $0.dryRun = true }.currency == "USD")
    }

    @Test func netSalesComeBeforeGross() async throws {
        let text =
            "Date,Receipt number,Item,SKU,Quantity,Gross sales,Discounts,Net sales\n"
            + "2024-01-02,1,Tea,A,2,10.00,2.00,8.00\n"
        #expect(try await values(text, ["amount"]) == [["8.00"]])
    }

    @Test func aColumnOfValidityDoesNotRejectItems() async throws {
        let text = "Código;Nombre;Existencia;Vigente\n1;Té;5;31/12/2026\n2;Café;6;No\n"
        #expect(try await values(text, ["discontinued"], .inventory) == [["false"], ["true"]])
        let letters = "Código;Nombre;Existencia;Activo\n1;Té;5;A\n2;Café;6;I\n"
        #expect(try await values(letters, ["discontinued"], .inventory) == [["false"], ["true"]])
    }
}
