/// The parts of a text between separators, one after the other: a list of all of them could take more memory than the text.
struct TextPieces: Sequence, IteratorProtocol {
    private var rest: Substring?
    private let separator: UInt8

    /// - Parameter separator: a control character: no other character begins with one.
    init(_ text: Substring, separator: Unicode.Scalar) {
        rest = text
        self.separator = UInt8(ascii: separator)
    }

    static func lines(_ text: Substring) -> Self { Self(text, separator: "\n") }

    /// Whether ``next()`` has given the last one.
    var isAtEnd: Bool { rest == nil }

    mutating func next() -> Substring? {
        guard let rest else { return nil }
        guard let end = rest.utf8.firstIndex(of: separator) else {
            self.rest = nil
            return rest
        }
        self.rest = rest[rest.utf8.index(after: end)...]
        return rest[..<end]
    }
}
