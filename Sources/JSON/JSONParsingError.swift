/// Why a text is not JSON, and where.
public struct JSONParsingError: Error, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        case empty
        case byteOrderMark
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case expectedValue
        case expectedMemberName
        case expectedColon
        case expectedCommaOrBracket
        case expectedCommaOrBrace
        case trailingComma
        case textAfterValue
        case leadingZero
        case missingDigits
        case controlCharacter
        case invalidEscape
        case invalidUnicodeEscape
        case loneSurrogate
        case invalidUTF8
        case duplicateName(String)
        case tooLong(limit: Int)
        case tooDeep(limit: Int)
        case tooManyValues(limit: Int)
        case numberTooLong(limit: Int)
    }

    public let reason: Reason
    /// Bytes from the start of the text to the offending byte.
    public let offset: Int

    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String { "\(reason) at byte \(offset)" }
}

extension JSONParsingError.Reason: CustomStringConvertible {
    /// The reason in English, without the position.
    public var description: String {
        switch self {
        case .empty: "the text is empty"
        case .byteOrderMark: "a byte order mark is not allowed"
        case .unexpectedEnd: "the text ends before the value does"
        case .unexpectedByte(let byte): "unexpected \(Self.name(of: byte))"
        case .expectedValue: "a value was expected"
        case .expectedMemberName: "a member name in double quotes was expected"
        case .expectedColon: "':' was expected after the member name"
        case .expectedCommaOrBracket: "',' or ']' was expected"
        case .expectedCommaOrBrace: "',' or '}' was expected"
        case .trailingComma: "a comma must be followed by another element"
        case .textAfterValue: "there is more text after the value"
        case .leadingZero: "a number cannot start with an extra zero"
        case .missingDigits: "the number lacks digits"
        case .controlCharacter: "a control character must be escaped inside a string"
        case .invalidEscape: "unknown escape in a string"
        case .invalidUnicodeEscape: "\\u must be followed by four hexadecimal digits"
        case .loneSurrogate: "half of a surrogate pair is missing"
        case .invalidUTF8: "the bytes are not valid UTF-8"
        case .duplicateName(let name): "the member name \"\(name)\" appears twice"
        case .tooLong(let limit): "the text is longer than \(limit) bytes"
        case .tooDeep(let limit): "arrays and objects are nested deeper than \(limit)"
        case .tooManyValues(let limit): "the text holds more than \(limit) values"
        case .numberTooLong(let limit): "the number is longer than \(limit) characters"
        }
    }

    /// A byte as a person would name it: the character when it is visible ASCII, else its hexadecimal value.
    public static func name(of byte: UInt8) -> String {
        if (0x21...0x7E).contains(byte) { return "'\(Character(Unicode.Scalar(byte)))'" }
        let digits = String(byte, radix: 16, uppercase: true)
        return "byte 0x" + (digits.count == 1 ? "0" + digits : digits)
    }
}
