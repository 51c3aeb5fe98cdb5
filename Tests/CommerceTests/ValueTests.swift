import Localization
import Testing

@testable import Commerce

@Suite struct MoneyTests {
    @Test(
        arguments: [
            (5_000, 1), (4_999, 0), (-5_000, -1), (-4_999, 0), (9_747_747_934_000, 974_774_793), (15_000, 2), (0, 0),
        ] as [(Int64, Int64)]
    )
    func roundsHalfAwayFromZero(micros: Int64, cents: Int64) {
        #expect(Money(micros: micros).rounded2 == cents)
    }

    @Test func writesDecimals() {
        #expect(Money(micros: 9_747_747_934_000).decimal2 == "9747747.93")
        #expect(Money(micros: 9_747_747_934_000).decimalExact == "9747747.934")
        #expect(Money(micros: -50_000).decimal2 == "-0.05")
        #expect(Money(micros: -1).decimal2 == "0.00")
        #expect(Money(micros: .min).decimalExact == "-9223372036854.775808")
        #expect(Money(micros: .max).rounded2 == 922_337_203_685_478)
        #expect(Quantity(micros: 250_000).decimal == "0.25")
        #expect(Quantity(micros: -3_000_000).decimal == "-3")
        #expect(Quantity(micros: 250_000).whole == nil)
    }

    @Test func sharesAmongOrders() {
        #expect(Money(micros: 10_000_000).shared(among: 3)?.decimal2 == "3.33")
        #expect(Money(micros: 20_000_000).shared(among: 3)?.decimal2 == "6.67")
        // Exactly half a cent, either side of zero.
        #expect(Money(micros: 30_000).shared(among: 2)?.decimal2 == "0.02")
        #expect(Money(micros: -30_000).shared(among: 2)?.decimal2 == "-0.02")
        #expect(Money(micros: 1).shared(among: 0) == nil)
    }

    @Test func amountsAreExactOrSayOtherwise() throws {
        let plain = try #require(SaleAmount(quantity: 3_000_000, price: 2_550_000, discount: 0))
        #expect(plain.micros == 7_650_000 && !plain.isRounded)
        let discounted = try #require(SaleAmount(quantity: 7_000_000, price: 9_990_000, discount: 150_000))
        #expect(discounted.micros == 59_440_500 && !discounted.isRounded)
        let third = try #require(SaleAmount(quantity: 333_333, price: 10_010_001, discount: 0))
        #expect(third.isRounded)
        #expect(third.micros == 3_336_664)
        #expect(SaleAmount(quantity: 1_000_000_000_000_000, price: .max, discount: 0) == nil)
        #expect(SaleAmount(quantity: .min, price: 1, discount: 0) == nil)
    }
}

