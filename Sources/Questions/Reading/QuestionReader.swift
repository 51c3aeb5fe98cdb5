import Commerce
import Localization

/// Reads a question against a shop's vocabulary.
struct QuestionReader: Sendable {
    private let products: ProductIndex
    private let places: NamedPlaces
    private let customers: Set<String>
    private let codes: ShopCodes
    private let spelling: SpellingCorrection
    private let lexicon = Lexicon.shop
    /// Words of the language, which are no names of products.
    private let common: Set<String>
    /// Those of them that the grammar works with.
    private let functional: Set<String>
    /// Words that no product is called by, whatever its name; those for families of goods may be.
    private let grammar: Set<String>

    init(_ vocabulary: ShopVocabulary) {
        products = ProductIndex(vocabulary.products)
        places = NamedPlaces(vocabulary)
        customers = Set(vocabulary.customers)
        codes = ShopCodes(vocabulary)
        let words = { (words: Set<String>) in words.filter { !$0.isEmpty && $0.utf8.allSatisfy { 97...122 ~= $0 } } }
        // What is refused is understood when it is spelled well; nobody's slip is taken for it.
        let core = words(
            Lexicon.business.vocabulary.union(DateWords.allWords).union(places.vocabulary).union(Holidays.vocabulary)
                .union(NumberWords.allWords.filter { $0.utf8.count > 3 })
        )
        let targets = core.union(words(lexicon.vocabulary))
        let forms = Set(SpanishVerbs.infinitives.keys)
        var plurals: Set<String> = []
        for word in core where word.utf8.count > 2 {
            plurals.insert(word + "s")
            if let last = word.last, !"aeiou".contains(last) { plurals.insert(word + "es") }
            if word.hasSuffix("z") { plurals.insert(word.dropLast() + "ces") }
            if word.hasSuffix("o") {
                plurals.insert(word.dropLast() + "a")
                plurals.insert(word.dropLast() + "as")
            }
        }
        let language = CommonWords.spanish.union(CommonWords.english).union(CommonWords.others)
        let known = targets.union(plurals).union(forms).union(language)
        common = known
        functional = targets.union(CommonWords.spanish).union(CommonWords.english)
        grammar = lexicon.vocabulary.union(DateWords.allWords).union(NumberWords.allWords).union(Holidays.vocabulary)
            .union(CommonWords.spanish).union(CommonWords.english)
        var ranks: [String: SpellingCorrection.Rank] = [:]
        for form in forms where !SpanishVerbs.infinitives[form, default: []].isDisjoint(with: core) {
            ranks[form] = .verb
        }
        for word in plurals { ranks[word] = .inflected }
        for word in core { ranks[word] = .core }
        spelling = SpellingCorrection(targets: ranks, known: known)
    }

    /// `Más o menos` asks for no more and no less.
    private static func withoutHedges(_ tokens: [Token]) -> [Token] {
        var kept = tokens
        for hedge in [["mas", "o", "menos"], ["more", "or", "less"]] {
            while let start = kept.indices.first(where: { kept[$0...].prefix(3).map(\.word) == hedge }) {
                kept.removeSubrange(start..<start + hedge.count)
            }
        }
        return kept
    }

