import Commerce
import Localization
import Questions
import Testing

/// A date that does not exist is refused, and never answered with all the sales.
@Suite struct ImpossibleDateTests {
    @Test(arguments: [
        ("ventas del 31 de febrero", "31 de febrero", "28"), ("sales on February 30", "February 30", "28"),
        ("el 31 de abril ¿cuánto vendimos?", "31 de abril", "30"), ("ventas de 2011-02-30", "2011-02-30", "28"),
        ("sales on 02/30/2011", "02/30/2011", "28"), ("ventas del 31/02/11", "31/02/11", "28"),
        ("ventas del 29 de febrero de 2011", "29 de febrero de 2011", "28"),
        ("ventas del 25 al 31 de junio", "31 de junio", "30"),
        ("the 31st of November in sales", "31st of November", "30"),
        ("ventas del 35 de marzo", "35 de marzo", "31"), ("ventas del mes 13", "mes 13", "12"),
        ("sales for month 14", "month 14", "12"), ("ventas de 2011-13", "2011-13", "12"), ("Q5 sales", "Q5", "4"),
        ("tercer semestre, ventas", "tercer semestre", "2"), ("pdf de ventas de la semana 60", "semana 60", "53"),
    ])
    func whatNoCalendarHasIsRefused(_ question: String, _ date: String, _ limit: String) throws {
        let answer = try TestShop.ask(question)
        #expect(answer.intent == .outOfScope)
        #expect(answer.alternatives.isEmpty)
        for text in [answer.explanation.spanish, answer.explanation.english] {
            #expect(text.contains(date) && text.contains(limit))
        }
    }

    @Test(arguments: [
        ("ventas del 29 de febrero de 2004", "2004-02-29/2004-02-29"),
        ("ventas del 29 de febrero", "2008-02-29/2008-02-29"),
        ("ventas del mes 8", "2011-08-01/2011-08-31"), ("sales for month 3 in France", "2011-03-01/2011-03-31"),
        ("in February 30 units sold of bedding", "2011-02-01/2011-02-28"),
        ("top 31 de febrero", "2011-02-01/2011-02-28"), ("este mes 20 productos", "2011-12-01/2011-12-09"),
        ("ventas del 31/10/2011", "2011-10-31/2011-10-31"), ("ventas de la semana 35", "2011-08-29/2011-09-04"),
    ])
    func whatExistsIsRead(_ question: String, _ period: String) throws {
        #expect(try TestShop.ask(question).slots.period?.description == period)
    }
}