@Suite struct CalendarDayTests {
    /// Walks through every day of the calendar beside a naive count.
    @Test func everyDayFollowsTheOneBefore() throws {
        var (year, month, day) = (1, 1, 1)
        var weekday = 1
        var serial = CalendarDay.day("0001-01-01").serial
        while year < 2101 {
            let value = try #require(CalendarDay(serial: serial))
            guard value.year == year, value.month == month, value.day == day, value.serial == serial,
                value.weekday == weekday, CalendarDay(packed: value.packed) == value
            else {
                Issue.record("\(value) is not \(year)-\(month)-\(day), weekday \(weekday)")
                return
            }
            serial += 1
            weekday = weekday % 7 + 1
            day += 1
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test func knownDays() {
        #expect(CalendarDay.day("1970-01-01").serial == 0)
        #expect(CalendarDay.day("1970-01-01").weekday == 4)
        #expect(CalendarDay.day("2011-08-31").description == "2011-08-31")
        #expect(CalendarDay.day("9999-12-31").adding(days: 1) == nil)
        #expect(CalendarDay.day("0001-01-01").adding(days: -1) == nil)
        #expect(CalendarDay.day("2024-02-29").adding(days: 366) == CalendarDay.day("2025-03-01"))
        #expect(CalendarDay.day("2024-02-29").adding(days: .max) == nil)
    }

    @Test(arguments: [
        ("2011-08-31", "2011-W35"), ("2010-12-31", "2010-W52"), ("2011-01-01", "2010-W52"), ("2011-01-03", "2011-W01"),
        ("2008-12-29", "2009-W01"), ("2009-12-31", "2009-W53"), ("2010-01-03", "2009-W53"), ("2012-12-31", "2013-W01"),
    ])
    func isoWeeks(day: String, week: String) {
        #expect(CalendarDay.day(day).isoWeek.description == week)
    }

    /// A week has seven days, starts on Monday, and its number leads back to it.
    @Test func weeksAndTheirNumbersAgree() throws {
        for serial in stride(from: -20_000, to: 40_000, by: 1) {
            let day = try #require(CalendarDay(serial: serial))
            let week = try #require(Period.week(holding: day))
            #expect(week.days == 7 && week.from.weekday == 1)
            #expect(week.from.isoWeek == day.isoWeek)
            guard serial % 97 == 0 else { continue }
            #expect(ISOWeek.monday(year: day.isoWeek.year, week: day.isoWeek.week) == week.from)
        }
    }

    @Test(arguments: [
        "2011-02-29", "2011-13-01", "2011-00-10", "0000-01-01", "2011-8-31", "2011/08/31", "", "2011-08-3١",
    ])
    func refusesWhatIsNoDay(text: String) {
        #expect(CalendarDay(iso: text) == nil)
    }
}

@Suite struct FoldedTextTests {
    @Test func foldsCaseAccentsAndSpaces() {
        #expect(FoldedText("  PANTALÓN \u{A0} Niño ").description == "pantalon nino")
        #expect(FoldedText("Pantalo\u{301}n") == FoldedText("PANTALÓN"))
        #expect(FoldedText("Straße Ærø Łódź").description == "strasse aero lodz")
        #expect(FoldedText("Precio (unitario)").lettersAndDigits == "preciounitario")
        #expect(FoldedText("N° de Factura").lettersAndDigits == "ndefactura")
        #expect(FoldedText("İstanbul").description == "istanbul")
        #expect(FoldedText("").description == "")
    }

    @Test(arguments: [
        ("2011-08-01", "2011-08-31", "agosto de 2011", "August 2011"),
        ("2011-01-01", "2011-12-31", "2011", "2011"),
        ("2010-01-01", "2011-12-31", "de 2010 a 2011", "from 2010 to 2011"),
        ("2011-07-01", "2011-09-30", "de julio a septiembre de 2011", "from July to September 2011"),
        ("2010-12-01", "2011-02-28", "de diciembre de 2010 a febrero de 2011", "from December 2010 to February 2011"),
        ("2011-08-31", "2011-08-31", "31 de agosto de 2011", "31 August 2011"),
        ("2011-03-03", "2011-03-15", "del 3 al 15 de marzo de 2011", "from 3 to 15 March 2011"),
        ("2011-02-28", "2011-03-31", "del 28 de febrero al 31 de marzo de 2011", "from 28 February to 31 March 2011"),
        ("2012-02-01", "2012-02-28", "del 1 al 28 de febrero de 2012", "from 1 to 28 February 2012"),
        (
            "2010-12-01", "2011-12-09", "del 1 de diciembre de 2010 al 9 de diciembre de 2011",
            "from 1 December 2010 to 9 December 2011"
        ),
    ])
    func periodsAreSaidAsPeopleSayThem(_ from: String, _ to: String, _ spanish: String, _ english: String) throws {
        let (first, last) = (try #require(CalendarDay(iso: from)), try #require(CalendarDay(iso: to)))
        let text = try #require(Period(from: first, to: last)).text
        #expect(text.spanish == spanish)
        #expect(text.english == english)
    }
}
