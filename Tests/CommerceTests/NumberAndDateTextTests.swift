import Testing

@testable import Commerce

@Suite struct ScaledNumberTests {
    private func read(_ text: String, comma: Bool = false) -> ScaledNumber.Value? {
        Array(text.utf8).withUnsafeBufferPointer { ScaledNumber(commaDecimals: comma).read($0) }
    }

    @Test(
        arguments: [
            ("6", 6_000_000), ("-2.55", -2_550_000), ("+0.001", 1_000), ("  4.5 ", 4_500_000), (".5", 500_000),
            ("5.", 5_000_000), ("1e3", 1_000_000_000), ("1e-05", 10), ("2.5E+1", 25_000_000),
            ("1,234.56", 1_234_560_000),
            ("12,345,678.9", 12_345_678_900_000), ("-0", 0), ("0.000000", 0), ("000012", 12_000_000),
            ("9223372036854.775807", .max),
        ] as [(String, Int64)]
    )
    func points(text: String, micros: Int64) {
        #expect(read(text)?.micros == micros)
        #expect(read(text)?.isRounded == false)
    }

    @Test(
        arguments: [
            ("2,55", 2_550_000), ("1.234,56", 1_234_560_000), ("-1.234.567,8", -1_234_567_800_000), ("2.55", 2_550_000),
        ] as [(String, Int64)]
    )
    func commas(text: String, micros: Int64) {
        #expect(read(text, comma: true)?.micros == micros)
    }

    @Test func roundsTheSeventhDecimal() {
        #expect(read("0.15000000596046448")?.micros == 150_000)
        #expect(read("0.15000000596046448")?.isRounded == true)
        #expect(read("0.0000005")?.micros == 1)
        #expect(read("-0.0000005")?.micros == -1)
        #expect(read("0.00000049999999")?.micros == 0)
        #expect(read("2.5500000000")?.isRounded == false)
    }

    @Test(arguments: [
        "", " ", "-", "abc", "1.2.3", "1,5", "1,234", "12,34.5", "1e", "e5", "--1", "1-", "0x10", "1 000", "NaN", "inf",
        "9223372036854.775808", "99999999999999999999", "1e20", "1e9999", ".", "1.2,3", "٣", ",5.0",
    ])
    func refuses(text: String) {
        #expect(read(text) == nil)
    }

    @Test func percents() {
        #expect(read("15%")?.isPercent == true)
        #expect(read("15 %")?.micros == 15_000_000)
        #expect(read("%") == nil)
    }
}

@Suite struct TimestampTextTests {
    private func read(_ text: String) -> TimestampText.Value? {
        Array(text.utf8).withUnsafeBufferPointer { TimestampText.read($0) }
    }

    @Test(
        arguments: [
            ("2011-08-31", "2011-08-31", nil), ("2011-08-31 12:50", "2011-08-31", 46_200),
            ("2011-08-31T12:50:07", "2011-08-31", 46_207), ("1996-07-04 00:00:00.000", "1996-07-04", 0),
            ("2011-08-31T23:59:60Z", "2011-08-31", 86_399), ("2011-08-31T01:00:00-06:00", "2011-08-31", 3_600),
            ("31/08/2011", "2011-08-31", nil), ("1/2/2011 8:05", "2011-02-01", 29_100),
            ("05-03-2011", "2011-03-05", nil),
            ("5.3.2011", "2011-03-05", nil), ("2011/8/5", "2011-08-05", nil), (" 2011-08-31 ", "2011-08-31", nil),
        ] as [(String, String, Int?)]
    )
    func reads(text: String, day: String, second: Int?) {
        #expect(read(text)?.day == .day(day))
        #expect(read(text)?.second == second)
    }

    @Test(arguments: [
        "", "2011", "2011-08", "31/13/2011", "2011-02-29", "12/31/2011", "31/08/11", "2011-08-31 25:00",
        "2011-08-31 12",
        "2011-08-31 12:50 PM", "20110831", "2011-08/31", "31-08/2011", "2011-08-31x", "40673", "10 de mayo de 2011",
    ])
    func refuses(text: String) {
        #expect(read(text) == nil)
    }
}
