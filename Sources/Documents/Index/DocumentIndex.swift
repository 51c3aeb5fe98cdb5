import GRDB
import Localization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What documents say, in one SQLite file that several processes may use at once. It holds nothing that cannot be made
/// again from the documents.
public final class DocumentIndex: Sendable {
    let database: DatabasePool
    public let reader: DocumentReader
    /// Recognises a file by its bytes.
    public let digest: @Sendable ([UInt8]) -> String

    /// Opens the file, and creates it with mode 0600 when it is not there.
    ///
    /// - Parameter digest: SHA-256 in lower-case hexadecimal in the product.
    public init(
        path: String,
        reader: DocumentReader = DocumentReader(),
        digest: @escaping @Sendable ([UInt8]) -> String
    ) throws(DocumentIndexFailure) {
        self.reader = reader
        self.digest = digest
        // SQLite gives its side files the mode of this one.
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
        close(descriptor)
        database = try Self.pool(path)
    }

    private static func pool(_ path: String) throws(DocumentIndexFailure) -> DatabasePool {
        var attempts = 0
        while true {
            do {
                let pool = try DatabasePool(path: path, configuration: configuration)
                let migrator = DocumentSchema.migrator
                let (isNewer, isReady) = try pool.read { db in
                    (try migrator.hasBeenSuperseded(db), try migrator.hasCompletedMigrations(db))
                }
                if isNewer { throw DocumentIndexFailure.newer(path: path) }
                if !isReady { try migrator.migrate(pool) }
                try renewWords(in: pool)
                return pool
            } catch let error as DatabaseError
                where attempts < mostAttempts && [.SQLITE_BUSY, .SQLITE_ERROR].contains(error.resultCode)
            {
                // Several processes that create one file at once meet in the change to WAL mode and in the making of
                // tables, where SQLite refuses at once instead of waiting. Whoever comes second finds it done.
                attempts += 1
                usleep(20_000)
            } catch let failure as DocumentIndexFailure {
                throw failure
            } catch {
                throw DocumentIndexFailure(error, path: path)
            }
        }
    }

    /// Makes the index of words anew where another version of the tokenizer made it. The texts are in it already.
    private static func renewWords(in pool: DatabasePool) throws {
        func isCurrent(_ db: Database) throws -> Bool {
            try Int.fetchOne(db, sql: "PRAGMA user_version") == WordTokenizer.version
        }
        if try pool.read(isCurrent) { return }
        try pool.write { db in
            guard try !isCurrent(db) else { return }
            try db.execute(sql: "INSERT INTO section_text (section_text) VALUES ('rebuild')")
            try db.execute(sql: "PRAGMA user_version = \(WordTokenizer.version)")
        }
    }

    /// A second in all.
    private static let mostAttempts = 50

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in db.add(tokenizer: WordTokenizer.self) }
        return configuration
    }
}

/// The tables of the index.
enum DocumentSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("documents") { db in
            try db.execute(
                sql: """
                    CREATE TABLE document (
                        id INTEGER PRIMARY KEY,
                        name TEXT NOT NULL UNIQUE,
                        size INTEGER NOT NULL,
                        -- Milliseconds of Unix time.
                        modified_at INTEGER NOT NULL,
                        -- Of all its bytes; NULL where they were not read.
                        digest TEXT,
                        -- What read it; another version reads it anew. 0: nothing has.
                        reader INTEGER NOT NULL,
                        title TEXT NOT NULL,
                        language TEXT CHECK (language IN ('es', 'en')),
                        pages INTEGER,
                        sections INTEGER NOT NULL,
                        words INTEGER NOT NULL,
                        -- Why it stays out, in both languages; NULL when it is in.
                        failure_es TEXT,
                        failure_en TEXT
                    ) STRICT;
                    CREATE TABLE section (
                        id INTEGER PRIMARY KEY,
                        document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
                        page INTEGER
                    ) STRICT;
                    CREATE INDEX section_document ON section (document_id);
                    -- Its rowid is the id of the section.
                    CREATE VIRTUAL TABLE section_text USING fts5 (
                        title, name, heading, body, tokenize = '\(WordTokenizer.name)'
                    );
                    CREATE VIRTUAL TABLE section_word USING fts5vocab (section_text, 'row');
                    """
            )
        }
        return migrator
    }
}
