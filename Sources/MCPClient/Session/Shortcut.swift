import Localization

/// A command that calls one tool of this product's own server, with free words for its commonest arguments.
struct Shortcut: Sendable {
    /// What words without `=` are.
    enum FreeWords: Sendable {
        /// One period: `/sales last month`.
        case period
        /// How many, then one period: `/top 5 agosto`.
        case countAndPeriod
        /// All of them the value of one argument: `/docs refund policy`.
        case text(String)
        /// One of the words that a person says for an argument's values: `/stock low`.
        case choice(String, [String: String])
        /// What the report is about, its format, and its period, in this order, each may be missing: `/report sales xlsx 2011`.
        case report
    }

    let tool: String
    let freeWords: FreeWords

    /// The words as `key=value`, for the tool.
    func arguments(of words: [String]) -> [String] {
        var free = words.filter { !$0.contains("=") }
        var named = words.filter { $0.contains("=") }
        switch freeWords {
        case .period: break
        case .countAndPeriod:
            if let first = free.first, let count = Int(first), count < 1_000 {
                named.append("n=\(count)")
                free.removeFirst()
            }
        case .text(let name):
            return free.isEmpty ? named : named + ["\(name)=\(free.joined(separator: " "))"]
        case .choice(let name, let known):
            guard !free.isEmpty else { return named }
            let said = free.joined(separator: "_").lowercased()
            return named + ["\(name)=\(known[said] ?? said)"]
        case .report:
            for (name, known) in [("type", Self.reports), ("format", Self.formats)] {
                guard let first = free.first?.lowercased(), let value = known[first] else { continue }
                named.append("\(name)=\(value)")
                free.removeFirst()
            }
            if !named.contains(where: { $0.hasPrefix("type=") }) { named.append("type=sales") }
            if !named.contains(where: { $0.hasPrefix("format=") }) { named.append("format=pdf") }
        }
        if !free.isEmpty { named.append("period=" + free.joined(separator: " ")) }
        return named
    }

    static let statuses = [
        "out": "out_of_stock", "agotado": "out_of_stock", "agotados": "out_of_stock", "low": "low_stock",
        "bajo": "low_stock", "bajos": "low_stock", "descontinuado": "discontinued", "descontinuados": "discontinued",
        "todo": "all", "todos": "all",
    ]

    private static let reports = [
        "sales": "sales", "ventas": "sales", "inventory": "inventory", "stock": "inventory", "inventario": "inventory",
        "existencias": "inventory", "reorder": "reorder", "pedido": "reorder", "top": "top_products",
        "top_products": "top_products", "productos": "top_products", "customers": "customers", "clientes": "customers",
        "executive": "executive", "ejecutivo": "executive",
    ]

    private static let formats = [
        "pdf": "pdf", "xlsx": "xlsx", "excel": "xlsx", "csv": "csv", "html": "html", "json": "json", "md": "md",
        "markdown": "md",
    ]
}

extension SlashCommand.Name {
    /// `nil` for commands that are no shortcuts to a tool.
    var shortcut: Shortcut? {
        switch self {
        case .sales: Shortcut(tool: "sales_summary", freeWords: .period)
        case .top: Shortcut(tool: "top_products", freeWords: .countAndPeriod)
        case .trend: Shortcut(tool: "sales_trend", freeWords: .period)
        case .compare: Shortcut(tool: "compare_sales", freeWords: .period)
        case .summary: Shortcut(tool: "executive_summary", freeWords: .period)
        case .stock: Shortcut(tool: "inventory_status", freeWords: .choice("status", Shortcut.statuses))
        case .reorder: Shortcut(tool: "reorder", freeWords: .text("lead_time_days"))
        case .docs: Shortcut(tool: "search_documents", freeWords: .text("query"))
        case .report: Shortcut(tool: "generate_report", freeWords: .report)
        default: nil
        }
    }
}
