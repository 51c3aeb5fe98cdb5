public import BoundedWork
import Localization

/// Makes text of a document's bytes.
public struct DocumentReader: Sendable {
    /// Grows when the same file would now be read in another way, so that it is read anew.
    static let version = 1
    /// Nothing has read it yet.
    static let none = 0

    public let limits: DocumentLimits
    /// Where documents are read, and whatever else of them keeps a thread.
    public let pool: WorkPool
    private let pdf: PDFReader

    /// - Parameter pool: default: two threads.
    public init(limits: DocumentLimits = DocumentLimits(), pool: WorkPool = .reading()) {
        self.limits = limits
        self.pool = pool
        pdf = PDFReader(limits: limits)
    }

    /// On a thread of the pool; `pdftotext` runs outside.
    ///
    /// - Parameter name: of the file; its ending tells the format.
    /// - Throws: ``DocumentFailure``, or `CancellationError` at once when the caller is cancelled.
    public func read(_ bytes: [UInt8], name: String) async throws -> DocumentText {
        guard let format = DocumentFormat(name: name) else { throw DocumentFailure.unknownFormat(name) }
        guard bytes.count <= limits.fileBytes else {
            throw DocumentFailure.tooLarge(name, megabytes: limits.fileBytes >> 20)
        }
        try Self.check(bytes, format, name)
        let pages = format == .pdf ? try await pdf.text(of: bytes, name: name) : []
        return try await pool.run { [self] isCancelled in
            let budget = ReadingBudget(time: limits.readingTime, isCancelled: isCancelled)
            return try text(of: bytes, pages, name, format, budget)
        }
    }

    /// - Parameter pages: of a PDF, as `pdftotext` writes them.
    private func text(
        of bytes: [UInt8],
        _ pages: [UInt8],
        _ name: String,
        _ format: DocumentFormat,
        _ budget: ReadingBudget
    ) throws -> DocumentText {
        var writer = SectionWriter(mostBytes: limits.textBytes)
        var found = Found()
        switch format {
        case .markdown:
            let (text, encoding) = CleanText.decode(bytes)
            found.encoding = encoding
            found.title = MarkdownReader.read(text, within: budget, into: &writer)
        case .text:
            let (text, encoding) = CleanText.decode(bytes)
            found.encoding = encoding
            PlainTextReader.read(text, within: budget, into: &writer)
        case .html:
            (found.title, found.encoding) = try HTMLReader.read(bytes, name: name, within: budget, into: &writer)
        case .word:
            found.title = try WordReader.read(
                bytes,
                name: name,
                limits: limits,
                within: budget,
                into: &writer
            )
        case .pdf:
            let text = CleanText.clean(String(decoding: pages, as: UTF8.self))
            found.pages = PlainTextReader.read(pages: text, within: budget, into: &writer)
        }
        try budget.check(name)
        let sections = writer.finish()
        guard !writer.isFull else { throw DocumentFailure.tooLarge(name, megabytes: limits.textBytes >> 20) }
        guard sections.contains(where: { $0.words > 0 || !$0.headings.isEmpty }) else {
            throw DocumentFailure.noText(name)
        }
        return DocumentText(
            format: format,
            title: writer.firstHeading?.text ?? Self.title(found.title) ?? Self.title(ofFile: name),
            language: DocumentLanguage.detect(sections),
            encoding: found.encoding,
            pages: found.pages,
            sections: sections
        )
    }

    private struct Found {
        var title: String?
        var encoding: String?
        var pages: Int?
    }

    private static func check(_ bytes: [UInt8], _ format: DocumentFormat, _ name: String) throws(DocumentFailure) {
        let isAsNamed =
            switch format {
            // The header may come after a few hundred bytes of something else (ISO 32000-1, annex H, note 13).
            case .pdf: contains(Array("%PDF-".utf8), in: bytes.prefix(1_024))
            case .word: bytes.starts(with: [0x50, 0x4B])
            case .markdown, .text, .html:
                !bytes.starts(with: [0x50, 0x4B, 3, 4]) && !bytes.starts(with: Array("%PDF-".utf8))
                    && !CleanText.isBinary(bytes)
            }
        guard isAsNamed else { throw .otherFormat(name, format) }
    }

    private static func contains(_ mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Bool {
        bytes.indices.contains { bytes[$0...].starts(with: mark) }
    }

    /// What a program wrote into the properties, if it can be a title.
    private static func title(_ text: String?) -> String? {
        guard let text else { return nil }
        let title = CleanText.clean(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return title.isEmpty || title.utf8.count > 300 ? nil : title
    }

    /// `politica-de_devoluciones.pdf` is "politica de devoluciones".
    private static func title(ofFile name: String) -> String {
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
        let words = stem.split { $0 == "-" || $0 == "_" || $0.isWhitespace }
        return words.isEmpty ? name : words.joined(separator: " ")
    }
}

extension WorkPool {
    /// Where documents are read: two at once, and sixteen may wait.
    public static func reading() -> WorkPool {
        WorkPool(threads: 2, mostWaiting: 16, refusal: DocumentFailure.busy)
    }
}
