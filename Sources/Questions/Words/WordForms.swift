/// Base forms of words in both languages, by rule. A word has several when the rules cannot tell.
enum WordForms {
    static func bases(of word: String) -> Set<String> {
        guard word.utf8.count > 2, word.utf8.allSatisfy({ 97...122 ~= $0 }) else {
            return SpanishVerbs.infinitives[word, default: []].union([word])
        }
        // "factura" is the paper far more often than what somebody bills.
        if word == "factura" || word == "facturas" { return [word, "factura"] }
        var bases = SpanishVerbs.infinitives(of: word)
        bases.insert(word)
        bases.formUnion(spanishNominals(word))
        bases.formUnion(englishBases(word))
        return bases
    }

    /// Singular, and masculine: `agotadas` → `agotado`, `lugares` → `lugar`, `veces` → `vez`.
    private static func spanishNominals(_ word: String) -> Set<String> {
        var bases: Set<String> = []
        var singulars: [Substring] = [word[...]]
        if word.hasSuffix("s"), word.utf8.count > 3 { singulars.append(word.dropLast()) }
        if word.hasSuffix("es"), word.utf8.count > 4 { singulars.append(word.dropLast(2)) }
        for singular in singulars {
            bases.insert(String(singular))
            if singular.hasSuffix("a") { bases.insert(singular.dropLast() + "o") }
        }
        if word.hasSuffix("ces") { bases.insert(word.dropLast(3) + "z") }
        return bases
    }

    /// `bought` → `buy`, `stories` → `story`, `planned` → `plan`, `moving` → `move`.
    private static func englishBases(_ word: String) -> Set<String> {
        var bases: Set<String> = []
        if let base = irregular[word] { bases.insert(base) }
        if word.hasSuffix("ies") { bases.insert(word.dropLast(3) + "y") }
        for (ending, least) in [("ed", 5), ("ing", 5), ("er", 6), ("est", 6)]
        where word.hasSuffix(ending) && word.utf8.count >= least {
            let stem = word.dropLast(ending.count)
            bases.insert(String(stem))
            bases.insert(stem + "e")
            if let last = stem.last, stem.dropLast().last == last { bases.insert(String(stem.dropLast())) }
            if stem.hasSuffix("i") { bases.insert(stem.dropLast() + "y") }
        }
        return bases
    }

    private static let irregular: [String: String] = {
        var forms: [String: String] = [:]
        let table = """
            sell sold; buy bought; make made; do did does done; bring brought; spend spent; get got gotten; go went
            gone; have had has; be is are was were been am; take took taken; come came; give gave given; run ran;
            send sent; write wrote written; show shown; say said; tell told; find found; keep kept; grow grew grown;
            fall fell fallen; rise rose risen; forget forgot forgotten; pay paid; lose lost; think thought; know knew
            known; leave left; stand stood; mean meant; build built; draw drew drawn; drop dropped; good better best;
            bad worse worst; person people
            """
        for group in table.split(separator: ";") {
            let words = String(group).words
            for form in words.dropFirst() { forms[form] = words[0] }
        }
        return forms
    }()
}
