public import Commerce

/// Everything that a business's tools, resources and prompts answer from.
public struct ShopData: Sendable {
    public let store: CommerceStore
    public let suggestions: Suggestions
    /// Reports that were made.
    public let reports: FileShelf
    /// Documents of the business.
    public let documents: FileShelf
    /// The calendar day of the shop, asked for each time.
    public let today: @Sendable () -> CalendarDay

    public init(
        store: CommerceStore,
        reports: FileShelf,
        documents: FileShelf,
        today: @escaping @Sendable () -> CalendarDay
    ) {
        self.store = store
        suggestions = Suggestions(store: store)
        self.reports = reports
        self.documents = documents
        self.today = today
    }
}
