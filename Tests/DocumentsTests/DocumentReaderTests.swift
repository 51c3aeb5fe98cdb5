import Documents
import Foundation
import Localization
import Testing

/// What is read out of files that people make.
@Suite(.timeLimit(.minutes(5))) struct DocumentReaderTests {
    private let reader = DocumentReader()

    private func read(_ text: String, _ name: String) async throws -> DocumentText {
        try await reader.read(Array(text.utf8), name: name)
    }

    @Test func markdownHasHeadingsAndNoMarks() async throws {
        let text = try await read(
            """
            ---
            title: "Otro título"
            ---
            # Política de **devoluciones**

            Se aceptan `cambios` en [15 días](https://example.com/a_(b)) y ![logo](x.png) más. a\\*b

            ## Casos {#casos}
            > Una *cita* con snake_case_name &ntilde; &#241;.

            Subrayado
            ---------
            | Código | Días |
            |--------|:----:|
            | A-1    | 3    |

            ```
            # no es título
            ```
            """,
            "a.md"
        )
        #expect(text.title == "Política de devoluciones")
        #expect(text.language == .spanish)
        #expect(text.sections.map(\.headings.last) == ["Política de devoluciones", "Casos {#casos}", "Subrayado"])
        #expect(text.sections[0].text == "Se aceptan cambios en 15 días) y logo más. a*b")
        #expect(text.sections[1].headings == ["Política de devoluciones", "Casos {#casos}"])
        #expect(text.sections[1].text == "Una cita con snake_case_name ñ ñ.")
        #expect(text.sections[2].text == "Código Días\nA-1 3\n# no es título")
    }

    @Test func titlesComeFromPropertiesOrTheFileName() async throws {
        #expect(try await read("---\ntitle: Manual\n---\nSin encabezados aquí.", "a.md").title == "Manual")
        #expect(try await read("solo texto, y nada más.", "politica-de_ventas.txt").title == "politica de ventas")
        #expect(try await read("<title>De la página</title><p>texto", "a.html").title == "De la página")
    }

    @Test func textHasHeadingsWhereShortLinesStandAlone() async throws {
        let text = try await read(
            "Acordar una reunión\n\nSe habla con el cliente, y luego se de-\ncide.\n\nPasos\n\n- Uno\n",
            "a.txt"
        )
        #expect(text.title == "Acordar una reunión")
        #expect(text.sections.map(\.headings) == [["Acordar una reunión"], ["Acordar una reunión", "Pasos"]])
        #expect(text.sections[0].text == "Se habla con el cliente, y luego se decide.")
    }

    private static let encoded: [([UInt8], String)] = {
        let text = "Año: devolución."
        let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let windows = text.unicodeScalars.map { UInt8($0.value) }
        return [
            ([0xEF, 0xBB, 0xBF] + Array(text.utf8), "UTF-8"), (windows, "Windows-1252"),
            ([0xFF, 0xFE] + little, "UTF-16"),
            ([0xFE, 0xFF] + big, "UTF-16"), (Array("An\u{303}o: devolucio\u{301}n.".utf8), "UTF-8"),
        ]
    }()

    @Test(arguments: encoded)
    func lettersAreReadWhateverTheEncoding(_ bytes: [UInt8], _ encoding: String) async throws {
        let text = try await reader.read(bytes, name: "a.txt")
        #expect(text.sections.first?.text.unicodeScalars.elementsEqual("Año: devolución.".unicodeScalars) == true)
        #expect(text.encoding == encoding)
    }

    @Test func htmlHasTextAndNoPrograms() async throws {
        let text = try await read(
            """
            <!doctype html><html><head><title>Título</title><style>p{color:red}</style>
            <script>var secreto = "no indexar <p>esto</p>";</script></head>
            <body><h1>Almac&eacute;n &amp; ubicaciones</h1><p>Uno<br>dos &#243; <b>tres</b></p><noscript>nada</noscript>
            <h2>Tabla</h2><table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td>2</td></tr></table>
            <ul><li>punto</li><li>coma</li></ul></body></html>
            """,
            "a.html"
        )
        #expect(text.title == "Almacén & ubicaciones")
        #expect(text.sections.map(\.text) == ["Uno dos ó tres", "A 1\nB 2\npunto\ncoma"])
        #expect(text.sections[1].path == "Almacén & ubicaciones › Tabla")
    }

    @Test(arguments: ["windows-1252", "ISO-8859-1", "utf-8"])
    func htmlInWindowsLettersIsRead(_ stated: String) async throws {
        let head = Array("<meta charset=\"\(stated)\"><p>Devoluci".utf8)
        let text = try await reader.read(head + [0xF3] + Array("n de ventas</p>".utf8), name: "a.htm")
        #expect(text.sections.map(\.text) == ["Devolución de ventas"])
        // And UTF-8 is UTF-8, whatever the page states.
        let other = try await reader.read(head + Array("ón de ventas</p>".utf8), name: "a.htm")
        #expect(other.sections.map(\.text) == ["Devolución de ventas"])
    }

    @Test func htmlInAnEncodingOfItsOwnIsRead() async throws {
        // ISO 8859-2: 0xB3 is ł.
        let bytes = Array("<meta charset=iso-8859-2><p>z".utf8) + [0xB3] + Array("oty".utf8)
        #expect(try await reader.read(bytes, name: "a.html").sections.map(\.text) == ["złoty"])
    }

    @Test func wordHasHeadingsListsTablesAndNotes() async throws {
        let text = try await reader.read(WordFile.sample.bytes, name: "a.docx")
        #expect(text.title == "Registro de almacén")
        #expect(
            text.sections.map(\.headings) == [
                ["Registro de almacén"], ["Registro de almacén", "Ubicaciones"], [],
            ]
        )
        #expect(text.sections[0].text == "Primero el código y el nombre.")
        #expect(text.sections[1].text == "- pasillo\nA-1 · 20\nB-2 · 30\nEn un cuadro\nalrededor")
        #expect(text.sections[2].text == "Almacén La Ceiba")
    }

    @Test(.enabled(if: RealDocuments.folder != nil)) func pagesOfPDFAreKnown() async throws {
        let folder = try #require(RealDocuments.folder)
        let file = try #require(FileManager.default.contents(atPath: folder + "/en/data-processing-addendum.pdf"))
        let text = try await reader.read(Array(file), name: "addendum.pdf")
        #expect(text.pages == 11)
        #expect(text.title == "37SIGNALS DATA PROCESSING ADDENDUM")
        #expect(text.language == .english)
        #expect(Set(text.sections.compactMap(\.page)).count == 11)
    }

    @Test func pdfHasPagesAndATitle() async throws {
        let text = try await reader.read(
            PDFFile.bytes(pages: ["Cierre de caja", "Segunda hoja con texto"]),
            name: "a.pdf"
        )
        #expect(text.title == "Cierre de caja")
        #expect(text.pages == 2)
        #expect(text.sections.map(\.page) == [1, 2])
    }

    @Test func languagesAreToldApart() async throws {
        #expect(try await read("The goods are to be returned with their invoice.", "a.txt").language == .english)
        #expect(try await read("Los productos se devuelven con su factura.", "a.txt").language == .spanish)
        #expect(try await read("12345 ABC-99", "a.txt").language == nil)
    }

    @Test func longSectionsArePlaces() async throws {
        let paragraphs = (1...50).map { "Párrafo \($0): " + String(repeating: "palabra ", count: 40) }
        let text = try await read("# Largo\n\n" + paragraphs.joined(separator: "\n\n"), "a.md")
        #expect(text.sections.count > 3)
        #expect(text.sections.allSatisfy { $0.headings == ["Largo"] && $0.text.utf8.count < 4_500 })
    }
}
