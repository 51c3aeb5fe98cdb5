/// Headings and text of Markdown (CommonMark 0.31, tables of GFM), in one pass over the lines.
///
/// What is written to be read is kept, what is written for a program (marks, link targets, tags) is not. No library: those
/// of Debian 12 take quadratic time for documents that are made for it (CVE-2023-22486 and others), and an index needs no
/// tree.
struct MarkdownReader {
    private var paragraph: [Substring] = []
    private var fence: Substring?

    /// Of one paragraph; a longer one is several.
    private static let mostLines = 1_000

    /// - Returns: the title that front matter states.
    static func read(_ text: String, within budget: ReadingBudget, into writer: inout SectionWriter) -> String? {
        var lines = TextPieces.lines(text[...])
        let title = frontMatter(&lines)
        var reader = Self()
        while let line = lines.next(), !writer.isFull, !budget.step() { reader.add(line, to: &writer) }
        reader.endParagraph(&writer)
        return title
    }

    /// Takes `---`, lines of `name: value`, `---` away from the front.
    private static func frontMatter(_ lines: inout TextPieces) -> String? {
        var ahead = lines
        guard ahead.next() == "---" else { return nil }
        var title: Substring?
        for _ in 0..<100 {
            guard let line = ahead.next() else { return nil }
            if line == "---" {
                lines = ahead
                return title?.dropFirst(6).filter { $0 != "\"" && $0 != "'" }
            }
            if line.hasPrefix("title:") { title = title ?? line }
        }
        return nil
    }

    private mutating func add(_ line: Substring, to writer: inout SectionWriter) {
        let content = Self.withoutQuoteMarks(line)
        if let mark = Self.fenceMark(content) {
            endParagraph(&writer)
            if fence == nil { fence = mark } else if mark.first == fence?.first { fence = nil }
            return
        }
        if fence != nil { return writer.paragraph(String(line)) }
        if content.isEmpty { return endParagraph(&writer) }
        if let (text, level) = Self.heading(content) {
            endParagraph(&writer)
            return writer.heading(MarkdownLine.text(text), level: level)
        }
        if let level = Self.underline(content) {
            // Below a line of text it makes a heading of it; elsewhere it is a rule.
            if paragraph.count == 1 {
                writer.heading(MarkdownLine.text(paragraph[0]), level: level)
                paragraph = []
            } else {
                endParagraph(&writer)
            }
            return
        }
        if content.first == "|" || Self.isListItem(content) { endParagraph(&writer) }
        // Where a reference points to, or a table's line of dashes.
        if content.first == "[", content.contains("]: ") || content.hasSuffix("]:") { return }
        if content.allSatisfy({ "|-: ".contains($0) }) { return endParagraph(&writer) }
        paragraph.append(content)
        if paragraph.count >= Self.mostLines { endParagraph(&writer) }
    }

    private mutating func endParagraph(_ writer: inout SectionWriter) {
        guard !paragraph.isEmpty else { return }
        writer.paragraph(MarkdownLine.text(paragraph.joined(separator: " ")[...]))
        paragraph.removeAll(keepingCapacity: true)
    }

    private static func withoutQuoteMarks(_ line: Substring) -> Substring {
        var rest = trimmed(line)
        while rest.first == ">" { rest = rest.dropFirst().drop(while: \.isWhitespace) }
        return rest
    }

    private static func trimmed(_ line: Substring) -> Substring {
        var rest = line.drop(while: \.isWhitespace)
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }

    private static func fenceMark(_ line: Substring) -> Substring? {
        for mark in ["`", "~"] as [Character] where line.first == mark {
            let run = line.prefix { $0 == mark }
            return run.count >= 3 && !line[run.endIndex...].contains(mark) ? run : nil
        }
        return nil
    }

    private static func heading(_ line: Substring) -> (Substring, Int)? {
        let marks = line.prefix { $0 == "#" }
        guard 1...6 ~= marks.count else { return nil }
        var text = line[marks.endIndex...]
        guard text.first?.isWhitespace ?? true else { return nil }
        while let last = text.last, last == "#" || last.isWhitespace { text.removeLast() }
        return (text, marks.count)
    }

