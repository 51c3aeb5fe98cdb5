import ZippedXML

/// Headings, paragraphs, lists and tables of a .docx file (ECMA-376, part 1, chapter 17).
struct WordReader {
    private let archive: ZipArchive
    private let mostBytes: Int
    private let budget: ReadingBudget

    /// - Returns: the title in the document's properties.
    static func read(
        _ bytes: [UInt8],
        name: String,
        limits: DocumentLimits,
        within budget: ReadingBudget,
        into writer: inout SectionWriter
    ) throws(DocumentFailure) -> String? {
        do throws(ZippedXMLFailure) {
            let archive = try ZipArchive(bytes: bytes)
            return try Self(archive: archive, mostBytes: limits.textBytes, budget: budget).read(into: &writer)
        } catch {
            switch error {
            case .damaged(let reason): throw .damaged(name, reason: reason)
            case .tooLarge(let bytes): throw .tooLarge(name, megabytes: bytes >> 20)
            }
        }
    }

    /// A file of a word processor has a few of them for each section.
    private static let mostAsides = 20

    private func read(into writer: inout SectionWriter) throws(ZippedXMLFailure) -> String? {
        let styles = WordStyles()
        _ = try archive.read("word/styles.xml", into: styles, mostBytes: mostBytes, until: budget.look)
        let body = WordBody(writer, headingLevels: styles.headingLevels)
        guard
            try archive.read("word/document.xml", into: body, mostBytes: mostBytes * 4, until: { isEnough(body) })
        else { throw .damaged(reason: "word/document.xml") }
        // Notes, headers and footers belong to no heading, and are the same on many pages: each text once, at the end.
        body.beginAside()
        let relations = WordRelations()
        _ = try archive.read("word/_rels/document.xml.rels", into: relations, mostBytes: mostBytes, until: budget.look)
        // Each part once, however many relations name it, and so many of them: reading is paid for by the server.
        var seen: Set<String> = []
        for target in relations.asides where seen.insert(target.lowercased()).inserted {
            guard seen.count <= Self.mostAsides else { break }
            _ = try archive.read("word/" + target, into: body, mostBytes: mostBytes / 4, until: { isEnough(body) })
        }
        writer = body.writer
        let properties = WordProperties()
        _ = try archive.read("docProps/core.xml", into: properties, mostBytes: mostBytes, until: budget.look)
        return properties.title.isEmpty ? nil : properties.title
    }

    private func isEnough(_ body: WordBody) -> Bool { body.writer.isFull || budget.look() }
}

/// `word/document.xml` and the parts that are built like it.
private final class WordBody: XMLHandler {
    private(set) var writer: SectionWriter
    private let headingLevels: [String: Int]
    /// Paragraphs that are open: a text box stands inside of one.
    private var open: [Paragraph] = []
    private var isText = false
    private var runs = 0
    /// Inside the second form of what is there twice.
    private var fallbacks = 0
    /// The cells of the row that is open, and of those around it.
    private var rows: [[String]] = []
    private var isAside = false
    private var asides: Set<String> = []

    private struct Paragraph {
        var text: [UInt8] = []
        var level: Int?
        var isListItem = false
    }

    init(_ writer: SectionWriter, headingLevels: [String: Int]) {
        self.writer = writer
        self.headingLevels = headingLevels
    }

    func beginAside() {
        isAside = true
        writer.leaveHeadings()
    }

    func start(_ name: String, _ attributes: XMLAttributes) {
        switch name {
        case "Fallback": fallbacks += 1
        case "p": open.append(Paragraph())
        case "pStyle": change { $0.level = attributes["val"].flatMap { self.headingLevels[$0] } ?? $0.level }
        case "outlineLvl": change { $0.level = attributes["val"].flatMap(WordStyles.level) ?? $0.level }
        case "numPr": change { $0.isListItem = true }
        case "r": runs += 1
        case "t": isText = true
        case "tab", "br", "cr": if runs > 0 { add(" ".utf8) }
        case "noBreakHyphen": add("-".utf8)
        case "tr": rows.append([])
        default: break
        }
    }

