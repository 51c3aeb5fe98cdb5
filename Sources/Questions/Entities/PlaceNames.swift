import Commerce

/// What a shop calls the countries and categories that people name in Spanish or English: `España` is its `Spain`.
public struct PlaceNames: Sendable {
    private let places: NamedPlaces
    private let countries: Set<String>
    private let categories: Set<String>

    /// - Parameters: the names in the shop's data.
    public init(countries: [String], categories: [String]) {
        // A filter is a name: what is nearly one of the shop's own is for whoever asked to mend.
        places = NamedPlaces(ShopVocabulary(categories: categories, countries: countries), ownNames: false)
        self.countries = Set(countries)
        self.categories = Set(categories)
    }

    /// The country of the data that is meant; what was said where there is none.
    public func country(_ said: String) -> String {
        name(said, in: countries) { $0.countries }
    }

    /// The category of the data that is meant; what was said where there is none.
    public func category(_ said: String) -> String {
        name(said, in: categories) { $0.categories }
    }

    private func name(
        _ said: String,
        in names: Set<String>,
        _ kind: (EntityMatches) -> [EntityMatches.Mention]
    ) -> String {
        // Every spelling of a name that the data have counts as it is.
        let folded = FoldedText(said)
        if names.contains(where: { FoldedText($0) == folded }) { return said }
        var tokens = Tokenizer.tokens(of: said)
        for index in tokens.indices { tokens[index].bases = WordForms.bases(of: tokens[index].word) }
        var found = EntityMatches()
        (found.countries, found.categories) = places.matches(in: tokens, masked: [])
        guard let mention = kind(found).first, mention.tokens == tokens.indices, names.contains(mention.value) else {
            return said
        }
        return mention.value
    }
}
