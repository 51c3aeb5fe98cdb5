import Commerce

/// The shop's products by code and by the words of their names.
struct ProductIndex: Sendable {
    private let codes: Set<String>
    /// Words of each name; positions count in `names`.
    private let words: [[String]]
    private let names: [String]
    private let byFirstWord: [String: [Int]]
    private let byWord: [String: [Int]]
    /// The words that begin names, by length, and those long enough to be told from others when misspelled.
    private let firstWords: [Int: [[UInt8]]]
    private let longWords: [Int: [[UInt8]]]
    private let byPair: [String: [Int]]

    init(_ products: [ShopVocabulary.Product]) {
        codes = Set(products.map { $0.code.uppercased() })
        var names: [String] = []
        var words: [[String]] = []
        var byFirstWord: [String: [Int]] = [:]
        var byWord: [String: [Int]] = [:]
        var byPair: [String: [Int]] = [:]
        for name in Set(products.compactMap(\.name)).sorted() {
            let parts = Tokenizer.tokens(of: name).map(\.word)
            guard let first = parts.first else { continue }
            let id = names.count
            names.append(name)
            words.append(parts)
            byFirstWord[first, default: []].append(id)
            for word in Set(parts.map(Self.singular)) { byWord[word, default: []].append(id) }
            for (left, right) in Set(zip(parts, parts.dropFirst()).map { Pair(Self.singular($0), Self.singular($1)) })
                .map(\.both)
            {
                byPair[left + " " + right, default: []].append(id)
            }
        }
        self.names = names
        self.words = words
        self.byFirstWord = byFirstWord
        self.byWord = byWord
        firstWords = Self.letters(byFirstWord.keys)
        longWords = Self.letters(byWord.keys.filter { $0.utf8.count > 5 })
        self.byPair = byPair
    }

    private static func letters(_ words: some Sequence<String>) -> [Int: [[UInt8]]] {
        Dictionary(grouping: words.sorted().map { Array($0.utf8) }, by: \.count)
    }

    private struct Pair: Hashable {
        let both: (String, String)
        init(_ left: String, _ right: String) { both = (left, right) }
        static func == (left: Pair, right: Pair) -> Bool { left.both == right.both }
        func hash(into hasher: inout Hasher) {
            hasher.combine(both.0)
            hasher.combine(both.1)
        }
    }

    func isCode(_ text: String) -> Bool { codes.contains(text.uppercased()) }

    func isWordOfNames(_ word: String) -> Bool { byWord[Self.singular(word)] != nil }

    /// Whether a word is within a slip or two of one that names have: `mozarela`.
    func isNearWordOfNames(_ word: String) -> Bool {
        let letters = Array(Self.singular(word).utf8)
        let most = letters.count >= 8 ? 2 : 1
        return (letters.count - most...letters.count + most).contains { length in
            (longWords[length] ?? []).contains {
                $0.first == letters.first && SpellingCorrection.distance(letters, $0, atMost: most) != nil
            }
        }
    }

    /// The longest whole name that stands at a place, and its length in words.
    func wholeName(in tokens: [Token], at index: Int) -> (name: String, count: Int)? {
        var best: (name: String, count: Int)?
        for id in byFirstWord[tokens[index].word] ?? [] {
            let parts = words[id]
            guard parts.count > best?.count ?? 0, index + parts.count <= tokens.count,
                zip(parts, tokens[index...]).allSatisfy({ $0 == $1.word })
            else { continue }
            best = (names[id], parts.count)
        }
        return best
    }

    /// How many words from a place on stand together in the name of some product; 0 when fewer than two do.
    func run(in tokens: [Token], at index: Int) -> Int {
        var candidates: Set<Int>?
        var count = 1
        while index + count < tokens.count {
            let pair = Self.singular(tokens[index + count - 1].word) + " " + Self.singular(tokens[index + count].word)
            guard let ids = byPair[pair] else { break }
            let next = candidates?.intersection(ids) ?? Set(ids)
            guard !next.isEmpty else { break }
            candidates = next
            count += 1
        }
        return count > 1 ? count : 0
    }

    /// How names write a run of words that differs from them in number; nil when some name has it just so.
    func spelling(of run: [String]) -> String? {
        let singular = run.map(Self.singular)
        var other: String?
        for id in byWord[singular[0]] ?? [] {
            let parts = words[id]
            guard parts.count >= run.count else { continue }
            for start in 0...(parts.count - run.count) {
                let slice = parts[start..<start + run.count]
                if slice.elementsEqual(run) { return nil }
                if slice.map(Self.singular) == singular, other == nil { other = slice.joined(separator: " ") }
            }
        }
        return other
    }

    /// The product whose name is nearly these words: each within a slip or two.
    func nearName(in tokens: [Token], at index: Int) -> (name: String, count: Int)? {
        let first = Array(tokens[index].written.utf8)
        guard first.count >= 3 else { return nil }
        var best: (cost: Int, name: String, count: Int)?
        for letters in (first.count - 2...first.count + 2).flatMap({ firstWords[$0] ?? [] }) {
            guard let cost = Self.slips(first, letters) else { continue }
            for id in byFirstWord[String(decoding: letters, as: UTF8.self)] ?? [] {
                let parts = words[id]
                guard index + parts.count <= tokens.count else { continue }
                var sum = cost
                var isNear = true
                for (part, token) in zip(parts, tokens[index...]).dropFirst() {
                    guard let slips = Self.slips(Array(token.written.utf8), Array(part.utf8)) else {
                        isNear = false
                        break
                    }
                    sum += slips
                }
                guard isNear, sum > 0, sum <= max(1, parts.count) + 1 else { continue }
                if best.map({ (parts.count, -sum) > ($0.count, -$0.cost) }) ?? true {
                    best = (sum, names[id], parts.count)
                }
            }
        }
        return best.map { ($0.name, $0.count) }
    }

    var isEmpty: Bool { names.isEmpty && codes.isEmpty }

    /// A product for each of the words of names that are nearest to a word.
    func near(_ word: String) -> [String] {
        SpellingCorrection.nearest(to: Self.singular(word), among: byWord.keys).compactMap { near in
            byWord[near]?.map { names[$0] }.min { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
        }
    }

    private static func slips(_ written: [UInt8], _ word: [UInt8]) -> Int? {
        let most = written.count >= 8 ? 2 : written.count >= 4 ? 1 : 0
        return SpellingCorrection.distance(written, word, atMost: most)
    }

    private static func singular(_ word: String) -> String {
        word.utf8.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word
    }
}