    func read(_ question: String, now: CalendarDay, language stated: Language?) -> QuestionReading {
        var tokens = codes.joining(Self.withoutHedges(Tokenizer.tokens(of: question)), of: question)
        if tokens.count > 2, tokens.count(where: \.isCapitals) * 3 > tokens.count * 2 {
            for index in tokens.indices { tokens[index].isShouted = true }
        }
        let file = FileMention(in: question)
        var masked: Set<Int> = []
        if let file { masked = Set(tokens.indices.filter { tokens[$0].range.overlaps(file.range) }) }

        let mentions = ProductMentions(
            index: products,
            question: question,
            isCommon: { common.contains($0) || isForm($0) },
            isFunction: { functional.contains($0) || !functional.isDisjoint(with: WordForms.bases(of: $0)) },
            isGrammar: { !grammar.isDisjoint(with: WordForms.bases(of: $0)) }
        )
        var entities = EntityMatches()
        let coded = codes.mentions(in: tokens, masked: masked)
        masked.formUnion((coded.products + coded.customers).flatMap(\.tokens))
        entities.products = mentions.certain(in: tokens, customers: customers)
            .filter { !$0.tokens.contains(where: masked.contains) }
        entities.products = (entities.products + coded.products).sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
        for product in entities.products { masked.formUnion(product.tokens) }

        let isEnglish = Self.language(of: tokens) == .english
        var corrections: [(written: String, read: String)] = []
        var looked: Set<String> = []
        for index in tokens.indices where !masked.contains(index) {
            // Nobody misspells so many words; a text of unknown ones must not cost more.
            looked.insert(tokens[index].word)
            if looked.count <= Self.mostMended, let mended = mended(tokens, index, isEnglish: isEnglish) {
                corrections.append((tokens[index].text, mended))
                tokens[index].misspelled = tokens[index].word
                tokens[index].word = mended
            }
            // "how'd we do"
            let isContraction = tokens[index].word == "d" && ["'", "’"].contains(tokens[index].leading)
            tokens[index].word = isContraction ? "did" : Self.abbreviations[tokens[index].word] ?? tokens[index].word
            tokens[index].bases = WordForms.bases(of: tokens[index].word)
        }
        for index in masked { tokens[index].bases = [] }

        let language = stated ?? Self.language(of: tokens)
        let isDayFirst = NumericDates.isDayFirst(tokens) ?? (language == .spanish)
        let dates = DateExpressions(tokens: tokens, now: now, isDayFirst: isDayFirst, masked: masked)
        let periods = dates.mentions()
        let dated = Set(periods.flatMap(\.tokens))
        entities.customers = coded.customers
        entities.customers += CustomerMentions.mentions(in: tokens, known: customers, masked: masked.union(dated))
        var taken = masked.union(dated).union(entities.customers.flatMap(\.tokens))
        // "cajun seasoning" is a product before "seasoning" is a family of them.
        entities.products += mentions.likely(in: tokens, masked: taken)
        taken.formUnion(entities.products.flatMap(\.tokens))
        (entities.countries, entities.categories) = places.matches(in: tokens, masked: taken)
        taken.formUnion((entities.countries + entities.categories).flatMap(\.tokens))
        entities.products += mentions.singles(in: tokens, masked: taken)
        let unknownNames = mentions.unknown(in: tokens, masked: taken)
        taken.formUnion(entities.products.flatMap(\.tokens))
        for index in (entities.products + entities.countries + entities.categories).flatMap(\.tokens) {
            tokens[index].bases = []
        }
        let kept = corrections
        let matches = lexicon.matches(in: tokens)
            .filter { !isPast($0, tokens, entities) && !Denial.covers($0, tokens) && !isCommand($0, tokens) }
        let strangers = products.isEmpty ? [] : strangers(tokens, matches, taken, question)
        return QuestionReading(
            question: question,
            language: language,
            tokens: tokens,
            matches: matches,
            periods: periods,
            impossibleDate: ImpossibleDates(dates.cursor).first(in: question) {
                dated.contains($0) || products.isCode(tokens[$0].text)
            },
            entities: entities,
            unknownNames: unknownNames,
            strangers: strangers,
            file: file,
            corrections: kept,
            now: now
        )
    }

    private func strangers(
        _ tokens: [Token],
        _ matches: [Lexicon.Match],
        _ taken: Set<Int>,
        _ question: String
    ) -> [Stranger] {
        Strangers(
            tokens: tokens,
            matches: matches,
            isTaken: taken.contains,
            isKnown: { common.contains($0) || isForm($0) }
        )
        .places().map { place, isGrouping in
            let near = isGrouping ? [] : tokens[place].flatMap { places.near($0.word) + products.near($0.word) }
            let range = tokens[place.lowerBound].range.lowerBound..<tokens[place.upperBound - 1].range.upperBound
            return Stranger(text: String(question[range]), near: Array(near.prefix(3)), isGrouping: isGrouping)
        }
    }

