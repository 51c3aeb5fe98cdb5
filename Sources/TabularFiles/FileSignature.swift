/// What a file's first bytes say that it is, whatever its name.
enum FileSignature {
    case text(TextEncoding, markBytes: Int)
    case zip
    case unsupported(String)

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
        default: self = .text(Self.encoding(start), markBytes: 0)
        }
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
