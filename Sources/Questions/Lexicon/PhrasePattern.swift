/// A phrase of the lexicon, which words of a question may match.
///
/// Words are base forms: `vender` matches `vendimos`. `a/b` is either, `[a]` may be absent, `=a` is that very form,
/// `...` is up to three other words.
struct PhrasePattern: Sendable {
    enum Element: Sendable {
        case words([Word])
        case gap
    }

    struct Word: Sendable {
        let text: String
        let isExact: Bool

        func matches(_ token: Token) -> Bool { isExact ? token.word == text : token.bases.contains(text) }
    }

    let concept: Concept
    let elements: [Element]
    let isOptional: [Bool]
    let hasGap: Bool

    init(_ text: Substring, _ concept: Concept) {
        var elements: [Element] = []
        var isOptional: [Bool] = []
        for part in text.split(separator: " ") {
            if part == "..." {
                elements.append(.gap)
                isOptional.append(true)
                continue
            }
            let bare = part.hasPrefix("[") ? part.dropFirst().dropLast() : part
            elements.append(
                .words(
                    bare.split(separator: "/").map {
                        $0.hasPrefix("=")
                            ? Word(text: String($0.dropFirst()), isExact: true)
                            : Word(text: String($0), isExact: false)
                    }
                )
            )
            isOptional.append(bare != part)
        }
        self.concept = concept
        self.elements = elements
        self.isOptional = isOptional
        hasGap = elements.contains { if case .gap = $0 { true } else { false } }
    }

    /// The words that can begin it.
    var beginnings: [String] {
        var words: [String] = []
        for (element, isOptional) in zip(elements, isOptional) {
            if case .words(let alternatives) = element { words += alternatives.map(\.text) }
            if !isOptional { break }
        }
        return words
    }

    var vocabulary: [String] {
        elements.flatMap { element in
            if case .words(let words) = element { words.map(\.text) } else { [String]() }
        }
    }

    /// The place after the longest match that begins at `start`; nil when there is none.
    func match(_ tokens: [Token], at start: Int) -> Int? { match(tokens, start, 0) }

    private func match(_ tokens: [Token], _ index: Int, _ element: Int) -> Int? {
        guard element < elements.count else { return index }
        switch elements[element] {
        case .gap:
            for skipped in 0...3 where index + skipped <= tokens.count {
                if let end = match(tokens, index + skipped, element + 1) { return end }
            }
            return nil
        case .words(let words):
            if index < tokens.count, words.contains(where: { $0.matches(tokens[index]) }),
                let end = match(tokens, index + 1, element + 1)
            {
                return end
            }
            return isOptional[element] ? match(tokens, index, element + 1) : nil
        }
    }
}
