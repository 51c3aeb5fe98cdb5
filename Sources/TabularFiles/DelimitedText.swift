/// Writes fields of delimited text (RFC 4180).
public enum DelimitedText {
    /// One line without its end. Fields that hold the delimiter, quotes or line breaks are quoted.
    ///
    /// - Parameter guardsFormulas: write text that a spreadsheet would run as a formula so that it does not; see
    ///   ``guarded(_:)``.
    public static func line(
        _ fields: some Sequence<String>,
        delimiter: UInt8 = UInt8(ascii: ","),
        guardsFormulas: Bool = true
    ) -> String {
        var bytes: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(delimiter) }
            append(Array((guardsFormulas ? guarded(field) : field).utf8), delimiter: delimiter, to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text, with an apostrophe before it where a spreadsheet would take it for a formula: beginning with `=`, `+`,
    /// `-`, `@`, a tab or a line break, also after spaces or in their full-width forms. Plain numbers stay as they are.
    ///
    /// For every export of text that came from elsewhere (OWASP, "CSV Injection"; CWE-1236).
    public static func guarded(_ text: String) -> String {
        guard let first = text.unicodeScalars.first(where: { $0 != " " && $0 != "\u{A0}" && $0 != "\u{FEFF}" }) else {
            return text
        }
        switch first {
        case "=", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return "'" + text
        case "+", "-": return isNumber(text) ? text : "'" + text
        default: return text
        }
    }

    /// Adds one field.
    static func append(_ field: [UInt8], delimiter: UInt8, to bytes: inout [UInt8]) {
        let needsQuotes = field.contains {
            $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
        guard needsQuotes else { return bytes.append(contentsOf: field) }
        bytes.append(UInt8(ascii: "\""))
        for byte in field {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// A sign, digits and marks of decimals and thousands: nothing that could call a function or name a cell.
    private static func isNumber(_ text: String) -> Bool {
        var digits = 0
        for (index, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "."), UInt8(ascii: ","): continue
            case UInt8(ascii: "-"), UInt8(ascii: "+"): if index > 0 { return false }
            case UInt8(ascii: "%"): if index != text.utf8.count - 1 { return false }
            default: return false
            }
        }
        return digits > 0
    }
}
