import Commerce
import Localization
import Questions
import Testing

/// A word that nobody knows is told of, and changes nothing else.
@Suite struct StrangerTests {
    @Test(arguments: [
        ("ventas de unicornios", "unicornios"), ("ventas de unicornios en Francia", "unicornios"),
        ("en Francia, ventas de unicornios", "unicornios"), ("¿cuántos unicornios vendimos?", "unicornios"),
        ("stock de unicornios", "unicornios"), ("pedido sugerido de unicornios", "unicornios"),
        ("ventas en narnia", "narnia"), ("ventas de Unicornio en Francia", "Unicornio"),
        ("ventas de ropa en octubre", "ropa"),
        ("compara unicornios en mayo y junio", "unicornios"), ("ventas para ferreteria lopez", "ferreteria lopez"),
        ("sales of unicorns", "unicorns"), ("unicorn sales in October", "unicorn"),
        ("in October, sales of unicorns", "unicorns"), ("how many unicorns did we sell", "unicorns"),
        ("sales in narnia by month", "narnia"),
    ])
    func whatIsNotFoundIsSaid(_ question: String, _ word: String) throws {
        let answer = try TestShop.ask(question)
        #expect(answer.slots.filters.products.isEmpty)
        let remark = try #require(answer.remarks.first)
        #expect(remark.spanish.contains("«\(word)»") && remark.spanish.contains("no se filtró"))
        #expect(remark.english.contains("\"\(word)\"") && remark.english.contains("nothing was filtered"))
    }

    @Test(arguments: [
        ("ventas por sucursal", "sucursal"), ("en mayo, ventas por vendedor", "vendedor"),
        ("ventas por talla", "talla"),
        ("ventas por método de pago", "método"), ("sales by salesperson", "salesperson"), ("sales by store", "store"),
        ("in May, revenue per region", "region"), ("ventas por tienda en Francia", "tienda"),
    ])
    func aGroupingThatTheDataDoNotHaveIsSaid(_ question: String, _ word: String) throws {
        let answer = try TestShop.ask(question)
        #expect(answer.slots.groupBy == nil)
        let remark = try #require(answer.remarks.first)
        #expect(remark.spanish.contains("desglosar por «\(word)»"))
        #expect(remark.english.contains("split by \"\(word)\""))
    }

    @Test func namesNearlyWrittenSoAreOffered() throws {
        let remark = try #require(try TestShop.ask("ventas de kakao en mayo").remarks.first)
        #expect(remark.english.contains("Kakaw"))
    }

    @Test(arguments: [
        "ventas de agosto", "¿cuánto vendimos ayer en total?", "ventas por país en Francia",
        "top 5 de la semana pasada",
        "ventas de OWL NIGHT LANTERN", "stock de lácteos", "¿cómo va el negocio este mes?", "ventas por favor",
        "ventas por produto", "ventas por separado de mayo y junio", "pedidos por hacer",
        "necesito las ventas de mayo para presentarlas", "cuántos pedidos hicieron los clientes de España",
        "sales for August by customer", "how many units did we sell in total last week", "what's in stock?",
        "busca la política de devoluciones", "show me the best sellers in the UK, please", "ayuda",
    ])
    func ordinaryQuestionsHaveNoRemarks(_ question: String) throws {
        #expect(try TestShop.ask(question).remarks.isEmpty)
    }

    @Test func aDepartmentIsSaidToBeACategory() throws {
        for question in ["ventas por departamento", "por departamento, las ventas de mayo", "sales by department"] {
            let answer = try TestShop.ask(question)
            #expect(answer.slots.groupBy == .category)
            #expect(answer.remarks.first?.spanish.contains("categoría") == true, "\(question)")
        }
        #expect(try TestShop.ask("ventas por categoría").remarks.isEmpty)
    }

    @Test func countriesAndCategoriesAreNamedInBothLanguages() {
        let names = PlaceNames(countries: ["Spain", "EIRE", "Reino Unido"], categories: ["Dairy Products", "Cacao"])
        #expect(names.country("España") == "Spain")
        #expect(names.country("spain") == "spain")
        #expect(names.country("Irlanda") == "EIRE" && names.country("Ireland") == "EIRE")
        #expect(names.country("United Kingdom") == "United Kingdom")
        #expect(names.country("Francia") == "Francia" && names.country("Narnia") == "Narnia")
        #expect(names.category("Lácteos") == "Dairy Products" && names.category("dairy") == "Dairy Products")
        #expect(names.category("cacao") == "cacao" && names.category("cacaos") == "cacaos")
        #expect(names.category("España") == "España" && names.category("lácteos de España") == "lácteos de España")
    }
}
