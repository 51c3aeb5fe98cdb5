/// Text without marks: a short line of its own that ends no sentence is a heading.
struct PlainTextReader {
    private var block: [Substring] = []
    private var isFirst = true
    private let budget: ReadingBudget

    /// Of one paragraph; a longer one is several.
    private static let mostLines = 1_000

    private init(within budget: ReadingBudget) {
        self.budget = budget
    }

    static func read(_ text: String, within budget: ReadingBudget, into writer: inout SectionWriter) {
        var reader = Self(within: budget)
        reader.add(text[...], to: &writer)
    }

    /// Pages that end with form feeds, as `pdftotext` writes them. The first line is the title where it is short: pages
    /// leave no blank line below one.
    ///
    /// - Returns: how many there are.
    static func read(pages text: String, within budget: ReadingBudget, into writer: inout SectionWriter) -> Int {
        var reader = Self(within: budget)
        var pages = TextPieces(text[...], separator: "\u{0C}")
        var count = 0
        while let page = pages.next(), !writer.isFull, !budget.step() {
            if pages.isAtEnd, page.allSatisfy(\.isWhitespace) { break }
            count += 1
            writer.begin(page: count)
            var rest = page
            if reader.isFirst, let line = TextPieces.lines(page).first(where: { !$0.allSatisfy(\.isWhitespace) }) {
                reader.isFirst = false
                if isHeading(line) {
                    writer.heading(String(line), level: 1)
                    rest = page[line.endIndex...]
                }
            }
            reader.add(rest, to: &writer)
        }
        return count
    }

    private mutating func add(_ text: Substring, to writer: inout SectionWriter) {
        var lines = TextPieces.lines(text)
        while let line = lines.next(), !writer.isFull, !budget.step() {
            let isBlank = line.allSatisfy(\.isWhitespace)
            if !isBlank { block.append(line) }
            if isBlank || block.count >= Self.mostLines { endBlock(&writer) }
        }
        endBlock(&writer)
    }

    private mutating func endBlock(_ writer: inout SectionWriter) {
        guard let first = block.first else { return }
        if block.count == 1, Self.isHeading(first) {
            writer.heading(String(first), level: isFirst ? 1 : 2)
        } else {
            writer.paragraph(Self.joined(block))
        }
        isFirst = false
        block.removeAll(keepingCapacity: true)
    }

    /// A word that a line's end divides is put together again.
    private static func joined(_ lines: [Substring]) -> String {
        var text = ""
        for line in lines {
            let line = line.drop(while: \.isWhitespace)
            if text.last == "-", text.dropLast().last?.isLetter == true, line.first?.isLowercase == true {
                text.removeLast()
            } else if !text.isEmpty {
                text.append(" ")
            }
            text.append(contentsOf: line)
        }
        return text
    }

    private static func isHeading(_ line: Substring) -> Bool {
        guard line.utf8.count <= 100, let first = line.first(where: { !$0.isWhitespace }) else { return false }
        guard first.isUppercase || first.isNumber || "¿¡'\"«“".contains(first) else { return false }
        let last = line.last { !$0.isWhitespace }
        return !".,;:|".contains(last ?? ".") && line.contains(where: \.isLetter)
    }
}
