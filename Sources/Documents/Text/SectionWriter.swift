/// Puts a document's sections together as its headings, paragraphs and pages are found.
struct SectionWriter {
    private(set) var sections: [DocumentSection] = []
    /// The first heading of the highest level.
    private(set) var firstHeading: (text: String, level: Int)?
    /// Whether there was more text than is read.
    private(set) var isFull = false

    private let mostBytes: Int
    private var bytes = 0
    private var path: [(text: String, level: Int)] = []
    private var page: Int?
    private var text = ""
    private var textPage: Int?
    /// Whether the last heading has no section yet.
    private var isHeadingOpen = false

    /// A section that grows longer than this many bytes goes on as another one with the same headings: a hit is to
    /// point to a place.
    private static let longestSection = 4_000
    private static let longestHeading = 300
    private static let mostSections = 50_000

    init(mostBytes: Int) {
        self.mostBytes = mostBytes
    }

    /// - Parameter level: 1 is the outermost.
    mutating func heading(_ text: String, level: Int) {
        let text = Self.oneLine(text)
        guard !text.isEmpty else { return }
        guard text.utf8.count <= Self.longestHeading else { return paragraph(text) }
        close()
        guard count(text.utf8.count) else { return }
        if firstHeading.map({ level < $0.level }) ?? true { firstHeading = (text, level) }
        path.removeAll { $0.level >= level }
        path.append((text, level))
        isHeadingOpen = true
    }

    mutating func paragraph(_ paragraph: String) {
        let line = Self.oneLine(paragraph)
        guard !line.isEmpty, count(line.utf8.count + 1) else { return }
        if text.utf8.count + line.utf8.count > Self.longestSection { close() }
        if text.isEmpty { textPage = page } else { text.append("\n") }
        text.append(line)
    }

    /// What follows stands on this page, from 1.
    mutating func begin(page: Int) {
        close()
        self.page = page
    }

    /// What follows belongs to no heading.
    mutating func leaveHeadings() {
        close()
        path = []
    }

    mutating func finish() -> [DocumentSection] {
        close()
        return sections
    }

    private mutating func close() {
        // A heading without a text below it is found as well.
        guard !text.isEmpty || isHeadingOpen, sections.count < Self.mostSections else { return }
        sections.append(DocumentSection(headings: path.map(\.text), page: text.isEmpty ? page : textPage, text: text))
        text = ""
        isHeadingOpen = false
    }

    private mutating func count(_ more: Int) -> Bool {
        bytes += more
        if bytes > mostBytes { isFull = true }
        return !isFull
    }

    /// Blanks and line ends become one blank.
    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
