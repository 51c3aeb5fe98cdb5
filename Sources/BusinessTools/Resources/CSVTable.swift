/// Rows as text after RFC 4180: commas, quotes where needed, CRLF.
struct CSVTable {
    private(set) var text: String

    init(columns: [String]) {
        text = ""
        append(columns)
    }

    mutating func append(_ fields: [String?]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { text.append(",") }
            guard let field else { continue }
            if field.utf8.contains(where: { #"",\#r\#n"#.utf8.contains($0) }) {
                text.append(
                    "\"\(field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
                )
            } else {
                text.append(field)
            }
        }
        text.append("\r\n")
    }
}
