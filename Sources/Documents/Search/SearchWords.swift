import Foundation

/// What somebody looks for, read from a line of text: words, "several words in a row", and fro* for what begins so.
/// Nothing in it is taken for the language of SQLite.
struct SearchWords: Hashable {
    enum Term: Hashable {
        case word(String)
        case phrase([String])
        case prefix(String)

        /// As FTS5 reads it: nothing but letters and digits between the quotes.
        var expression: String {
            switch self {
            case .word(let word): "\"\(word)\""
            case .phrase(let words): "\"\(words.joined(separator: " "))\""
            case .prefix(let start): "\"\(start)\" *"
            }
        }
    }

    var terms: [Term]
    /// Whether there were words at all, be they small ones.
    var hasWords: Bool

    private static let longestText = 1_000
    private static let mostTerms = 16

    init(_ text: String) {
        var terms: [Term] = []
        var hasWords = false
        var quoted: [String]?
        var word = ""
        /// `10` of `10,000`: the parts of a number stand in a row.
        var number: [String] = []

        func end(isPrefix: Bool = false) {
            defer { word = "" }
            guard !word.isEmpty else { return }
            hasWords = true
            if quoted != nil { return quoted?.append(word) ?? () }
            if !number.isEmpty {
                terms.append(.phrase(number + [word]))
                number = []
                return
            }
            if isPrefix, word.count >= 2 {
                terms.append(.prefix(word))
            } else if !StopWords.contains(WordAnalysis.folded(word)) {
                terms.append(.word(word))
            }
        }
        func endQuote() {
            guard let words = quoted else { return }
            quoted = nil
            if words.count > 1 {
                terms.append(.phrase(words))
            } else if let word = words.first {
                terms.append(.word(word))
            }
        }

        let characters = Array(text.prefix(Self.longestText).precomposedStringWithCanonicalMapping.lowercased())
        for (index, character) in characters.enumerated() {
            if Self.isPart(character) {
                word.append(character)
            } else if ",.".contains(character), quoted == nil, word.last?.isNumber == true,
                index + 1 < characters.count, characters[index + 1].isNumber
            {
                number.append(word)
                word = ""
            } else if character == "*" {
                end(isPrefix: true)
            } else if "\"“”«»„".contains(character) {
                end()
                if quoted == nil { quoted = [] } else { endQuote() }
            } else {
                end()
            }
        }
        end()
        endQuote()
        var seen: Set<Term> = []
        self.terms = Array(terms.filter { seen.insert($0).inserted }.prefix(Self.mostTerms))
        self.hasWords = hasWords
    }

    /// As `unicode61` tells words from what is between them.
    private static func isPart(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
                .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
                true
            default: false
            }
        }
    }
}
