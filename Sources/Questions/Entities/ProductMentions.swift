/// Finds products in a question: by code, by name, by part of a name.
struct ProductMentions {
    let index: ProductIndex
    let question: String
    /// Whether a word belongs to the language rather than to a name.
    let isCommon: (String) -> Bool
    /// Whether a word means something to the grammar: an article, a verb, a word for sales.
    let isFunction: (String) -> Bool
    /// Whether a word means something whatever the shop sells.
    let isGrammar: (String) -> Bool

    private static let markers: Set<String> = [
        "sku", "codigo", "code", "producto", "product", "articulo", "item", "ref", "referencia", "cod",
    ]
    private static let fillers: Set<String> = [
        "no", "num", "numero", "number", "con", "codigo", "code", "id", "sku", "el", "the", "llamado", "called",
        "named",
    ]

    /// Words that a thing's name may follow.
    private static let introductions: Set<String> = Set(
        """
        de del el la los las un una unos unas cuanto cuanta cuantos cuantas hay queda quedan tenemos tengo tienen algun
        alguna mas vendio vendieron vendimos y con o nuestro nuestra of the our any many much some have sell sold more
        for on left and or a an is are
        """.words
    )

    /// Codes, and whole names of two words or more: these are sure before anything else is read.
    func certain(in tokens: [Token], customers: Set<String>) -> [EntityMatches.Mention] {
        var found: [EntityMatches.Mention] = []
        var place = 0
        while place < tokens.count {
            if let name = index.wholeName(in: tokens, at: place), isName(name.name, name.count, tokens, place) {
                found.append(EntityMatches.Mention(value: name.name, tokens: place..<place + name.count))
                place += name.count
                continue
            }
            if isCode(tokens, place, customers) {
                found.append(EntityMatches.Mention(value: tokens[place].text, tokens: place..<place + 1))
            }
            place += 1
        }
        return found
    }

    private func isName(_ name: String, _ count: Int, _ tokens: [Token], _ place: Int) -> Bool {
        let words = tokens[place..<place + count]
        if words.allSatisfy({ $0.word.utf8.count < 3 }) { return false }
        // "manual" and "sample" are names in some data; words of the grammar are no names by themselves.
        if count == 1 {
            let word = words[place].word
            guard word.utf8.count > 2, !isFunction(word) else { return false }
            return !isCommon(word) || place > 0 && Self.introductions.contains(tokens[place - 1].word)
        }
        return words.contains { !isFunction($0.word) } || words.allSatisfy(\.isCapitals) || count > 2
    }

    private func isCode(_ tokens: [Token], _ place: Int, _ customers: Set<String>) -> Bool {
        let token = tokens[place]
        guard token.text.contains(where: \.isNumber), token.text.allSatisfy({ $0.isLetter || $0.isNumber }) else {
            return false
        }
        if isMarked(tokens, place) { return true }
        guard index.isCode(token.text), token.word.utf8.count >= 5 || isShortCode(tokens, place) else { return false }
        // A customer may have the number of a product.
        return !customers.contains(token.text) && !CustomerMentions.isMarked(tokens, place)
    }

    /// `ventas de X100`: letters and figures that are no part of a year, as `Q3` is.
    private func isShortCode(_ tokens: [Token], _ place: Int) -> Bool {
        let word = tokens[place].word
        let isMixed = word.contains(where: \.isLetter) && word.contains(where: \.isNumber)
        let isUnit = word.utf8.count == 2 && "qtsh".contains(word.prefix(1))
        return isMixed && !isUnit && place > 0 && ["de", "del", "of", "for"].contains(tokens[place - 1].word)
    }

    private func isMarked(_ tokens: [Token], _ place: Int) -> Bool {
        var before = place - 1
        while before >= 0, Self.fillers.contains(tokens[before].word), !Self.markers.contains(tokens[before].word) {
            before -= 1
        }
        guard before >= 0, Self.markers.contains(tokens[before].word) else { return false }
        // "producto 5" is a code only when it is one; "top producto 2011" is not.
        return tokens[place].word.utf8.count >= 5
            || index.isCode(tokens[place].text)
                && ["sku", "codigo", "code", "producto", "product"].contains(tokens[before].word)
    }

    /// Parts of names of two words and more, near names, and names in capitals that are not known.
    func likely(in tokens: [Token], masked: Set<Int>) -> [EntityMatches.Mention] {
        var found: [EntityMatches.Mention] = []
        var place = 0
        while place < tokens.count {
            guard !masked.contains(place) else {
                place += 1
                continue
            }
            if let mention = part(tokens, place, masked) ?? near(tokens, place, masked)
                ?? capitals(tokens, place, masked)
            {
                found.append(mention)
                place = mention.tokens.upperBound
            } else {
                place += 1
            }
        }
        return found
    }

    /// Single words that only occur in names of products.
    func singles(in tokens: [Token], masked: Set<Int>) -> [EntityMatches.Mention] {
        tokens.indices.compactMap { masked.contains($0) ? nil : single(tokens, $0, isJoined: masked.contains($0 + 1)) }
    }

