public import Localization

/// Which of the two languages a text is in, by its everyday words.
public enum WrittenLanguage {
    /// Fewer words of a language tell nothing.
    private static let fewest = 3

    /// - Parameter names: texts whose words belong to neither language, such as the names of products.
    /// - Returns: `nil` when the words do not tell.
    public static func of(_ text: String, except names: [String] = []) -> Language? {
        let foreign = Set(names.flatMap { Tokenizer.tokens(of: $0).map(\.word) })
        let words = Tokenizer.tokens(of: text).map(\.word).filter { !foreign.contains($0) }
        let count = CommonWords.language(of: words)
        guard max(count.spanish, count.english) >= fewest, count.spanish != count.english else { return nil }
        return count.spanish > count.english ? .spanish : .english
    }
}
