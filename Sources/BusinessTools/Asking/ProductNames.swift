import Commerce

/// Finds products by a part of their name, as people say them: no product is called "jumbo bag", and thirty are
/// some kind of one.
struct ProductNames: Sendable {
    /// Products beyond these are not asked about at once.
    static let most = 100

    private let products: [(code: String, name: FoldedText?, words: Set<Substring>)]

    init(_ products: [ShopNames.Product]) {
        self.products = products.map { product in
            let name = product.name.map { FoldedText($0) }
            return (product.code, name, Set(name.map { Self.words(of: $0.description) } ?? []))
        }
    }

    /// Codes of the products that a text can mean, in their order; empty where it is a code or a whole name already, or where
    /// nothing fits.
    func parts(_ text: String) -> [String] {
        let folded = FoldedText(text)
        let code = text.uppercased()
        if products.contains(where: { $0.code == code || $0.name == folded }) { return [] }
        let wanted = Self.words(of: folded.description)
        guard !wanted.isEmpty else { return [] }
        return products.lazy.filter { product in wanted.allSatisfy(product.words.contains) }.prefix(Self.most).map(
            \.code
        )
    }

    /// Without the plural's s, which people add and leave out in both languages.
    private static func words(of text: String) -> [Substring] {
        text.split { !$0.isLetter && !$0.isNumber }.map { word in
            if word.count > 4, word.hasSuffix("es") { return word.dropLast(2) }
            return word.count > 3 && word.hasSuffix("s") ? word.dropLast() : word
        }
    }
}
