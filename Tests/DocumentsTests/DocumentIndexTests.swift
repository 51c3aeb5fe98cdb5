import Foundation
import GRDB
import Localization
import Testing

@testable import Documents

/// The index follows the files.
@Suite(.timeLimit(.minutes(5))) struct DocumentIndexTests {
    @Test func onlyWhatChangedIsReadAgain() async throws {
        let folder = try TemporaryFolder()
        let index = try folder.index()
        try folder.write("# Devoluciones\n\nSe aceptan en quince días.", to: "a.md")
        try folder.write("# Cierre\n\nLa caja se cierra a las ocho.", to: "b.md")
        let first = try await index.synchronize(with: folder.shelf)
        #expect(first.indexed.map(\.title) == ["Devoluciones", "Cierre"])
        #expect(try await index.synchronize(with: folder.shelf).unchanged == 2)

        // Another time and the same bytes.
        let other = Date(timeIntervalSince1970: 1_000_000)
        try FileManager.default.setAttributes([.modificationDate: other], ofItemAtPath: folder.shelf.path + "/a.md")
        let touched = try await index.synchronize(with: folder.shelf)
        #expect(touched.indexed.isEmpty && touched.unchanged == 2)

        try folder.write("# Devoluciones\n\nSe aceptan en treinta días.", to: "a.md")
        try folder.remove("b.md")
        let second = try await index.synchronize(with: folder.shelf)
        #expect(second.indexed.map(\.name) == ["a.md"])
        #expect(second.removed == ["b.md"])
        #expect(try await index.search(DocumentSearch("quince")).hits.isEmpty)
        #expect(try await index.search(DocumentSearch("treinta")).hits.map(\.name) == ["a.md"])
        #expect(try await index.search(DocumentSearch("caja")).hits.isEmpty)
        #expect(try await index.documents().map(\.name) == ["a.md"])
    }

    @Test func whatCannotBeReadStaysOutWithItsReason() async throws {
        let folder = try TemporaryFolder()
        let index = try folder.index()
        try folder.write("no es un pdf", to: "roto.pdf")
        try folder.write("# Bien\n\nTexto.", to: "bien.md")
        try folder.write("PK", to: "imagen.png")
        let changes = try await index.synchronize(with: folder.shelf)
        #expect(changes.indexed.map(\.name) == ["bien.md"])
        #expect(changes.failed["roto.pdf"] == DocumentFailure.otherFormat("roto.pdf", .pdf).message)
        #expect(try await index.failures(limit: 5).map(\.name) == ["roto.pdf"])
        // It is not tried again until it changes.
        #expect(try await index.synchronize(with: folder.shelf).failed.isEmpty)
        try folder.write(PDFFile.bytes(pages: ["Ahora si"]), to: "roto.pdf")
        #expect(try await index.synchronize(with: folder.shelf).indexed.map(\.name) == ["roto.pdf"])
        #expect(try await index.failures(limit: 5).isEmpty)
    }

    @Test func whatTheMachineCouldNotReadIsTriedAgain() async throws {
        let folder = try TemporaryFolder()
        var limits = DocumentLimits()
        limits.pdfProgram = folder.path + "/pdftotext"
        let index = try folder.index(reader: DocumentReader(limits: limits))
        try folder.write(PDFFile.bytes(pages: ["Uno"]), to: "a.pdf")
        try folder.write("no es un pdf", to: "roto.pdf")
        let missing = DocumentFailure.missingProgram(limits.pdfProgram, package: "poppler-utils").message
        let first = try await index.synchronize(with: folder.shelf)
        #expect(first.failed["a.pdf"] == missing && first.failed.count == 2 && first.postponed == 1)
        // The reason is told once, and kept.
        let second = try await index.synchronize(with: folder.shelf)
        #expect(second.isEmpty && second.postponed == 1 && second.unchanged == 1)
        #expect(try await index.failures(limit: 5).map(\.reason).first == missing)

        try "#!/bin/bash\ncat > /dev/null; echo Devoluciones\n".write(
            toFile: limits.pdfProgram,
            atomically: true,
            encoding: .utf8
        )
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: limits.pdfProgram)
        let third = try await index.synchronize(with: folder.shelf)
        #expect(third.indexed.map(\.name) == ["a.pdf"] && third.postponed == 0)
        #expect(try await index.search(DocumentSearch("devoluciones")).hits.map(\.name) == ["a.pdf"])
        #expect(try await index.failures(limit: 5).map(\.name) == ["roto.pdf"])
    }

    /// A shelf one of whose files fails in a way that nobody thought of.
    private struct OddShelf: DocumentShelf {
        struct Oddity: Error {}

        let shelf: FolderShelf

        func files() -> [ShelvedFile] { shelf.files() }

        func bytes(of name: String, limit: Int) throws -> (file: ShelvedFile, bytes: [UInt8])? {
            if name == "b.md" { throw Oddity() }
            return try shelf.bytes(of: name, limit: limit)
        }
    }

    @Test func oneFilesFailureIsItsOwn() async throws {
        let folder = try TemporaryFolder()
        let index = try folder.index()
        for name in ["a", "b", "c"] { try folder.write("# \(name)\n\nTexto.", to: name + ".md") }
        let changes = try await index.synchronize(with: OddShelf(shelf: folder.shelf))
        #expect(changes.indexed.map(\.name) == ["a.md", "c.md"])
        #expect(changes.failed["b.md"]?.english.contains("Oddity") == true)
        #expect(changes.postponed == 1)
        #expect(try await index.synchronize(with: folder.shelf).indexed.map(\.name) == ["b.md"])
    }

    @Test func severalHaveTheIndexOpen() async throws {
        let folder = try TemporaryFolder()
        try folder.write("# Devoluciones\n\nSe aceptan en quince días.", to: "a.md")
        let indexes = try (0..<4).map { _ in try folder.index() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in indexes { group.addTask { _ = try await index.synchronize(with: folder.shelf) } }
            try await group.waitForAll()
        }
        for index in indexes {
            #expect(try await index.search(DocumentSearch("devolucion")).hits.count == 1)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: folder.indexPath)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func theTextIsInOneTransaction() async throws {
        let folder = try TemporaryFolder()
        let index = try folder.index()
        try folder.write(
            "# Uno\n\n" + (1...40).map { "## Parte \($0)\n\nTexto \($0)." }.joined(separator: "\n\n"),
            to: "a.md"
        )
        let work = Task { try await index.synchronize(with: folder.shelf) }
        work.cancel()
        _ = try? await work.value
        let found = try await index.search(DocumentSearch("texto"))
        let documents = try await index.documents()
        #expect(found.documents == documents.count)
        #expect(documents.allSatisfy { $0.sections == 40 || $0.sections == 41 })
    }

    @Test func anotherFileIsToldFromAnIndex() throws {
        let folder = try TemporaryFolder()
        try "no es una base".write(toFile: folder.indexPath, atomically: true, encoding: .utf8)
        #expect(throws: DocumentIndexFailure.notOurs(path: folder.indexPath)) { try folder.index() }
    }

    /// Whoever opens it makes the index of words anew, from the texts in it.
    @Test func anotherTokenizersIndexIsMadeAnew() async throws {
        let folder = try TemporaryFolder()
        try folder.write("# Devoluciones\n\nSe aceptan en quince días.", to: "a.md")
        let index = try folder.index()
        try await index.synchronize(with: folder.shelf)
        // As another version left it: with other words, or here with none.
        try await index.database.write { db in
            try db.execute(sql: "UPDATE section_text_content SET c3 = 'Se aceptan en treinta días.'")
            try db.execute(sql: "PRAGMA user_version = 77")
        }
        #expect(try await index.search(DocumentSearch("treinta")).hits.isEmpty)
        let renewed = try folder.index()
        #expect(try await renewed.search(DocumentSearch("treinta")).hits.map(\.name) == ["a.md"])
        #expect(try await renewed.search(DocumentSearch("quince")).hits.isEmpty)
        #expect(try await renewed.synchronize(with: folder.shelf).unchanged == 1)
    }

    @Test func aNewerIndexIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        _ = try folder.index()
        let database = try DatabaseQueue(path: folder.indexPath)
        try database.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('from the future')") }
        try database.close()
        #expect(throws: DocumentIndexFailure.newer(path: folder.indexPath)) { try folder.index() }
    }
}
