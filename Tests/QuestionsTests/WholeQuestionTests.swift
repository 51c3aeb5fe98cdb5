import Commerce
import Localization
import Questions
import Testing

/// No word of a question that changes its figure may be dropped.
@Suite struct WholeQuestionTests {
    private static let grocer = QuestionEngine(
        vocabulary: ShopVocabulary(
            products: [
                .init(code: "ABA-001", name: "Arroz blanco 5 lb"), .init(code: "ABA-002", name: "Frijol negro 1 lb"),
                .init(code: "BEB-010", name: "Café molido 1 lb"), .init(code: "PAN-003", name: "Pan francés"),
                .init(code: "LAC-004", name: "Leche entera 1 L"), .init(code: "gift_0001_20", name: nil),
                .init(code: "10-2026", name: "Calendario"),
            ],
            categories: ["Abarrotes", "Bebidas", "Lácteos"],
            countries: ["Guatemala", "El Salvador"],
            customers: ["CLI-0020", "CLI-0021", "2026-77"]
        )
    )

    private func ask(_ question: String) throws -> Understanding {
        Self.grocer.understand(question, now: try #require(CalendarDay(iso: "2026-11-28")))
    }

    @Test func codesOfAnyCharactersAreFound() throws {
        let october = try ask("ventas de ABA-001 en octubre")
        #expect(october.intent == .salesSummary)
        #expect(october.slots.filters.products == ["ABA-001"])
        #expect(october.slots.period?.description == "2026-10-01/2026-10-31")
        #expect(try ask("stock de aba-001").slots.filters.products == ["ABA-001"])
        #expect(try ask("units of gift_0001_20").slots.filters.products == ["gift_0001_20"])
        let calendar = try ask("ventas del producto 10-2026")
        #expect(calendar.slots.filters.products == ["10-2026"])
        #expect(calendar.slots.period == nil)
        let customer = try ask("ventas del cliente CLI-0020 en 2026")
        #expect(customer.slots.filters.customers == ["CLI-0020"])
        #expect(customer.slots.filters.products.isEmpty)
        #expect(customer.slots.period?.description == "2026-01-01/2026-12-31")
        #expect(try ask("¿cuánto compró 2026-77?").slots.filters.customers == ["2026-77"])
        let compared = try ask("compare ABA-001 with ABA-002")
        #expect(compared.intent == .compare)
        #expect(compared.slots.filters.products == ["ABA-001", "ABA-002"])
    }

    @Test(arguments: [
        "sin devoluciones, ¿cuánto vendimos?", "ventas sin contar devoluciones", "ventas de octubre sin anulaciones",
        "ventas sin los pedidos cancelados", "ventas sin tomar en cuenta las devoluciones",
        "ventas de octubre excluyendo devoluciones",
        "¿cuánto vendimos sin contar las devoluciones?", "sales without cancellations",
        "October sales excluding returns", "sales not counting the returns",
    ])
    func salesWithoutReturnsAreGross(_ question: String) throws {
        let answer = try ask(question)
        #expect(answer.intent == .salesSummary)
        #expect(answer.slots.view == .gross)
    }

    @Test(arguments: [
        ("ventas por producto en Francia", QuestionGrouping.product, "France"),
        ("en Francia, ventas por producto", .product, "France"), ("ventas por mes en Alemania", .month, "Germany"),
        ("en Alemania, ventas por mes", .month, "Germany"), ("ventas por cliente francés", .customer, "France"),
        ("sales by customer in Spain", .customer, "Spain"), ("in Spain, sales by customer", .customer, "Spain"),
        ("sales by product from Italy", .product, "Italy"),
    ])
    func aGroupingAndAPlaceAreBothKept(_ question: String, _ grouping: QuestionGrouping, _ country: String) throws {
        let slots = try TestShop.ask(question).slots
        #expect(slots.groupBy == grouping)
        #expect(slots.filters.countries == [country])
    }

    @Test func oneThingThatIsNamedGroupsNothing() throws {
        for question in ["ventas por cliente 14911", "sales by customer 14911", "lo comprado por clientes de Francia"] {
            #expect(try TestShop.ask(question).slots.groupBy == nil)
        }
        let products = try TestShop.ask("revenue by product for customer 14911").slots
        #expect(products.groupBy == .product)
        #expect(products.filters.customers == ["14911"])
    }

    @Test func returnsAskedForStayReturns() throws {
        #expect(try ask("devoluciones de octubre").slots.view == .returns)
        #expect(try ask("sales minus returns in October").slots.view != .gross)
    }

    @Test(arguments: [
        ("ventas de arroz en octubre", "arroz"), ("ventas de café", "café"), ("¿cuánto pan vendimos ayer?", "pan"),
        ("stock de leche", "leche"), ("stock leche", "leche"), ("sales of arroz", "arroz"),
    ])
    func everydayWordsOfProductNamesAreProducts(_ question: String, _ product: String) throws {
        #expect(try ask(question).slots.filters.products == [product])
    }

    @Test(arguments: [
        "ventas fuera de Reino Unido", "ventas de octubre excepto Alemania",
        "ventas en todos los países menos Alemania",
        "sales excluding Germany", "sales outside the UK", "sales in October, except for Germany",
        "ventas que no sean de Alemania", "non-UK sales in October", "ventas excepto bebidas", "sales without Germany",
        "top 5 productos fuera de Francia", "ventas de 2011 sin octubre",
    ])
    func whatIsLeftOutNeverBecomesItsOpposite(_ question: String) throws {
        let answer = try TestShop.ask(question)
        #expect(answer.intent == .outOfScope)
        #expect(answer.alternatives.isEmpty)
        #expect(answer.explanation.spanish.contains("fuera"))
        #expect(answer.explanation.english.contains("left out"))
    }

    @Test func whatIsNotLeftOutIsAnswered() throws {
        #expect(try !TestShop.ask("¿estamos sin bebidas?").explanation.spanish.contains("dejar algo fuera"))
        #expect(try TestShop.ask("no, en Alemania, ventas de octubre").slots.filters.countries == ["Germany"])
        #expect(try TestShop.ask("productos menos vendidos en Alemania").slots.filters.countries == ["Germany"])
    }

    @Test(arguments: [
        ("el mes con más ventas", QuestionGrouping.month), ("¿cuál fue el día con más ventas?", .day),
        ("la semana con menos ventas", .week), ("the month with the highest sales", .month),
        ("dime el mes con mayores ventas", .month), ("ventas del mes con más pedidos", .month),
        ("el día que más vendimos", .day), ("mes de mayores ventas", .month), ("the day we sold the most", .day),
    ])
    func aUnitThatIsSoughtGroups(_ question: String, _ grouping: QuestionGrouping) throws {
        let answer = try TestShop.ask(question)
        #expect(answer.intent == .salesSummary)
        #expect(answer.slots.groupBy == grouping)
        #expect(answer.slots.period == nil)
    }

    @Test(arguments: [
        ("ventas antes del 15 de octubre", "2011-01-01/2011-10-14"),
        ("sales before October 15", "2011-01-01/2011-10-14"),
        ("ventas antes de octubre", "2011-01-01/2011-09-30"), ("ventas antes de 2011", "0001-01-01/2010-12-31"),
        ("ventas después del 15 de noviembre", "2011-11-16/2011-12-09"),
        ("sales after November 15", "2011-11-16/2011-12-09"), ("ventas de antes de ayer", "2011-12-07/2011-12-07"),
    ])
    func beforeAndAfterAreLimits(_ question: String, _ period: String) throws {
        #expect(try TestShop.ask(question).slots.period?.description == period)
    }

    @Test func aTextOfUnknownWordsIsReadToItsEnd() throws {
        let letters = "bcdfghjkmnpq"
        let words = letters.flatMap { first in letters.prefix(9).map { "z\(first)w\($0)xj" } }
        let answer = try TestShop.ask(words.joined(separator: " ") + " ventas de octubre")
        #expect(answer.slots.period?.description == "2011-10-01/2011-10-31")
    }
}
