import Documents
import Foundation
import JSON
import JSONSchema
import Localization
import MCP
import Synchronization
import Testing

@testable import BusinessTools

/// Documents come in, are found, and go.
@Suite(.timeLimit(.minutes(5))) struct DocumentToolTests {
    private static let policy = "# Política de devoluciones\n\n## Plazo\n\nEl cliente tiene quince días.\n"

    private func call(
        _ shop: ShopServer,
        _ tool: String,
        _ arguments: JSONObject,
        _ language: Language = .english,
        scopes: Set<String>? = nil
    ) async throws -> JSONObject {
        let params: JSONObject = ["name": .string(tool), "arguments": .object(arguments)]
        let response = await shop.send("tools/call", params, language, scopes: scopes)
        return try #require(response.result, "\(response.error?.message ?? "")")
    }

    private func take(_ shop: ShopServer, _ name: String, _ content: String, _ more: JSONObject = [:]) async throws
        -> JSONObject
    {
        var arguments: JSONObject = ["kind": "documents", "name": .string(name), "content": .string(content)]
        for (name, value) in more { arguments[name] = value }
        return try await call(shop, "ingest", arguments)
    }

    @Test func aDocumentIsTakenInFoundAndRead() async throws {
        let shop = try await ShopServer(nil)
        let facts = try #require(try await take(shop, "../../../política.md", Self.policy)["structuredContent"])
        #expect(facts["rows_read"] == 2)
        #expect(facts["rows_stored"] == 2)
        #expect(facts["already_ingested"] == false)
        #expect(facts["document"]?["title"] == "Política de devoluciones")
        #expect(facts["document"]?["language"] == "es")
        #expect(facts["document"]?["uri"] == "shop://documents/pol%C3%ADtica.md")
        let path = shop.folder + "/documents/política.md"
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        // Nobody looks again in this test: the tool did.
        #expect(shop.heard.take().isSuperset(of: ["resources", "shop://documents/pol%C3%ADtica.md"]))

        let result = try await call(shop, "search_documents", ["query": "devolucion plazo"], .spanish)
        let hit = try #require(result["structuredContent"]?["results"]?[0])
        #expect(hit["name"] == "política.md")
        #expect(hit["section"] == "Política de devoluciones › Plazo")
        #expect(hit["language"] == "es")
        #expect(hit["page"] == nil)
        #expect((hit["score"]?.double ?? 0) > 0)
        let text = try #require(result["content"]?[0]?["text"]?.string)
        #expect(text.hasPrefix("1 documento sobre «devolucion plazo»:\n1. Política de devoluciones (política.md)"))
        #expect(result["content"]?[1]?["type"] == "resource_link")
        let uri = try #require(result["content"]?[1]?["uri"]?.string)
        #expect(try await shop.read(uri)["text"] == .string(Self.policy))
    }

    @Test func theSameAgainChangesNothingAndAnotherReplacesIt() async throws {
        let shop = try await ShopServer(nil)
        _ = try await take(shop, "a.md", Self.policy)
        let again = try #require(try await take(shop, "a.md", Self.policy)["structuredContent"])
        #expect(again["already_ingested"] == true)
        #expect(again["rows_stored"] == 0)
        let copy = try #require(try await take(shop, "b.md", Self.policy)["structuredContent"])
        #expect(copy["warnings"]?[0] == "The same document is there already as 'a.md'.")
        let other = try #require(try await take(shop, "a.md", "# Otra cosa\n\nTexto.")["structuredContent"])
        #expect(other["warnings"]?[0] == "It took the place of another document of that name.")
        let found = try await call(shop, "search_documents", ["query": "devoluciones"])
        #expect(found["structuredContent"]?["results"] == [])
        #expect(found["isError"] == nil)
    }

    @Test func aFileThatChangedIsNotTakenForTheOneThatCame() async throws {
        let shop = try await ShopServer(nil)
        _ = try await take(shop, "a.md", Self.policy)
        // Somebody writes into the folder, and nobody has looked since.
        try shop.write("# Otra cosa\n\nNada.", to: "documents/a.md")
        let again = try #require(try await take(shop, "a.md", Self.policy)["structuredContent"])
        #expect(again["already_ingested"] == false && again["rows_stored"] == 2)
        let kept = try #require(try shop.data.documents.read("a.md", limit: 1_000))
        #expect(kept.bytes == Array(Self.policy.utf8))
    }

    @Test func aTrialShowsAndKeepsNothing() async throws {
        let shop = try await ShopServer(nil)
        let result = try await take(shop, "a.md", Self.policy, ["dry_run": true])
        #expect(result["structuredContent"]?["dry_run"] == true)
        let text = try #require(result["content"]?[0]?["text"]?.string)
        #expect(text.contains("would be stored as \"Política de devoluciones\""))
        #expect(text.contains("in Spanish · 2 sections · 5 words · UTF-8\n  - Política de devoluciones\n"))
        #expect(shop.data.documents.entries().isEmpty)
        #expect(try await shop.index.documents().isEmpty)
    }

    @Test(arguments: [("a.exe", "text"), ("a.pdf", "bm90IGEgcGRm"), ("a.docx", "bm90IGEgZG9jeA=="), ("a.md", " ")])
    func whatCannotBeReadIsAnErrorAndKeptOut(_ name: String, _ content: String) async throws {
        let shop = try await ShopServer(nil)
        let result = try await take(shop, name, content)
        #expect(result["isError"] == true)
        #expect(result["content"]?[0]?["text"]?.string?.contains("'\(name)'") == true)
        #expect(shop.data.documents.entries().isEmpty)
    }

    @Test func withoutDocumentsTheAnswerSaysWhatToDo() async throws {
        let shop = try await ShopServer(nil)
        for (language, hint) in [(Language.spanish, "Todavía no hay"), (.english, "There are no documents")] {
            let result = try await call(shop, "search_documents", ["query": "devoluciones"], language)
            #expect(result["isError"] == nil)
            #expect(result["structuredContent"]?["documents"] == 0)
            #expect(result["content"]?[0]?["text"]?.string?.hasPrefix(hint) == true)
        }
    }

    @Test(arguments: ["", "de la", "\"\"", "***"]) func aQueryWithoutASubjectIsAnsweredWithAdvice(_ query: String)
        async throws
    {
        let shop = try await ShopServer(nil)
        let result = try await call(shop, "search_documents", ["query": .string(query)], .spanish)
        #expect(result["isError"] == true)
        #expect(result["content"]?[0]?["text"]?.string?.contains("devolución") == true)
    }

    @Test func onlyWhoMayReadDocumentsSearchesThem() async throws {
        let shop = try await ShopServer(nil)
        let params: JSONObject = ["name": "search_documents", "arguments": ["query": "devoluciones"]]
        let refused = await shop.send("tools/call", params, scopes: ["sales:read"])
        #expect(refused.error != nil)
        #expect(await shop.send("tools/call", params, scopes: ["documents:read"]).result != nil)
    }

    @Test func theWatchTriesAgainWhatTheMachineCouldNotRead() async throws {
        let shop = try await ShopServer(nil)
        var limits = DocumentLimits()
        limits.pdfProgram = shop.folder + "/pdftotext"
        let path = shop.folder + "/other.sqlite"
        let index = try DocumentIndex(path: path, reader: DocumentReader(limits: limits)) { "\($0.count)" }
        let watch = DocumentWatch(index: index, shelf: shop.data.documents)
        try shop.write("%PDF-1.4", to: "documents/a.pdf")
        for _ in 0..<4 { await watch.look() }
        #expect(try await index.failures(limit: 5).map(\.name) == ["a.pdf"])
        try shop.write("#!/bin/bash\necho Hola\n", to: "pdftotext")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: limits.pdfProgram)
        // After one look, then after two, then after four.
        for _ in 0..<4 { await watch.look() }
        #expect(try await index.documents().map(\.name) == ["a.pdf"])
    }

    @Test func moreFilesThanAreListedAreTold() async throws {
        let shop = try await ShopServer(nil)
        let folder = shop.folder + "/documents/"
        try shop.write("# Uno\n\nTexto.", to: "documents/uno.md")
        for number in 1...FileShelf.mostFiles {
            try #require(FileManager.default.createFile(atPath: folder + "\(number)", contents: nil))
        }
        let told = Mutex<[String]>([])
        let watch = DocumentWatch(index: shop.index, shelf: shop.data.documents) { _ in
        } onFailure: { error in
            told.withLock { $0.append("\(error)") }
        }
        for _ in 0..<2 { await watch.look() }
        let failure = FileShelfFailure.tooMany(shop.data.documents.path, most: FileShelf.mostFiles)
        #expect(told.withLock { $0 } == ["\(failure)"])
        let result = try await take(shop, "dos.md", Self.policy)
        #expect(result["isError"] == true)
        #expect(result["content"]?[0]?["text"]?.string?.contains("10000") == true)
        for number in 1...2 { try FileManager.default.removeItem(atPath: folder + "\(number)") }
        #expect(try await take(shop, "dos.md", Self.policy)["isError"] == nil)
        await watch.look()
        #expect(told.withLock { $0.count } == 1)
    }

    @Test func whatWasNeverFinishedIsRemoved() async throws {
        let shop = try await ShopServer(nil)
        let mark = "0123456789ab"
        // Nobody has the first number: it is above what the system gives.
        let gone = [".new-99999999-7", ".new-\(getpid())-7", ".ventas-2011-08-\(mark).pdf.new"]
        let others = [
            ".new-1x-7", ".new-99999999", ".new-99999999-7-7", ".new-\(getppid())-7", ".notes.new",
            ".x-\(mark).doc.new", "a.md", ".hidden",
        ]
        for name in gone + others { try shop.write("x", to: "documents/" + name) }
        let path = shop.folder + "/documents"
        // What came after the process began is being written.
        #expect(FileShelf(path: path).removeUnfinished(before: 0) == 0)
        let later = Int64(Date().timeIntervalSince1970 * 1_000) + 60_000
        #expect(FileShelf(path: path).removeUnfinished(before: later) == gone.count)
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: path)) == Set(others))
    }

    @Test func theWatchFollowsTheFolders() async throws {
        let shop = try await ShopServer(nil)
        let other = shop.folder + "/otra"
        let shelf = FileShelf(path: shop.folder + "/documents", others: [other])
        let watch = DocumentWatch(index: shop.index, shelf: shelf)
        await watch.look()
        try shop.write("# Uno\n\nCafé de altura.", to: "documents/uno.md")
        try shop.write("# Dos\n\nAzúcar morena.", to: "otra/dos.md")
        try FileManager.default.createSymbolicLink(atPath: other + "/lejos.md", withDestinationPath: "/etc/hostname")
        await watch.look()
        #expect(try await shop.index.documents().map(\.name) == ["dos.md", "uno.md"])
        // A name that is in both is the first folder's.
        try shop.write("# Otro\n\nTé verde.", to: "otra/uno.md")
        await watch.look()
        #expect(try await shop.index.search(DocumentSearch("verde")).hits.isEmpty)
        try FileManager.default.removeItem(atPath: shop.folder + "/documents/uno.md")
        await watch.look()
        #expect(try await shop.index.search(DocumentSearch("verde")).hits.map(\.name) == ["uno.md"])
        try FileManager.default.removeItem(atPath: other + "/dos.md")
        await watch.look()
        #expect(try await shop.index.documents().map(\.name) == ["uno.md"])
    }
}
