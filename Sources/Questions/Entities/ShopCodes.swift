import Commerce

/// Codes and customers that are not one word as the language has them: `ABA-001`, `gift_0001_20`.
struct ShopCodes: Sendable {
    private let products: [String: String]
    private let customers: [String: String]
    /// More words than any of them has are not joined.
    private let mostWords: Int

    init(_ vocabulary: ShopVocabulary) {
        let composed = { (codes: [String]) in
            let composed = codes.filter { code in code.contains { !($0.isLetter || $0.isNumber || $0.isWhitespace) } }
            return Dictionary(composed.map { ($0.uppercased(), $0) }) { first, _ in first }
        }
        products = composed(vocabulary.products.map(\.code))
        customers = composed(vocabulary.customers)
        let lengths = (Array(products.keys) + Array(customers.keys)).map { Tokenizer.tokens(of: $0).count }
        mostWords = min(8, lengths.max() ?? 0)
    }

    /// What `joining` found. After a word for customers a code is theirs, where both have it.
    func mentions(in tokens: [Token], masked: Set<Int>) -> (
        products: [EntityMatches.Mention], customers: [EntityMatches.Mention]
    ) {
        var found: (products: [EntityMatches.Mention], customers: [EntityMatches.Mention]) = ([], [])
        for place in tokens.indices where !masked.contains(place) {
            let key = tokens[place].text.uppercased()
            let mention = EntityMatches.Mention(value: tokens[place].text, tokens: place..<place + 1)
            if customers[key] != nil, products[key] == nil || CustomerMentions.isMarked(tokens, place) {
                found.customers.append(mention)
            } else if products[key] != nil {
                found.products.append(mention)
            }
        }
        return found
    }

    /// Makes one token, spelled as the shop spells it, of the words of each code; the longest wins.
    func joining(_ tokens: [Token], of question: String) -> [Token] {
        guard mostWords > 0 else { return tokens }
        var joined: [Token] = []
        var place = 0
        while place < tokens.count {
            let longest = min(mostWords, tokens.count - place)
            let found = (1...longest).reversed().lazy.compactMap { count -> (Token, Int)? in
                let range = tokens[place].range.lowerBound..<tokens[place + count - 1].range.upperBound
                let written = question[range].uppercased()
                guard let code = products[written] ?? customers[written] else { return nil }
                let word = FoldedText(code).description
                return (Token(text: code, word: word, bases: [], leading: tokens[place].leading, range: range), count)
            }
            .first
            joined.append(found?.0 ?? tokens[place])
            place += found?.1 ?? 1
        }
        return joined
    }
}
