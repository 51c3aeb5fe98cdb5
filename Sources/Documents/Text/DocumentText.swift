public import Localization

/// What a document says, in the order in which it says it.
public struct DocumentText: Sendable, Hashable {
    public var format: DocumentFormat
    /// From the document itself, else from its file's name.
    public var title: String
    /// The language that most of it is written in; nil when it cannot be told.
    public var language: Language?
    /// How its letters were written, such as `UTF-8`; nil where the format leaves no choice.
    public var encoding: String?
    /// nil for what has no pages before it is printed.
    public var pages: Int?
    public var sections: [DocumentSection]

    public var words: Int { sections.reduce(0) { $0 + $1.words } }
}

/// The part of a document below one heading.
public struct DocumentSection: Sendable, Hashable {
    /// The headings above it, outermost first; empty before the first one.
    public var headings: [String]
    /// The page on which it begins, from 1.
    public var page: Int?
    /// Paragraphs, a line each.
    public var text: String

    /// The headings in one line.
    public var path: String { headings.joined(separator: " › ") }

    var words: Int {
        var count = 0
        var isWord = false
        for scalar in text.unicodeScalars {
            let isLetter = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if isLetter, !isWord { count += 1 }
            isWord = isLetter
        }
        return count
    }
}

/// What kind of file a document is.
public enum DocumentFormat: String, Sendable, CaseIterable {
    case markdown = "md"
    case text = "txt"
    case html
    case word = "docx"
    case pdf

    /// By the ending of a file's name; nil for what is not read.
    public init?(name: String) {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
        switch name[name.index(after: dot)...].lowercased() {
        case "md", "markdown": self = .markdown
        case "txt", "text": self = .text
        case "html", "htm", "xhtml": self = .html
        case "docx": self = .word
        case "pdf": self = .pdf
        default: return nil
        }
    }

    /// Endings of names, for people.
    public static let endings = ".md, .txt, .html, .docx, .pdf"

    /// Whether a file of this kind is bytes rather than text.
    public var isBinary: Bool { self == .word || self == .pdf }
}

/// What is read of one document at most.
public struct DocumentLimits: Sendable, Hashable {
    /// Bytes of a file. Default: 64 MiB.
    public var fileBytes = 64 << 20
    /// Bytes of the text in it, and of each part of a .docx once decompressed. Default: 16 MiB.
    public var textBytes = 16 << 20
    /// Processor time that reading one file may take, what `pdftotext` does apart: what people write takes a few seconds at
    /// most. Default: 30 s.
    public var readingTime = Duration.seconds(30)
    /// Processor time that `pdftotext` may take for one file. Default: 30 s.
    public var pdfTime = Duration.seconds(30)
    /// How long it is waited for: a machine that has much to do needs longer for the same. Default: 2 minutes.
    public var pdfWait = Duration.seconds(120)
    /// Memory that `pdftotext` may ask for, in bytes. Default: 1 GiB.
    public var pdfMemory = 1 << 30
    /// The program that reads PDF: a name to be found in `PATH`, or a path.
    public var pdfProgram = "pdftotext"

    public init() {}
}
