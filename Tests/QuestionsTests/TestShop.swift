import Commerce
import Questions
import Testing

/// An invented shop to ask about.
enum TestShop {
    static let vocabulary = ShopVocabulary(
        products: names.map { ShopVocabulary.Product(code: $0, name: $1) },
        categories: [
            "Beverages", "Condiments", "Confections", "Dairy Products", "Grains/Cereals", "Meat/Poultry", "Produce",
            "Seafood",
        ],
        countries: [
            "Australia", "Belgium", "EIRE", "France", "Germany", "Italy", "Japan", "Netherlands", "Norway", "Portugal",
            "Spain", "Sweden", "Switzerland", "USA", "United Kingdom",
        ],
        customers: ["12748", "17841", "14911", "14646"]
    )

    static let engine = QuestionEngine(vocabulary: vocabulary)

    /// A Friday.
    static func ask(_ question: String, now day: String = "2011-12-09") throws -> Understanding {
        engine.understand(question, now: try #require(CalendarDay(iso: day)))
    }

    private static let names: KeyValuePairs = [
        "72423": "WILLOW CAKESTAND 2 LEVELS", "75099B": "JUMBO BASKET RED CHECKERS",
        "72961": "HONEY TASTING SET WITH JARS", "74879": "ASSORTED COLOUR TOUCAN ORNAMENT",
        "72383": "LUNCH POUCH MIKO DESIGN", "73084": "OWL NIGHT LANTERN", "77566": "FIESTA GARLAND",
        "72197": "PEANUT HOLDER", "75123A": "PAPER HEART LAMP", "72086": "TISSUE CHAIN KIT",
        "1": "Pinol", "2": "Kakaw", "3": "Doña Meche's Pepián Seasoning", "4": "Quesillo di Chinautla",
        "5": "Capriccio Palencia", "6": "Tía Rosario's Champurradas", "7": "Rón de Zacapa", "8": "Ravioles Ixchel",
        "9": "Queso Zacapaneco", "10": "Requesón Patzún", "11": "Abuela Longaniza", "12": "Altiplano Lager",
        "13": "Tecolote Stout", "14": "Cobán Koffie", "15": "Xela koeken", "16": "Jutes de Petén",
        "17": "Caldos verdín", "18": "Tamal Mixx", "19": "Tortröd", "20": "Kokolaku", "21": "Quesost",
        "22": "Mollejova", "23": "Bledoku", "24": "Pescura", "25": "Chufu",
    ]
}
