import Localization

/// A word that stands where a question names what it is about, and that neither the language nor the shop's data have:
/// `ventas de unicornios`.
struct Stranger: Sendable, Hashable {
    /// As it was written.
    let text: String
    /// Names of the shop that are written nearly so.
    let near: [String]
    /// Whether figures were to be split by it: `ventas por vendedor`.
    let isGrouping: Bool

    var remark: LocalizedText {
        if isGrouping {
            return LocalizedText(
                es: "No se puede desglosar por «\(text)», que los datos no tienen; se puede por producto, categoría, "
                    + "cliente, país, mes, semana o día.",
                en:
                    "Figures cannot be split by \"\(text)\", which the data do not have; they can by product, category, "
                    + "customer, country, month, week or day."
            )
        }
        let names = near.joined(separator: ", ")
        return LocalizedText(
            es: "No se encontró «\(text)» entre los productos, categorías, países y clientes: no se filtró por eso."
                + (near.isEmpty ? "" : " ¿Quiso decir \(names)?"),
            en: "\"\(text)\" was not found among the products, categories, countries and customers: nothing was "
                + "filtered by it." + (near.isEmpty ? "" : " Did you mean \(names)?")
        )
    }
}

/// Finds such words by where they stand.
struct Strangers {
    let tokens: [Token]
    let matches: [Lexicon.Match]
    /// Whether a place belongs to a period, a name, a file.
    let isTaken: (Int) -> Bool
    /// Whether a word is one of the language.
    let isKnown: (String) -> Bool

    /// More of them are not named.
    private static let most = 3

    func places() -> [(tokens: Range<Int>, isGrouping: Bool)] {
        let covered = Set(matches.filter { !$0.hasGap }.flatMap(\.tokens))
        let isFree = { (index: Int) in
            isWord(index) && !covered.contains(index) && !isTaken(index)
                // "código 84879", "ejercicio 2011" tell what kind of thing is named.
                && !(isTaken(index + 1) && tokens[index + 1].leading.isEmpty)
        }
        let isOpen = { (index: Int) in
            isFree(index) && tokens[index].misspelled == nil && !isKnown(tokens[index].word)
        }
        // What is refused elsewhere, and the business itself, are no groups: "ventas por empleado", "sales by store".
        // Nor is what a word was mended to, unless it groups: "ventas por talla" is no table.
        let grouped = Set(
            matches.filter { match in
                !match.hasGap && !Self.ungrouped.contains(match.concept)
                    && (Self.groups.contains(match.concept) || tokens[match.tokens].allSatisfy { $0.misspelled == nil })
            }
            .flatMap(\.tokens)
        )
        var found: [(tokens: Range<Int>, isGrouping: Bool)] = []
        var index = 0
        while index < tokens.count, found.count < Self.most {
            let isGrouping =
                !grouped.contains(index) && !isTaken(index) && isWord(index) && !tokens[index].isCapitalized
                && isDirect(index, after: ["por", "by", "per"])
            // "ventas de ropa": an everyday word is a name there too.
            let isName = isFree(index) && isDirect(index, after: ["de", "del", "of", "por", "by", "per"])
            guard isGrouping || isName || isOpen(index) && isNamed(index) else {
                index += 1
                continue
            }
            var end = index + 1
            while isOpen(end), tokens[end].leading.isEmpty { end += 1 }
            found.append((index..<end, isGrouping))
            index = end
        }
        return found
    }

    /// Whether a word is joined to a figure, `ventas de …`, `sales by …`, and is none that only joins others.
    private func isDirect(_ index: Int, after joints: Set<String>) -> Bool {
        let place = before(index)
        return place > 0 && tokens[place + 1].leading.isEmpty
            && joints.contains(word(place))
            && isFigure(at: place - 1, in: Self.figures) && !CommonWords.spanish.contains(word(index))
            && !CommonWords.english.contains(word(index)) && !isVerbLike(word(index))
    }

    private func isWord(_ index: Int) -> Bool {
        guard tokens.indices.contains(index), word(index).utf8.count > 2 else { return false }
        let text = tokens[index].text
        // `X100` may be a code.
        let isMixed = text.contains(where: \.isLetter) && text.allSatisfy { $0.isLetter || $0.isNumber }
        return isMixed && !NumberWords.allWords.contains(word(index))
    }

    /// The place before a word and its articles.
    private func before(_ index: Int) -> Int {
        var place = index - 1
        while place >= 0, Self.articles.contains(word(place)), tokens[place + 1].leading.isEmpty { place -= 1 }
        return place
    }

    /// Whether a name is expected at a place.
    private func isNamed(_ index: Int) -> Bool {
        // "unicorn sales", "unicornios vendidos"
        let isHead = isFigure(at: index + 1, in: Self.heads) && tokens[index + 1].leading.isEmpty
        if isHead || word(index + 1).hasPrefix("vendid") { return true }
        let place = before(index)
        guard place >= 0, tokens[place + 1].leading.isEmpty else { return false }
        if ["cliente", "customer"].contains(word(place)) { return !isVerbLike(word(index)) }
        if isFigure(at: place, in: [.compare]) { return !isVerbLike(word(index)) }
        if Self.counts.contains(word(place)) { return !isVerbLike(word(index)) }
        if ["de", "del", "of", "para", "for"].contains(word(place)), isFigure(at: place - 1, in: Self.figures) {
            return true
        }
        // "tres semanas de tránsito" measures a time.
        if DateWords.isUnit(word(place - 1)) { return false }
        return Self.prepositions.contains(word(place)) && !isVerbLike(word(index))
    }

    private func word(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].word : "" }

    private func isFigure(at index: Int, in concepts: Set<Concept>) -> Bool {
        matches.contains { concepts.contains($0.concept) && !$0.hasGap && $0.tokens.contains(index) }
    }

    /// `a presentarlo`, `by reviewing`, `rápidamente`: no thing is called so.
    private func isVerbLike(_ word: String) -> Bool {
        var stem = Substring(word)
        for ending in [
            "selos", "selas", "selo", "sela", "los", "las", "les", "nos", "lo", "la", "le", "me", "te", "se",
        ]
        where stem.hasSuffix(ending) && ["ar", "er", "ir"].contains(stem.dropLast(ending.count).suffix(2)) {
            stem = stem.dropLast(ending.count)
            break
        }
        return ["ar", "er", "ir", "mente", "ando", "iendo", "ing", "ly"].contains { stem.hasSuffix($0) }
    }

    private static let figures: Set<Concept> = [
        .sale, .revenue, .units, .orders, .averageTicket, .stock, .stockValue, .returned, .reorder, .list, .trend,
    ]
    private static let groups: Set<Concept> = figures.subtracting([.list]).union([
        .byProduct, .byCategory, .byCustomer, .byCountry, .byMonth, .byWeek, .byDay, .breakdown,
    ])
    private static let ungrouped: Set<Concept> = [
        .attack, .secret, .destroy, .change, .changeable, .wholeData, .forecast, .message, .foreign, .personal,
        .policyTopic, .business,
    ]
    private static let heads: Set<Concept> = [.sale, .revenue, .units, .orders, .stock]
    private static let articles: Set<String> = Set(
        """
        el la los las un una unos unas the a an our my your their his her mi mis tu tus su sus nuestro nuestra nuestros
        nuestras este esta estos estas ese esa esos esas this that these those
        """.words
    )
    private static let counts: Set<String> = ["cuantos", "cuantas", "many"]
    private static let prepositions: Set<String> = Set(
        "de del of en in por by from a al to at".words
    )
}