    private static func underline(_ line: Substring) -> Int? {
        if line.allSatisfy({ $0 == "=" }) { return 1 }
        return line.count >= 2 && line.allSatisfy { $0 == "-" } ? 2 : nil
    }

    private static func isListItem(_ line: Substring) -> Bool {
        if let first = line.first, "-*+".contains(first) { return line.dropFirst().first == " " }
        let digits = line.prefix { $0.isASCII && $0.isNumber }
        return 1...9 ~= digits.count && [". ", ") "].contains(line[digits.endIndex...].prefix(2))
    }
}

/// The inside of a paragraph, without its marks. Takes time that grows with its length and no faster.
enum MarkdownLine {
    static func text(_ line: Substring) -> String {
        var bytes: [UInt8] = []
        let source = Array(line.utf8)
        // Whether anything closes what opens here, known without looking for it each time.
        let lastClose = (
            round: source.lastIndex(of: UInt8(ascii: ")")) ?? -1, square: source.lastIndex(of: UInt8(ascii: "]")) ?? -1,
            angle: source.lastIndex(of: UInt8(ascii: ">")) ?? -1
        )
        var at = 0
        var hasReference = false
        while at < source.count {
            let byte = source[at]
            let next = at + 1 < source.count ? source[at + 1] : 0
            switch byte {
            case UInt8(ascii: "\\") where isPunctuation(next):
                bytes.append(next)
                at += 1
            case UInt8(ascii: "*"), UInt8(ascii: "`"): break
            case UInt8(ascii: "_") where !(isWord(bytes.last ?? 0) && isWord(next)): break
            case UInt8(ascii: "~") where next == byte: at += 1
            case UInt8(ascii: "|"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "!") where next == UInt8(ascii: "["): at += 1
            case UInt8(ascii: "[") where lastClose.square > at: break
            case UInt8(ascii: "]"):
                if next == UInt8(ascii: "("), lastClose.round > at {
                    at = source[at...].firstIndex(of: UInt8(ascii: ")")) ?? at
                } else if next == UInt8(ascii: "["), lastClose.square > at + 1 {
                    at = source[(at + 1)...].firstIndex(of: UInt8(ascii: "]")) ?? at
                }
            case UInt8(ascii: "<") where (isWord(next) || next == UInt8(ascii: "/") || next == UInt8(ascii: "!")):
                guard lastClose.angle > at, let end = source[at...].firstIndex(of: UInt8(ascii: ">")) else {
                    bytes.append(byte)
                    break
                }
                // An address in angle brackets is text; a tag is none.
                let inside = source[(at + 1)..<end]
                if inside.contains(UInt8(ascii: "@")) || inside.starts(with: Array("http".utf8)) {
                    bytes += inside
                }
                at = end
            case UInt8(ascii: "&"):
                let (text, length) = Entity.read(source[at...])
                hasReference = hasReference || length > 1
                bytes += text
                at += length - 1
            default: bytes.append(byte)
            }
            at += 1
        }
        let text = String(decoding: bytes, as: UTF8.self)
        // A reference may stand for a character that is not wanted.
        return hasReference ? CleanText.clean(text) : text
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        0x21...0x2F ~= byte || 0x3A...0x40 ~= byte || 0x5B...0x60 ~= byte || 0x7B...0x7E ~= byte
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }
}

/// Character references as people write them by hand.
private enum Entity {
    private static let named = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "euro": "€", "ntilde": "ñ",
        "aacute": "á", "eacute": "é", "iacute": "í", "oacute": "ó", "uacute": "ú", "iquest": "¿", "mdash": "—",
    ]

    /// The text for the reference in front, and how long that is; the `&` itself where there is none.
    static func read(_ bytes: ArraySlice<UInt8>) -> (text: [UInt8], length: Int) {
        let none = ([UInt8(ascii: "&")], 1)
        guard let end = bytes.prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return none }
        let name = String(decoding: bytes[(bytes.startIndex + 1)..<end], as: UTF8.self)
        let length = end - bytes.startIndex + 1
        if let text = named[name] { return (Array(text.utf8), length) }
        guard name.hasPrefix("#") else { return none }
        let digits = name.dropFirst()
        let value = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let value, value >= 0x20, let scalar = Unicode.Scalar(value) else { return none }
        return (Array(String(Character(scalar)).utf8), length)
    }
}
