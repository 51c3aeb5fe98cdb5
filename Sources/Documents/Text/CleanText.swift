import Foundation
import TabularFiles

/// Text as it is indexed: no control characters, lines end with a line feed, accents are part of their letters.
enum CleanText {
    /// The text of a file, by its byte order mark, else UTF-8 with bytes of Windows-1252 among it.
    static func decode(_ bytes: [UInt8]) -> (text: String, encoding: String) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            return (clean(String(decoding: bytes.dropFirst(3), as: UTF8.self)), "UTF-8")
        }
        if bytes.starts(with: [0xFF, 0xFE]) { return (clean(utf16(bytes.dropFirst(2), high: 1)), "UTF-16") }
        if bytes.starts(with: [0xFE, 0xFF]) { return (clean(utf16(bytes.dropFirst(2), high: 0)), "UTF-16") }
        if let text = String(validating: bytes, as: UTF8.self) { return (clean(text), "UTF-8") }
        return (clean(bytes.withUnsafeBufferPointer(MixedText.decode)), "Windows-1252")
    }

    /// Marks on one letter that are kept (UAX #15, stream-safe text format): putting them in order takes time that grows
    /// with the square of their number.
    private static let mostMarks = 30

    static func clean(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var isCombined = false
        var isAfterReturn = false
        var marks = 0
        for scalar in text.unicodeScalars {
            defer { isAfterReturn = scalar == "\r" }
            let isMark = scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
            marks = isMark ? marks + 1 : 0
            if marks > mostMarks { continue }
            switch scalar.value {
            case 0x0A: if !isAfterReturn { scalars.append("\n") }
            case 0x0D, 0x2028, 0x2029: scalars.append("\n")
            case 0x09, 0xA0, 0x202F: scalars.append(" ")
            case 0x0C: scalars.append("\u{0C}")
            // Control characters, soft hyphens, marks of direction, and those that stand for our marks in snippets.
            case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0xFEFF, 0xE000...0xE001: continue
            case 0x300..<0x370:
                isCombined = true
                scalars.append(scalar)
            default: scalars.append(scalar)
            }
        }
        return isCombined ? String(scalars).precomposedStringWithCanonicalMapping : String(scalars)
    }

    /// Whether bytes are no text in any encoding that is read: more than one in ten of the first ones is a control
    /// character.
    static func isBinary(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return false }
        let start = bytes.prefix(8_192)
        let odd = start.count { $0 < 0x20 && !(0x09...0x0D ~= $0) && $0 != 0x1B }
        return odd * 10 > start.count
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, high: Int) -> String {
        let start = bytes.startIndex
        let units = (0..<bytes.count / 2).map { unit in
            UInt16(bytes[start + 2 * unit + high]) << 8 | UInt16(bytes[start + 2 * unit + 1 - high])
        }
        return String(decoding: units, as: UTF16.self)
    }
}
