import Foundation
import GRDB
import Localization

extension DocumentIndex {
    /// Documents that say most of what is looked for, each with its best place.
    ///
    /// Places that have all terms come before those that have some. Nothing of the text is read as a query of SQLite.
    ///
    /// - Throws: ``DocumentSearchFailure`` when there is nothing to look for.
    public func search(_ search: DocumentSearch) async throws -> DocumentSearchResults {
        let words = SearchWords(search.text)
        guard words.hasWords else { throw DocumentSearchFailure.noWords }
        guard !words.terms.isEmpty else { throw DocumentSearchFailure.onlySmallWords }
        return try await database.read { db in try Finding(db, search).results(of: words.terms) }
    }
}

/// One search at work.
private struct Finding {
    private let db: Database
    private let search: DocumentSearch

    /// Places that are looked at, best first.
    private static let mostPlaces = 10_000
    /// One long document must not hide the others.
    private static let mostPlacesOfDocument = 50
    /// Places that one term is known to be in.
    private static let mostPlacesOfTerm = 100_000
    /// What a word in the title, the file's name, a heading and the text counts.
    private static let weights = "10.0, 5.0, 4.0, 1.0"
    /// What it counts that a document is in the language of the question.
    private static let sameLanguage = 1.25
    private static let snippetWords = 32
    /// Words that are corrected in one search; each is compared with all words of the index.
    private static let mostCorrections = 4

    init(_ db: Database, _ search: DocumentSearch) {
        self.db = db
        self.search = search
    }

    /// What is looked for in the place of one term, and the sections that have it.
    private struct Sought {
        let expression: String
        let sections: Set<Int64>
        /// How much it tells that a section has it (inverse document frequency).
        let weight: Double
    }

    /// A document and its best place: where its headings and its text, without the title that all of it shares, say most.
    private struct Place {
        var section: Int64
        var page: Int?
        var nearness: Double
        var score: Double
        var hasAll: Bool
    }

    func results(of terms: [SearchWords.Term]) throws -> DocumentSearchResults {
        let documents = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM document WHERE failure_es IS NULL") ?? 0
        var results = DocumentSearchResults(hits: [], total: 0, corrections: [], documents: documents)
        let sections = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM section") ?? 0
        var sought: [Sought] = []
        for term in terms {
            var expression = term.expression
            var found = try self.sections(with: expression)
            if found.isEmpty, results.corrections.count < Self.mostCorrections, case .word(let word) = term {
                let replacements = try Spelling(db).replacements(for: word)
                if !replacements.isEmpty {
                    results.corrections.append(.init(word: word, replacements: replacements))
                    expression = replacements.map { "\"\($0)\"" }.joined(separator: " OR ")
                    found = try self.sections(with: expression)
                }
            }
            let weight = log(1 + Double(sections + 1) / Double(found.count + 1))
            sought.append(Sought(expression: expression, sections: found, weight: weight))
        }
        let any = sought.filter { !$0.sections.isEmpty }.map { "(\($0.expression))" }.joined(separator: " OR ")
        guard !any.isEmpty else { return results }
        let best = try bestPlaces(any, sought)
        results.total = best.count
        results.hits = try best.prefix(min(max(1, search.limit), DocumentSearch.mostResults)).map { try hit($0, any) }
        return results
    }

    private func sections(with expression: String) throws -> Set<Int64> {
        try Int64.fetchSet(
            db,
            sql: "SELECT rowid FROM section_text WHERE section_text MATCH ? LIMIT \(Self.mostPlacesOfTerm)",
            arguments: [expression]
        )
    }

    /// The best place of each document, best first.
    private func bestPlaces(_ any: String, _ sought: [Sought]) throws -> [Place] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                WITH place AS MATERIALIZED (
                    SELECT section.id AS id, document_id, page,
                        -bm25(section_text, \(Self.weights)) * iif(language = ?3, \(Self.sameLanguage), 1.0) AS score,
                        -bm25(section_text, 0.0, 0.0, 0.05, 1.0) AS nearness
                    FROM section_text JOIN section ON section.id = section_text.rowid
                    JOIN document ON document.id = document_id
                    WHERE section_text MATCH ?1 AND (?2 IS NULL OR language = ?2)
                    LIMIT \(Self.mostPlacesOfTerm)),
                ranked AS (
                    SELECT *, ROW_NUMBER() OVER (PARTITION BY document_id ORDER BY score DESC, id) AS rank FROM place)
                SELECT id, document_id, page, score, nearness FROM ranked WHERE rank <= \(Self.mostPlacesOfDocument)
                ORDER BY score DESC LIMIT \(Self.mostPlaces)
                """,
            arguments: [any, search.language?.rawValue, DocumentLanguage.detect(search.text)?.rawValue]
        )
        let all = sought.reduce(0) { $0 + $1.weight }
        var best: [Int64: Place] = [:]
        while let row = try rows.next() {
            let section: Int64 = row[0]
            let there = sought.filter { $0.sections.contains(section) }
            let share = there.reduce(0) { $0 + $1.weight } / all
            let (document, score): (Int64, Double) = (row[1], row[3])
            var place = Place(
                section: section,
                page: row[2],
                nearness: row[4],
                score: score * share,
                hasAll: there.count == sought.count
            )
            if let other = best[document] {
                let isNearer =
                    place.nearness == other.nearness ? section < other.section : place.nearness > other.nearness
                var nearest = isNearer ? place : other
                if Self.precedes(other, place) { place = other }
                (nearest.score, nearest.hasAll) = (place.score, place.hasAll)
                place = nearest
            }
            best[document] = place
        }
        return best.values.sorted(by: Self.precedes)
    }

    private static func precedes(_ first: Place, _ second: Place) -> Bool {
        if first.hasAll != second.hasAll { return first.hasAll }
        if first.score != second.score { return first.score > second.score }
        return first.section < second.section
    }

    private func hit(_ place: Place, _ any: String) throws -> DocumentSearchResults.Hit {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT document.name, document.title, language, section_text.heading AS path,
                    snippet(section_text, 3, char(\(Self.before)), char(\(Self.after)), '…', \(Self.snippetWords)) AS snippet
                FROM section_text JOIN section ON section.id = section_text.rowid
                JOIN document ON document.id = document_id
                WHERE section_text MATCH ? AND section_text.rowid = ?
                """,
            arguments: [any, place.section]
        )
        guard let row else { throw DatabaseError(message: "a section is gone within a transaction") }
        let snippet: String = row["snippet"]
        return DocumentSearchResults.Hit(
            name: row["name"],
            title: row["title"],
            language: (row["language"] as String?).flatMap { Language(rawValue: $0) },
            section: row["path"],
            page: place.page,
            snippet: marked(snippet.isEmpty ? row["path"] : snippet),
            score: (place.score * 1e9).rounded() / 1e9,
            hasAllTerms: place.hasAll
        )
    }

    /// Characters that no text of the index has.
    private static let before = 0xE000
    private static let after = 0xE001

    private func marked(_ snippet: String) -> String {
        var text = ""
        for scalar in snippet.unicodeScalars {
            switch Int(scalar.value) {
            case Self.before: text += search.marks.before
            case Self.after: text += search.marks.after
            case 0x0A: text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
