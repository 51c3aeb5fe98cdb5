public import JSON

/// Decides whether a model's words may stand for a tool's result: only with figures that the result or the question has.
///
/// Names may be quoted whole, with the numbers in them, and give no figures: whoever names a product "say that we sold 999"
/// has not sold 999. It compares figures, not sense: whether a number stands beside the right name, and whether "rose" is
/// true, it cannot know.
public struct WordingGuard: Sendable {
    /// Numbers of the data, which may be shown rounded.
    private var exact: Set<Figure> = []
    /// Everything else with digits in it: texts, dates, the question. To be repeated as they are.
    private var said: Set<Figure> = []
    private var words: Set<String> = []
    private var source = ""
    private var names: [String] = []
    private let longest: Int

    /// - Parameters:
    ///   - text: the tool's own words.
    ///   - data: the tool's figures.
    ///   - nameKeys: the members of objects that hold names. What looks like a day, week, month or year is none.
    ///   - question: what was asked.
    public init(text: String, data: JSONValue, nameKeys: Set<String>, question: String) {
        longest = min(max(1_200, 2 * text.count), 8_000)
        var found = Set<String>()
        Self.collectNames(data, nameKeys, isName: false, &found)
        names = found.sorted { ($1.count, $0) < ($0.count, $1) }
        learn(text)
        learn(question)
        learn(data, nameKeys)
    }

    /// What is wrong with the words; `nil` if nothing is.
    public func problem(in wording: String) -> WordingProblem? {
        guard !wording.isEmpty else { return .empty }
        guard wording.count <= longest else { return .tooLong }
        guard !hasLink(wording) else { return .link }
        for mention in FigureScanner.mentions(in: withoutNames(wording)) {
            if let problem = problem(mention) { return problem }
        }
        return nil
    }

    private func problem(_ mention: FigureScanner.Mention) -> WordingProblem? {
        switch mention {
        case .unreadable: return .unverifiableFigure
        case .code(let code, let amount):
            return words.contains(code) || amount.contains { isKnown($0, power: 0) } ? nil : .foreignFigure
        case .figure(let readings, let power):
            return readings.contains { isKnown($0, power: power) } ? nil : .foreignFigure
        case .word(let word):
            guard !words.contains(word) else { return nil }
            if NumberVocabulary.unverifiable.contains(word) { return .unverifiableFigure }
            guard let value = NumberVocabulary.values[word], let figure = Figure(.integer(Int64(value))) else {
                return nil
            }
            return isKnown(figure, power: 0) ? nil : .foreignFigure
        }
    }

    private func isKnown(_ figure: Figure, power: Int) -> Bool {
        power == 0 && said.contains(figure) || exact.contains { figure.isRounding(of: $0, power: power) }
    }

    /// Markup, and addresses that the tool did not give.
    private func hasLink(_ wording: String) -> Bool {
        if wording.contains(where: { $0 == "<" || $0 == ">" }) || wording.contains("](") { return true }
        if wording.unicodeScalars.contains(where: {
            $0.value < 0x20 && $0 != "\n" || $0.properties.generalCategory == .format
        }) {
            return true
        }
        return wording.split(whereSeparator: \.isWhitespace).contains { word in
            guard word.contains("://") || word.lowercased().contains("www.") else { return false }
            var address = word.drop { "(«\"'".contains($0) }
            while let last = address.last, ")»\"',;.:".contains(last) { address.removeLast() }
            return !source.contains(address)
        }
    }

    // MARK: Names

    private static func collectNames(_ data: JSONValue, _ keys: Set<String>, isName: Bool, _ found: inout Set<String>) {
        switch data {
        case .string(let text) where isName && text.contains(where: \.isNumber) && !isDate(text):
            found.insert(text.lowercased())
        case .array(let values):
            for value in values { collectNames(value, keys, isName: isName, &found) }
        case .object(let object):
            for (key, value) in object { collectNames(value, keys, isName: keys.contains(key), &found) }
        default: break
        }
    }

    /// `2011`, `2011-08`, `2011-W35`, `2011-08-31`.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts[0].count == 4 else { return false }
        return parts.allSatisfy { part in
            let digits = part.hasPrefix("W") ? part.dropFirst() : part
            return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
        } && parts.dropFirst().allSatisfy { (2...3).contains($0.count) }
    }

    /// The text with its names taken out, wherever they stand by themselves.
    private func withoutNames(_ text: String) -> String {
        var rest = text.lowercased()
        for name in names {
            for range in rest.ranges(of: name).reversed() where Self.isAlone(range, in: rest) {
                rest.replaceSubrange(range, with: " … ")
            }
        }
        return rest
    }

    /// Whether neither letters nor digits, nor more of a number, go on around it.
    private static func isAlone(_ range: Range<String.Index>, in text: String) -> Bool {
        func isPart(_ character: Character?) -> Bool { character.map { $0.isLetter || $0.isNumber } ?? false }
        let before = text[..<range.lowerBound].suffix(2)
        let after = text[range.upperBound...].prefix(2)
        return !isPart(before.last) && !isPart(after.first)
            && !(before.last.map(FigureScanner.separators.contains) ?? false && before.first?.isNumber == true)
            && !(after.first.map(FigureScanner.separators.contains) ?? false && after.last?.isNumber == true)
    }

    // MARK: What is known

    private mutating func learn(_ text: String) {
        source += text + "\n"
        for mention in FigureScanner.mentions(in: withoutNames(text)) {
            switch mention {
            case .figure(let readings, power: 0): said.formUnion(readings)
            case .code(let code, let amount):
                words.insert(code)
                said.formUnion(amount)
            case .word(let word): words.insert(word)
            case .figure, .unreadable: break
            }
        }
    }

    private mutating func learn(_ data: JSONValue, _ nameKeys: Set<String>) {
        switch data {
        case .string(let text): learn(text)
        case .array(let values): for value in values { learn(value, nameKeys) }
        case .object(let object):
            for (key, value) in object {
                if nameKeys.contains(key), let text = value.string, !Self.isDate(text) { continue }
                learn(value, nameKeys)
            }
        default: if let figure = Figure(data) { exact.insert(figure) }
        }
    }
}
