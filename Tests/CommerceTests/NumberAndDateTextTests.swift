import Testing

@testable import Commerce

@Suite struct NumberTextTests {
    private func read(_ text: String, comma: Bool = false) -> NumberText.Value? {
        text.withBytes { NumberText.read($0, preferring: comma ? .comma : .point) }
    }

    @Test(
        arguments: [
            ("6", 6_000_000), ("-2.55", -2_550_000), ("+0.001", 1_000), ("  4.5 ", 4_500_000), (".5", 500_000),
            ("5.", 5_000_000), ("1e3", 1_000_000_000), ("1e-05", 10), ("2.5E+1", 25_000_000),
            ("1,234.56", 1_234_560_000), ("1,234", 1_234_000_000), ("1.234", 1_234_000), ("1,5", 1_500_000),
            ("12,345,678.9", 12_345_678_900_000), ("-0", 0), ("0.000000", 0), ("000012", 12_000_000),
            ("9223372036854.775807", .max), ("1.234.567", 1_234_567_000_000),
        ] as [(String, Int64)]
    )
    func points(text: String, micros: Int64) {
        #expect(read(text)?.micros == micros)
        #expect(read(text)?.isRounded == false)
    }

    @Test(
        arguments: [
            ("2,55", 2_550_000), ("1.234,56", 1_234_560_000), ("-1.234.567,8", -1_234_567_800_000), ("2.55", 2_550_000),
            ("1.234", 1_234_000_000), ("1,234", 1_234_000), ("0,123", 123_000), ("0.123", 123_000),
            ("1234,567", 1_234_567_000), ("1,234,567", 1_234_567_000_000),
        ] as [(String, Int64)]
    )
    func commas(text: String, micros: Int64) {
        #expect(read(text, comma: true)?.micros == micros)
    }

    /// What stands around the figures, and between thousands.
    @Test(
        arguments: [
            ("15.808,00€", 15_808_000_000), ("3,95\u{A0}€", 3_950_000), ("€ 3,95", 3_950_000), ("(3)", -3_000_000),
            ("($1,234.56)", -1_234_560_000), ("$(1,234.56)", -1_234_560_000), ("-$5.00", -5_000_000),
            ("$-5.00", -5_000_000), ("12,50-", -12_500_000), ("\u{2212}7", -7_000_000), ("1\u{A0}234,5", 1_234_500_000),
            ("1\u{202F}234\u{202F}567", 1_234_567_000_000), ("1'234.50", 1_234_500_000), ("1’234.50", 1_234_500_000),
            ("1 000", 1_000_000_000), ("Q1,234.50", 1_234_500_000), ("Q. 100", 100_000_000), ("GTQ 12.5", 12_500_000),
            ("12.5 USD", 12_500_000), ("US$ 3", 3_000_000), ("S/. 9.90", 9_900_000), ("- 4", -4_000_000),
        ] as [(String, Int64)]
    )
    func dressedUp(text: String, micros: Int64) {
        #expect(read(text)?.micros == micros)
    }

    @Test func currencies() {
        #expect(read("3,95 €")?.currency.code == "EUR")
        #expect(read("Q5")?.currency.code == "GTQ")
        #expect(read("gtq 5")?.currency.code == "GTQ")
        #expect(read("$5")?.currency == .dollarSign)
        #expect(read("5")?.currency == CurrencyMark.none)
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
        "", " ", "-", "abc", "1.2.3", "12,34.5", "1e", "e5", "--1", "-1-", "0x10", "1 00", "NaN", "inf", "1,23,4",
        "9223372036854.775808", "99999999999999999999", "1e20", "1e9999", ".", "1.2,3", "٣", ",5.0", "(5", "5)",
        "((5))",
        "12 uds", "$", "€€5", "$5€", "5%%", "1234,567,890", "1.234.56", "1'23", "= 5",
    ])
    func refuses(text: String) {
        #expect(read(text) == nil)
    }

    @Test func percents() {
        #expect(read("15%")?.isPercent == true)
        #expect(read("15 %")?.micros == 15_000_000)
        #expect(read("%") == nil)
    }

    /// Whatever the bytes are, reading ends and stays within them.
    @Test func anyBytes() {
        var state: UInt64 = 7
        let alphabet = Array("0123456789.,-+()$€ '%eEQ/\u{A0}\u{2212}".utf8) + [0xC2, 0xE2, 0x80, 0xFF, 0]
        for _ in 0..<20_000 {
            let bytes = (0..<9).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return alphabet[Int(state >> 33) % alphabet.count]
            }
            bytes.withUnsafeBufferPointer { text in
                let (one, other) = (
                    NumberText.read(text, preferring: .point), NumberText.read(text, preferring: .comma)
                )
                #expect((one == nil) == (other == nil))
                _ = DateText.read(text, order: .dayFirst)
            }
        }
    }
}

