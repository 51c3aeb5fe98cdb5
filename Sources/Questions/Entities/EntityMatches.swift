/// Which names of the shop a question mentions, and where.
struct EntityMatches: Sendable {
    struct Mention: Sendable, Hashable {
        /// What goes into the query.
        let value: String
        let tokens: Range<Int>
    }

    var products: [Mention] = []
    var categories: [Mention] = []
    var countries: [Mention] = []
    var customers: [Mention] = []

    var isEmpty: Bool { products.isEmpty && categories.isEmpty && countries.isEmpty && customers.isEmpty }
}
