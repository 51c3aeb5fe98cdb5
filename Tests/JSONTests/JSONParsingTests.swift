import JSON
import Testing

/// Cases in the spirit of the public JSONTestSuite: what every parser must accept, must refuse, and (where RFC 8259
/// leaves a choice) what this one chooses.
@Suite struct JSONParsingTests {
    static let accepted: [(text: String, value: JSONValue)] = [
        ("null", .null), ("true", true), ("false", false), ("\"\"", ""), ("[]", []), ("{}", [:]),
        (" \t\n\r[ \t\n\r] \t\n\r", []), ("[null, 1, \"1\", {}]", [.null, 1, "1", [:]]),
        ("[[]   ]", [[]]), ("[true]", [true]), ("\"asd\"", "asd"), (" 42", 42),
        // Numbers.
        ("0", 0), ("-1", -1), ("123456789", 123_456_789), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775807", .integer(.max)), ("100000000000000000000", number("100000000000000000000")),
        ("-0", number("-0")), ("0e1", number("0e1")), ("0E+1", number("0E+1")), ("1E400", number("1E400")),
        ("123.456e78", number("123.456e78")), ("1e-2", number("1e-2")), ("9747747.93", number("9747747.93")),
        ("-0.0", number("-0.0")), ("1.0", number("1.0")), ("0.1", number("0.1")),
        ("-0.000000000000000000000000000001", number("-0.000000000000000000000000000001")),
        // Strings.
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0060\u012a\u12AB""#, "`Ī\u{12AB}"),
        (#""\uD801\udc37""#, "\u{10437}"), (#""\ud83d\ude39\ud83d\udc8d""#, "\u{1F639}\u{1F48D}"),
        (#""\u0000""#, "\0"), (#""\\u0000""#, "\\u0000"), (#""\uFFFF""#, "\u{FFFF}"), ("\"\u{7F}\"", "\u{7F}"),
        ("\"é\"", "é"), ("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"), ("\"\u{10FFFF}\"", "\u{10FFFF}"),
        (#""a\u00e9b€c""#, "aéb€c"), (#""/ & /""#, "/ & /"), ("\"\u{1F600} x \\n\"", "\u{1F600} x \n"),
        // Objects.
        (#"{"a":"b"}"#, ["a": "b"]), (#"{"":0}"#, ["": 0]),
        (#"{"a":[{"b":[]}],"c":{}}"#, ["a": [["b": []]], "c": [:]]),
        (#"{"a\u0000b": 1}"#, ["a\0b": 1]), ("{\n\"a\" :\r1 }", ["a": 1]),
    ]

    static func number(_ text: String) -> JSONValue {
        JSONNumber(text).map(JSONValue.number) ?? .null
    }

    @Test(arguments: accepted) func accepts(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    static let refused: [(text: String, reason: JSONParsingError.Reason, offset: Int)] = [
        ("", .empty, 0), (" ", .unexpectedEnd, 1), ("\u{FEFF}{}", .byteOrderMark, 0),
        // Numbers.
        ("01", .leadingZero, 0), ("-01", .leadingZero, 1), ("[00]", .leadingZero, 1), ("1.", .unexpectedEnd, 2),
        ("[1.]", .missingDigits, 3), ("[2.e3]", .missingDigits, 3), (".5", .unexpectedByte(0x2E), 0),
        ("+1", .unexpectedByte(0x2B), 0), ("[1e]", .missingDigits, 3), ("[1e+]", .missingDigits, 4),
        ("[0x1]", .expectedCommaOrBracket, 2), ("NaN", .unexpectedByte(0x4E), 0), ("-Infinity", .missingDigits, 1),
        ("Infinity", .unexpectedByte(0x49), 0), ("-", .unexpectedEnd, 1), ("[--1]", .missingDigits, 2),
        ("[1 000]", .expectedCommaOrBracket, 3), ("[1+2]", .expectedCommaOrBracket, 2), ("1.2.3", .textAfterValue, 3),
        ("１", .unexpectedByte(0xEF), 0),
        // Literals.
        ("nul", .unexpectedEnd, 3), ("[nu]", .unexpectedByte(0x5D), 3), ("True", .unexpectedByte(0x54), 0),
        ("truex", .textAfterValue, 4), ("[fals]", .unexpectedByte(0x5D), 5),
        // Arrays and objects.
        ("[1,]", .trailingComma, 3), ("[,1]", .expectedValue, 1), ("[1,,2]", .expectedValue, 3),
        ("[1 2]", .expectedCommaOrBracket, 3), ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2),
        ("]", .unexpectedByte(0x5D), 0), ("[}", .expectedValue, 1), ("[1}", .expectedCommaOrBracket, 2),
        ("{\"a\":1]", .expectedCommaOrBrace, 6), ("{\"a\":1,}", .trailingComma, 7), ("{,}", .expectedMemberName, 1),
        ("{a:1}", .expectedMemberName, 1), ("{'a':1}", .expectedMemberName, 1), ("{1:1}", .expectedMemberName, 1),
        ("{\"a\" 1}", .expectedColon, 5), ("{\"a\":}", .expectedValue, 5), ("{\"a\"}", .expectedColon, 4),
        ("{\"a\":1 \"b\":2}", .expectedCommaOrBrace, 7), ("{\"a\"::1}", .unexpectedByte(0x3A), 5),
        ("{\"a\":1,\"b\":2,\"a\":3}", .duplicateName("a"), 13), ("{\"a\":1}/**/", .textAfterValue, 7),
        ("[]]", .textAfterValue, 2), ("1 2", .textAfterValue, 2), ("[1]x", .textAfterValue, 3),
        ("[1,\u{000C}2]", .unexpectedByte(0x0C), 3), ("[\u{00A0}1]", .unexpectedByte(0xC2), 1),
        // Strings.
        ("\"", .unexpectedEnd, 1), ("\"abc", .unexpectedEnd, 4), ("'a'", .unexpectedByte(0x27), 0),
        ("\"a\u{0001}\"", .controlCharacter, 2), ("\"\n\"", .controlCharacter, 1), ("\"\t\"", .controlCharacter, 1),
        (#""\x00""#, .invalidEscape, 1), (#""\ ""#, .invalidEscape, 1), (#""\u00A""#, .invalidUnicodeEscape, 1),
        (#""\u""#, .invalidUnicodeEscape, 1), ("\"\\u00", .unexpectedEnd, 5), ("\"\\", .unexpectedEnd, 2),
        (#""\U0041""#, .invalidEscape, 1), (#""\uD800""#, .loneSurrogate, 1), (#""\uDC00""#, .loneSurrogate, 1),
        (#""\uD800\n""#, .loneSurrogate, 1), (#""\uD800\uD800\uDC00""#, .loneSurrogate, 1),
        (#""\uD800\u""#, .invalidUnicodeEscape, 7), (#""ab\uDd1ea""#, .loneSurrogate, 3),
    ]

    @Test(arguments: refused) func refuses(text: String, reason: JSONParsingError.Reason, offset: Int) {
        #expect(throws: JSONParsingError(reason, at: offset)) { try JSONValue(parsing: text) }
    }

    static let illFormed: [(bytes: [UInt8], offset: Int)] = [
        ([0x22, 0xFF, 0x22], 1), ([0x22, 0x80, 0x22], 1), ([0x22, 0xC3, 0x22], 1), ([0x22, 0xC0, 0xAF, 0x22], 1),
        ([0x22, 0x61, 0xE0, 0x80, 0xAF, 0x22], 2), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
        ([0x22, 0xF0, 0x80, 0x80, 0xAF, 0x22], 1), ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
        ([0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], 1), ([0x22, 0xE2, 0x82, 0x22], 1), ([0x22, 0xFC, 0x83, 0xBF, 0x22], 1),
        ([0x22, 0x5C, 0x6E, 0xC3, 0xA9, 0xE9, 0x22], 5), ([0x7B, 0x22, 0xE9, 0x22, 0x3A, 0x30, 0x7D], 2),
    ]

    @Test(arguments: illFormed) func refusesIllFormedUTF8(bytes: [UInt8], offset: Int) {
        #expect(throws: JSONParsingError(.invalidUTF8, at: offset)) { try JSONValue(parsing: bytes) }
    }

    @Test func refusesBytesThatAreNotUTF8OutsideOfStrings() {
        #expect(throws: JSONParsingError.self) { try JSONValue(parsing: [0x5B, 0x00, 0x5D]) }
        #expect(throws: JSONParsingError.self) { try JSONValue(parsing: [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00]) }
        #expect(throws: JSONParsingError.self) { try JSONValue(parsing: [0x5B, 0xE9, 0x5D]) }
    }

    @Test func everyTruncationIsRefused() throws {
        let text = Array(#"{"a":[1.5e3,true,null,"é\u00e9\ud83d\ude39"],"b":{"c":-12}}"#.utf8)
        _ = try JSONValue(parsing: text)
        for length in 0..<text.count {
            #expect(throws: JSONParsingError.self) { try JSONValue(parsing: Array(text[..<length])) }
        }
    }
}

@Suite struct JSONLimitsTests {
    @Test(arguments: [10_000, 1_000_000]) func deepNestingIsRefusedWithoutOverflow(depth: Int) {
        for opening in ["[", "{\"a\":"] {
            let text = Array(String(repeating: opening, count: depth).utf8)
            let offset = 128 * opening.utf8.count
            let limits = JSONLimits(bytes: 8 << 20)
            #expect(throws: JSONParsingError(.tooDeep(limit: 128), at: offset)) {
                try JSONValue(parsing: text, limits: limits)
            }
        }
    }

    @Test func theDeepestAllowedNestingWorksEverywhere() throws {
        let limits = JSONLimits(depth: 5_000)
        #expect(limits.depth == 1_000)
        let text = String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000)
        let value = try JSONValue(parsing: text, limits: limits)
        #expect(value.serializedString == text)
        #expect(value == value)
        #expect(throws: JSONParsingError(.tooDeep(limit: 1_000), at: 1_000)) {
            try JSONValue(parsing: "[" + text + "]", limits: limits)
        }
    }

    @Test func sizesAreLimited() {
        #expect(throws: JSONParsingError(.tooLong(limit: 4), at: 4)) {
            try JSONValue(parsing: "[1,2]", limits: JSONLimits(bytes: 4))
        }
        #expect(throws: JSONParsingError(.tooManyValues(limit: 3), at: 5)) {
            try JSONValue(parsing: "[1,2,3]", limits: JSONLimits(values: 3))
        }
        #expect(throws: JSONParsingError(.numberTooLong(limit: 20), at: 1)) {
            try JSONValue(parsing: "[1.00000000000000000000]", limits: JSONLimits(numberLength: 20))
        }
    }

    @Test func aThousandMembersAreFoundAndADuplicateAmongThemIsToo() throws {
        let members = (0..<1_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let value = try JSONValue(parsing: "{\(members)}")
        #expect(value["k0"] == 0)
        #expect(value["k999"] == 999)
        #expect(value["k1000"] == nil)
        #expect(throws: JSONParsingError.self) { try JSONValue(parsing: "{\(members),\"k500\":0}") }
    }
}
