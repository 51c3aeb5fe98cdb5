import Commerce

/// Sales that are made up, the same ones for the same seed: among ordinary documents there are some that come again,
/// have two days, customers or currencies, or are in two files.
struct MadeSales {
    private var random: SeededNumbers
    private var nextNumber = 500_000

    static let header = "Factura,Codigo,Descripcion,Cantidad,Fecha,Precio,Cliente,Pais,Categoria,Moneda\n"
    static let countries = ["Guatemala", "México", "España", "El Salvador", ""]
    static let categories = ["Café", "Té", "Pan", ""]

    init(seed: UInt64) {
        random = SeededNumbers(seed: seed)
    }

    /// - Parameters:
    ///   - oddities: one document in this many is odd in some way; 0 for none.
    ///   - days: how many days from 2023-11-20 on.
    mutating func file(documents: Int, oddities: Int, days: Int = 120, hasCategories: Bool = true) -> String {
        var rows: [String] = []
        var earlier: [String] = []
        for index in 0..<documents {
            nextNumber += 1
            var number = String(nextNumber)
            if below(12) == 0 { number = "C" + number }
            if below(60) == 0 { number = "A" + number }
            let isOdd = oddities > 0 && below(oddities) == 0
            if isOdd, let again = earlier.randomElement(using: &random), below(2) == 0 { number = again }
            earlier.append(number)
            var (day, customer, country, currency) = (index * days / documents, below(30), below(5), "GTQ")
            for _ in 0...below(6) {
                if isOdd {
                    if below(3) == 0 { day = below(days) }
                    if below(4) == 0 { customer = below(30) }
                    if below(4) == 0 { country = below(5) }
                    if below(9) == 0 { currency = "USD" }
                }
                let product = below(40)
                let code = product == 0 ? "POST" : "P\(product)"
                let quantity = number.hasPrefix("C") ? -1 - below(3) : below(20) == 0 ? -2 : 1 + below(9)
                let price = "\(below(50)).\(below(1_000))"
                let category = hasCategories ? Self.categories[product % 4] : ""
                rows.append(
                    "\(number),\(code),NOMBRE \(product),\(quantity),\(Self.date(day)),\(price),"
                        + "\(customer == 0 ? "" : "K\(customer)"),\(Self.countries[country]),\(category),\(currency)\n"
                )
            }
        }
        return Self.header + rows.joined()
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    static func date(_ day: Int) -> String { CalendarDay.day("2023-11-20").adding(days: day)?.description ?? "" }
}

/// The same numbers for the same seed.
///
/// Source: Sebastiano Vigna, "splitmix64.c" (2015).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
