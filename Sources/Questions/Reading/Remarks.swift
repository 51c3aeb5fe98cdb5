import Localization

/// What an answer should say of how the question was taken.
enum Remarks {
    private static let answered: Set<Intent> = [
        .salesSummary, .topProducts, .inventoryStatus, .reorder, .report, .executiveSummary, .compare, .trend,
    ]

    static func all(of reading: QuestionReading, _ intent: Intent, _ slots: QuestionSlots) -> [LocalizedText] {
        guard answered.contains(intent) else { return [] }
        let products = slots.filters.products
        var remarks = reading.strangers.filter { stranger in !products.contains { $0.contains(stranger.text) } }
            .map(\.remark)
        if let figure = UnknownFigure(reading), figure.isBeside { remarks.append(figure.remark) }
        if let department = department(reading, slots) { remarks.append(department) }
        if intent == .salesSummary, slots.sought == nil {
            if Count.customers(in: reading) != nil { remarks.append(customersByGroup) }
            if slots.groupBy == nil, Ranking(reading).isTimeUnit { remarks.append(otherUnits) }
        }
        return remarks
    }

    private static let customersByGroup = LocalizedText(
        es: "Los clientes se cuentan de todo junto, no por grupo: estas son las ventas.",
        en: "Customers are counted as a whole, not by group: these are the sales."
    )
    private static let otherUnits = LocalizedText(
        es: "Se puede buscar el mejor o el peor mes, semana o día; esto es el total.",
        en: "The best or worst month, week or day can be found; this is the total."
    )

    /// The data know categories, which are not what everybody calls a department.
    private static func department(_ reading: QuestionReading, _ slots: QuestionSlots) -> LocalizedText? {
        guard slots.groupBy == .category,
            let word = reading.tokens.first(where: { token in
                ["departamento", "department", "seccion", "section"].contains { token.bases.contains($0) }
                    || ["departments", "sections"].contains(token.word)
            })
        else { return nil }
        return LocalizedText(
            es: "Los datos no tienen «\(word.text)»: se tomó como categoría de productos.",
            en: "The data have no \"\(word.text)\": it was taken for the category of the products."
        )
    }
}