    private static let mostMended = 40

    /// The word that was meant; nil when it is right as it is, or belongs to a product's name.
    private func mended(_ tokens: [Token], _ index: Int, isEnglish: Bool) -> String? {
        let token = tokens[index]
        guard !token.text.contains(where: \.isNumber), !products.isWordOfNames(token.word), !isForm(token.word) else {
            return nil
        }
        // A capital inside a sentence announces a name.
        if token.isCapitalized, index > 0, !token.isCapitals, products.nearName(in: tokens, at: index) != nil {
            return nil
        }
        return spelling.correction(of: token.word, isEnglish: isEnglish)
    }

    /// A form of a verb we know, pronouns included: `mostrámelas`.
    private func isForm(_ word: String) -> Bool {
        if common.contains(word) || !SpanishVerbs.infinitives(of: word).isEmpty { return true }
        return WordForms.bases(of: word).contains { $0 != word && $0.utf8.count > 3 && common.contains($0) }
    }

    /// `qué compró el cliente`, accent or not, is no `qué compro`.
    private func isPast(_ match: Lexicon.Match, _ tokens: [Token], _ entities: EntityMatches) -> Bool {
        match.concept == .buyNeed
            && tokens[match.tokens].contains { token in
                token.text.hasSuffix("ó")
                    || token.word == "compro"
                        && (!entities.customers.isEmpty || tokens.contains { $0.bases.contains("cliente") })
            }
    }

    /// `generá un archivo`, `produce a list` make something; no money is generated.
    private func isCommand(_ match: Lexicon.Match, _ tokens: [Token]) -> Bool {
        match.concept == .revenueVerb && match.tokens.count == 1 && match.tokens.lowerBound <= tokens.opening
            && Self.making.contains(tokens[match.tokens.lowerBound].word)
            // "to report a vulnerability" tells of one.
            || match.concept == .reportNoun && match.tokens.count == 1
                && tokens[match.tokens.lowerBound].word == "report" && match.tokens.lowerBound > 0
                && ["to", "i", "we", "should", "must", "employees", "customers"].contains(
                    tokens[match.tokens.lowerBound - 1].word
                )
    }

    private static let making: Set<String> = [
        "genera", "generame", "genere", "genereme", "generar", "generate", "produce", "produceme", "producir",
    ]

    private static func language(of tokens: [Token]) -> Language {
        let count = CommonWords.language(of: tokens.map(\.word))
        return count.english > count.spanish ? .english : .spanish
    }

    private static let abbreviations: [String: String] = [
        "q": "que", "k": "que", "xq": "porque", "pq": "porque", "x": "por", "d": "de", "tb": "tambien",
        "tmb": "tambien",
        "bn": "bien", "ke": "que", "kiero": "quiero", "pa": "para", "vtas": "ventas", "vta": "venta", "cto": "cuanto",
        "kuanto": "cuanto", "qto": "cuanto", "sem": "semana", "ult": "ultimos", "prom": "promedio", "dsd": "desde",
        "cuantoz": "cuantos",
        "msg": "mensaje", "cant": "cantidad", "u": "you", "wk": "week", "yr": "year", "pls": "please", "rev": "revenue",
        "qty": "quantity", "inv": "inventario", "avg": "average", "ppal": "principal", "prox": "proximo",
        "min": "minimo", "max": "maximo", "ud": "usted", "tks": "tickets", "ayr": "ayer", "shd": "should",
        "wat": "what", "wht": "what", "abt": "about",
        "plz": "please", "mth": "month", "yday": "yesterday", "cust": "customer", "custs": "customers",
        "tmrw": "tomorrow",
        "lst": "last", "r": "are", "hw": "how", "mch": "much",
        "cuanta": "cuanta",
    ]
}
