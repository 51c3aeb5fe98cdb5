import CXML
import TabularFiles

/// Headings and text of HTML by libxml2, as they are read: no tree is built. The one owner of libxml2's parser.
final class HTMLReader {
    private var writer: SectionWriter
    private var title: String?
    private var text: [UInt8] = []
    /// Level of the heading that is open.
    private var heading: Int?
    private var isTitle = false
    /// Open elements whose text is for a program.
    private var skipped = 0
    private var depth = 0
    private var parser: htmlParserCtxtPtr?
    /// What the parser has not asked for yet.
    private var rest: ArraySlice<UInt8> = []
    private let budget: ReadingBudget

    /// The parser looks through all open elements at an end tag: a page that opens more of them is made for that.
    private static let mostDepth = 512

    private init(_ writer: SectionWriter, _ budget: ReadingBudget) {
        self.writer = writer
        self.budget = budget
    }

    /// - Returns: what `<title>` says, and the encoding.
    static func read(
        _ bytes: [UInt8],
        name: String,
        within budget: ReadingBudget,
        into writer: inout SectionWriter
    ) throws(DocumentFailure) -> (title: String?, encoding: String) {
        let reader = HTMLReader(writer, budget)
        let encoding = Encoding(bytes)
        guard reader.parse(encoding) else { throw .damaged(name, reason: "HTML") }
        guard reader.depth <= mostDepth else {
            throw .damaged(name, reason: "HTML: more than \(mostDepth) open elements")
        }
        reader.endParagraph()
        writer = reader.writer
        return (reader.title, encoding.name)
    }

    /// How the bytes are handed to libxml2: as UTF-8, unless the page names an encoding that only libxml2 knows.
    private struct Encoding {
        let name: String
        let bytes: [UInt8]
        /// How libxml2 calls it.
        let label: String

        init(_ original: [UInt8]) {
            let hasMark = [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]].contains { original.starts(with: $0) }
            let declared = Self.declared(original)
            let usual = ["utf-8", "utf8", "us-ascii", "iso-8859-1", "latin1", "windows-1252", "cp1252"]
            if !hasMark, let declared, !usual.contains(declared), String(validating: original, as: UTF8.self) == nil,
                Self.isKnown(declared)
            {
                (name, bytes, label) = (declared, original.filter { $0 != 0 }, declared)
                return
            }
            let (text, encoding) = CleanText.decode(original)
            (name, bytes, label) = (encoding, Array(text.utf8), "UTF-8")
        }

        private static func isKnown(_ label: String) -> Bool {
            guard let handler = xmlFindCharEncodingHandler(label) else { return false }
            xmlCharEncCloseFunc(handler)
            return true
        }

        /// The label in `charset=…` among the first bytes (HTML, "prescan a byte stream to determine its encoding").
        private static func declared(_ bytes: [UInt8]) -> String? {
            let start = String(decoding: bytes.prefix(1_024).filter { 0x20..<0x7F ~= $0 }, as: UTF8.self).lowercased()
            guard let place = start.firstRange(of: "charset=") else { return nil }
            let label = start[place.upperBound...].drop { "\"' ".contains($0) }.prefix {
                $0.isLetter || $0.isNumber || "-_".contains($0)
            }
            return label.isEmpty ? nil : String(label)
        }
    }

    private func parse(_ encoding: Encoding) -> Bool {
        guard !encoding.bytes.isEmpty else { return true }
        guard let parser = htmlNewParserCtxt() else { return false }
        defer { htmlFreeParserCtxt(parser) }
        self.parser = parser
        defer { self.parser = nil }
        var sax = xmlSAXHandler()
        sax.startElement = { context, name, _ in
            guard let name else { return }
            HTMLReader.of(context)?.start(String(cString: name))
        }
        sax.endElement = { context, name in
            guard let name else { return }
            HTMLReader.of(context)?.end(String(cString: name))
        }
        let characters: charactersSAXFunc = { context, text, count in
            HTMLReader.of(context)?.characters(UnsafeBufferPointer(start: text, count: Int(count)))
        }
        sax.characters = characters
        sax.ignorableWhitespace = characters
        // The content of scripts and styles comes as `cdataBlock`, and nobody takes it.
        parser.pointee.sax.pointee = sax
        let context = Unmanaged.passUnretained(self).toOpaque()
        parser.pointee.userData = context
        rest = encoding.bytes[...]
        // The parser takes piece by piece, so that it can be stopped within what never ends, such as a tag with a million
        // attributes. No network, no encoding but ours; errors are part of most pages.
        let document = htmlCtxtReadIO(
            parser,
            { context, buffer, count in
                HTMLReader.of(context)?.give(UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))) ?? -1
            },
            nil,
            context,
            nil,
            encoding.label,
            Int32(
                HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue | HTML_PARSE_NOERROR.rawValue
                    | HTML_PARSE_NOWARNING.rawValue | HTML_PARSE_RECOVER.rawValue
            )
        )
        if let document { xmlFreeDoc(document) }
        return true
    }

    /// - Returns: how many bytes there were; none is the end.
    private func give(_ buffer: UnsafeMutableRawBufferPointer) -> CInt {
        guard !budget.look() else { return 0 }
        let piece = rest.prefix(buffer.count)
        buffer.copyBytes(from: piece)
        rest = rest.dropFirst(piece.count)
        return CInt(piece.count)
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> HTMLReader? {
        context.map { Unmanaged<HTMLReader>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: What the parser finds

    private func start(_ name: String) {
        depth += 1
        guard depth <= Self.mostDepth, !writer.isFull, !budget.step() else {
            if let parser { xmlStopParser(parser) }
            return
        }
        switch name {
        case "title": isTitle = title == nil
        case "h1", "h2", "h3", "h4", "h5", "h6":
            endParagraph()
            heading = name.utf8.last.map { Int($0 - UInt8(ascii: "0")) }
        case "td", "th", "br": text.append(UInt8(ascii: " "))
        case _ where Self.unread.contains(name): skipped += 1
        case _ where Self.blocks.contains(name): if heading == nil { endParagraph() }
        default: break
        }
    }

    private func end(_ name: String) {
        guard depth <= Self.mostDepth else { return }
        depth -= 1
        switch name {
        case "title":
            if isTitle { title = takeText() }
            isTitle = false
        case "h1", "h2", "h3", "h4", "h5", "h6":
            if let heading { writer.heading(takeText(), level: heading) }
            heading = nil
        case _ where Self.unread.contains(name): skipped = max(0, skipped - 1)
        case _ where Self.blocks.contains(name): if heading == nil { endParagraph() }
        default: break
        }
    }

    private func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard skipped == 0, !writer.isFull else { return }
        text.append(contentsOf: bytes)
    }

    private func endParagraph() {
        guard !isTitle, !text.isEmpty else { return }
        writer.paragraph(takeText())
    }

    /// Entities may stand for characters that are not wanted.
    private func takeText() -> String {
        defer { text.removeAll(keepingCapacity: true) }
        return CleanText.clean(String(decoding: text, as: UTF8.self))
    }

    private static let unread: Set = [
        "script", "style", "template", "svg", "iframe", "object", "noscript", "select", "button", "textarea",
    ]
    private static let blocks: Set = [
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table", "section", "article", "header", "footer", "main",
        "aside", "nav", "blockquote", "pre", "figure", "figcaption", "form", "fieldset", "hr", "body", "html", "head",
        "address", "details", "summary", "caption",
    ]
}
