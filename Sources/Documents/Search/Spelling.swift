import GRDB

/// Words of the documents that somebody may have meant who wrote one that none of them has.
struct Spelling {
    private let db: Database

    /// Words of the index that are compared at most.
    private static let mostWords = 200_000
    private static let mostReplacements = 3

    init(_ db: Database) {
        self.db = db
    }

    /// The nearest words, most frequent first; none for what is short or a number.
    func replacements(for word: String) throws -> [String] {
        let wanted = Array(WordAnalysis.folded(word).utf8)
        guard wanted.count >= 4, !wanted.contains(where: { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else {
            return []
        }
        let most = wanted.count >= 8 ? 2 : 1
        let mark = WordForms.surfaceMark
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT term, doc FROM section_word
                WHERE term >= ?1 AND term < ?2 AND length(term) BETWEEN ?3 AND ?4 LIMIT \(Self.mostWords)
                """,
            // The character after the mark ends the surfaces.
            arguments: [mark, ">", wanted.count + 1 - most, wanted.count + 1 + most]
        )
        var found: [(word: String, distance: Int, documents: Int)] = []
        while let row = try rows.next() {
            let term: String = row[0]
            let candidate = Array(term.utf8.dropFirst(mark.utf8.count))
            guard let distance = EditDistance.between(wanted, candidate, most: most),
                // Who errs twice seldom errs in the first letter: "codificación" is no "modification".
                distance < 2 || candidate.first == wanted.first
            else { continue }
            found.append((String(term.dropFirst(mark.count)), distance, row[1]))
        }
        guard let least = found.map(\.distance).min() else { return [] }
        return found.filter { $0.distance == least }
            .sorted { ($1.documents, $0.word) < ($0.documents, $1.word) }
            .prefix(Self.mostReplacements).map(\.word)
    }
}

/// How many letters differ.
enum EditDistance {
    /// Letters added, left out, changed, or swapped with their neighbour (optimal string alignment); nil above `most`.
    static func between(_ first: [UInt8], _ second: [UInt8], most: Int) -> Int? {
        guard abs(first.count - second.count) <= most else { return nil }
        var beforeLast = [Int](repeating: 0, count: second.count + 1)
        var last = Array(0...second.count)
        for i in 0..<first.count {
            var row = [i + 1] + [Int](repeating: 0, count: second.count)
            for j in 0..<second.count {
                row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (first[i] == second[j] ? 0 : 1))
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1)
                }
            }
            guard row.contains(where: { $0 <= most }) else { return nil }
            (beforeLast, last) = (last, row)
        }
        return last[second.count] <= most ? last[second.count] : nil
    }
}
