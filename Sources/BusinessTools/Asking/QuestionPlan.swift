import Commerce
import JSON
import Localization
import MCP
import Questions

/// Which tool answers a question, and with which arguments. Nothing of it is text that a database would read: every value is
/// looked up or compared.
struct QuestionPlan {
    /// `nil` where no tool answers.
    let tool: String?
    var arguments: JSONObject = [:]
    /// What the asker should know of how the question was read.
    var notes: [LocalizedText] = []

    /// - Parameters:
    ///   - now: the day that the question was asked on.
    ///   - products: finds those that were named in part.
    init(_ intent: Intent, _ slots: QuestionSlots, now: CalendarDay, products: ProductNames) {
        tool = Self.tool(for: intent, slots)
        guard tool != nil else { return }
        let said = slots.json
        for name in Self.taken[intent] ?? [] { arguments[name] = said[name] }
        if let filters = filters(slots.filters, intent, products) { arguments["filters"] = .object(filters) }
        if let view = slots.view, Self.viewed.contains(intent) { arguments["view"] = .string(view.rawValue) }
        if intent != .docsSearch { arguments["now"] = .string(now.description) }
        switch intent {
        case .topProducts:
            // The best customers are not those with the most pieces.
            if slots.by == nil, let group = slots.groupBy, group != .product { arguments["by"] = "revenue" }
        case .salesSummary:
            if slots.sought == .customerCount {
                // The tool says how many there are, and who bought most.
                (arguments["by"], arguments["n"]) = ("revenue", 5)
            } else if slots.groupBy != nil, slots.sought == nil {
                // "How many" of something that groups were asked for.
                arguments["limit"] = said["n"]
            }
        case .compare:
            if let same = slots.sameDays {
                arguments["baseline"] = ["from": .string(same.from.description), "to": .string(same.to.description)]
                notes.append(
                    LocalizedText(
                        es:
                            "El período no ha terminado: se compara con los mismos días de antes, \(same.text.spanish).",
                        en: "The period is not over: it is compared with the same days before, \(same.text.english)."
                    )
                )
            }
            // Two of a kind are compared with each other: a figure for each, not their sum.
            let kinds = ["country", "category", "customer", "product"]
            let filters = arguments["filters"]?.object ?? [:]
            if arguments["group_by"] == nil, let kind = kinds.first(where: { (filters[$0]?.array?.count ?? 0) > 1 }) {
                arguments["group_by"] = .string(kind)
            }
        case .inventoryStatus:
            arguments["status"] = slots.filters.status.map { .string($0.rawValue) }
            if slots.isNotMoving { arguments["status"] = "not_moving" }
        case .report:
            arguments["type"] = said["report"] ?? "sales"
            arguments["format"] = said["format"] ?? "pdf"
            if let status = slots.filters.status {
                var filters = arguments["filters"]?.object ?? [:]
                filters["status"] = .string(status.rawValue)
                arguments["filters"] = .object(filters)
            }
        default: break
        }
    }

    /// The best month, and the mean of a day, are found among all of them.
    private static func tool(for intent: Intent, _ slots: QuestionSlots) -> String? {
        guard intent == .salesSummary, let sought = slots.sought else { return tools[intent] }
        return tools[sought == .customerCount ? .topProducts : .trend]
    }

    private static let tools: [Intent: String] = [
        .salesSummary: "sales_summary", .topProducts: "top_products", .inventoryStatus: "inventory_status",
        .reorder: "reorder", .report: "generate_report", .docsSearch: "search_documents",
        .executiveSummary: "executive_summary", .compare: "compare_sales", .trend: "sales_trend",
    ]

    /// What a tool answers; `nil` for those that answer no questions.
    static func intent(of tool: String) -> Intent? {
        tools.first { $0.value == tool }?.key
    }

    /// Which sales are meant is said in the words of the question: "returns", "gross sales".
    private static let viewed: Set<Intent> = [
        .salesSummary, .topProducts, .report, .executiveSummary, .compare, .trend,
    ]

    /// The slots that are arguments of the same name.
    private static let taken: [Intent: [String]] = [
        .salesSummary: ["period", "metric", "group_by"],
        .topProducts: ["n", "by", "order", "group_by", "period"],
        .inventoryStatus: ["metric", "group_by"],
        .reorder: ["safety_factor", "lead_time_days"],
        .report: ["period", "group_by", "n", "safety_factor", "lead_time_days"],
        .docsSearch: ["query"],
        .executiveSummary: ["period"],
        .compare: ["period", "baseline", "metric", "group_by"],
        .trend: ["period", "group_by", "metric"],
    ]

    private mutating func filters(
        _ said: QuestionFilters,
        _ intent: Intent,
        _ products: ProductNames
    ) -> JSONObject? {
        let kinds: [(String, [String])] =
            switch intent {
            case .docsSearch, .executiveSummary: []
            case .inventoryStatus, .reorder: [("product", said.products), ("category", said.categories)]
            default:
                [
                    ("product", said.products), ("category", said.categories), ("country", said.countries),
                    ("customer", said.customers),
                ]
            }
        var filters = JSONObject()
        for (name, values) in kinds where !values.isEmpty {
            let found = name == "product" ? values.flatMap { codes(of: $0, products) } : values
            filters[name] = .array(found.prefix(ProductNames.most).map { .string($0) })
        }
        return filters.isEmpty ? nil : filters
    }

    /// The codes that a name given in part stands for, or the name as it is.
    private mutating func codes(of name: String, _ products: ProductNames) -> [String] {
        let codes = products.parts(name)
        guard !codes.isEmpty else { return [name] }
        let shown = codes.prefix(5).joined(separator: ", ") + (codes.count > 5 ? ", …" : "")
        let count = codes.count
        notes.append(
            LocalizedText(
                es: "«\(name)»: \(count == 1 ? "1 producto" : "\(count) productos") de ese nombre (\(shown)).",
                en: "'\(name)': \(count == 1 ? "1 product" : "\(count) products") of that name (\(shown))."
            )
        )
        return codes
    }

    /// Leaves out what the tool knows nothing of, such as stock by month, and says so: most of an answer is better than none.
    mutating func fit(to tool: Tool) {
        let properties = tool.definition.inputSchema["properties"]?.object ?? [:]
        for (name, value) in arguments {
            let choices = properties[name]?["enum"]?.array
            if properties[name] != nil, choices?.contains(value) ?? true { continue }
            arguments[name] = nil
            // Days and languages are ours to say, not the question's.
            guard name != "now", let said = value.string else { continue }
            notes.append(
                LocalizedText(
                    es: "Aquí no se puede tomar en cuenta «\(name)»: \(said).",
                    en: "'\(name)' (\(said)) cannot be taken into account here."
                )
            )
        }
    }
}
