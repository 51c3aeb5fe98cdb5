import Foundation
import Localization

/// What a word is found by.
struct WordForms: Hashable {
    /// As it is written, without accents.
    var surface: String
    /// Its stems in Spanish and English, without accents.
    var stems: [String]

    /// Stands in front of surfaces, so that they are told from stems: prefixes and corrections go by what people write.
    static let surfaceMark = "="
    /// Longer ones are no words.
    static let longest = 64
}

/// Finds the forms of words, and remembers them.
final class WordAnalysis {
    private let spanish: Stemmer?
    private let english: Stemmer?
    private var known: [String: WordForms] = [:]

    private static let mostKnown = 20_000

    init() {
        spanish = Stemmer(.spanish)
        english = Stemmer(.english)
    }

    /// - Parameter word: in lower case, with its accents.
    func forms(of word: String) -> WordForms {
        if let forms = known[word] { return forms }
        let short = word.utf8.count > WordForms.longest ? String(word.prefix(WordForms.longest / 4)) : word
        var stems: [String] = []
        for stem in [spanish?.stem(Self.withAccent(short)), english?.stem(short)].compactMap(\.self) {
            let folded = Self.canonical(Self.folded(stem))
            if !folded.isEmpty, !stems.contains(folded) { stems.append(folded) }
        }
        let forms = WordForms(surface: Self.folded(short), stems: stems)
        if known.count >= Self.mostKnown { known.removeAll(keepingCapacity: true) }
        known[word] = forms
        return forms
    }

    /// People leave this accent out, and the stemmer goes by it.
    private static func withAccent(_ word: String) -> String {
        word.hasSuffix("cion") || word.hasSuffix("sion") ? word.dropLast(2) + "ón" : word
    }

    /// Verbs whose nouns have another stem, in the words of a shop: whoever writes "devolver" means "devoluciones" too.
    private static let families = [
        "devolv": "devolu", "devuelv": "devolu", "devuelt": "devolu", "repon": "reposicion", "repong": "reposicion",
        "vend": "vent", "cerr": "cierr", "pid": "ped",
    ]

    private static func canonical(_ stem: String) -> String { families[stem] ?? stem }

    /// Without the marks of letters: `ñ` is `n`, as people type it on foreign keyboards.
    static func folded(_ word: String) -> String {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return word }
        var scalars = String.UnicodeScalarView()
        for scalar in word.decomposedStringWithCanonicalMapping.unicodeScalars
        where scalar.properties.canonicalCombiningClass == .notReordered {
            scalars.append(scalar)
        }
        return String(scalars)
    }
}
