import Commerce

/// Recognises countries and categories by any of their names.
struct NamedPlaces: Sendable {
    private let table: [String: [(words: [PhrasePattern.Word], value: String, isCategory: Bool)]]

    /// - Parameter ownNames: whether the names as the data have them count too, beside what people call the same.
    init(_ vocabulary: ShopVocabulary, ownNames: Bool = true) {
        var table: [String: [(words: [PhrasePattern.Word], value: String, isCategory: Bool)]] = [:]
        func add(_ phrase: String, _ value: String, isCategory: Bool) {
            let words = phrase.split(separator: " ").map { word in
                // Countries are matched as they are spoken; categories in any number.
                PhrasePattern.Word(
                    text: word.hasPrefix("=") ? String(word.dropFirst()) : String(word),
                    isExact: !isCategory || word.hasPrefix("=") || word.utf8.count < 3
                )
            }
            if let first = words.first { table[first.text, default: []].append((words, value, isCategory)) }
        }
        let known = Dictionary(vocabulary.countries.map { (FoldedText($0).description, $0) }) { first, _ in first }
        for entry in CountryNames.entries {
            let inData = ([entry.name] + entry.others).lazy.compactMap { known[FoldedText($0).description] }.first
            for phrase in entry.spoken { add(phrase, inData ?? entry.name, isCategory: false) }
        }
        for (folded, name) in known where ownNames {
            add(Tokenizer.tokens(of: folded).map(\.word).joined(separator: " "), name, isCategory: false)
        }
        let categories = Dictionary(vocabulary.categories.map { (FoldedText($0).description, $0) }) { first, _ in first
        }
        for entry in CategoryNames.entries {
            let inData = categories[FoldedText(entry.name).description]
            // A shop with other families of goods does not mean these when it says "dulces".
            guard inData != nil || categories.isEmpty else { continue }
            for phrase in entry.spoken { add(phrase, inData ?? entry.name, isCategory: true) }
            add(
                Tokenizer.tokens(of: entry.name).map(\.word).joined(separator: " "),
                inData ?? entry.name,
                isCategory: true
            )
        }
        for (folded, name) in categories where ownNames {
            add(Tokenizer.tokens(of: folded).map(\.word).joined(separator: " "), name, isCategory: true)
        }
        self.table = table
    }

    private static let pronouns: Set<String> = ["se", "te", "me", "lo", "la", "le", "que", "como", "quien", "uno"]

    /// What follows "produce" where it is a verb in either language.
    private static let objects: Set<String> = ["a", "an", "the", "me", "us", "un", "una", "el", "la", "mas", "menos"]

    /// Words worth mending the spelling of.
    var vocabulary: Set<String> { Set(table.values.joined().flatMap { $0.words.map(\.text) }) }

    /// The countries and categories with a name of one word nearest to a word.
    func near(_ word: String) -> [String] {
        let single = Dictionary(
            table.values.joined().filter { $0.words.count == 1 }.map { ($0.words[0].text, $0.value) }
        ) { first, _ in first }
        return SpellingCorrection.nearest(to: word, among: single.keys).compactMap { single[$0] }
    }

    func matches(in tokens: [Token], masked: Set<Int>) -> (
        countries: [EntityMatches.Mention], categories: [EntityMatches.Mention]
    ) {
        var countries: [EntityMatches.Mention] = []
        var categories: [EntityMatches.Mention] = []
        var index = 0
        while index < tokens.count {
            var best: (count: Int, value: String, isCategory: Bool)?
            for base in tokens[index].bases {
                for entry in table[base] ?? [] where entry.words.count > best?.count ?? 0 {
                    let end = index + entry.words.count
                    guard end <= tokens.count, !(index..<end).contains(where: masked.contains),
                        zip(entry.words, tokens[index..<end]).allSatisfy({ $0.matches($1) })
                    else { continue }
                    best = (entry.words.count, entry.value, entry.isCategory)
                }
            }
            // "US" is a country, "us" is we.
            if best == nil, tokens[index].text == "US", !tokens[index].isShouted {
                best = (1, table["usa"]?.first?.value ?? "USA", false)
            }
            // "cómo se usa" is no country.
            let isVerb =
                tokens[index].text == "usa" && index > 0 && Self.pronouns.contains(tokens[index - 1].word)
                || tokens[index].word == "produce" && index + 1 < tokens.count
                    && Self.objects.contains(tokens[index + 1].word)
            guard let best, !isVerb else {
                index += 1
                continue
            }
            let mention = EntityMatches.Mention(value: best.value, tokens: index..<index + best.count)
            if best.isCategory { categories.append(mention) } else { countries.append(mention) }
            index += best.count
        }
        return (countries, categories)
    }
}
