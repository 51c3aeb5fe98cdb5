import Foundation
import Questions
import Testing

/// Whole sets of questions with known answers.
@Suite struct QuestionSetTests {
    @Test func theProjectsOwnQuestionsAreUnderstood() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "questions.jsonl")
        let score = try QuestionScore(lines: Self.lines(of: file), engine: TestShop.engine)
        #expect(score.count >= 700)
        #expect(score.intentAccuracy >= 0.98, "\(score.failures.joined(separator: "\n"))")
        #expect(score.slotF1 >= 0.98, "\(score.failures.joined(separator: "\n"))")
        #expect(score.fullMatch >= 0.97, "\(score.failures.joined(separator: "\n"))")
    }

    @Test(.enabled(if: QuestionSetTests.developmentSet != nil, "needs the folder of shared data"))
    func theDevelopmentSetIsUnderstood() throws {
        let folder = try #require(Self.developmentSet)
        let lines = try Self.lines(of: folder.appending(path: "nl/dev.jsonl"))
        let stock = try Self.lines(of: folder.appending(path: "data/inventory/northwind_inventory.csv"))
        var vocabulary = ShopVocabulary()
        for line in stock.dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            vocabulary.products.append(.init(code: String(fields[0]), name: String(fields[1])))
        }
        let score = try QuestionScore(lines: lines, engine: QuestionEngine(vocabulary: vocabulary))
        #expect(score.count >= 100)
        #expect(score.intentAccuracy >= 0.95, "\(score.failures.joined(separator: "\n"))")
        #expect(score.slotF1 >= 0.93, "\(score.failures.joined(separator: "\n"))")
        #expect(score.fullMatch >= 0.90, "\(score.failures.joined(separator: "\n"))")
    }

    static let developmentSet: URL? = {
        let environment = ProcessInfo.processInfo.environment
        var candidates = environment["SECURE_MCP_SHARED"].map { [URL(filePath: $0)] } ?? []
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            folder = folder.deletingLastPathComponent()
            candidates.append(folder.appending(path: "shared"))
        }
        return candidates.first { FileManager.default.fileExists(atPath: $0.appending(path: "nl/dev.jsonl").path) }
    }()

    private static func lines(of file: URL) throws -> [Substring] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    }
}
