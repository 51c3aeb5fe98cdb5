import GRDB

/// Every name the shop's data use: what a person can ask about.
public struct ShopNames: Sendable {
    public struct Product: Sendable, Hashable {
        public let code: String
        /// nil when no line described it.
        public let name: String?
    }

    /// Which state of the data they are from.
    public let revision: StoreRevision
    public let products: [Product]
    public let categories: [String]
    public let countries: [String]
    public let customers: [String]
}

extension ShopNames {
    /// Those of an empty store.
    public static let none = ShopNames(revision: .empty, products: [], categories: [], countries: [], customers: [])
}

/// What countries and categories are called in a shop's data.
public struct ShopPlaces: Sendable {
    public let countries: [String]
    public let categories: [String]
}

extension StoreSnapshot {
    public func placeNames() throws -> ShopPlaces {
        ShopPlaces(
            countries: try String.fetchAll(db, sql: "SELECT name FROM country ORDER BY name"),
            categories: try String.fetchAll(db, sql: "SELECT name FROM category ORDER BY name")
        )
    }
}

extension CommerceStore {
    public func placeNames() async throws(QueryFailure) -> ShopPlaces {
        try await read { db in try StoreSnapshot(db).placeNames() }
    }

    /// Reads all names; some thousands, in the order of their codes.
    public func shopNames() async throws(QueryFailure) -> ShopNames {
        try await read { db in
            ShopNames(
                revision: try StoreRevision(db),
                products: try Row.fetchAll(db, sql: "SELECT code, name FROM product ORDER BY code")
                    .map { ShopNames.Product(code: $0[0], name: $0[1]) },
                categories: try String.fetchAll(db, sql: "SELECT name FROM category ORDER BY name"),
                countries: try String.fetchAll(db, sql: "SELECT name FROM country ORDER BY name"),
                customers: try String.fetchAll(db, sql: "SELECT name FROM customer ORDER BY name")
            )
        }
    }
}
