import TestArchives

/// A .docx file for tests.
struct WordFile {
    var body: String
    var styles = ""
    var parts: [(path: String, text: String)] = []

    private static let namespaces = """
        xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
        xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
        """

    var bytes: [UInt8] {
        let document = "<?xml version=\"1.0\"?><w:document \(Self.namespaces)><w:body>\(body)</w:body></w:document>"
        var entries = [("word/document.xml", document)]
        if !styles.isEmpty { entries.append(("word/styles.xml", "<w:styles \(Self.namespaces)>\(styles)</w:styles>")) }
        return StoredZip.archive((entries + parts.map { ($0.path, $0.text) }).map { ($0.0, Array($0.1.utf8)) })
    }

    static func paragraph(_ text: String, style: String = "", properties: String = "") -> String {
        let style = style.isEmpty ? "" : "<w:pStyle w:val=\"\(style)\"/>"
        return "<w:p><w:pPr>\(style)\(properties)</w:pPr><w:r><w:t>\(text)</w:t></w:r></w:p>"
    }

    /// Written by a Word in Spanish: the ids of its styles are, their names are not.
    static let sample: WordFile = {
        func row(_ cells: String...) -> String {
            "<w:tr>" + cells.map { "<w:tc>\(paragraph($0))</w:tc>" }.joined() + "</w:tr>"
        }
        let box = "<w:txbxContent>\(paragraph("En un cuadro"))</w:txbxContent>"
        let body =
            paragraph("Registro de almacén", style: "Ttulo1")
            + "<w:p><w:r><w:t xml:space=\"preserve\">Primero el </w:t></w:r><w:r><w:t>código</w:t><w:br/>"
            + "<w:t>y el nombre.</w:t></w:r><w:del><w:r><w:delText>borrado</w:delText></w:r></w:del></w:p>"
            + paragraph("Ubicaciones", style: "Apartado") + paragraph("pasillo", properties: "<w:numPr/>")
            + "<w:tbl>\(row("A-1", "20"))\(row("B-2", "30"))</w:tbl>"
            + "<w:p><w:r><mc:AlternateContent><mc:Choice>\(box)</mc:Choice><mc:Fallback>\(box)</mc:Fallback>"
            + "</mc:AlternateContent><w:t>alrededor</w:t></w:r></w:p>"
        let styles = """
            <w:style w:type="paragraph" w:styleId="Ttulo1"><w:name w:val="heading 1"/></w:style>
            <w:style w:type="paragraph" w:styleId="Ttulo2"><w:name w:val="heading 2"/></w:style>
            <w:style w:type="paragraph" w:styleId="Apartado"><w:name w:val="Apartado"/><w:basedOn w:val="Ttulo2"/></w:style>
            """
        let header = "<w:hdr \(namespaces)>\(paragraph("Almacén La Ceiba"))</w:hdr>"
        let type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"
        let relations = (1...2).map { "<Relationship Id=\"r\($0)\" Type=\"\(type)\" Target=\"header\($0).xml\"/>" }
            .joined()
        return WordFile(
            body: body,
            styles: styles,
            parts: [
                ("word/header1.xml", header), ("word/header2.xml", header),
                ("word/_rels/document.xml.rels", "<Relationships>\(relations)</Relationships>"),
            ]
        )
    }()
}

/// A PDF file for tests: a line of text a page.
enum PDFFile {
    static func bytes(pages: [String]) -> [UInt8] {
        var file = "%PDF-1.4\n"
        var places: [Int] = []
        func add(_ object: String) {
            places.append(file.utf8.count)
            file += "\(places.count) 0 obj\n\(object)\nendobj\n"
        }
        let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
        add("<< /Type /Catalog /Pages 2 0 R >>")
        add("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>")
        add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        for (index, text) in pages.enumerated() {
            add(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents \(5 + 2 * index) 0 R "
                    + "/Resources << /Font << /F1 3 0 R >> >> >>"
            )
            let content = "BT /F1 12 Tf 72 720 Td (\(text)) Tj ET"
            add("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
        }
        let table = file.utf8.count
        file += "xref\n0 \(places.count + 1)\n0000000000 65535 f \n"
        for place in places {
            let digits = String(place)
            file += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        file += "trailer << /Size \(places.count + 1) /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n"
        return Array(file.utf8)
    }
}
