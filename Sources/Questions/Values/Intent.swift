/// What a question wants. The raw values are the names of the product's contract.
public enum Intent: String, Sendable, Hashable, CaseIterable {
    case salesSummary = "sales_summary"
    case topProducts = "top_products"
    case inventoryStatus = "inventory_status"
    case reorder
    case report
    case docsSearch = "docs_search"
    case executiveSummary = "executive_summary"
    case compare
    case trend
    case ingest
    case help
    /// Nothing this shop's data can answer, or something that must not be done: changes, attacks, messages to others.
    case outOfScope = "out_of_scope"
}
