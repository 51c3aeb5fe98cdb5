/// Who buys: invented customers, each with a code and a department of Guatemala.
struct Clientele {
    struct Customer {
        let code: String
        let department: String
        /// The usual discount in hundredths.
        let discount: Int
    }

    let customers: [Customer]
    let choice: WeightedChoice

    /// Where the shop is, and whoever gives no name buys.
    static let home = "Sacatepéquez"

    init(_ random: inout SplitMix64) {
        let departments = WeightedChoice(Self.departments.map(\.weight))
        var customers: [Customer] = []
        var weights: [Int] = []
        for number in 1...Self.count {
            let digits = String(number)
            let isWholesale = random.happens(120)
            customers.append(
                Customer(
                    code: "CLI-" + String(repeating: "0", count: 4 - digits.count) + digits,
                    department: Self.departments[departments.pick(&random)].name,
                    discount: isWholesale ? 10 : random.happens(200) ? 5 : 0
                )
            )
            weights.append((isWholesale ? 6 : 1) * random.within(1...8))
        }
        self.customers = customers
        choice = WeightedChoice(weights)
    }

    private static let count = 360

    private static let departments: [(name: String, weight: Int)] = [
        ("Sacatepéquez", 300), ("Guatemala", 260), ("Chimaltenango", 120), ("Escuintla", 70), ("Quetzaltenango", 55),
        ("Sololá", 45), ("Alta Verapaz", 30), ("Huehuetenango", 28), ("Suchitepéquez", 22), ("San Marcos", 18),
        ("Santa Rosa", 14), ("Jutiapa", 12), ("Totonicapán", 10), ("Quiché", 10), ("Baja Verapaz", 8), ("Izabal", 8),
        ("Petén", 7), ("Zacapa", 6), ("Chiquimula", 6), ("Jalapa", 5), ("Retalhuleu", 5), ("El Progreso", 4),
    ]
}
