/// The stock at the end of the history, as the text of a CSV file that agrees with what was sold lately.
struct StockList {
    let csv: String
    let lines: Int

    init(_ catalogue: Catalogue, recentUnits: [Int], random: SplitMix64) {
        var random = random
        var csv = """
            Código,Producto,Categoría,Proveedor,Costo,Precio,Existencia,En pedido,Nivel de reorden,Descontinuado

            """
        for (item, sold) in zip(catalogue.items, recentUnits) {
            // Two weeks' sales of the last 90 days.
            let level = item.isDiscontinued ? 0 : max(2, sold * 14 / 90)
            let state = random.below(100)
            let stock: Int
            let ordered: Int
            if item.isDiscontinued {
                (stock, ordered) = (random.below(9), 0)
            } else if state < 6 {
                (stock, ordered) = (0, random.happens(600) ? level * 2 : 0)
            } else if state < 20 {
                (stock, ordered) = (random.within(1...level), random.happens(500) ? level * 2 : 0)
            } else {
                (stock, ordered) = (level + random.within(1...(level * 4)), random.happens(100) ? level : 0)
            }
            csv += CSVText.line([
                item.code, item.name, item.category, item.supplier, CSVText.amount(item.cost),
                CSVText.amount(item.price), String(stock), String(ordered), String(level),
                item.isDiscontinued ? "Sí" : "No",
            ])
        }
        self.csv = csv
        lines = catalogue.items.count
    }
}
