import ArgumentParser
import Commands
import Commerce
import Localization
import SampleShop

struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the data of an invented shop: products, two years of sales, stock and documents.",
        discussion: """
            Example:
              secure-mcp-server sample && secure-mcp-server ingest data/sample/ventas.csv --kind sales
            """
    )

    @OptionGroup var common: LanguageOption
    @Option(help: "Folder to write to.")
    var output = "./data/sample"
    @Option(help: "Last day of the sales, YYYY-MM-DD. Default: today.")
    var until: String?
    @Option(help: "The same seed and last day give the same data.")
    var seed: UInt64 = 1
    @Flag(help: "Replace files that hold something else.")
    var replace = false

    func validate() throws {
        if let until, CalendarDay(iso: until) == nil { throw ValidationError("--until is a day such as 2026-06-30") }
    }

    func run() throws {
        let console = common.console
        do {
            let end = until.flatMap { CalendarDay(iso: $0) } ?? Today.localDay()
            let files = try SampleShop.write(to: output, endingOn: end, seed: seed, replacing: replace)
            for file in files {
                console.say(
                    LocalizedText(
                        es: "\(file.path): \(file.lines) líneas",
                        en: "\(file.path): \(file.lines) lines"
                    )
                )
            }
        } catch {
            throw console.fail(error)
        }
    }
}
