import ArgumentParser
import BusinessTools
import Commands
import Commerce
import Foundation
import JSON
import Localization
import OpenSSL

struct Ingest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read files of sales or stock, or documents, into the data folder.",
        discussion: """
            Reads .csv, .tsv, .txt (.gz too) and .xlsx. Encoding, delimiter, header, dates and numbers are found out \
            and shown; --dry-run shows them without storing anything.

            Documents are .md, .txt, .html, .docx and .pdf, or folders of them. They are copied into the data folder and
            can be searched at once.

            Examples:
              secure-mcp-server ingest ventas.csv --kind sales
              secure-mcp-server ingest online_retail.csv.gz --kind sales --currency GBP --json
              secure-mcp-server ingest reporte.xlsx --dry-run --map "Valor=unit_price" --map 3=quantity
              secure-mcp-server ingest existencias.csv --kind inventory
              secure-mcp-server ingest politicas/ contrato.pdf --kind documents
            """
    )

    @OptionGroup var common: LanguageOption
    @Argument(
        help: "Files: .csv, .tsv, .txt, each also .gz, and .xlsx; for documents also folders.",
        completion: .file()
    )
    var files: [String]
    @Option(help: "What the files hold: sales, inventory or documents.")
    var kind = "sales"
    @Option(name: .customLong("data"), help: "Folder of the data.")
    var dataFolder = "./data"
    @Option(help: "Currency of the amounts (ISO 4217), such as GTQ. Default: what the file says.")
    var currency: String?
    @Option(help: "Decide a column by hand: column=field, or its number from 1 (repeatable).")
    var map: [String] = []
    @Option(help: "How fields are separated: auto, csv (commas), semicolons, tsv (tabs), pipes, xlsx.")
    var format = FileFormat.auto
    @Option(help: "How to read dates such as 3/4/2025: auto, dmy, mdy.")
    var dates = DateReading.auto
    @Option(help: "Sheet of a workbook. Default: the first with something in it.")
    var sheet: String?
    @Option(help: "CSV file for the rejected lines. Default: in the data folder.", completion: .file())
    var rejected: String?
    @Flag(help: "Show what would be read and rejected; store nothing.")
    var dryRun = false
    @Flag(help: "Print one JSON object a file; one that fails has \"error\".")
    var json = false

    static let documentKind = "documents"

    func validate() throws {
        let kinds = IngestKind.allCases.map(\.rawValue) + [Self.documentKind]
        guard !kinds.contains(kind) else { return }
        throw ValidationError("--kind is one of: \(kinds.joined(separator: ", "))")
    }

    func run() async throws {
        let console = common.console
        do {
            let folder = DataFolder(path: dataFolder)
            try folder.make()
            guard let kind = IngestKind(rawValue: kind) else {
                return try await takeDocuments(into: folder, console)
            }
            var options = IngestOptions()
            options.kind = kind
            options.currency = currency
            options.dryRun = dryRun
            options.delimiter = format.delimiter
            options.isMonthFirst = dates.isMonthFirst
            options.sheet = sheet
            options.language = console.language
            for assignment in map { try options.map(assignment) }
            let store = try CommerceStore.open(path: folder.database, isForImport: true)
            var isAnythingKept = false
            for file in files {
                // One bad file does not keep the others out.
                do {
                    options.rejectedPath = dryRun ? nil : try rejected ?? folder.rejectedLines(of: file)
                    let report = try await read(file, into: store, options, console)
                    if report.rowsStored > 0 || report.alreadyIngested { isAnythingKept = true }
                } catch {
                    fail(file, error, console)
                }
            }
            guard isAnythingKept else { throw ExitCode(1) }
        } catch let code as ExitCode {
            throw code
        } catch {
            throw console.fail(error)
        }
    }
}

extension Ingest {
    /// One file of several that could not be taken in. With `--json` every file has its line.
    func fail(_ file: String, _ error: any Error, _ console: Console) {
        _ = console.fail(error)
        guard json else { return }
        let line: JSONObject = ["file": .string(file), "error": .string(Console.text(of: error)(console.language))]
        console.say(JSONValue.object(line).serializedString)
    }

    private func read(
        _ file: String,
        into store: CommerceStore,
        _ options: IngestOptions,
        _ console: Console
    ) async throws -> IngestReport {
        var options = options
        let progress = json ? nil : ProgressLine(file: file, language: console.language)
        options.progress = { (step: IngestProgress) in progress?.show(step) }
        defer { progress?.finish() }
        let report = try await store.ingest(.file(path: file), options: options, digest: { SHA256Content() })
        progress?.finish()
        if json {
            console.say(JSONValue.object(IngestReportJSON.object(report, console.language)).serializedString)
        } else {
            for line in IngestReportText(report).lines { console.say(line) }
        }
        return report
    }
}

/// `--format`
enum FileFormat: String, CaseIterable, ExpressibleByArgument {
    case auto, csv, semicolons, tsv, pipes, xlsx

    /// nil where it is found out.
    var delimiter: UInt8? {
        switch self {
        case .auto, .xlsx: nil
        case .csv: UInt8(ascii: ",")
        case .semicolons: UInt8(ascii: ";")
        case .tsv: UInt8(ascii: "\t")
        case .pipes: UInt8(ascii: "|")
        }
    }
}

/// `--dates`
enum DateReading: String, CaseIterable, ExpressibleByArgument {
    case auto, dmy, mdy

    /// nil where it is found out.
    var isMonthFirst: Bool? { self == .auto ? nil : self == .mdy }
}

/// SHA-256 of OpenSSL, as the import wants it.
struct SHA256Content: ContentDigest {
    private let digest = SHA256Digest()

    mutating func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }
    mutating func finalize() -> [UInt8] { digest.finalize() }
}
