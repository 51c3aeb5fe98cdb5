import GRDB
public import Localization

extension DocumentIndex {
    /// Makes the index say what the files say. What has the size and time that it had is not read, and what has the bytes
    /// that it had is not taken apart again. Each document is a transaction; one that cannot be read stays out.
    ///
    /// The work is done off the caller's executor.
    ///
    /// - Parameter removesMissing: whether documents go whose files are gone.
    @discardableResult
    public func synchronize(with shelf: some DocumentShelf, removesMissing: Bool = true) async throws -> IndexChanges {
        try await OffExecutor.run { [self] in try await look(at: shelf, removesMissing) }
    }

    private func look(at shelf: some DocumentShelf, _ removesMissing: Bool) async throws -> IndexChanges {
        var changes = IndexChanges()
        let files = shelf.files().filter { DocumentFormat(name: $0.name) != nil }
        let known = try await database.read(KnownFile.all)
        if removesMissing {
            let present = Set(files.map(\.name))
            changes.removed = known.keys.filter { !present.contains($0) }.sorted()
            let removed = changes.removed
            if !removed.isEmpty {
                try await database.write { db in for name in removed { try Self.remove(name, from: db) } }
            }
        }
        for listed in files {
            try Task.checkCancellation()
            if let known = known[listed.name], known.isCurrent(listed) {
                changes.unchanged += 1
                continue
            }
            do {
                guard let (file, bytes) = try shelf.bytes(of: listed.name, limit: reader.limits.fileBytes) else {
                    continue
                }
                let sum = digest(bytes)
                if let known = known[listed.name], known.isSame(sum) {
                    try await touch(file)
                    changes.unchanged += 1
                    continue
                }
                do {
                    let text = try await reader.read(bytes, name: file.name)
                    changes.indexed.append(try await store(text, of: file, digest: sum))
                } catch let failure as any LocalizedFailure {
                    try await keepOut(file, digest: sum, failure.message)
                    changes.failed[file.name] = failure.message
                }
            } catch let failure as any LocalizedFailure {
                try await keepOut(listed, digest: nil, failure.message)
                changes.failed[listed.name] = failure.message
            }
        }
        return changes
    }

    /// Puts a document in, in place of an earlier one of that name.
    @discardableResult
    public func store(_ text: DocumentText, of file: ShelvedFile, digest: String) async throws -> IndexedDocument {
        try await database.write { db in
            try Self.remove(file.name, from: db)
            try Self.insert(file, digest, text.title, text, failure: nil, into: db)
            let id = db.lastInsertedRowID
            let section = try db.makeStatement(sql: "INSERT INTO section (document_id, page) VALUES (?, ?)")
            let words = try db.makeStatement(
                sql: "INSERT INTO section_text (rowid, title, name, heading, body) VALUES (?, ?, ?, ?, ?)"
            )
            for part in text.sections {
                try section.execute(arguments: [id, part.page])
                try words.execute(arguments: [db.lastInsertedRowID, text.title, file.stem, part.path, part.text])
            }
        }
        return IndexedDocument(
            name: file.name,
            title: text.title,
            language: text.language,
            sections: text.sections.count,
            pages: text.pages,
            words: text.words
        )
    }

    /// The name of a document with these bytes, if there is one.
    public func name(ofDigest digest: String) async throws -> String? {
        try await database.read { db in
            try String.fetchOne(
                db,
                sql: "SELECT name FROM document WHERE digest = ? AND failure_es IS NULL ORDER BY name",
                arguments: [digest]
            )
        }
    }

    /// All documents that can be found, by name.
    public func documents() async throws -> [IndexedDocument] {
        try await database.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM document WHERE failure_es IS NULL ORDER BY name").map { row in
                IndexedDocument(
                    name: row["name"],
                    title: row["title"],
                    language: (row["language"] as String?).flatMap { Language(rawValue: $0) },
                    sections: row["sections"],
                    pages: row["pages"],
                    words: row["words"]
                )
            }
        }
    }

    /// The first files that stay out, by name, and why.
    public func failures(limit: Int) async throws -> [(name: String, reason: LocalizedText)] {
        try await database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT name, failure_es, failure_en FROM document WHERE failure_es IS NOT NULL ORDER BY name LIMIT ?
                    """,
                arguments: [limit]
            ).map { ($0[0], LocalizedText(es: $0[1], en: $0[2])) }
        }
    }

    private func touch(_ file: ShelvedFile) async throws {
        try await database.write { db in
            try db.execute(
                sql: "UPDATE document SET size = ?, modified_at = ? WHERE name = ?",
                arguments: [file.size, file.modifiedAt, file.name]
            )
        }
    }

    private func keepOut(_ file: ShelvedFile, digest: String?, _ failure: LocalizedText) async throws {
        try await database.write { db in
            try Self.remove(file.name, from: db)
            try Self.insert(file, digest, file.name, nil, failure: failure, into: db)
        }
    }

    private static func insert(
        _ file: ShelvedFile,
        _ digest: String?,
        _ title: String,
        _ text: DocumentText?,
        failure: LocalizedText?,
        into db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO document (name, size, modified_at, digest, reader, title, language, pages, sections, words,
                    failure_es, failure_en) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                file.name, file.size, file.modifiedAt, digest, DocumentReader.version, title, text?.language?.rawValue,
                text?.pages, text?.sections.count ?? 0, text?.words ?? 0, failure?.spanish, failure?.english,
            ]
        )
    }

    private static func remove(_ name: String, from db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM section_text WHERE rowid IN
                    (SELECT section.id FROM section JOIN document ON document.id = document_id WHERE name = ?)
                """,
            arguments: [name]
        )
        try db.execute(sql: "DELETE FROM document WHERE name = ?", arguments: [name])
    }
}

/// A file as it was when it was last read.
private struct KnownFile {
    let file: ShelvedFile
    let digest: String?
    let reader: Int

    static func all(_ db: Database) throws -> [String: KnownFile] {
        var known: [String: KnownFile] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT name, size, modified_at, digest, reader FROM document") {
            known[row[0]] = KnownFile(
                file: ShelvedFile(name: row[0], size: row[1], modifiedAt: row[2]),
                digest: row[3],
                reader: row[4]
            )
        }
        return known
    }

    func isCurrent(_ other: ShelvedFile) -> Bool { file == other && reader == DocumentReader.version }
    func isSame(_ other: String) -> Bool { digest == other && reader == DocumentReader.version }
}
