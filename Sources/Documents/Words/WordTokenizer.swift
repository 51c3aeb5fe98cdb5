import GRDB

/// The tokenizer of the index: the words of `unicode61`, each by its surface and by its stems in both languages, so that
/// a question in either finds documents in either.
final class WordTokenizer: FTS5WrapperTokenizer {
    static let name = "words_es_en"
    /// Grows when the same text would now have other words, so that an index of before is made anew of its texts.
    static let version = 1

    let wrappedTokenizer: any FTS5Tokenizer
    private let analysis = WordAnalysis()

    init(db: Database, arguments: [String]) throws {
        // The stemmers need the accents.
        wrappedTokenizer = try db.makeTokenizer(.unicode61(diacritics: .keep))
    }

    func accept(
        token: String,
        flags: FTS5TokenFlags,
        for tokenization: FTS5Tokenization,
        tokenCallback: FTS5WrapperTokenCallback
    ) throws {
        let forms = analysis.forms(of: token)
        try tokenCallback(WordForms.surfaceMark + forms.surface, flags)
        // The front of a word has no stem.
        guard !tokenization.contains(.prefix) else { return }
        for stem in forms.stems { try tokenCallback(stem, flags.union(.colocated)) }
    }
}
