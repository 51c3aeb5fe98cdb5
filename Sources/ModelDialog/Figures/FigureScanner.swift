/// Finds what says a number in a text.
struct FigureScanner {
    enum Mention: Hashable {
        /// Digits, with what they can be read as: `1,234` is a thousand or one and a bit. `power`: of ten, by the word behind.
        case figure(readings: [Figure], power: Int)
        /// Letters and digits, as `85123A`; if a number stands behind a sign of letters, as in `Q38.50`, its readings.
        case code(String, amount: [Figure])
        /// A word, folded.
        case word(String)
        /// Digits of other scripts, fractions in one character, or too many digits.
        case unreadable
    }

    static func mentions(in text: String) -> [Mention] {
        var mentions: [Mention] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let runs = runs(in: withoutListNumber(line))
            var index = 0
            while index < runs.count {
                let run = runs[index]
                index += 1
                guard run.contains(where: \.isNumber) else {
                    mentions.append(.word(folded(run)))
                    continue
                }
                var power = 0
                while index < runs.count, let more = NumberVocabulary.powers[folded(runs[index])], power + more <= 9 {
                    power += more
                    index += 1
                }
                mentions += mention(run, power)
            }
        }
        return mentions
    }

    /// Lower case, without the accents of Spanish.
    static func folded(_ word: some StringProtocol) -> String {
        String(word.lowercased().map { accents[$0] ?? $0 })
    }

    private static let accents: [Character: Character] = [
        "á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u", "ü": "u",
    ]

    /// `3. ` and `3) ` at the beginning of a line count the lines.
    private static func withoutListNumber(_ line: Substring) -> Substring {
        let start = line.drop { $0.isWhitespace || "-*•#>".contains($0) }
        let digits = start.prefix { $0.isASCII && $0.isNumber }
        let rest = start.dropFirst(digits.count)
        guard (1...2).contains(digits.count), rest.first == "." || rest.first == ")",
            rest.dropFirst().first.map({ $0.isWhitespace || $0 == "*" }) ?? true
        else { return line }
        return rest.dropFirst()
    }

    /// Letters and digits that belong together, with the separators inside numbers.
    private static func runs(in line: Substring) -> [Substring] {
        var runs: [Substring] = []
        var rest = line
        while let start = rest.firstIndex(where: isPart) {
            var end = start
            while end < rest.endIndex {
                let next = rest.index(after: end)
                let isInside =
                    isPart(rest[end])
                    || separators.contains(rest[end]) && end > start && rest[rest.index(before: end)].isNumber
                        && next < rest.endIndex && rest[next].isNumber
                guard isInside else { break }
                end = next
            }
            runs.append(rest[start..<end])
            rest = rest[end...]
        }
        return runs
    }

    private static func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    /// Point, comma, apostrophes, and the spaces that do not break.
    static let separators: Set<Character> = [".", ",", "'", "’", "\u{A0}", "\u{202F}", "\u{2009}"]

    private static func mention(_ run: Substring, _ power: Int) -> [Mention] {
        guard run.allSatisfy({ !$0.isNumber || $0.isASCII }) else { return [.unreadable] }
        let letters = run.prefix { $0.isLetter }
        let number = run.dropFirst(letters.count).prefix { !$0.isLetter }
        let ending = run.dropFirst(letters.count + number.count)
        if !letters.isEmpty { return [.code(folded(run), amount: ending.isEmpty ? readings(number) : [])] }
        guard !ending.isEmpty else { return figures(number, power) }
        let word = folded(ending)
        if let scale = NumberVocabulary.powers[word] { return figures(number, power + scale) }
        if NumberVocabulary.ordinalEndings.contains(word) { return figures(number, power) }
        return [.code(folded(run), amount: [])]
    }

    private static func figures(_ number: Substring, _ power: Int) -> [Mention] {
        let readings = readings(number)
        guard readings.isEmpty else { return [.figure(readings: readings, power: power)] }
        // `31.12.2011` is three numbers.
        return number.split { !$0.isNumber }.map { part in
            Figure(whole: part).map { .figure(readings: [$0], power: 0) } ?? .unreadable
        }
    }

    /// Every way to read digits with separators: as thousands, as a decimal mark, or both.
    private static func readings(_ number: Substring) -> [Figure] {
        let groups = number.split { !$0.isNumber }
        let marks = number.filter { !$0.isNumber }
        guard let last = groups.last else { return [] }
        guard let mark = marks.last else { return [Figure(whole: last)].compactMap(\.self) }
        var readings: [Figure?] = []
        if areThousands(groups, marks) { readings.append(Figure(whole: groups.joined())) }
        let others = marks.dropLast()
        if mark == "." || mark == ",", !others.contains(mark), areThousands(groups.dropLast(), others) {
            readings.append(Figure(whole: groups.dropLast().joined(), fraction: last))
        }
        return readings.compactMap(\.self)
    }

    private static func areThousands(_ groups: some Collection<Substring>, _ marks: some StringProtocol) -> Bool {
        guard !marks.isEmpty else { return groups.count == 1 }
        return Set(marks).count == 1 && (1...3).contains(groups.first?.count ?? 0)
            && groups.dropFirst().allSatisfy { $0.count == 3 }
    }
}
