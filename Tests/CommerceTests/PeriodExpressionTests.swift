import Commerce
import Localization
import Testing

@Suite struct PeriodExpressionTests {
    /// A Friday.
    private static let asOf = CalendarDay.day("2011-12-09")

    @Test(arguments: [
        ("2011-08", "2011-08-01", "2011-08-31"), ("agosto", "2011-08-01", "2011-08-31"),
        ("August", "2011-08-01", "2011-08-31"), ("AGOSTO 2010", "2010-08-01", "2010-08-31"),
        ("agosto de 2011", "2011-08-01", "2011-08-31"), ("agosto del 2011", "2011-08-01", "2011-08-31"),
        ("diciembre", "2011-12-01", "2011-12-31"), ("dec", "2011-12-01", "2011-12-31"),
        ("setiembre", "2011-09-01", "2011-09-30"), ("2", "2011-02-01", "2011-02-28"),
        ("12", "2011-12-01", "2011-12-31"),
        ("mes pasado", "2011-11-01", "2011-11-30"), ("febrero 2012", "2012-02-01", "2012-02-29"),
    ])
    func months(text: String, from: String, to: String) throws {
        #expect(try PeriodExpression.month(text).resolve(asOf: Self.asOf) == Period.days(from, to))
    }

    @Test func aMonthThatHasNotBegunIsLastYears() throws {
        let asOf = CalendarDay.day("2011-07-31")
        #expect(try PeriodExpression.month("agosto").resolve(asOf: asOf) == Period.days("2010-08-01", "2010-08-31"))
        let first = CalendarDay.day("2011-08-01")
        #expect(try PeriodExpression.month("agosto").resolve(asOf: first) == Period.days("2011-08-01", "2011-08-31"))
    }

    @Test(arguments: [
        ("hoy", "2011-12-09", "2011-12-09"), ("Yesterday", "2011-12-08", "2011-12-08"),
        ("ayer", "2011-12-08", "2011-12-08"),
        ("esta semana", "2011-12-05", "2011-12-09"), ("la semana pasada", "2011-11-28", "2011-12-04"),
        ("last week", "2011-11-28", "2011-12-04"), ("este mes", "2011-12-01", "2011-12-09"),
        ("el mes pasado", "2011-11-01", "2011-11-30"), ("last month", "2011-11-01", "2011-11-30"),
        ("este año", "2011-01-01", "2011-12-09"), ("año pasado", "2010-01-01", "2010-12-31"),
        ("último trimestre", "2011-07-01", "2011-09-30"), ("Last Quarter", "2011-07-01", "2011-09-30"),
        ("this quarter", "2011-10-01", "2011-12-09"), ("Q3 2011", "2011-07-01", "2011-09-30"),
        ("T1 2011", "2011-01-01", "2011-03-31"), ("2011-Q2", "2011-04-01", "2011-06-30"),
        ("3T", "2011-07-01", "2011-09-30"),
        ("primer trimestre", "2011-01-01", "2011-03-31"), ("segundo trimestre de 2010", "2010-04-01", "2010-06-30"),
        ("first half of 2011", "2011-01-01", "2011-06-30"), ("segundo semestre", "2011-07-01", "2011-12-31"),
        ("últimos 7 días", "2011-12-03", "2011-12-09"), ("last 14 days", "2011-11-26", "2011-12-09"),
        ("últimos tres meses", "2011-09-10", "2011-12-09"), ("hace dos meses", "2011-10-01", "2011-10-31"),
        ("three months ago", "2011-09-01", "2011-09-30"), ("2011", "2011-01-01", "2011-12-31"),
        ("año 2010", "2010-01-01", "2010-12-31"), ("2011-W35", "2011-08-29", "2011-09-04"),
        ("2011-08-31", "2011-08-31", "2011-08-31"), ("3/4/2011", "2011-04-03", "2011-04-03"),
        ("4 de agosto de 2011", "2011-08-04", "2011-08-04"), ("2011-08-01/2011-08-15", "2011-08-01", "2011-08-15"),
        ("del 2011-08-01 al 2011-08-15", "2011-08-01", "2011-08-15"), ("2011-07..2011-08", "2011-07-01", "2011-08-31"),
        ("entre julio y agosto", "2011-07-01", "2011-08-31"),
        ("from 2011-08-01 to 2011-08-02", "2011-08-01", "2011-08-02"),
        ("lo que va del año", "2011-01-01", "2011-12-09"), ("year to date", "2011-01-01", "2011-12-09"),
    ])
    func phrases(text: String, from: String, to: String) throws {
        #expect(try PeriodExpression.phrase(text).resolve(asOf: Self.asOf) == Period.days(from, to))
    }

