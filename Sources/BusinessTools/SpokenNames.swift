import Commerce
import Questions

/// Turns countries and categories as people name them in filters, in Spanish or English, into those of the shop's data.
///
/// The names are kept until something is stored.
final class SpokenNames: Sendable {
    private static let most = 10_000
    private let names: Suggestions

    init(store: CommerceStore) {
        names = Suggestions(store: store)
    }

    func read(_ filters: SalesFilters) async throws(QueryFailure) -> SalesFilters {
        guard !filters.countries.isEmpty || !filters.categories.isEmpty else { return filters }
        let places = try await places()
        var filters = filters
        filters.countries = filters.countries.map(places.country)
        filters.categories = filters.categories.map(places.category)
        return filters
    }

    func read(_ filters: StockFilters) async throws(QueryFailure) -> StockFilters {
        guard !filters.categories.isEmpty else { return filters }
        let places = try await places()
        var filters = filters
        filters.categories = filters.categories.map(places.category)
        return filters
    }

    private func places() async throws(QueryFailure) -> PlaceNames {
        PlaceNames(
            countries: try await names.find(.country, startingWith: "", limit: Self.most).values,
            categories: try await names.find(.category, startingWith: "", limit: Self.most).values
        )
    }
}
