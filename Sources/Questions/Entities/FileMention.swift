import Commerce

/// A file that a question names.
struct FileMention: Sendable, Hashable {
    /// As it was written, without quotes.
    let path: String
    let range: Range<String.Index>

    private static let endings: Set<String> = [
        "csv", "tsv", "txt", "tab", "dat", "xlsx", "xls", "json", "gz", "zip", "ods", "xml", "psv", "parquet",
    ]

    /// The first file named: in quotes it may hold blanks.
    init?(in question: String) {
        for quoted in Quotation.all(in: question) where Self.isPath(question[quoted]) {
            self.init(path: String(question[quoted]).trimmed, range: quoted)
            return
        }
        var start = question.startIndex
        while start < question.endIndex {
            guard !question[start].isWhitespace else {
                start = question.index(after: start)
                continue
            }
            let blank = question[start...].firstIndex { $0.isWhitespace } ?? question.endIndex
            var range = start..<blank
            start = blank
            while let last = question[range].last, ".,;:?!)]»”\"'’`".contains(last) {
                range = range.lowerBound..<question.index(before: range.upperBound)
            }
            while let first = question[range].first, "([¿¡«“\"'‘`".contains(first) {
                range = question.index(after: range.lowerBound)..<range.upperBound
            }
            if Self.isPath(question[range]) {
                range = Self.beginning(of: range, in: question)..<range.upperBound
                self.init(path: String(question[range]), range: range)
                return
            }
        }
        return nil
    }

    private init(path: String, range: Range<String.Index>) {
        self.path = path
        self.range = range
    }

    /// `el fichero ventas enero 2011.csv`: what stands between the word for a file and its ending is its name.
    private static func beginning(of range: Range<String.Index>, in question: String) -> String.Index {
        let before = question[..<range.lowerBound]
        let words = before.split(whereSeparator: \.isWhitespace).suffix(5)
        var start = range.lowerBound
        for word in words.reversed() {
            let folded = FoldedText(String(word)).description
            if markers.contains(folded) || folded.last == ":" && markers.contains(String(folded.dropLast())) {
                return start
            }
            guard word.allSatisfy({ $0.isLetter || $0.isNumber || "_-()/\\:~".contains($0) }), !joints.contains(folded)
            else {
                return range.lowerBound
            }
            start = word.startIndex
        }
        return range.lowerBound
    }

    private static let markers: Set<String> = ["archivo", "fichero", "file", "llamado", "called", "named"]
    private static let joints: Set<String> = Set(
        "de del con que esta es en is in at from of the el la los las un una a al y and nuevo new csv este this".words
    )

    private static func isPath(_ text: Substring) -> Bool {
        guard text.utf8.count <= 300, let dot = text.lastIndex(of: "."), dot > text.startIndex else { return false }
        let name = text[..<dot]
        guard name.last.map({ $0.isLetter || $0.isNumber || "_-)]".contains($0) }) == true else { return false }
        return endings.contains(text[text.index(after: dot)...].lowercased())
    }
}

/// What a question puts in quotes.
enum Quotation {
    private static let pairs: [(Character, Character)] = [
        ("\"", "\""), ("«", "»"), ("“", "”"), ("‘", "’"), ("'", "'"), ("`", "`"),
    ]

    /// The insides, in order. An apostrophe inside a word opens nothing.
    static func all(in text: String) -> [Range<String.Index>] {
        var found: [Range<String.Index>] = []
        var index = text.startIndex
        while index < text.endIndex {
            let before = index > text.startIndex ? text[text.index(before: index)] : " "
            if let pair = pairs.first(where: { $0.0 == text[index] }), !(before.isLetter || before.isNumber) {
                let inside = text.index(after: index)
                if let close = text[inside...].firstIndex(of: pair.1), close > inside {
                    found.append(inside..<close)
                    index = text.index(after: close)
                    continue
                }
            }
            index = text.index(after: index)
        }
        return found
    }
}

extension String {
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
