import Documents
import Foundation
import Localization
import TestArchives
import Testing

/// Files that are made to do harm, or are broken: a clear failure, or the text that is there.
@Suite(.timeLimit(.minutes(2))) struct HostileDocumentTests {
    private func failure(
        _ bytes: [UInt8],
        _ name: String,
        _ limits: DocumentLimits = DocumentLimits()
    ) async -> DocumentFailure? {
        do {
            _ = try await DocumentReader(limits: limits).read(bytes, name: name)
            return nil
        } catch {
            return error as? DocumentFailure
        }
    }

    @Test func aZipBombIsNotUnpacked() async {
        let open = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>"
        let bomb = Array(open.utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: 80 << 20)
        let archive = StoredZip.archive([("word/document.xml", bomb)], compressed: true)
        #expect(archive.count < 200_000)
        #expect(await failure(archive, "a.docx") == .tooLarge("a.docx", megabytes: 64))
        // And where the directory lies about the size.
        var lying = archive
        let place = lying.count - 22 - ("word/document.xml".utf8.count) - 46 + 24
        lying.replaceSubrange(place..<(place + 4), with: [16, 0, 0, 0])
        #expect(await failure(lying, "a.docx") != nil)
    }

    @Test func aTextThatGrowsBeyondMeasureIsLeft() async {
        let paragraph = "<w:p><w:r><w:t>\(String(repeating: "palabra ", count: 100))</w:t></w:r></w:p>"
        var limits = DocumentLimits()
        limits.textBytes = 100_000
        let file = WordFile(body: String(repeating: paragraph, count: 400)).bytes
        #expect(await failure(file, "a.docx", limits) == .tooLarge("a.docx", megabytes: 0))
    }

    @Test func entitiesOfXMLAreRefused() async {
        let bomb = """
            <?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
            <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]>
            <w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&c;&x;</w:t></w:r></w:p></w:body></w:document>
            """
        let archive = StoredZip.archive([("word/document.xml", Array(bomb.utf8))])
        #expect(await failure(archive, "a.docx") == .damaged("a.docx", reason: "DOCTYPE"))
        let deep = String(repeating: "<w:p>", count: 100_000)
        #expect(await failure(WordFile(body: deep).bytes, "a.docx") != nil)
    }

    @Test func brokenFilesAreTold() async {
        #expect(await failure([], "a.docx") == .otherFormat("a.docx", .word))
        #expect(await failure(Array("PK\u{3}\u{4}rest".utf8), "a.docx") != nil)
        #expect(
            await failure(StoredZip.archive([("a.txt", [65])]), "a.docx")
                == .damaged("a.docx", reason: "word/document.xml")
        )
        #expect(await failure([], "a.md") == .noText("a.md"))
        #expect(await failure(Array("  \n\t ".utf8), "a.txt") == .noText("a.txt"))
        #expect(await failure(Array("hola".utf8), "a.exe") == .unknownFormat("a.exe"))
        #expect(await failure(Array("%PDF-1.4".utf8), "a.txt") == .otherFormat("a.txt", .text))
        #expect(await failure((0..<4_000).map { UInt8($0 % 20) }, "a.txt") == .otherFormat("a.txt", .text))
    }

    @Test func brokenPDFHarmsNothing() async {
        #expect(await failure(Array("hola".utf8), "a.pdf") == .otherFormat("a.pdf", .pdf))
        let whole = PDFFile.bytes(pages: ["Uno"])
        #expect(await failure(Array(whole.prefix(60)), "a.pdf") == .damaged("a.pdf", reason: "pdftotext: 1"))
        // Cut off after the text, poppler finds its way; whatever it does, the reader answers.
        _ = await failure(Array(whole.dropLast(80)), "a.pdf")
        let locked = String(decoding: whole, as: UTF8.self).replacingOccurrences(
            of: "/Root 1 0 R",
            with: "/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >>"
        )
        #expect(await failure(Array(locked.utf8), "a.pdf") == .encrypted("a.pdf"))
        #expect(await failure(PDFFile.bytes(pages: ["", ""]), "a.pdf") == .noText("a.pdf"))
    }

    /// A program in the place of `pdftotext` that misbehaves in one way.
    ///
    /// Only whoever would never end is given little time.
    private func limits(
        _ script: String,
        in folder: TemporaryFolder,
        time: Duration = .seconds(50),
        wait: Duration = .seconds(100)
    ) throws -> DocumentLimits {
        let path = folder.path + "/program"
        try "#!/bin/bash\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        var limits = DocumentLimits()
        limits.pdfProgram = path
        limits.pdfTime = time
        limits.pdfWait = wait
        limits.textBytes = 1 << 20
        return limits
    }

    @Test func aProgramThatMisbehavesIsEnded() async throws {
        let folder = try TemporaryFolder()
        let pdf = PDFFile.bytes(pages: ["Uno"])
        let hanging = try limits("exec sleep 600", in: folder, wait: .seconds(1))
        #expect(await failure(pdf, "a.pdf", hanging) == .notInTime("a.pdf", seconds: 1))
        let chatty = try limits("exec yes", in: folder)
        #expect(await failure(pdf, "a.pdf", chatty) == .tooLarge("a.pdf", megabytes: 1))
        let busy = try limits("while :; do :; done", in: folder, time: .seconds(1))
        #expect(await failure(pdf, "a.pdf", busy) == .tooSlow("a.pdf", seconds: 1))
        // It knows nothing of our environment, and cannot write.
        let curious = try limits("env | grep -c HOME; exit 0", in: folder)
        #expect(try await DocumentReader(limits: curious).read(pdf, name: "a.pdf").sections.map(\.text) == ["0"])
        let writing = try limits("echo x > \(folder.path)/made", in: folder)
        guard case .damaged = await failure(pdf, "a.pdf", writing) else {
            Issue.record("it was not stopped")
            return
        }
        #expect(FileManager.default.contents(atPath: folder.path + "/made")?.isEmpty ?? true)
    }

    @Test func aMissingProgramIsNamed() async throws {
        var limits = DocumentLimits()
        limits.pdfProgram = "no-such-pdftotext"
        let failure = await failure(PDFFile.bytes(pages: ["Uno"]), "a.pdf", limits)
        #expect(failure == .missingProgram("no-such-pdftotext", package: "poppler-utils"))
        #expect(failure?.message.spanish.contains("poppler-utils") == true)
        #expect(failure?.message.english.contains("poppler-utils") == true)
    }

    @Test func aHugePageIsReadForItsText() async throws {
        let script = "<script>" + String(repeating: "x = '<p>relleno</p>';\n", count: 2_500_000) + "</script>"
        let page = Array("<h1>Precios</h1><p>Lista</p>".utf8) + Array(script.utf8) + Array("<p>Fin</p>".utf8)
        #expect(page.count > 50_000_000)
        let text = try await DocumentReader().read(page, name: "a.html")
        #expect(text.sections.map(\.text) == ["Lista\nFin"])
        var limits = DocumentLimits()
        limits.fileBytes = 1 << 20
        #expect(await failure(page, "a.html", limits) == .tooLarge("a.html", megabytes: 1))
    }

    @Test func deepPagesEnd() async {
        let page = String(repeating: "<b><i>", count: 200_000) + "texto" + String(repeating: "</u>", count: 200_000)
        let reason = "HTML: more than 512 open elements"
        #expect(await failure(Array(page.utf8), "a.html") == .damaged("a.html", reason: reason))
    }

    /// Marks that open and never close, which make some readers quadratic.
    @Test(arguments: ["![[", "](", "<a", "&amp", "**", "> > ", "[a]: ", "`", "| - ", "<!--", "_a", "# "])
    func marksWithoutAnEndTakeNoLonger(_ mark: String) async throws {
        let line = String(repeating: mark, count: 1_000_000 / mark.utf8.count)
        _ = await failure(Array(("Título\n\n" + line + "\n\nfin").utf8), "a.md")
    }

    @Test func oddBytesInTextAreDropped() async throws {
        let bytes = Array("Devoluci\u{F3}n".utf8) + [0, 0xFF, 0x1B] + Array(" de \u{202E}ventas\u{E000}.".utf8)
        let text = try await DocumentReader().read(bytes, name: "a.txt")
        #expect(text.sections.map(\.text) == ["Devolución\u{FF} de ventas."])
    }
}
