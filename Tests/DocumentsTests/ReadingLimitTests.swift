import BoundedWork
import Foundation
import Localization
import Synchronization
import TestArchives
import Testing

@testable import Documents

/// Documents that would take long: the reading of them ends with its budget, and nobody waits for it in vain.
@Suite(.timeLimit(.minutes(2))) struct ReadingLimitTests {
    /// A tag with many attributes, each of which libxml2 compares with all before it: nobody hears of it before its end.
    private static let longTag = "<p" + (0..<10_000).map { " a\($0)" }.joined() + ">texto</p>"
    private static let manyParagraphs = String(repeating: "<w:p/>", count: 40_000)

    private static let documents: [(name: String, bytes: [UInt8])] = [
        ("a.html", Array(longTag.utf8)), ("a.docx", WordFile(body: manyParagraphs).bytes),
        ("a.md", Array(String(repeating: "# a\n", count: 2_000).utf8)),
        ("a.txt", Array(String(repeating: "a\n\n", count: 2_000).utf8)),
    ]

    @Test(arguments: ["a.html", "a.docx", "a.md", "a.txt"]) func aBudgetIsKept(_ name: String) async throws {
        let bytes = try #require(Self.documents.first { $0.name == name }).bytes
        var limits = DocumentLimits()
        limits.readingTime = .zero
        await #expect(throws: DocumentFailure.tooSlow(name, seconds: 0)) {
            try await DocumentReader(limits: limits).read(bytes, name: name)
        }
    }

    /// Each reader looks up now and then: what is asked for the third time says that nobody waits any more.
    @Test(arguments: ["a.html", "a.docx", "a.md", "a.txt"]) func aReaderStopsInTheMiddle(_ name: String) throws {
        let bytes = try #require(Self.documents.first { $0.name == name }).bytes
        var looks = 0
        let budget = ReadingBudget(time: .seconds(3_600)) {
            looks += 1
            return looks >= 3
        }
        var writer = SectionWriter(mostBytes: 16 << 20)
        switch DocumentFormat(name: name) {
        case .html: _ = try HTMLReader.read(bytes, name: name, within: budget, into: &writer)
        case .word:
            _ = try WordReader.read(bytes, name: name, limits: DocumentLimits(), within: budget, into: &writer)
        case .markdown: _ = MarkdownReader.read(String(decoding: bytes, as: UTF8.self), within: budget, into: &writer)
        default: PlainTextReader.read(String(decoding: bytes, as: UTF8.self), within: budget, into: &writer)
        }
        #expect(budget.isOver)
        #expect(looks == 3)
        #expect(writer.finish().count < 1_000)
        #expect(throws: CancellationError.self) { try budget.check(name) }
    }

    /// Sorting them takes time that grows with the square of their number.
    @Test(arguments: ["\u{301}\u{323}", "&#769;&#803;", "\u{591}\u{1DC0}\u{301}"])
    func marksOnOneLetterHaveAnEnd(_ marks: String) async throws {
        let text = "# Uno\n\na" + String(repeating: marks, count: 100_000 / marks.utf8.count) + " fin"
        for name in ["a.md", "a.html"] {
            let sections = try await DocumentReader().read(Array(text.utf8), name: name).sections
            #expect(sections.map(\.text).joined().unicodeScalars.count < 100)
        }
    }

    // MARK: Waiting

    /// A shelf whose files are read until somebody opens it.
    private struct ClosedShelf: DocumentShelf {
        let reading = AsyncStream.makeStream(of: Void.self)
        let gate = NSCondition()
        let isOpen = Opening()

        final class Opening: Sendable { let value = Mutex(false) }

        func files() -> [ShelvedFile] { [ShelvedFile(name: "a.md", size: 1, modifiedAt: 1)] }

        func bytes(of name: String, limit: Int) throws -> (file: ShelvedFile, bytes: [UInt8])? {
            reading.continuation.yield()
            gate.lock()
            while !isOpen.value.withLock({ $0 }) { gate.wait() }
            gate.unlock()
            return nil
        }

        func open() {
            gate.lock()
            isOpen.value.withLock { $0 = true }
            gate.broadcast()
            gate.unlock()
        }
    }

    /// As when the server is told to stop.
    @Test func whoIsCancelledDoesNotWaitForADocument() async throws {
        let index = try TemporaryFolder().index()
        let shelf = ClosedShelf()
        let look = Task { try await index.synchronize(with: shelf) }
        for await _ in shelf.reading.stream.prefix(1) {}
        look.cancel()
        await #expect(throws: CancellationError.self) { try await look.value }
        shelf.open()
    }

    @Test func onlySoManyAreReadAtOnce() async throws {
        let pool = WorkPool(threads: 1, mostWaiting: 0, refusal: DocumentFailure.busy)
        let index = try TemporaryFolder().index(reader: DocumentReader(pool: pool))
        let shelf = ClosedShelf()
        async let look = index.synchronize(with: shelf)
        for await _ in shelf.reading.stream.prefix(1) {}
        await #expect(throws: DocumentFailure.busy) { try await index.reader.read(Array("# A".utf8), name: "a.md") }
        shelf.open()
        #expect(try await look.isEmpty)
    }
}
