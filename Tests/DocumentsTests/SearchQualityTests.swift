import Documents
import Foundation
import Testing

/// Questions as people ask them, with typos, without accents, in the plural, about the real documents of the optional
/// folder outside of the package.
@Suite(.timeLimit(.minutes(2)), .enabled(if: RealDocuments.folder != nil)) struct SearchQualityTests {
    /// A question, and the documents of which any is right.
    private static func questions() throws -> [(text: String, expected: [String])] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "questions.tsv")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let fields = line.split(separator: "\t")
            return (String(fields[0]), fields[1].split(separator: "|").map(String.init))
        }
    }

    @Test func theRightDocumentComesFirst() async throws {
        let temporary = try TemporaryFolder()
        let index = try temporary.index()
        let changes = try await index.synchronize(with: FolderShelf(path: #require(RealDocuments.folder)))
        #expect(changes.indexed.count == 41)
        #expect(changes.failed.isEmpty)
        let questions = try Self.questions()
        #expect(questions.count >= 60)
        var (first, third) = (0, 0)
        var missed: [String] = []
        for question in questions {
            let names = try await index.search(DocumentSearch(question.text)).hits.map(\.name)
            if names.first.map(question.expected.contains) ?? false {
                first += 1
            } else {
                missed.append("\(question.text) → \(names.prefix(4)), not \(question.expected)")
            }
            if names.prefix(3).contains(where: question.expected.contains) { third += 1 }
        }
        let (hitAt1, hitAt3) = (Double(first) / Double(questions.count), Double(third) / Double(questions.count))
        print("hit@1 \(hitAt1), hit@3 \(hitAt3) of \(questions.count)")
        #expect(hitAt1 >= 0.85, "\(missed.joined(separator: "\n"))")
        #expect(hitAt3 >= 0.95, "\(missed.joined(separator: "\n"))")
        if let path = ProcessInfo.processInfo.environment["SECURE_MCP_MISSED"] {
            try missed.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