@Suite struct DateTextTests {
    private func read(_ text: String, _ order: DateText.Order = .dayFirst) -> DateText.Value? {
        text.withBytes { DateText.read($0, order: order) }
    }

    @Test(
        arguments: [
            ("2011-08-31", "2011-08-31", nil), ("2011-08-31 12:50", "2011-08-31", 46_200),
            ("2011-08-31T12:50:07", "2011-08-31", 46_207), ("1996-07-04 00:00:00.000", "1996-07-04", 0),
            ("2011-08-31T23:59:60Z", "2011-08-31", 86_399), ("2011-08-31T01:00:00-06:00", "2011-08-31", 3_600),
            ("31/08/2011", "2011-08-31", nil), ("1/2/2011 8:05", "2011-02-01", 29_100),
            ("05-03-2011", "2011-03-05", nil), ("31/08/11", "2011-08-31", nil), ("31-08-99", "1999-08-31", nil),
            ("5.3.2011", "2011-03-05", nil), ("2011/8/5", "2011-08-05", nil), (" 2011-08-31 ", "2011-08-31", nil),
            ("12/31/2011", "2011-12-31", nil), ("20110831", "2011-08-31", nil),
            ("20110831125007", "2011-08-31", 46_207),
            ("40673", "2011-05-10", nil), ("40673.5", "2011-05-10", 43_200), ("10 de mayo de 2011", "2011-05-10", nil),
            ("10 de Mayo del 2011", "2011-05-10", nil), ("10 May 2011", "2011-05-10", nil),
            ("May 10, 2011", "2011-05-10", nil), ("mayo 10 2011", "2011-05-10", nil), ("10-may-11", "2011-05-10", nil),
            ("10-may.-2011", "2011-05-10", nil), ("martes, 10 de mayo de 2011", "2011-05-10", nil),
            ("mar 3 may 2011", "2011-05-03", nil), ("Tue, May 10 2011", "2011-05-10", nil),
            ("10 setiembre 2011", "2011-09-10", nil), ("1st of May 2011", "2011-05-01", nil),
            ("31/08/2011 2:05 p. m.", "2011-08-31", 50_700), ("31/08/2011 2:05\u{A0}p.\u{A0}m.", "2011-08-31", 50_700),
            ("31/08/2011 12:00 AM", "2011-08-31", 0),
            ("2011-08-31 13:05 PM", "2011-08-31", 47_100),
            ("31.ago.2011", "2011-08-31", nil), ("31 / 08 / 2011", "2011-08-31", nil),
            ("2011-ago-31", "2011-08-31", nil),
        ] as [(String, String, Int?)]
    )
    func reads(text: String, day: String, second: Int?) {
        #expect(read(text)?.day == CalendarDay.day(day).packed, "\(text)")
        #expect(read(text)?.second == second ?? -1)
    }

    @Test func theOrderDecidesWhatTheDateDoesNot() {
        #expect(read("3/4/2011", .dayFirst)?.day == 2011_04_03)
        #expect(read("3/4/2011", .monthFirst)?.day == 2011_03_04)
        #expect(read("3/4/2011")?.evidence == .ambiguous)
        #expect(read("4/4/2011")?.evidence == DateText.Evidence.none)
        #expect(read("13/4/2011", .monthFirst)?.evidence == .certain(.dayFirst))
        #expect(read("4/13/2011", .dayFirst)?.evidence == .certain(.monthFirst))
        #expect(read("3.4.2011", .monthFirst)?.day == 2011_04_03)
        #expect(read("1/5/2011 9:11 AM")?.hasHalfDay == true)
    }

    @Test(arguments: [
        "", "2011", "2011-08", "31/13/2011", "2011-02-29", "2011-08-31 25:00", "2011-08-31 12", "2011-08/31",
        "31-08/2011", "2011-08-31x", "10 de foo de 2011", "32 de mayo de 2011", "Chai", "12:50", "20111331",
        "4067", "406731", "10/05/201", "mayo 2011", "Total 15/08/2011",
    ])
    func refuses(text: String) {
        #expect(read(text) == nil)
    }

    @Test func times() {
        func time(_ text: String) -> Int? { text.withBytes(DateText.readTime) }
        #expect(time("12:50") == 46_200)
        #expect(time("2:05:09 p. m.") == 50_709)
        #expect(time("14h30") == 52_200)
        #expect(time("0.5") == 43_200)
        #expect(time("mediodía") == nil)
    }
}
