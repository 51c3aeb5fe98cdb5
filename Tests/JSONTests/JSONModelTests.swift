import JSON
import Testing

@Suite struct JSONNumberTests {
    @Test(arguments: ["0", "-0", "10", "1.50", "1e5", "1E+05", "-1.2e-3", "9747747.93"])
    func keepsItsText(text: String) {
        #expect(JSONNumber(text)?.lexeme == text)
    }

    @Test(arguments: [
        "", "-", "+1", "01", ".5", "1.", "1e", "1e+", "NaN", "inf", "0x1", "1 ", " 1", "1,5", "--1", "1.e1",
    ])
    func refusesWhatIsNoNumber(text: String) {
        #expect(JSONNumber(text) == nil)
    }

    @Test func approximatesAsDouble() {
        #expect(JSONNumber("9747747.93")?.double == 9_747_747.93)
        #expect(JSONNumber("1E400")?.double == .infinity)
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(-Double.infinity) == nil)
    }
}

@Suite struct JSONDecimalTests {
    private func decimal(_ text: String) throws -> JSONDecimal {
        JSONDecimal(try #require(JSONNumber(text)))
    }

    @Test(arguments: [
        ("1", "1.0"), ("1", "10e-1"), ("0", "-0.000"), ("100", "1e2"), ("0.5", "5E-1"), ("-12.50", "-1.25e1"),
    ])
    func sameQuantity(left: String, right: String) throws {
        #expect(try decimal(left) == decimal(right))
        #expect(try !(decimal(left) < decimal(right)))
    }

    @Test(arguments: [
        ("0", "1"), ("-1", "0"), ("-2", "-1"), ("9", "10"), ("0.1", "0.11"), ("1e-400", "2e-400"),
        ("9007199254740992", "9007199254740993"), ("1e308", "1E400"), ("-1e9999999999", "1"), ("1e-99999999999", "1"),
        ("0.0999", "0.1"),
    ])
    func order(less: String, more: String) throws {
        #expect(try decimal(less) < decimal(more))
        #expect(try !(decimal(more) < decimal(less)))
    }

    @Test(arguments: [
        ("0.3", "0.1", true), ("9747747.93", "0.01", true), ("9747747.935", "0.01", false), ("7", "2", false),
        ("10", "2.5", true), ("0", "3", true), ("-9", "3", true), ("1e300", "7", false), ("7e300", "7", true),
        ("0.5", "5", false), ("1", "0.25", true), ("1e999999999999", "0.001", true),
    ])
    func multiples(value: String, divisor: String, expected: Bool) throws {
        #expect(try decimal(value).isMultiple(of: decimal(divisor)) == expected)
    }

    @Test(arguments: [("3", true), ("3.0", true), ("3.1", false), ("3e2", true), ("31e-1", false), ("30e-1", true)])
    func integers(text: String, expected: Bool) throws {
        #expect(try decimal(text).isInteger == expected)
    }

    @Test(arguments: [
        ("0.010", "0.01"), ("1e3", "1000"), ("-12.50", "-12.5"), ("1E400", "1e400"),
        ("123456789012345678901234567", "1.23456789012345678901234567e26"),
        ("1e-9", "1e-9"), ("0", "0"),
    ])
    func description(text: String, expected: String) throws {
        #expect(try decimal(text).description == expected)
    }
}

@Suite struct JSONObjectTests {
    @Test func keepsOrderAndReplacesInPlace() {
        var object: JSONObject = ["b": 1, "a": 2]
        object["b"] = 3
        object["c"] = 4
        object["a"] = nil
        #expect(object.map(\.key) == ["b", "c"])
        #expect(object["b"] == 3)
    }

    @Test func ignoresOrderWhenCompared() {
        let left: JSONObject = ["a": 1, "b": [2]]
        let right: JSONObject = ["b": [2], "a": 1]
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 1, "b": 2])
        #expect(left != ["a": 1, "c": [2]])
    }

    @Test func refusesAMemberTwice() {
        #expect(JSONObject(members: [(key: "a", value: 1), (key: "a", value: 2)]) == nil)
    }

    @Test func removingFromALargeObjectKeepsLookUpRight() {
        var object = JSONObject()
        for index in 0..<40 { object["k\(index)"] = JSONValue(index) }
        for index in stride(from: 0, to: 40, by: 2) { object["k\(index)"] = nil }
        for index in 0..<40 { #expect(object["k\(index)"] == (index % 2 == 0 ? nil : JSONValue(index))) }
        #expect(object.count == 20)
    }

    @Test func accessorsGiveOnlyWhatIsThere() {
        let value: JSONValue = ["n": 1, "s": "x", "a": [true, .null], "d": 1.5]
        #expect(value["n"]?.int == 1)
        #expect(value["n"]?.string == nil)
        #expect(value["a"]?[0]?.bool == true)
        #expect(value["a"]?[1]?.isNull == true)
        #expect(value["a"]?[2] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value["d"]?.double == 1.5)
        #expect(value["d"]?.int == nil)
    }

    @Test(arguments: [
        ("3.0", 3), ("3e2", 300), ("-0", 0), ("0.0", 0), ("-9223372036854775808.0", Int.min), ("1.5", nil),
        ("1e19", nil),
        ("9223372036854775808", nil), ("1E400", nil), ("18446744073709551616.0", nil), ("1e99999999999", nil),
    ])
    func integersAreIntegersHoweverWritten(text: String, expected: Int?) throws {
        #expect(try JSONValue(parsing: text).int == expected)
    }

    @Test func whatIsAbsentIsNil() {
        let value: JSONValue = ["n": 1]
        #expect(value["x"] == nil)
    }
}
