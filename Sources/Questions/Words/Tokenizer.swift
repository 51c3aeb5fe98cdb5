import Commerce

/// Cuts a question into words. Nothing is lost: every token knows where it came from.
enum Tokenizer {
    /// Words and numbers beyond this many are not read.
    static let mostTokens = 120

    static func tokens(of text: String) -> [Token] {
        var tokens: [Token] = []
        var leading = ""
        var index = text.startIndex
        while index < text.endIndex, tokens.count < mostTokens {
            if let after = plus(in: text, at: index) {
                // "los 10 + vendidos"
                tokens.append(Token(text: "+", word: "mas", bases: ["mas"], leading: leading, range: index..<after))
                leading = ""
                index = after
                continue
            }
            if let after = money(in: text, at: index) {
                let sign = Token(
                    text: String(text[index..<after]),
                    word: "dinero",
                    bases: ["dinero"],
                    leading: leading,
                    range: index..<after
                )
                tokens.append(sign)
                leading = ""
                index = after
                continue
            }
            guard isWordCharacter(text[index]) else {
                if text[index] == "%", leading.isEmpty, !tokens.isEmpty { tokens[tokens.count - 1].isPercent = true }
                if !text[index].isWhitespace { leading.append(text[index]) }
                index = text.index(after: index)
                continue
            }
            let end = endOfWord(in: text, from: index)
            for range in split(text, index..<end) {
                let written = String(text[range])
                let isUnit = range.lowerBound > index && text[text.index(before: range.lowerBound)].isNumber
                let word = (isUnit ? unitLetters[written] : nil) ?? FoldedText(written).description
                tokens.append(Token(text: written, word: word, bases: [word], leading: leading, range: range))
                leading =
                    range.upperBound < end && !isWordCharacter(text[range.upperBound])
                    ? String(text[range.upperBound]) : ""
            }
            index = end
        }
        return tokens
    }

    /// `entregan en 4d`: units shortened to a letter after their number.
    private static let unitLetters = ["d": "dias", "w": "weeks"]

    /// `3d` may be part of a name; after `tardan`, or at the end of a phrase, it is a time.
    private static func isDuration(_ text: String, _ range: Range<String.Index>) -> Bool {
        let before = text[..<range.lowerBound].split(whereSeparator: \.isWhitespace).last?.lowercased() ?? ""
        return waiting.contains(before)
            || text[range.upperBound...].first { !$0.isWhitespace }?.isLetter != true
    }

    private static let waiting: Set<String> = [
        "en", "in", "tarda", "tardan", "demora", "demoran", "takes", "take", "time", "lead", "plazo", "ultimos", "last",
    ]

    /// A dollar sign alone, or several, stand for money: `mejores países por $$`.
    private static func money(in text: String, at index: String.Index) -> String.Index? {
        guard text[index] == "$", index == text.startIndex || text[text.index(before: index)].isWhitespace else {
            return nil
        }
        let after = text[index...].firstIndex { $0 != "$" } ?? text.endIndex
        guard after < text.endIndex else { return after }
        let next = text[after...].first { !$0.isWhitespace }
        return isWordCharacter(text[after]) || "{(".contains(text[after]) || next?.isNumber == true ? nil : after
    }

    /// A plus sign that stands for `más`: between blanks, or before a word.
    private static func plus(in text: String, at index: String.Index) -> String.Index? {
        guard text[index] == "+", index == text.startIndex || text[text.index(before: index)].isWhitespace else {
            return nil
        }
        let after = text.index(after: index)
        guard after < text.endIndex, text[after].isLetter || text[after].isWhitespace else { return nil }
        let next = text[after...].first { !$0.isWhitespace }
        return next?.isLetter == true ? after : nil
    }

    private static func isWordCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber
    }

    /// A number keeps its separators: `2011-09-05`, `10/3/2011`, `1,4`, `10,000`.
    private static func endOfWord(in text: String, from start: String.Index) -> String.Index {
        var index = start
        while index < text.endIndex {
            let character = text[index]
            if isWordCharacter(character) {
                index = text.index(after: index)
                continue
            }
            let next = text.index(after: index)
            guard "/-.,".contains(character), next < text.endIndex, text[next].isASCII, text[next].isNumber,
                index > start, text[start..<index].last?.isNumber == true,
                text[start..<index].allSatisfy({ !$0.isLetter })
            else { break }
            index = next
        }
        return index
    }

    /// `15dias` is two words; `85123A`, `3er` and `2nd` are one.
    private static func split(_ text: String, _ range: Range<String.Index>) -> [Range<String.Index>] {
        let word = text[range]
        // "March 3-15" is two numbers; "2011-09" is one.
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 2, parts.allSatisfy({ 1...2 ~= $0.count && $0.allSatisfy(\.isNumber) }) {
            return parts.map { $0.startIndex..<$0.endIndex }
        }
        // "6/1/2011-6/15/2011" and "2011-06-01/2011-06-15" are two dates.
        for (outer, inner) in [("-", "/"), ("/", "-"), ("-", ".")] as [(Character, Character)] {
            let dates = word.split(separator: outer, omittingEmptySubsequences: false)
            if dates.count == 2, dates.allSatisfy({ $0.count(where: { $0 == inner }) == 2 }) {
                return dates.map { $0.startIndex..<$0.endIndex }
            }
        }
        // "top10" is two words as well.
        if let digit = word.firstIndex(where: \.isNumber), word[digit...].allSatisfy(\.isNumber),
            ["top", "bottom"].contains(word[..<digit].lowercased())
        {
            return [range.lowerBound..<digit, digit..<range.upperBound]
        }
        guard let letter = word.firstIndex(where: \.isLetter), letter > range.lowerBound,
            word[..<letter].allSatisfy(\.isNumber),
            DateWords.isUnit(FoldedText(word[letter...]).description)
                || unitLetters[String(word[letter...])] != nil && isDuration(text, range)
        else { return [range] }
        return [range.lowerBound..<letter, letter..<range.upperBound]
    }
}
