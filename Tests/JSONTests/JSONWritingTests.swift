import JSON
import Testing

@Suite struct JSONWritingTests {
    @Test(arguments: [
        "null", "true", "-0", "1E400", "9747747.93", "100000000000000000000", "-9223372036854775808", "\"\"",
        #"{"z":1,"a":[{},[],"x"],"é":"\u0000\u001f\"\\\b\f\n\r\t/"}"#, "\"\u{2028}\u{2029}\u{7F}€\u{1F600}\"",
    ])
    func textsInShortFormComeBackByteForByte(text: String) throws {
        #expect(try JSONValue(parsing: text).serializedString == text)
    }

    @Test func prettyTextIsIndentedByTwo() {
        let value: JSONValue = ["a": [1, ["b": .null]], "c": [], "d": [:]]
        let expected = """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": [],
              "d": {}
            }
            """
        #expect(value.prettyPrinted() == expected)
    }

    /// Random values, made by a generator with a fixed seed, survive writing and reading in both forms.
    @Test func randomValuesSurvive() throws {
        var random = SeededGenerator(state: 20_260_728)
        for _ in 0..<2_000 {
            let value = randomValue(depth: 0, &random)
            #expect(try JSONValue(parsing: value.serialized()) == value)
            #expect(try JSONValue(parsing: value.prettyPrinted()) == value)
        }
    }

    /// Bytes changed at random are read or refused, and what is read comes back unchanged.
    @Test func damagedTextNeverBreaksTheParser() throws {
        var random = SeededGenerator(state: 7)
        let original = Array(#"{"id":7,"a":[1.5e3,"é\u00e9",null,true,{"b":"\ud83d\ude39"}],"c":-0.0}"#.utf8)
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = original
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            do {
                let value = try JSONValue(parsing: bytes)
                #expect(try JSONValue(parsing: value.serialized()) == value)
            } catch {
                refused += 1
                #expect((0...bytes.count).contains(error.offset))
            }
        }
        #expect(refused > 10_000)
    }

    private func randomValue(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: return .integer(Int64.random(in: -20...20, using: &random))
        case 4:
            let value = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
            return JSONNumber(value).map(JSONValue.number) ?? .null
        case 5: return .string(randomText(&random))
        case 6:
            let count = Int.random(in: 0..<5, using: &random)
            return .array((0..<count).map { _ in randomValue(depth: depth + 1, &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<24, using: &random) {
                object[randomText(&random)] = randomValue(depth: depth + 1, &random)
            }
            return .object(object)
        }
    }

    private func randomText(_ random: inout SeededGenerator) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            let ceiling: UInt32 = [0x80, 0x800, 0x11_0000].randomElement(using: &random) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<ceiling, using: &random)) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