    func end(_ name: String) {
        switch name {
        case "Fallback": fallbacks -= 1
        case "p": endParagraph()
        case "r": runs -= 1
        case "t": isText = false
        case "tr":
            guard let cells = rows.popLast() else { return }
            put(cells.joined(separator: " · "))
        default: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isText { add(bytes) }
    }

    private func change(_ change: (inout Paragraph) -> Void) {
        guard !open.isEmpty else { return }
        change(&open[open.count - 1])
    }

    private func add(_ bytes: some Sequence<UInt8>) {
        guard fallbacks == 0, !writer.isFull else { return }
        change { $0.text.append(contentsOf: bytes) }
    }

    private func endParagraph() {
        guard let paragraph = open.popLast() else { return }
        let text = CleanText.clean(String(decoding: paragraph.text, as: UTF8.self))
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        if let level = paragraph.level, rows.isEmpty, !isAside { return writer.heading(text, level: level) }
        put(paragraph.isListItem ? "- " + text : text)
    }

    private func put(_ text: String) {
        if rows.isEmpty {
            guard !isAside || asides.insert(text).inserted else { return }
            writer.paragraph(text)
        } else if !text.isEmpty {
            rows[rows.count - 1].append(text)
        }
    }
}

/// `word/styles.xml`: which styles are headings. Their ids are in the writer's language, their names are not.
private final class WordStyles: XMLHandler {
    private var id: String?
    private var own: [String: Int] = [:]
    private var bases: [String: String] = [:]

    /// By a style's id, from 1.
    var headingLevels: [String: Int] {
        var levels = own
        for (id, base) in bases where own[id] == nil {
            var base = base
            // A style may be based on one that is based on another; a ring ends too.
            for _ in 0..<10 {
                if let level = own[base] {
                    levels[id] = level
                    break
                }
                guard let next = bases[base] else { break }
                base = next
            }
        }
        return levels
    }

    func start(_ name: String, _ attributes: XMLAttributes) {
        switch name {
        case "style":
            id = attributes["type"] == "paragraph" && own.count + bases.count < 10_000 ? attributes["styleId"] : nil
        case "name":
            guard let id, let name = attributes["val"]?.lowercased() else { return }
            if name == "title" { own[id] = 1 }
            if name.hasPrefix("heading "), let level = Int(name.dropFirst(8)), 1...9 ~= level { own[id] = level }
        case "basedOn": if let id { bases[id] = attributes["val"] }
        case "outlineLvl": if let id, let level = attributes["val"].flatMap(Self.level) { own[id] = level }
        default: break
        }
    }

    func end(_ name: String) {
        if name == "style" { id = nil }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

    /// `w:outlineLvl` counts from 0; 9 is body text.
    static func level(_ value: String) -> Int? {
        guard let level = Int(value), 0..<9 ~= level else { return nil }
        return level + 1
    }
}

/// `word/_rels/document.xml.rels`: where headers, footers and notes are.
private final class WordRelations: XMLHandler {
    private(set) var asides: [String] = []

    func start(_ name: String, _ attributes: XMLAttributes) {
        guard name == "Relationship", asides.count < 100, let type = attributes["Type"],
            let target = attributes["Target"], attributes["TargetMode"] != "External"
        else { return }
        if ["/header", "/footer", "/footnotes", "/endnotes"].contains(where: type.hasSuffix) { asides.append(target) }
    }

    func end(_ name: String) {}
    func text(_ bytes: UnsafeBufferPointer<UInt8>) {}
}

/// `docProps/core.xml`
private final class WordProperties: XMLHandler {
    private(set) var title = ""
    private var isTitle = false

    func start(_ name: String, _ attributes: XMLAttributes) { isTitle = name == "title" }
    func end(_ name: String) { isTitle = false }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if isTitle, title.utf8.count < 1_000 { title += String(decoding: bytes, as: UTF8.self) }
    }
}
