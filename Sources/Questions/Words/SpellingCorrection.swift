/// Finds the word that was meant by one that is nearly right.
struct SpellingCorrection: Sendable {
    /// How likely a word is meant, when several are equally near.
    enum Rank: Int, Sendable, Comparable {
        /// Words of the grammar as they stand.
        case core
        /// Their plurals and feminines.
        case inflected
        /// Forms of Spanish verbs, which are meant in Spanish sentences only.
        case verb

        static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
    }

    private struct Target {
        let word: String
        let letters: [UInt8]
        let rank: Rank
        /// Which letters it has, a bit each.
        let alphabet: UInt32
    }

    private let byLength: [Int: [Target]]
    private let bySound: [String: String]
    private let known: Set<String>

    /// - Parameters:
    ///   - targets: the words that may be meant.
    ///   - known: words that are right as they are and must not be mended.
    init(targets: [String: Rank], known: Set<String>) {
        let ordered = targets.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
        let long = ordered.filter { $0.utf8.count >= 4 }
            .map {
                let letters = Array($0.utf8)
                return Target(
                    word: $0,
                    letters: letters,
                    rank: targets[$0] ?? .verb,
                    alphabet: Self.alphabet(letters)
                )
            }
        byLength = Dictionary(grouping: long) { $0.letters.count }
        bySound = Dictionary(ordered.map { (Self.sound($0), $0) }) { first, _ in first }
        self.known = known
    }

    /// nil when the word is known, or too short or too far from every word to be sure.
    ///
    /// Words that sound alike in Spanish are the same; otherwise one slip is allowed from four letters on, two from
    /// nine, where a slip is a letter too many, too few, wrong, or swapped with its neighbour.
    func correction(of word: String, isEnglish: Bool) -> String? {
        let length = word.utf8.count
        guard length >= 4, length <= 24, word.utf8.allSatisfy({ 97...122 ~= $0 }), !known.contains(word) else {
            return nil
        }
        if !isEnglish, let same = bySound[Self.sound(word)] { return same }
        let most = length >= 9 ? 2 : 1
        let letters = Array(word.utf8)
        let alphabet = Self.alphabet(letters)
        var best: (cost: Int, word: String)?
        for otherLength in (length - most)...(length + most) {
            for target in byLength[otherLength] ?? [] {
                // A slip takes one letter away and brings one in at most.
                guard (alphabet ^ target.alphabet).nonzeroBitCount <= 2 * most, !isEnglish || target.rank != .verb
                else { continue }
                let other = target.letters
                guard let distance = Self.distance(letters, other, atMost: most) else { continue }
                // A short word may only have two letters swapped, or one missing or doubled inside it.
                if length == 4, !(letters[0] == other[0] && (Self.isTransposed(letters, other) || other.count == 5)) {
                    continue
                }
                // The first letter is rarely wrong.
                let cost = distance * 4 + (letters[0] == other[0] ? 0 : 3) + (letters.last == other.last ? 0 : 1)
                guard cost <= 5 || cost == 8 else { continue }
                let total = cost + target.rank.rawValue * 2
                if best.map({ (total, target.word) < $0 }) ?? true { best = (total, target.word) }
            }
        }
        return best?.word
    }

    private static func alphabet(_ letters: [UInt8]) -> UInt32 { letters.reduce(0) { $0 | 1 << UInt32($1 & 31) } }

    private static func isTransposed(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && left.sorted() == right.sorted()
    }

    /// Up to three words that differ from another in a quarter of its letters at most, the nearest first.
    static func nearest(to word: String, among words: some Sequence<String>) -> [String] {
        let letters = Array(word.utf8)
        guard 5...24 ~= letters.count else { return [] }
        return words.compactMap { other in
            distance(letters, Array(other.utf8), atMost: letters.count / 4).map { (cost: $0, word: other) }
        }
        .sorted { ($0.cost, $0.word) < ($1.cost, $1.word) }.prefix(3).map(\.word)
    }

    /// The optimal string alignment distance; nil when it is more than `most`.
    static func distance(_ left: [UInt8], _ right: [UInt8], atMost most: Int) -> Int? {
        guard abs(left.count - right.count) <= most else { return nil }
        var before: [Int] = []
        var row = Array(0...right.count)
        for i in left.indices {
            var next = [i + 1]
            for j in right.indices {
                var cost = min(row[j] + (left[i] == right[j] ? 0 : 1), row[j + 1] + 1, next[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, before[j - 1] + 1)
                }
                next.append(cost)
            }
            if (next.min() ?? 0) > most { return nil }
            before = row
            row = next
        }
        return row[right.count] <= most ? row[right.count] : nil
    }

    /// How a word sounds in Latin America, where b and v, s and z, ll and y are one, and h is silent.
    private static func sound(_ word: String) -> String {
        var sound: [UInt8] = []
        let letters = Array(word.utf8)
        var index = 0
        while index < letters.count {
            let letter = letters[index]
            let next = index + 1 < letters.count ? letters[index + 1] : 0
            index += 1
            switch letter {
            case UInt8(ascii: "h") where sound.last != UInt8(ascii: "c"): continue
            case UInt8(ascii: "v"): sound.append(UInt8(ascii: "b"))
            case UInt8(ascii: "z"): sound.append(UInt8(ascii: "s"))
            case UInt8(ascii: "c") where next == UInt8(ascii: "e") || next == UInt8(ascii: "i"):
                sound.append(UInt8(ascii: "s"))
            case UInt8(ascii: "c") where next != UInt8(ascii: "h"): sound.append(UInt8(ascii: "k"))
            case UInt8(ascii: "q"):
                sound.append(UInt8(ascii: "k"))
                if next == UInt8(ascii: "u") { index += 1 }
            case UInt8(ascii: "l") where next == UInt8(ascii: "l"):
                sound.append(UInt8(ascii: "y"))
                index += 1
            case UInt8(ascii: "g") where next == UInt8(ascii: "e") || next == UInt8(ascii: "i"):
                sound.append(UInt8(ascii: "j"))
            default:
                if sound.last != letter { sound.append(letter) }
            }
        }
        return String(decoding: sound, as: UTF8.self)
    }
}
