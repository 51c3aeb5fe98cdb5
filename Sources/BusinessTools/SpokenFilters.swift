import Commerce
import Questions

/// Countries and categories as people name them in filters, in Spanish or English, turned into those of the shop's data.
extension SalesFilters {
    /// - Parameter names: of the data; asked for where there is something to turn.
    func read(names: () throws -> ShopPlaces) rethrows -> SalesFilters {
        guard !countries.isEmpty || !categories.isEmpty else { return self }
        let places = PlaceNames(try names())
        var filters = self
        filters.countries = countries.map(places.country)
        filters.categories = categories.map(places.category)
        return filters
    }
}

extension StockFilters {
    func read(names: ShopPlaces) -> StockFilters {
        var filters = self
        filters.categories = categories.map(PlaceNames(names).category)
        return filters
    }
}

extension PlaceNames {
    fileprivate init(_ names: ShopPlaces) {
        self.init(countries: names.countries, categories: names.categories)
    }
}

extension CommerceStore {
    /// The filters that a caller means.
    func filters(_ said: SalesFilters) async throws -> SalesFilters {
        guard !said.countries.isEmpty || !said.categories.isEmpty else { return said }
        let names = try await placeNames()
        return said.read { names }
    }

    func filters(_ said: StockFilters) async throws -> StockFilters {
        said.categories.isEmpty ? said : said.read(names: try await placeNames())
    }
}
