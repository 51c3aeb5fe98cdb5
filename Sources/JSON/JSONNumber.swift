/// A JSON number with the very digits it was written with (RFC 8259 section 6).
///
/// Money and measures survive unchanged: `9747747.93` is written back as `9747747.93`, and `1E400`, which no `Double`
/// can hold, as `1E400`. Two numbers are equal when their texts are; compare quantities with ``JSONDecimal``.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The text, which matches the grammar of a JSON number.
    public let lexeme: String

    /// A number from its decimal text, such as "9747747.93"; `nil` when the text is not a JSON number
    /// ("+1", "01", ".5", "1." and "NaN" are not).
    public init?(_ lexeme: String) {
        guard Self.isNumber(lexeme.utf8) else { return nil }
        self.lexeme = lexeme
    }

    /// The shortest text that reads back as the same `Double`; `nil` for infinities and NaN, which JSON cannot say.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        self.lexeme = value.description
    }

    init(integer: some FixedWidthInteger) {
        self.lexeme = String(integer)
    }

    init(uncheckedLexeme: String) {
        self.lexeme = uncheckedLexeme
    }

    /// The nearest `Double`: rounded, zero or infinite where `Double` has nothing closer.
    public var double: Double { Double(lexeme) ?? .nan }

    public var description: String { lexeme }

    static func isNumber(_ text: String.UTF8View) -> Bool {
        var rest = text[...]
        func digits() -> Int {
            let tail = rest.drop { (0x30...0x39).contains($0) }
            defer { rest = tail }
            return rest.count - tail.count
        }
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        if rest.first == UInt8(ascii: "0") {
            rest.removeFirst()
        } else if digits() == 0 {
            return false
        }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            if digits() == 0 { return false }
        }
        if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
            rest.removeFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest.removeFirst() }
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }
}