    /// Names that begin with a capital inside the sentence, after a word that things follow: `¿queda Camote Azul?`.
    func unknown(in tokens: [Token], masked: Set<Int>) -> [String] {
        let isName = { (index: Int) in
            // "VAT", "IVA": short capitals are no names of goods.
            tokens.indices.contains(index) && !masked.contains(index) && tokens[index].isCapitalized
                && !(tokens[index].isCapitals && tokens[index].word.utf8.count < 5)
                && !isCommon(tokens[index].word) && tokens[index].word.utf8.count > 2
        }
        guard
            let start = tokens.indices.first(where: {
                $0 > 0 && isName($0) && Self.introductions.contains(tokens[$0 - 1].word)
            })
        else { return [] }
        var end = start + 1
        // "Queso de Capas": small words may join the parts.
        while isName(end)
            || Self.joints.contains(tokens.indices.contains(end) ? tokens[end].word : "") && isName(end + 1)
        { end += 1 }
        return [written(start..<end, tokens).value]
    }

    private static let joints: Set<String> = ["de", "di", "del", "la", "of", "and", "y", "s"]

    private func part(_ tokens: [Token], _ place: Int, _ masked: Set<Int>) -> EntityMatches.Mention? {
        var count = index.run(in: tokens, at: place)
        // What the run takes must be free, and hang together in the question as well.
        for offset in 1..<max(count, 1)
        where masked.contains(place + offset) || !tokens[place + offset].leading.allSatisfy({ "-/&.'+".contains($0) }) {
            count = offset
            break
        }
        guard count > 1 else { return nil }
        let words = tokens[place..<place + count]
        let own = words.filter { !isCommon($0.word) && $0.word.utf8.count > 2 && $0.integer == nil }
        let isNamed =
            place > 0 && Self.introductions.contains(tokens[place - 1].word)
            && words.allSatisfy { !isFunction($0.word) }
        guard !own.isEmpty || words.allSatisfy(\.isCapitals) || isNamed,
            !isCommon(words[place].word) || words[place].isCapitals || own.count > 1 || words[place].word.utf8.count > 3
        else { return nil }
        // "popcorn holders" is the name in the plural.
        let name = index.spelling(of: words.map(\.word))
        return EntityMatches.Mention(
            value: name ?? written(place..<place + count, tokens).value,
            tokens: place..<place + count
        )
    }

    private func near(_ tokens: [Token], _ place: Int, _ masked: Set<Int>) -> EntityMatches.Mention? {
        guard !isCommon(tokens[place].word), let near = index.nearName(in: tokens, at: place),
            !(place..<place + near.count).contains(where: masked.contains),
            near.count > 1 || tokens[place].word.utf8.count > 5 || tokens[place].isCapitalized && place > 0
        else { return nil }
        return EntityMatches.Mention(value: near.name, tokens: place..<place + near.count)
    }

    private func capitals(_ tokens: [Token], _ place: Int, _ masked: Set<Int>) -> EntityMatches.Mention? {
        var end = place
        while end < tokens.count, !masked.contains(end),
            tokens[end].isCapitals || end > place && tokens[end].integer != nil,
            end == place || tokens[end].leading.allSatisfy({ "-/&.'+".contains($0) })
        { end += 1 }
        while end > place, tokens[end - 1].integer != nil { end -= 1 }
        guard end - place > 1, tokens[place..<end].contains(where: { !isCommon($0.word) }) else { return nil }
        return written(place..<end, tokens)
    }

    /// Where even a word of everyday speech, `pan`, `milk`, is the product that has it in its name.
    private static let amounts: Set<String> = [
        "cuanto", "cuanta", "cuantos", "cuantas", "much", "many", "stock", "existencia", "existencias", "inventario",
    ]
    private static let amounted: Set<String> = amounts.union(
        """
        venta ventas vendimos vendio vendieron vendi vende unidad unidades libra libras caja cajas bolsa bolsas litro litros
        kilo kilos queda quedan hay tenemos tengo cantidad total ingreso ingresos facturacion pedido pedidos precio
        movimiento tendencia sale sales sold unit units revenue inventory quantity pound pounds box boxes left orders trend
        """.words
    )

    private func isAmounted(_ tokens: [Token], _ place: Int) -> Bool {
        guard place > 0, tokens[place].leading.isEmpty else { return false }
        let before = tokens[place - 1].word
        return Self.amounts.contains(before)
            || ["de", "del", "of"].contains(before) && place > 1 && Self.amounted.contains(tokens[place - 2].word)
    }

    private func single(_ tokens: [Token], _ place: Int, isJoined: Bool) -> EntityMatches.Mention? {
        let token = tokens[place]
        if !isJoined, token.word.utf8.count >= 3, token.integer == nil, token.misspelled == nil,
            index.isWordOfNames(token.word), !isGrammar(token.word), isAmounted(tokens, place)
        {
            return self.written(place..<place + 1, tokens)
        }
        let written = token.misspelled ?? token.word
        let isIntroduced = place > 0 && Self.introductions.contains(tokens[place - 1].word)
        guard written.utf8.count >= 4, token.integer == nil, token.misspelled == nil, !isCommon(token.word),
            index.isWordOfNames(token.word)
                || isIntroduced && written.utf8.count > 5 && index.isNearWordOfNames(token.word),
            token.isCapitalized && place > 0 || isIntroduced
        else { return nil }
        // "Camembert Pierrot" where only the first word is known.
        var end = place + 1
        while token.isCapitalized, end < tokens.count, tokens[end].isCapitalized, tokens[end].leading.isEmpty,
            !isCommon(tokens[end].word)
        {
            end += 1
        }
        return self.written(place..<end, tokens)
    }

    private func written(_ range: Range<Int>, _ tokens: [Token]) -> EntityMatches.Mention {
        let text = question[tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound]
        return EntityMatches.Mention(value: String(text), tokens: range)
    }
}
