import ArgumentParser
import BusinessTools
import Commands
import Commerce
import Foundation
import Glibc
import JSON
import Localization
import Reports

struct MakeReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write a report of sales, products, customers or stock to a file.",
        discussion: """
            Examples:
              secure-mcp-server report --type sales --month 2011-08 --output ventas.pdf --lang es
              secure-mcp-server report --type executive --year 2011 --output summary.html
              secure-mcp-server report --type customers --format csv --excel-es --output clientes.csv
              secure-mcp-server report --type reorder --lead-time-days 14 --safety-factor 1.5 --format json --output -
            """
    )

    @OptionGroup var common: LanguageOption
    @Option(help: "sales, inventory, reorder, top_products, executive or customers.")
    var type: String
    @Option(
        help: "pdf, xlsx, csv, html, json, md, or the chart alone: png, svg. Default: as the file's name ends, or pdf."
    )
    var format: String?
    @Option(help: "File to write; - is standard output.", completion: .file())
    var output: String
    @Option(name: .customLong("data"), help: "Folder of the data.")
    var dataFolder = "./data"

    @Option(help: "A phrase such as 'last month' or 'T3 2011'. Default: all data.")
    var period: String?
    @Option(help: "A month: 2011-08, August, 8.")
    var month: String?
    @Option(help: "A year.")
    var year: Int?
    @Option(help: "First day, YYYY-MM-DD.")
    var from: String?
    @Option(help: "Last day, YYYY-MM-DD.")
    var to: String?
    @Option(help: "The day to count from, YYYY-MM-DD. Default: today, or the last sale's day if that is earlier.")
    var now: String?
    @Option(help: "net, gross, product_gross or returns.")
    var view: String?

    @Option(help: "Only this product, by code or name (repeatable).")
    var product: [String] = []
    @Option(help: "Only this category (repeatable).")
    var category: [String] = []
    @Option(help: "Only this country (repeatable).")
    var country: [String] = []
    @Option(help: "Only this customer (repeatable).")
    var customer: [String] = []
    @Option(help: "Only sales in this currency (ISO 4217).")
    var currency: String?
    @Option(help: "Of stock: all, out_of_stock, low_stock, discontinued, ok, overstock or not_moving.")
    var status: String?

    @Option(help: "How many places or groups to list.")
    var n: Int?
    @Option(
        name: [.customLong("metric"), .customLong("by")],
        help: "What orders a ranking and what charts show: revenue, units, orders or average_ticket."
    )
    var metric: String?
    @Option(help: "desc, the most first, or asc.")
    var order: String?
    @Option(help: "product, category, customer, country, month, week, day; of stock also supplier, status.")
    var groupBy: String?
    @Option(help: "Days until an order arrives. Default: 7.")
    var leadTimeDays: Double?
    @Option(help: "Safety factor. Default: 1.2.")
    var safetyFactor: Double?
    @Option(help: "Days of sales that tell the demand. Default: 90.")
    var windowDays: Int?

    @Flag(name: .customLong("excel-es"), help: "CSV for Excel in Spanish: byte order mark, ';' and decimal comma.")
    var excelES = false
    @Option(help: "Pages of a PDF: a4 or letter.")
    var paper = "a4"
    @Option(help: "Numbers as 1,234.56 (point) or 1.234,56 (comma).")
    var numberStyle = "point"

    func validate() throws {
        try check("--type", type, ReportRequest.Kind.allCases.map(\.rawValue))
        try check("--format", format, ReportFormat.allCases.map(\.rawValue))
        try check("--view", view, SalesView.allCases.map(\.rawValue))
        try check("--status", status, StockSelection.allNames)
        try check("--metric", metric, SalesMetric.allCases.map(\.rawValue))
        try check("--order", order, ["desc", "asc"])
        try check("--paper", paper, ReportOptions.Paper.allCases.map(\.rawValue))
        try check("--number-style", numberStyle, NumberStyle.allCases.map(\.rawValue))
        guard n.map({ $0 > 0 }) ?? true else { throw ValidationError("--n is at least 1") }
        for (name, value) in [("--lead-time-days", leadTimeDays), ("--safety-factor", safetyFactor)] {
            guard value.map({ (0...1_000).contains($0) }) ?? true else {
                throw ValidationError("\(name) is not below 0 nor above 1000")
            }
        }
        guard [period != nil, month != nil || year != nil, from != nil || to != nil].count(where: \.self) <= 1 else {
            throw ValidationError("state the period in one way: --period, --month and --year, or --from and --to")
        }
    }

    private func check(_ option: String, _ value: String?, _ allowed: [String]) throws {
        guard let value, !allowed.contains(value) else { return }
        throw ValidationError("\(option) is one of: \(allowed.joined(separator: ", "))")
    }

    func run() async throws {
        let console = common.console
        do {
            let request = try GenerateReportTool.request(arguments, language: console.language)
            let report = try store().snapshot { data in
                try ReportBuilder(data, today: Today.localDay()).report(request)
            }
            let bytes = try report.rendered(as: request.format, options: request.options)
            for note in report.notes { console.note(LocalizedText(es: note, en: note)) }
            guard output != "-" else {
                try FileHandle.standardOutput.write(contentsOf: Data(bytes))
                return
            }
            try SecretFile.write(bytes, to: output, mode: Self.mode)
            console.say("\(output): \(bytes.count) bytes")
        } catch {
            throw console.fail(error)
        }
    }

    /// Those of the folder; none where there is no folder yet, which makes no folder.
    private func store() throws -> CommerceStore {
        let path = DataFolder(path: dataFolder).database
        guard FileManager.default.fileExists(atPath: path) else { return try CommerceStore.inMemory() }
        return try CommerceStore.open(path: path)
    }

    /// What a new file has, by the user's own setting.
    private static var mode: mode_t {
        let mask = umask(0o077)
        umask(mask)
        return 0o666 & ~mask
    }

    /// As the tool takes them, so that both mean the same.
    private var arguments: JSONObject {
        var arguments: JSONObject = [
            "type": .string(type), "format": .string(chosenFormat), "excel_es": .bool(excelES),
            "paper": .string(paper), "number_style": .string(numberStyle),
        ]
        let texts = [
            "period": period, "month": month, "now": now, "view": view, "metric": metric, "order": order,
            "group_by": groupBy,
        ]
        for (name, value) in texts where value != nil { arguments[name] = value.map { .string($0) } }
        for (name, value) in ["year": year, "n": n, "window_days": windowDays] where value != nil {
            arguments[name] = value.map { JSONValue($0) }
        }
        for (name, value) in ["lead_time_days": leadTimeDays, "safety_factor": safetyFactor] where value != nil {
            arguments[name] = value.map { JSONValue(floatLiteral: $0) }
        }
        if from != nil || to != nil {
            var days = JSONObject()
            if let from { days["from"] = .string(from) }
            if let to { days["to"] = .string(to) }
            arguments["period"] = .object(days)
        }
        var filters = JSONObject()
        for (name, values) in ["product": product, "category": category, "country": country, "customer": customer]
        where !values.isEmpty {
            filters[name] = .array(values.map { .string($0) })
        }
        if let currency { filters["currency"] = .string(currency) }
        if let status { filters["status"] = .string(status) }
        arguments["filters"] = .object(filters)
        return arguments
    }

    private var chosenFormat: String {
        let ending = (output as NSString).pathExtension.lowercased()
        return format ?? ReportFormat(rawValue: ending)?.rawValue ?? ReportFormat.pdf.rawValue
    }
}