    @Test func monthsOfDifferentLengths() throws {
        let asOf = CalendarDay.day("2024-03-31")
        let period = try PeriodExpression.phrase("last 1 month").resolve(asOf: asOf)
        #expect(period == Period.days("2024-03-01", "2024-03-31"))
    }

    @Test func numericDaysFollowTheLanguage() throws {
        let phrase = PeriodExpression.phrase("10/3/2011")
        #expect(try phrase.resolve(asOf: Self.asOf, language: .english) == Period.days("2011-10-03", "2011-10-03"))
        #expect(try phrase.resolve(asOf: Self.asOf, language: .spanish) == Period.days("2011-03-10", "2011-03-10"))
    }

    @Test func ranges() throws {
        #expect(
            try PeriodExpression.days(from: "2011-08-01", to: "2011-08-31").resolve(asOf: Self.asOf)
                == Period.days("2011-08-01", "2011-08-31")
        )
        #expect(
            try PeriodExpression.days(from: "2011-08", to: nil).resolve(asOf: Self.asOf)
                == Period.days("2011-08-01", "2011-12-09")
        )
        #expect(
            try PeriodExpression.days(from: nil, to: "2011").resolve(asOf: Self.asOf)
                == Period.days("0001-01-01", "2011-12-31")
        )
        #expect(try PeriodExpression.days(from: nil, to: nil).resolve(asOf: Self.asOf) == nil)
        #expect(throws: PeriodFailure.reversed(.day("2011-09-01"), .day("2011-08-31"))) {
            try PeriodExpression.days(from: "2011-09-01", to: "2011-08-31").resolve(asOf: Self.asOf)
        }
        #expect(try PeriodExpression.everything.resolve(asOf: Self.asOf) == nil)
        #expect(try PeriodExpression.phrase("todo").resolve(asOf: Self.asOf) == nil)
        #expect(try PeriodExpression.year(2010).resolve(asOf: Self.asOf) == Period.days("2010-01-01", "2010-12-31"))
    }

    @Test(arguments: [
        "", "cuando sea", "2011-13", "Q5 2011", "32/1/2011", "2011-02-30", "0000", "hace 0 meses", "últimos -3 días",
        "T0",
        "últimos 99999999999999999999 días", "2011-W60", "';DROP TABLE sale_line;--", "hace 9999 años", "de la el",
    ])
    func unreadable(text: String) throws {
        let failure = #expect(throws: PeriodFailure.self) {
            try PeriodExpression.phrase(text).resolve(asOf: Self.asOf)
        }
        #expect(failure == .unreadable(text))
        #expect(failure?.message(.spanish).contains("semana pasada") == true)
        #expect(failure?.message(.english).contains("last week") == true)
    }

    @Test func aMonthIsNotAnyPeriod() {
        for text in ["hoy", "2011", "Q3 2011", "13", "0", String(repeating: "agosto ", count: 100)] {
            #expect(throws: PeriodFailure.self) { try PeriodExpression.month(text).resolve(asOf: Self.asOf) }
        }
        #expect(throws: PeriodFailure.self) { try PeriodExpression.year(10_000).resolve(asOf: Self.asOf) }
    }
}
