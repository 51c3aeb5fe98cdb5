import Localization

/// A figure that the data of sales and stock do not have: profit, margin, taxes, which customers are new.
struct UnknownFigure {
    /// As it was written.
    let text: String
    /// Whether it is what the question asks for, rather than a word beside another figure.
    let isAsked: Bool
    /// Whether it tells of another figure: `ventas sin IVA`, `sales and profit`.
    let isBeside: Bool
    private let isCustomers: Bool

    init?(_ reading: QuestionReading) {
        if let place = Count.customers(in: reading),
            let other = reading.tokens.firstIndex(where: { Self.kinds.contains($0.word) })
        {
            text = [other, place].sorted().map { reading.tokens[$0].text }
                .joined(separator: abs(other - place) == 1 ? " " : " … ")
            (isAsked, isBeside, isCustomers) = (true, false, true)
            return
        }
        isCustomers = false
        let named = reading.all(.unknownFigure).first { !Self.isVerb($0.tokens.lowerBound, reading) }
        guard let tokens = named?.tokens ?? Self.margin(reading) else { return nil }
        text = reading.tokens[tokens].map(\.text).joined(separator: " ")
        let figures = reading.matches.filter { Self.figures.contains($0.concept) && !$0.tokens.overlaps(tokens) }
        let before = reading.word(tokens.lowerBound - 1)
        isBeside = Self.besides.contains(before)
        let sale = figures.first { $0.concept == .sale }
        let asksHowMuch = reading.all(.howMuch).contains { ask in
            ask.tokens.lowerBound <= tokens.lowerBound
                && !figures.contains {
                    ask.tokens.upperBound <= $0.tokens.lowerBound && $0.tokens.lowerBound < tokens.lowerBound
                }
        }
        isAsked =
            figures.isEmpty || Self.ranking.contains(before) || asksHowMuch
            || sale.map { $0.tokens.lowerBound > tokens.lowerBound && tokens.lowerBound <= reading.opening + 1 } == true
    }

    /// `como iva la venta` is no tax.
    private static func isVerb(_ place: Int, _ reading: QuestionReading) -> Bool {
        reading.word(place) == "iva"
            && ["como", "que", "se", "nos", "me", "le", "ya"].contains(reading.word(place - 1))
    }

    /// `qué margen dejó agosto`: no margin of safety.
    private static func margin(_ reading: QuestionReading) -> Range<Int>? {
        guard !reading.hasAny(.reorder, .buyNeed), ReorderParameters(reading).safetyFactor == nil,
            !reading.has(.stock), !reading.has(.leadTime),
            let place = reading.tokens.firstIndex(where: {
                ["margen", "margenes", "margin", "margins"].contains($0.word)
            })
        else { return nil }
        return place..<place + 1
    }

    private static let figures: Set<Concept> = [
        .sale, .revenue, .units, .orders, .averageTicket, .stock, .stockValue, .soldMost, .soldLeast,
    ]
    private static let ranking: Set<String> = [
        "por", "by", "mas", "mayor", "mejor", "menor", "menos", "most", "highest", "best", "more", "lowest", "least",
        "cuanto", "cuanta", "much",
    ]
    private static let besides: Set<String> = [
        "sin", "con", "mas", "menos", "y", "e", "incluyendo", "incluido", "without", "with", "plus", "minus", "and",
        "including", "excluding", "before", "after", "of", "ni",
    ]
    private static let kinds: Set<String> = [
        "nuevos", "nuevas", "nuevo", "new", "perdidos", "lost", "inactivos", "inactive", "recurrentes", "recurring",
        "returning", "repeat", "potenciales", "potential",
        "dejaron", "stopped", "volvieron", "regresaron", "returned", "nunca", "never", "veces", "times", "again",
    ]

    var refusal: LocalizedText {
        if isCustomers {
            return LocalizedText(
                es: "Los datos no dicen cuáles son «\(text)», así que no se contestó otra cosa. Pregunte cuántos "
                    + "clientes compraron en un período, o quiénes compraron más.",
                en: "The data do not tell which are \"\(text)\", so nothing else was answered. Ask how many customers "
                    + "bought in a period, or who bought most."
            )
        }
        return LocalizedText(
            es: "Los datos no tienen costos ni impuestos, así que «\(text)» no se puede calcular y no se contestó otra "
                + "cifra. Pregunte por los ingresos, las unidades, los pedidos o el ticket promedio.",
            en: "The data have neither costs nor taxes, so \"\(text)\" cannot be worked out, and no other figure was "
                + "given. Ask for revenue, units, orders or the average ticket."
        )
    }

    var remark: LocalizedText {
        LocalizedText(
            es: "Los datos no tienen costos ni impuestos: «\(text)» no se tomó en cuenta.",
            en: "The data have neither costs nor taxes: \"\(text)\" was not taken into account."
        )
    }
}
