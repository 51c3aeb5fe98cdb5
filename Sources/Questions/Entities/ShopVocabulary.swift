/// The names a shop uses: what questions can be about.
public struct ShopVocabulary: Sendable {
    public struct Product: Sendable, Hashable {
        public let code: String
        public let name: String?

        public init(code: String, name: String?) {
            self.code = code
            self.name = name
        }
    }

    public var products: [Product]
    public var categories: [String]
    /// As they are written in the data.
    public var countries: [String]
    /// Numbers or codes.
    public var customers: [String]

    public init(
        products: [Product] = [],
        categories: [String] = [],
        countries: [String] = [],
        customers: [String] = []
    ) {
        self.products = products
        self.categories = categories
        self.countries = countries
        self.customers = customers
    }
}
