/// What a file's first bytes say that it is, whatever its name.
enum FileSignature {
    case text(TextEncoding, markBytes: Int)
    case zip
    case unsupported(String)
    /// No text at all, and no format that is known here.
    case binary

    /// - Parameter start: the first few thousand bytes.
    init(_ start: [UInt8]) {
        switch true {
        case start.starts(with: [0x50, 0x4B, 0x03, 0x04]), start.starts(with: [0x50, 0x4B, 0x05, 0x06]): self = .zip
        case start.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]):
            self = .unsupported("Excel 97–2003 (.xls)")
        case start.starts(with: Array("%PDF-".utf8)): self = .unsupported("PDF")
        case start.starts(with: [0xFF, 0xFE, 0, 0]), start.starts(with: [0, 0, 0xFE, 0xFF]):
            self = .unsupported("UTF-32")
        case start.starts(with: [0xEF, 0xBB, 0xBF]): self = .text(.utf8, markBytes: 3)
        case start.starts(with: [0xFF, 0xFE]): self = .text(.utf16(isBigEndian: false), markBytes: 2)
        case start.starts(with: [0xFE, 0xFF]): self = .text(.utf16(isBigEndian: true), markBytes: 2)
        default:
            let encoding = Self.encoding(start)
            if encoding == .utf8, let format = Self.markup(start) {
                self = .unsupported(format)
            } else {
                self = encoding == .utf8 && Self.isBinary(start) ? .binary : .text(encoding, markBytes: 0)
            }
        }
    }

    /// What begins like a document of another kind; programs call it `.xls` or `.csv` all the same.
    private static func markup(_ start: [UInt8]) -> String? {
        let text = String(decoding: start.prefix(400).drop { $0 <= 0x20 }.prefix(200), as: UTF8.self).lowercased()
        if ["<html", "<!doctype html", "<table", "<head", "<meta", "<style"].contains(where: text.hasPrefix) {
            return "HTML"
        }
        if text.hasPrefix("<?xml") { return text.contains("<html") ? "HTML" : "XML" }
        guard let bracket = text.first, bracket == "{" || bracket == "[" else { return nil }
        let next = text.dropFirst().first { !$0.isWhitespace }
        return next == "\"" || (bracket == "[" && next == "{") ? "JSON" : nil
    }

    /// Text has few control characters. Null bytes are not counted: they fill what a crash left open.
    private static func isBinary(_ start: [UInt8]) -> Bool {
        let controls = start.count { $0 < 0x20 && $0 != 0 && !(0x09...0x0D ~= $0) && $0 != 0x1A }
        return controls * 20 > start.count
    }

    /// Text in UTF-16 without a mark shows by its zeros: most letters of our languages have one, always on the same
    /// side.
    private static func encoding(_ start: [UInt8]) -> TextEncoding {
        var zeros = [0, 0]
        for (index, byte) in start.enumerated() where byte == 0 { zeros[index % 2] += 1 }
        let units = start.count / 2
        guard units >= 4 else { return .utf8 }
        if zeros[1] * 2 > units, zeros[0] * 20 < units { return .utf16(isBigEndian: false) }
        if zeros[0] * 2 > units, zeros[1] * 20 < units { return .utf16(isBigEndian: true) }
        return .utf8
    }
}

/// How a text file's letters are written, as far as its first bytes tell.
public enum TextEncoding: Sendable, Hashable {
    /// UTF-8; lines in Windows-1252 are found one by one.
    case utf8
    case utf16(isBigEndian: Bool)
}
