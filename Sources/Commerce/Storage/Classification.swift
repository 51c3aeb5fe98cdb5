import GRDB

/// Keeps the lines' views in step with the rules and with what the shop's document numbers look like.
struct Classification {
    let rules: DocumentRules

    /// Whether what is stored was classified by these rules.
    func isAdopted(_ db: Database) throws -> Bool {
        try String.fetchOne(db, sql: SalesSQL.setting, arguments: [Self.rulesKey]) == rules.canonicalText
    }

    /// Applies the rules to what is stored when they are not the ones it was stored with.
    func adopt(_ db: Database) throws {
        let stored = try String.fetchOne(db, sql: SalesSQL.setting, arguments: [Self.rulesKey])
        guard stored != rules.canonicalText else { return }
        if stored != nil { try applyRules(db) }
        try db.execute(sql: SalesSQL.setSetting, arguments: [Self.rulesKey, rules.canonicalText])
    }

    /// Whether letters mark cancellations and adjustments in what is stored; nil while there is nothing.
    func storedLettersMark(_ db: Database) throws -> Bool? {
        try String.fetchOne(db, sql: SalesSQL.setting, arguments: [Self.lettersKey]).map { $0 == "1" }
    }

    /// Judges the shop's documents once more. Lines of earlier files are reclassified if the judgement has changed.
    ///
    /// - Parameter assumed: the judgement that the lines are stored with, nil when there is none.
    func settle(assumed: Bool?, in db: Database) throws {
        var counts = LetterCounts()
        let row = try Row.fetchOne(db, sql: SalesSQL.shapeCounts)
        for (index, shape) in DocumentShape.allCases.enumerated() { counts.add(shape, row?[index] ?? 0) }
        let mark = counts.lettersMark
        try db.execute(sql: SalesSQL.setSetting, arguments: [Self.lettersKey, mark ? "1" : "0"])
        if mark != assumed { try stratify(db, lettersMark: mark) }
    }

    private static let rulesKey = "document_rules"
    private static let lettersKey = "letters_mark"

    private func applyRules(_ db: Database) throws {
        let documents = try Row.fetchCursor(db, sql: "SELECT id, number, shape FROM document")
        var shapes: [(id: Int64, shape: DocumentShape)] = []
        while let row = try documents.next() {
            let shape = rules.shape(of: row[1])
            if shape.rawValue != row[2] { shapes.append((row[0], shape)) }
        }
        for change in shapes {
            try db.execute(
                sql: "UPDATE document SET shape = ? WHERE id = ?",
                arguments: [change.shape.rawValue, change.id]
            )
        }
        for row in try Row.fetchAll(db, sql: "SELECT id, code, is_service FROM product") {
            let isService = rules.isService(row[1])
            guard isService != row[2] else { continue }
            try db.execute(
                sql: "UPDATE product SET is_service = ? WHERE id = ?",
                arguments: [isService, row[0] as Int64]
            )
        }
        try settle(assumed: nil, in: db)
    }

    private func stratify(_ db: Database, lettersMark: Bool) throws {
        try db.execute(sql: SalesSQL.stratify, arguments: [lettersMark])
        try SalesSums.rebuild(db)
    }
}
