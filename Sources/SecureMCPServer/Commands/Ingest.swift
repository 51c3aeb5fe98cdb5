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
        abstract: "Read files of sales into the data folder.",
        discussion: """
            Examples:
              secure-mcp-server ingest ventas.csv --kind sales
              secure-mcp-server ingest online_retail.csv.gz --kind sales --currency GBP --json
            """
    )

    @OptionGroup var common: LanguageOption
    @Argument(help: "CSV files; .csv.gz too.", completion: .file())
    var files: [String]
    @Option(help: "What the files hold: sales.")
    var kind = "sales"
    @Option(name: .customLong("data"), help: "Folder of the data.")
    var dataFolder = "./data"
    @Option(help: "Currency of the amounts (ISO 4217), such as GTQ. Default: what the file says.")
    var currency: String?
    @Option(help: "Decide a column by hand: column=field (repeatable).")
    var map: [String] = []
    @Flag(help: "Show what would be read and rejected; store nothing.")
    var dryRun = false
    @Flag(help: "Print one JSON object a file.")
    var json = false

    func validate() throws {
        guard IngestKind(rawValue: kind) != nil else {
            throw ValidationError("--kind is one of: \(IngestKind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
    }

    func run() async throws {
        let console = common.console
        do {
            var options = IngestOptions()
            options.kind = IngestKind(rawValue: kind) ?? .sales
            options.currency = currency
            options.dryRun = dryRun
            for assignment in map { try options.map(assignment) }
            try FileManager.default.createDirectory(
                atPath: dataFolder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            let store = try CommerceStore.open(path: DataFolder(path: dataFolder).database)
            var isAnythingKept = false
            for file in files {
                // One bad file does not keep the others out.
                do {
                    let report = try await read(file, into: store, options, console)
                    if report.rowsStored > 0 || report.alreadyIngested { isAnythingKept = true }
                } catch {
                    _ = console.fail(error)
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

/// SHA-256 of OpenSSL, as the import wants it.
struct SHA256Content: ContentDigest {
    private let digest = SHA256Digest()

    mutating func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }
    mutating func finalize() -> [UInt8] { digest.finalize() }
}
