import Commerce
import Localization

/// What can be asked, with examples that this shop's data can answer.
enum HelpAnswer {
    /// - Parameter period: of the data; without data the examples name no month.
    static func text(_ names: ShopNames, _ period: Period?) -> LocalizedText {
        let month = period.map { MonthNames.text($0.to) }
        let place = names.countries.first { $0.count > 3 }
        let category = names.categories.first
        let inMonth = month.map { LocalizedText(es: " en \($0.spanish)", en: " in \($0.english)") }
        let inPlace = place.map { LocalizedText(es: " en \($0)", en: " in \($0)") }
        let ofCategory = category.map { LocalizedText(es: " de \($0)", en: " of \($0)") }
        func line(_ topic: LocalizedText, _ spanish: String, _ english: String) -> LocalizedText {
            LocalizedText(es: "- \(topic.spanish): «\(spanish)»", en: "- \(topic.english): \"\(english)\"")
        }
        let lines = [
            LocalizedText(
                es: "Pregunte con sus palabras, en español o en inglés; nada de lo que pregunte cambia los datos.",
                en: "Ask in your own words, in Spanish or English; nothing that you ask changes the data."
            ),
            line(
                LocalizedText(es: "Ventas", en: "Sales"),
                "¿Cuánto vendimos\(inMonth?.spanish ?? "")\(inPlace?.spanish ?? "")?",
                "How much did we sell\(inMonth?.english ?? "")\(inPlace?.english ?? "")?"
            ),
            line(
                LocalizedText(es: "Lo más y lo menos vendido", en: "Best and worst sellers"),
                "los 5 productos más vendidos\(inMonth?.spanish ?? "")",
                "the 5 best-selling products\(inMonth?.english ?? "")"
            ),
            line(
                LocalizedText(es: "Comparar", en: "Comparing"),
                "compara las ventas de este mes con el mes pasado",
                "compare sales this month with last month"
            ),
            line(
                LocalizedText(es: "Tendencia", en: "Trend"),
                "¿cómo han evolucionado las ventas por mes?",
                "how have sales developed by month?"
            ),
            line(
                LocalizedText(es: "Existencias", en: "Stock"),
                "¿qué está agotado\(ofCategory?.spanish ?? "")?",
                "what is out of stock\(ofCategory?.english ?? "")?"
            ),
            line(
                LocalizedText(es: "Qué pedir", en: "What to order"),
                "¿qué debo pedir si el proveedor tarda 10 días?",
                "what should I reorder if delivery takes 10 days?"
            ),
            line(
                LocalizedText(es: "Documentos", en: "Documents"),
                "¿qué dice la política de devoluciones?",
                "what does the refund policy say?"
            ),
            line(
                LocalizedText(es: "Informes", en: "Reports"),
                "hazme un PDF con las ventas\(inMonth.map { $0.spanish.replacing(" en ", with: " de ") } ?? "")",
                "make a PDF of the sales\(inMonth?.english ?? "")"
            ),
            line(LocalizedText(es: "En general", en: "Overall"), "¿cómo va el negocio?", "how is the business doing?"),
        ]
        return LocalizedText(
            es: lines.map(\.spanish).joined(separator: "\n"),
            en: lines.map(\.english).joined(separator: "\n")
        )
    }

    /// Files come through another door than questions.
    static func importing(_ path: String?) -> LocalizedText {
        let file = path ?? "FILE"
        return LocalizedText(
            es: """
                Un archivo se carga con la herramienta «ingest» (el contenido va en la llamada), o en el servidor con:
                secure-mcp-server ingest \(path ?? "ARCHIVO") --kind sales
                Con --dry-run se ve antes qué se entendió, sin guardar nada.
                """,
            en: """
                A file is loaded with the tool 'ingest' (its content goes with the call), or on the server with:
                secure-mcp-server ingest \(file) --kind sales
                With --dry-run you see first what was understood, and nothing is stored.
                """
        )
    }
}
