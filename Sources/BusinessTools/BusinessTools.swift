public import Commerce
public import MCP

/// The tools that give a business its own figures.
public enum BusinessTools {
    /// All tools, in the order in which they are listed.
    ///
    /// - Parameters:
    ///   - store: where the sales are.
    ///   - today: the calendar day of the shop, asked for at every call.
    /// - Throws: `ToolDefinitionError` if a schema here is malformed, which the tests exclude.
    public static func all(
        store: CommerceStore,
        today: @escaping @Sendable () -> CalendarDay
    ) throws -> [Tool] {
        [
            try SalesSummaryTool.make(store: store, today: today),
            try TopProductsTool.make(store: store, today: today),
            try SalesTrendTool.make(store: store, today: today),
            try CompareSalesTool.make(store: store, today: today),
            try InventoryStatusTool.make(store: store, today: today),
            try ReorderTool.make(store: store, today: today),
            try ExecutiveSummaryTool.make(store: store, today: today),
        ]
    }
}
