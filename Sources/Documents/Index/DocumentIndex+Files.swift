import BoundedWork
import GRDB
public import Localization

extension DocumentIndex {
    /// Makes the index say what the files say. What has the size and time that it had is not read, and what has the bytes
    /// that it had is not taken apart again. Each document is a transaction; one that cannot be read stays out, and does not
    /// keep others out. Where the machine is at fault, it is read at the next look.
    ///
    /// Nothing of it keeps the caller's thread.
    ///
    /// - Parameter removesMissing: whether documents go whose files are gone.
    /// - Throws: when files and index cannot be compared, and `CancellationError`.
    @discardableResult
    public func synchronize(with shelf: some DocumentShelf, removesMissing: Bool = true) async throws -> IndexChanges {
        var changes = IndexChanges()
        let files = try await reader.pool.run { _ in shelf.files().filter { DocumentFormat(name: $0.name) != nil } }
        let known = try await database.read(KnownFile.all)
        if removesMissing {
            let present = Set(files.map(\.name))
            changes.removed = known.keys.filter { !present.contains($0) }.sorted()
            let removed = changes.removed
            if !removed.isEmpty {
                try await database.write { db in for name in removed { try Self.remove(name, from: db) } }
            }
        }
        for file in files {
            try Task.checkCancellation()
            let known = known[file.name]
            if let known, known.isCurrent(file) {
                changes.unchanged += 1
                continue
            }
            do {
                try await take(file, from: shelf, known, &changes)
            } catch {
                try Task.checkCancellation()
                await leave(file, known, error, &changes)
            }
        }
        return changes
    }

    private func take(
        _ listed: ShelvedFile,
        from shelf: some DocumentShelf,
        _ known: KnownFile?,
        _ changes: inout IndexChanges
    ) async throws {
        let read = try await reader.pool.run { [self] _ in
            let found = try shelf.bytes(of: listed.name, limit: reader.limits.fileBytes)
            return found.map { ($0.file, $0.bytes, digest($0.bytes)) }
        }
        guard let (file, bytes, sum) = read else { return }
        if let known, known.isSame(sum) {
            try await touch(file)
            changes.unchanged += 1
            return
        }
        do {
            let text = try await reader.read(bytes, name: file.name)
            changes.indexed.append(try await store(text, of: file, digest: sum))
        } catch let failure as DocumentFailure where failure.isLasting {
            try await keepOut(file, digest: sum, failure.message, isLasting: true)
            changes.failed[file.name] = failure.message
        }
    }

    /// Any failure of one file is that file's alone.
    private func leave(
        _ file: ShelvedFile,
        _ known: KnownFile?,
        _ error: any Error,
        _ changes: inout IndexChanges
    ) async {
        let isLasting = (error as? DocumentFailure)?.isLasting ?? false
        let failure = error as? any LocalizedFailure ?? DocumentFailure.cannotRead(file.name, reason: "\(error)")
        // Said once, however often it is tried.
        if known?.failure != failure.message { changes.failed[file.name] = failure.message }
        if !isLasting { changes.postponed += 1 }
        // Where not even this can be stored, it is tried again too.
        try? await keepOut(file, digest: nil, failure.message, isLasting: isLasting)
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

    /// The documents with these bytes, as their files were when they were read.
    public func files(ofDigest digest: String) async throws -> [ShelvedFile] {
        try await database.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT name, size, modified_at FROM document WHERE digest = ? AND failure_es IS NULL ORDER BY name
                    """,
                arguments: [digest]
            ).map { ShelvedFile(name: $0[0], size: $0[1], modifiedAt: $0[2]) }
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

    private func keepOut(
        _ file: ShelvedFile,
        digest: String?,
        _ failure: LocalizedText,
        isLasting: Bool
    ) async throws {
        try await database.write { db in
            // What the machine keeps from being read is found as it was, until it can be.
            if !isLasting {
                try db.execute(
                    sql: "UPDATE document SET reader = ? WHERE name = ? AND failure_es IS NULL",
                    arguments: [DocumentReader.none, file.name]
                )
                if db.changesCount > 0 { return }
            }
            try Self.remove(file.name, from: db)
            let version = isLasting ? DocumentReader.version : DocumentReader.none
            try Self.insert(file, digest, file.name, nil, failure: failure, reader: version, into: db)
        }
    }

    private static func insert(
        _ file: ShelvedFile,
        _ digest: String?,
        _ title: String,
        _ text: DocumentText?,
        failure: LocalizedText?,
        reader: Int = DocumentReader.version,
        into db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO document (name, size, modified_at, digest, reader, title, language, pages, sections, words,
                    failure_es, failure_en) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                file.name, file.size, file.modifiedAt, digest, reader, title, text?.language?.rawValue,
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
    /// Why it stays out.
    let failure: LocalizedText?

    static func all(_ db: Database) throws -> [String: KnownFile] {
        var known: [String: KnownFile] = [:]
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT name, size, modified_at, digest, reader, failure_es, failure_en FROM document"
        )
        for row in rows {
            let (spanish, english): (String?, String?) = (row[5], row[6])
            known[row[0]] = KnownFile(
                file: ShelvedFile(name: row[0], size: row[1], modifiedAt: row[2]),
                digest: row[3],
                reader: row[4],
                failure: spanish.flatMap { spanish in english.map { LocalizedText(es: spanish, en: $0) } }
            )
        }
        return known
    }

    func isCurrent(_ other: ShelvedFile) -> Bool { file == other && reader == DocumentReader.version }
    func isSame(_ other: String) -> Bool { digest == other && reader == DocumentReader.version }
}
