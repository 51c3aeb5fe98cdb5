import Documents
import Foundation
import Localization
import Testing

/// What finds what.
@Suite(.timeLimit(.minutes(5))) struct SearchTests {
    private let folder: TemporaryFolder
    private let index: DocumentIndex

    init() async throws {
        folder = try TemporaryFolder()
        index = try folder.index()
        try folder.write(
            "# Política de devoluciones\n\nEl cliente devuelve el producto con su factura.\n\n"
                + "## Plazo\n\nTiene quince días para pedir la nota de crédito.",
            to: "devoluciones.md"
        )
        try folder.write(
            "# Cierre de caja\n\nCada noche se cuenta el dinero. Las devoluciones se restan.",
            to: "caja.md"
        )
        try folder.write("# Refund policy\n\nCustomers return goods within fifteen days.", to: "refunds.md")
        try folder.write("# Bodega\n\nHay crédito para la nota. Pasillo A, pasillo B.", to: "bodega.md")
        try await index.synchronize(with: folder.shelf)
    }

    private func names(_ query: String) async throws -> [String] {
        try await index.search(DocumentSearch(query)).hits.map(\.name)
    }

    @Test(arguments: [
        "devolución", "devolucion", "DEVOLUCIONES", "devolver", "devuelto", "devoluciónes", "devol*",
        "\"política de devoluciones\"",
        "¿cuál es la política de devoluciones?", "politica devoluvion",
    ])
    func theFormsOfAWordFindIt(_ query: String) async throws {
        #expect(try await names(query).first == "devoluciones.md")
    }

    /// However much one document says of it, the others are found too.
    @Test func aLongDocumentHidesNoOther() async throws {
        let sections = (1...1_200).map {
            "## Caso \($0)\n\nDevoluciones, devoluciones y devoluciones del caso \($0).\n\n"
        }
        try folder.write("# Manual de devoluciones\n\n" + sections.joined(), to: "manual.md")
        try await index.synchronize(with: folder.shelf)
        #expect(Set(try await names("devoluciones")) == ["manual.md", "devoluciones.md", "caja.md"])
    }

    @Test(arguments: ["refund", "refunds", "refunded", "refnud", "returning goods", "retur*"])
    func soInEnglish(_ query: String) async throws {
        #expect(try await names(query) == ["refunds.md"])
    }

    @Test func aPhraseIsARow() async throws {
        #expect(try await names("\"nota de crédito\"") == ["devoluciones.md"])
        #expect(Set(try await names("nota crédito")) == ["devoluciones.md", "bodega.md"])
        #expect(try await names("«nota de credito»") == ["devoluciones.md"])
    }

    @Test func whatHasAllComesBeforeWhatHasSome() async throws {
        let hits = try await index.search(DocumentSearch("devoluciones caja")).hits
        #expect(hits.map(\.name) == ["caja.md", "devoluciones.md"])
        #expect(hits.map(\.hasAllTerms) == [true, false])
    }

    @Test func titlesCountMore() async throws {
        #expect(try await names("devoluciones") == ["devoluciones.md", "caja.md"])
    }

    @Test func theHitSaysWhereAndWhat() async throws {
        var search = DocumentSearch("plazo quince")
        search.marks = SnippetMarks(before: "<", after: ">")
        let hit = try #require(try await index.search(search).hits.first)
        #expect(hit.title == "Política de devoluciones")
        #expect(hit.section == "Política de devoluciones › Plazo")
        #expect(hit.snippet == "Tiene <quince> días para pedir la nota de crédito.")
        #expect(hit.language == .spanish)
        #expect(hit.page == nil)
        #expect(hit.score > 0)
    }

    /// All sections share the title; the place is the one that says something itself.
    @Test func thePlaceIsWhereTheTextIs() async throws {
        let filler = String(repeating: "Se apagan las luces y se barre. ", count: 20)
        let text =
            "# Cierre de caja\n\n## Depósito\n\nAl día siguiente.\n\n## Noche\n\n\(filler)Se cuenta la caja antes del cierre."
        try folder.write(text, to: "caja.md")
        try await index.synchronize(with: folder.shelf)
        let hit = try #require(try await index.search(DocumentSearch("cierre de caja")).hits.first)
        #expect(hit.section == "Cierre de caja › Noche")
        #expect(hit.snippet.contains("la **caja** antes del **cierre**"))
    }

    @Test func whatIsMisspelledIsTold() async throws {
        let results = try await index.search(DocumentSearch("devolusiones"))
        #expect(results.corrections.map(\.word) == ["devolusiones"])
        #expect(results.corrections.first?.replacements == ["devoluciones"])
        #expect(results.hits.first?.name == "devoluciones.md")
        // Numbers and short words are what they are.
        #expect(try await index.search(DocumentSearch("1999")).corrections.isEmpty)
        #expect(try await index.search(DocumentSearch("xyz")).hits.isEmpty)
    }

    @Test func aLanguageCanBeWanted() async throws {
        var search = DocumentSearch("policy política")
        search.language = .english
        #expect(try await index.search(search).hits.map(\.name) == ["refunds.md"])
        search.limit = 0
        #expect(try await index.search(search).hits.count == 1)
        search.limit = .max
        #expect(try await index.search(search).hits.count == 1)
    }

    @Test(arguments: ["", "   ", "¿?", "\"", "***", "\u{0}", "😀"])
    func nothingToLookForIsSaid(_ query: String) async {
        await #expect(throws: DocumentSearchFailure.noWords) { try await index.search(DocumentSearch(query)) }
    }

    @Test(arguments: ["de la", "¿qué es?", "what is the", "a", "\"\" y"])
    func smallWordsAloneDecideNothing(_ query: String) async {
        await #expect(throws: DocumentSearchFailure.onlySmallWords) { try await index.search(DocumentSearch(query)) }
    }

    @Test func smallWordsDoNotDecide() async throws {
        #expect(try await names("el de la caja") == ["caja.md"])
    }

    /// What would be an order to FTS5, or an error of its grammar.
    @Test(arguments: [
        "\" OR NEAR(", "title:devoluciones", "devoluciones AND", "NOT devoluciones", "^devoluciones",
        "{title}: devoluciones",
        "devoluciones) OR (caja", "devoluciones'; DROP TABLE document; --", "\"devoluciones\" + \"caja\"",
        "-devoluciones",
        "devoluciones\u{0}caja", "NEAR(\"devoluciones\" \"caja\", 2)", "\"\"\"devoluciones", "devoluciones * *",
        "=devoluciones", "\u{E000}devoluciones", "%_\\ devoluciones",
    ])
    func theTextIsNeverAQuery(_ query: String) async throws {
        let results = try await index.search(DocumentSearch(query))
        if query.contains("devoluciones") { #expect(results.hits.contains { $0.name == "devoluciones.md" }) }
        #expect(try await index.documents().count == 4)
    }

    @Test func longQueriesEnd() async throws {
        _ = try await names(String(repeating: "devoluciones ", count: 100_000))
        _ = try await names((0..<1_000).map { "palabra\($0)x" }.joined(separator: " "))
        _ = try await names(String(repeating: "a", count: 100_000))
        let broken = String(decoding: [0xC3, 0x28, 0xFF] + Array(" devoluciones".utf8), as: UTF8.self)
        #expect(try await names(broken).first == "devoluciones.md")
    }
}
