import Commerce
import Localization
import Questions
import Testing

/// Figures that are found among others, or that no data have.
@Suite struct SoughtFigureTests {
    @Test(arguments: [
        ("¿cuál fue el mejor mes?", SoughtFigure.best, QuestionGrouping.month),
        ("en 2011, ¿qué mes tuvo más ventas?", .best, .month), ("best week of 2011", .best, .week),
        ("the worst day", .worst, .day),
        ("busiest day in November", .best, .day), ("our slowest week this year", .worst, .week),
        ("¿cuánto vendimos en promedio al mes en 2011?", .average, .month),
        ("los 3 mejores meses de 2011", .best, .month), ("top 5 days by revenue in May", .best, .day),
        ("in November, the worst day", .worst, .day),
        ("¿qué día vendimos menos en noviembre?", .worst, .day), ("promedio diario de ventas", .average, .day),
        ("¿cuánto vendemos en promedio por día?", .average, .day), ("average daily sales in October", .average, .day),
        ("in 2011, average sales per month", .average, .month), ("cuántos clientes tenemos", .customerCount, .customer),
        ("how many customers bought in November", .customerCount, .customer),
        ("en Francia, ¿cuántos clientes distintos compraron?", .customerCount, .customer),
    ])
    func oneFigureIsSought(_ question: String, _ sought: SoughtFigure, _ grouping: QuestionGrouping) throws {
        let answer = try TestShop.ask(question)
        #expect(answer.intent == .salesSummary)
        #expect(answer.slots.sought == sought)
        #expect(answer.slots.groupBy == grouping)
        #expect(answer.slots.metric != .averageTicket)
    }

    @Test func anAverageOfPurchasesStaysTheTicket() throws {
        let ticket = try TestShop.ask("ticket promedio diario de noviembre").slots
        #expect(ticket.metric == .averageTicket)
        #expect(ticket.sought == nil)
        #expect(try TestShop.ask("average orders per day in November").slots.metric == .orders)
        #expect(try TestShop.ask("ventas por mes de 2011").slots.sought == nil)
        #expect(try TestShop.ask("top 10 semana pasada").slots.count == 10)
    }

    @Test(arguments: [
        "margen de ganancia en noviembre", "en noviembre, ¿qué margen tuvimos?", "¿cuánta ganancia tuvimos en octubre?",
        "IVA de las ventas de octubre", "cuánto pagamos de impuestos en mayo", "productos con mayor utilidad",
        "profit in November", "in November, how much profit did we make?", "top products by profit",
        "gross margin by category", "how many new customers in November", "¿cuántos clientes nuevos hubo en mayo?",
        "how many customers stopped buying?", "pdf con la utilidad de mayo",
    ])
    func whatTheDataDoNotHaveIsNotAnsweredWithSomethingElse(_ question: String) throws {
        let answer = try TestShop.ask(question)
        #expect(answer.intent == .outOfScope)
        #expect(answer.alternatives.isEmpty)
        #expect(answer.explanation.spanish.contains("Los datos no"))
        #expect(answer.explanation.english.contains("Ask "))
    }

    @Test func besideAnotherFigureItIsSaid() throws {
        #expect(try TestShop.ask("como iva la venta en mayo").intent != .outOfScope)
        let taxed = try TestShop.ask("ventas de octubre sin IVA")
        #expect(taxed.intent == .salesSummary)
        #expect(taxed.remarks.contains { $0.spanish.contains("«IVA»") })
        #expect(try TestShop.ask("cuánto ganamos en agosto").intent == .salesSummary)
        #expect(try TestShop.ask("pedido sugerido con margen del 20%").intent == .reorder)
        #expect(try TestShop.ask("find the tax policy").intent == .docsSearch)
    }

    @Test func whatIsNotGroupedSoIsSaid() throws {
        let counted = try TestShop.ask("¿cuántos clientes por país?")
        #expect(counted.slots.groupBy == .country && counted.slots.sought == nil)
        #expect(counted.remarks.first?.english.contains("Customers are counted") == true)
        let quarter = try TestShop.ask("which was the best quarter?")
        #expect(quarter.remarks.first?.english.contains("month, week or day") == true)
    }

    @Test(arguments: [
        "productos que no se mueven", "¿qué no se mueve?", "stock muerto", "inventario estancado de bebidas",
        "dead stock", "what isn't moving?", "which products are not moving", "lácteos sin movimiento",
    ])
    func whatDoesNotMoveIsInTheStock(_ question: String) throws {
        let answer = try TestShop.ask(question)
        #expect(answer.intent == .inventoryStatus)
        #expect(answer.slots.isNotMoving)
    }

    @Test func whatSoldLeastIsARanking() throws {
        #expect(try TestShop.ask("los 10 productos que menos se mueven").intent == .topProducts)
        #expect(try TestShop.ask("productos que no se movieron en octubre").intent == .topProducts)
        #expect(try TestShop.ask("agotados").slots.isNotMoving == false)
    }

    @Test(arguments: [
        ("este año contra el año pasado", "2010-01-01/2010-12-09"),
        ("this month vs last month", "2011-11-01/2011-11-09"),
        ("cómo vamos respecto al mes pasado", "2011-11-01/2011-11-09"),
        ("comparado con la semana pasada, ¿cómo va esta semana?", "2011-11-28/2011-12-02"),
        ("this quarter against the same quarter last year", "2010-10-01/2010-12-09"),
    ])
    func aUnitThatRunsIsComparedWithTheSameDays(_ question: String, _ days: String) throws {
        let answer = try TestShop.ask(question)
        #expect(answer.intent == .compare)
        #expect(answer.slots.sameDays?.description == days)
    }

    @Test func whatIsOverIsComparedWhole() throws {
        for question in ["agosto contra julio", "hoy contra la semana pasada", "2011 contra 2010", "ayer vs anteayer"] {
            #expect(try TestShop.ask(question).slots.sameDays == nil)
        }
        let last = try TestShop.ask("este mes contra el mes pasado", now: "2011-11-30").slots
        #expect(last.sameDays == nil)
    }

    @Test func aUnitSaidOnceCountsForBothOrdinals() throws {
        let spanish = try TestShop.ask("diferencia de unidades entre el primer y el tercer trimestre").slots
        #expect(spanish.period?.description == "2011-07-01/2011-09-30")
        #expect(spanish.baseline?.description == "2011-01-01/2011-03-31")
        let english = try TestShop.ask("compare the first and second half of 2011").slots
        #expect(english.period?.description == "2011-07-01/2011-12-31")
        #expect(english.baseline?.description == "2011-01-01/2011-06-30")
        #expect(
            try TestShop.ask("ventas del primer y segundo trimestre").slots.period?.description
                == "2011-01-01/2011-06-30"
        )
    }

    @Test func peopleOfTheShopAreNoStrangers() throws {
        let answer = try TestShop.ask("¿quién es el cliente que más compra?")
        #expect(answer.intent == .topProducts && answer.slots.groupBy == .customer)
        #expect(try TestShop.ask("who is the top buyer this month").intent == .topProducts)
        #expect(try TestShop.ask("¿quién es el presidente?").intent == .outOfScope)
        let ranked = try TestShop.ask("clientes de Francia por ingresos")
        #expect(ranked.intent == .topProducts && ranked.slots.by == .revenue)
    }
}
