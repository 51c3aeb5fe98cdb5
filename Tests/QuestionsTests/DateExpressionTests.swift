import Commerce
import Testing

@testable import Questions

/// All seen from Friday 9 December 2011 unless the case says otherwise.
@Suite struct DateExpressionTests {
    @Test(arguments: [
        ("hoy", "2011-12-09/2011-12-09"), ("el día de ayer", "2011-12-08/2011-12-08"),
        ("antier", "2011-12-07/2011-12-07"), ("esta semana", "2011-12-05/2011-12-09"),
        ("la semana pasada", "2011-11-28/2011-12-04"), ("semana antepasada", "2011-11-21/2011-11-27"),
        ("mes pasado", "2011-11-01/2011-11-30"), ("hace dos meses", "2011-10-01/2011-10-31"),
        ("último trimestre", "2011-07-01/2011-09-30"), ("T3", "2011-07-01/2011-09-30"),
        ("3er trimestre de 2010", "2010-07-01/2010-09-30"), ("primer semestre", "2011-01-01/2011-06-30"),
        ("segunda quincena de febrero", "2011-02-16/2011-02-28"),
        ("entre el 3 y el 15 de marzo", "2011-03-03/2011-03-15"),
        ("del 28 de octubre al 3 de noviembre", "2011-10-28/2011-11-03"), ("desde junio", "2011-06-01/2011-12-09"),
        ("desde hace dos semanas", "2011-11-25/2011-12-09"), ("hasta junio", "2011-01-01/2011-06-30"),
        ("últimos 30 días", "2011-11-10/2011-12-09"), ("lo que va del año", "2011-01-01/2011-12-09"),
        ("agosto", "2011-08-01/2011-08-31"), ("agosto del año pasado", "2010-08-01/2010-08-31"),
        ("de noviembre a febrero", "2010-11-01/2011-02-28"), ("08/2011", "2011-08-01/2011-08-31"),
        ("2011-09-05", "2011-09-05/2011-09-05"), ("el 4/8/2011", "2011-08-04/2011-08-04"),
        ("año 2010", "2010-01-01/2010-12-31"), ("el lunes", "2011-12-05/2011-12-05"),
        ("navidad", "2010-12-25/2010-12-25"), ("semana santa", "2011-04-17/2011-04-24"),
        ("el fin de semana", "2011-12-03/2011-12-04"), ("la última semana de octubre", "2011-10-25/2011-10-31"),
        ("la semana del 3 de octubre", "2011-10-03/2011-10-09"), ("primer mes del año", "2011-01-01/2011-01-31"),
        ("dos mil once", "2011-01-01/2011-12-31"), ("de octubre al día 20", "2011-10-01/2011-10-20"),
        ("en el 97", "1997-01-01/1997-12-31"), ("primer trimestre del 98", "1998-01-01/1998-03-31"),
        ("el finde pasado", "2011-12-03/2011-12-04"),
        ("la última semana de agosto (22 al 28)", "2011-08-22/2011-08-28"),
        ("del lunes al viernes de la semana pasada", "2011-11-28/2011-12-02"),
        ("2º trimestre", "2011-04-01/2011-06-30"),
        ("del 1 al 5 de este mes", "2011-12-01/2011-12-05"), ("el 3 del mes pasado", "2011-11-03/2011-11-03"),
        ("el mismo día de la semana pasada", "2011-12-02/2011-12-02"),
    ])
    func spanish(_ text: String, _ period: String) throws {
        #expect(try Self.mentions(text).map(\.period.description) == [period])
    }

    @Test(arguments: [
        ("in the past two weeks", "2011-11-26/2011-12-09"), ("year to date", "2011-01-01/2011-12-09"),
        ("three months ago", "2011-09-01/2011-09-30"), ("Q2", "2011-04-01/2011-06-30"),
        ("10/3/2011", "2011-10-03/2011-10-03"), ("from 10/3/2011 to 10/7/2011", "2011-10-03/2011-10-07"),
        ("March 3-15", "2011-03-03/2011-03-15"), ("second half of 2010", "2010-07-01/2010-12-31"),
        ("January through March", "2011-01-01/2011-03-31"), ("August 4th, 2011", "2011-08-04/2011-08-04"),
        ("since May", "2011-05-01/2011-12-09"), ("this month so far", "2011-12-01/2011-12-09"),
        ("the day before yesterday", "2011-12-07/2011-12-07"), ("last Monday", "2011-12-05/2011-12-05"),
        ("black friday", "2011-11-25/2011-11-25"), ("week of October 3", "2011-10-03/2011-10-09"),
    ])
    func english(_ text: String, _ period: String) throws {
        #expect(try Self.mentions(text, isDayFirst: false).map(\.period.description) == [period])
    }

    @Test(arguments: [
        "may I see the sales", "set the price", "más vendidos", "los 5 mejores", "2.5 kg", "factor 1.3",
    ])
    func noDate(_ text: String) throws {
        #expect(try Self.mentions(text).isEmpty)
    }

    @Test func aMonthIsTheLatestThatHasBegun() throws {
        #expect(try Self.mentions("diciembre", now: "2011-11-30").first?.period.description == "2010-12-01/2010-12-31")
        #expect(try Self.mentions("diciembre", now: "2011-12-01").first?.period.description == "2011-12-01/2011-12-31")
    }

    @Test func whatIsLeftUnsaidFollowsFromWhatWasSaid() throws {
        #expect(try Self.mentions("este mes contra el pasado").last?.period.description == "2011-11-01/2011-11-30")
        #expect(
            try Self.mentions("el primer trimestre y el segundo").last?.period.description == "2011-04-01/2011-06-30"
        )
        #expect(try Self.mentions("julio y agosto de 2010").first?.period.description == "2010-07-01/2010-07-31")
    }

    @Test func theEndsOfTheCalendarDoNoHarm() throws {
        for day in ["0001-01-01", "9999-12-31"] {
            for text in ["hace 5000 años", "mañana", "próximo año", "últimos 4999 meses", "semana pasada", "navidad"] {
                _ = try Self.mentions(text, now: day)
            }
        }
    }

    private static func mentions(
        _ text: String,
        now: String = "2011-12-09",
        isDayFirst: Bool = true
    ) throws -> [PeriodMention] {
        var tokens = Tokenizer.tokens(of: text)
        for index in tokens.indices { tokens[index].bases = WordForms.bases(of: tokens[index].word) }
        return DateExpressions(tokens: tokens, now: try #require(CalendarDay(iso: now)), isDayFirst: isDayFirst)
            .mentions()
    }
}
