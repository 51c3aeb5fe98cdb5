internal import Commerce

/// Two years of sales, invented day by day as the text of a CSV file.
struct SalesHistory {
    private(set) var csv = Self.header
    private(set) var lines = 0
    /// Units of each catalogue item sold in the last 90 days.
    private(set) var recentUnits: [Int]

    private let catalogue: Catalogue
    private let clientele: Clientele
    private var random: SplitMix64
    private var nextDocument = 100_001
    /// Goods that will come back, by the day they do.
    private var pendingReturns: [Int: [Return]] = [:]

    private struct Return {
        let item: Int
        let quantity: Int
        let price: Int
        let discount: Int
        let customer: Clientele.Customer?
    }

    static let header = """
        Factura,Fecha,Código,Producto,Categoría,Cantidad,Precio unitario,Descuento,Cliente,Departamento,Moneda

        """

    init(_ catalogue: Catalogue, endingOn end: CalendarDay, random: SplitMix64) {
        self.catalogue = catalogue
        self.random = random
        clientele = Clientele(&self.random)
        recentUnits = Array(repeating: 0, count: catalogue.items.count)
        let first = end.serial - Self.days + 1
        for serial in first...end.serial {
            guard let day = CalendarDay(serial: serial) else { continue }
            sell(on: day, index: serial - first)
        }
    }

    private static let days = 731

    // MARK: A day

    private mutating func sell(on day: CalendarDay, index: Int) {
        let choice = WeightedChoice(
            catalogue.items.map { item in
                let isGone = item.isDiscontinued && index > Self.days / 2
                return isGone ? 0 : item.popularity * Self.strength(of: item.season, in: day.month)
            }
        )
        // Sales grow by a seventh in two years. Weights are in thousandths.
        let growth = 1_000 + 143 * index / Self.days
        let expected = 25 * Self.weekday[day.weekday - 1] * Self.month[day.month - 1] / 1_000 * growth / 1_000
        let count = expected * random.within(800...1_200) / 1_000 / 1_000
        guard count > 0 else { return }
        var minutes = (0..<count).map { _ in 8 * 60 + random.below(day.weekday == 7 ? 300 : 600) }
        minutes.sort()
        for minute in minutes { sellDocument(on: day, minute: minute, index: index, choice: choice) }
        for goods in pendingReturns.removeValue(forKey: index) ?? [] { takeBack(goods, on: day) }
    }

    private mutating func sellDocument(on day: CalendarDay, minute: Int, index: Int, choice: WeightedChoice) {
        let number = String(takeNumber())
        let customer = random.happens(550) ? clientele.customers[clientele.choice.pick(&random)] : nil
        let discount = customer?.discount ?? 0
        let count = 1 + Self.basket.pick(&random)
        for _ in 0..<count {
            let item = choice.pick(&random)
            var quantity = 1 + Self.pieces.pick(&random)
            if discount == 10 { quantity *= random.within(2...6) }
            let price = price(of: item, index: index)
            add(number, day, minute, item: item, quantity: quantity, price: price, discount: discount, customer)
            if index > Self.days - 90 { recentUnits[item] += quantity }
            if random.happens(11), index + 12 < Self.days {
                let back = Return(
                    item: item,
                    quantity: random.within(1...quantity),
                    price: price,
                    discount: discount,
                    customer: customer
                )
                pendingReturns[index + random.within(1...12), default: []].append(back)
            }
        }
        if customer != nil, random.happens(70) {
            let isNear = customer?.department == Clientele.home
            addService(number, day, minute, ("POST", "Envío a domicilio", isNear ? 2_500 : 3_500), customer)
        }
        if random.happens(3) { addService(number, day, minute, ("S", "Muestra gratuita", 0), customer) }
    }

    private mutating func takeBack(_ goods: Return, on day: CalendarDay) {
        let number = "C" + String(takeNumber())
        let minute = 17 * 60 + random.below(60)
        add(
            number,
            day,
            minute,
            item: goods.item,
            quantity: -goods.quantity,
            price: goods.price,
            discount: goods.discount,
            goods.customer
        )
    }

    private mutating func takeNumber() -> Int {
        defer { nextDocument += 1 }
        return nextDocument
    }

    /// Prices rose by about four percent after the first year, to the next quarter of a quetzal.
    private func price(of item: Int, index: Int) -> Int {
        let price = catalogue.items[item].price
        return index > Self.days / 2 ? price : max(25, price * 96 / 100 / 25 * 25)
    }

    // MARK: Lines

    private mutating func add(
        _ document: String,
        _ day: CalendarDay,
        _ minute: Int,
        item: Int,
        quantity: Int,
        price: Int,
        discount: Int,
        _ customer: Clientele.Customer?
    ) {
        let item = catalogue.items[item]
        append([
            document, CSVText.stamp(day, minute), item.code, item.name, item.category, String(quantity),
            CSVText.amount(price), CSVText.fraction(discount), customer?.code ?? "",
            customer?.department ?? Clientele.home, "GTQ",
        ])
    }

    private mutating func addService(
        _ document: String,
        _ day: CalendarDay,
        _ minute: Int,
        _ service: (code: String, name: String, price: Int),
        _ customer: Clientele.Customer?
    ) {
        append([
            document, CSVText.stamp(day, minute), service.code, service.name, "Servicios", "1",
            CSVText.amount(service.price), CSVText.fraction(0), customer?.code ?? "",
            customer?.department ?? Clientele.home, "GTQ",
        ])
    }

    private mutating func append(_ fields: [String]) {
        csv += CSVText.line(fields)
        lines += 1
    }

    // MARK: Habits, in thousandths

    /// Monday to Sunday: market days are Thursday and Saturday.
    private static let weekday = [850, 860, 900, 1_080, 1_150, 1_420, 620]

    /// January is school, July and December bring the extra salaries.
    private static let month = [1_080, 920, 960, 980, 950, 940, 1_120, 960, 930, 980, 1_040, 1_400]

    /// One line in most documents, twelve at most.
    private static let basket = WeightedChoice([300, 240, 170, 110, 70, 45, 25, 15, 10, 7, 5, 3])

    /// One piece on most lines.
    private static let pieces = WeightedChoice([520, 240, 100, 40, 40, 30, 0, 0, 10, 0, 0, 20])

    private static func strength(of season: Catalogue.Season, in month: Int) -> Int {
        switch (season, month) {
        case (.school, 1): 5
        case (.school, 2): 3
        case (.school, 11...12): 1
        case (.rain, 5...10): 4
        case (.holidays, 12): 6
        case (.holidays, 11): 4
        default: 2
        }
    }
}
