public import Commerce

extension ShopVocabulary {
    /// The names in a shop's data.
    public init(_ names: ShopNames) {
        self.init(
            products: names.products.map { Product(code: $0.code, name: $0.name) },
            categories: names.categories,
            countries: names.countries,
            customers: names.customers
        )
    }
}
