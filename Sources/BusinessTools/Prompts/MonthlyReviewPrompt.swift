import Commerce
import JSON
import Localization
import MCP

/// `monthly_review`: the figures of a month, and what to make of them.
enum MonthlyReviewPrompt {
    static func make(_ data: ShopData) -> Prompt {
        Prompt(definition(data)) { call in
            let language = try PromptArguments.language(of: call)
            let month = try await month(PromptArguments.text("month", of: call), language, data)
            guard let slice = try await SliceResources.month(month.monthKey, language, data) else {
                throw PromptFailure.noData
            }
            let name = MonthNames.text(month)
            let table = try await TableResources.sales(by: .month, data)
            return PromptResult(
                summary: LocalizedText(
                    es: "Revisión de \(name.spanish)",
                    en: "Review of \(name.english)"
                )(language),
                messages: [
                    .user(instructions(name)(language)),
                    PromptMessage(
                        .user,
                        .resource(
                            ResourceContents(
                                uri: ShopURI.month(month.monthKey),
                                mimeType: "application/json",
                                text: JSONValue.object(slice).serializedString
                            )
                        )
                    ),
                    PromptMessage(
                        .user,
                        .resource(ResourceContents(uri: ShopURI.months, mimeType: "text/csv", text: table))
                    ),
                ]
            )
        }
    }

    private static func definition(_ data: ShopData) -> PromptDefinition {
        PromptDefinition(
            name: "monthly_review",
            title: LocalizedText(es: "Revisión del mes", en: "Monthly review"),
            summary: LocalizedText(
                es: "Revisa las ventas de un mes con sus cifras: qué pasó, por qué y qué hacer.",
                en: "Reviews the sales of a month with its figures: what happened, why, and what to do."
            ),
            arguments: [
                PromptArgument(
                    name: "month",
                    title: LocalizedText(es: "Mes", en: "Month"),
                    summary: LocalizedText(
                        es: "2011-08, o agosto. Por defecto, el último mes con ventas.",
                        en: "2011-08, or August. Default: the last month with sales."
                    ),
                    completions: data.completer(.month)
                ),
                PromptArguments.language,
            ],
            requiredScopes: [ShopScope.sales]
        )
    }

    /// The first day of the month asked for.
    private static func month(_ text: String?, _ language: Language, _ data: ShopData) async throws -> CalendarDay {
        guard let days = try await data.store.dataPeriod() else { throw PromptFailure.noData }
        guard let text else { return days.to }
        var query = SalesQuery()
        query.period = .month(text)
        query.language = language
        let summary = try await data.store.summary(query, today: data.today())
        guard let period = summary.context.period else { throw PromptFailure.noData }
        guard summary.figures.orders > 0 else { throw PromptFailure.noSales(period, data: days) }
        return period.from
    }

    private static func instructions(_ month: LocalizedText) -> LocalizedText {
        LocalizedText(
            es: """
                Revisa las ventas de \(month.spanish) de este negocio con los datos adjuntos: el mes por día con sus \
                productos, y todos los meses para comparar.

                1. Resume el mes en tres frases: ingresos, unidades, documentos y ticket promedio.
                2. Compáralo con el mes anterior y con el mismo mes del año anterior, si están en los datos. Da la \
                diferencia y el porcentaje.
                3. Señala los mejores y los peores días, los productos que más pesan y las devoluciones.
                4. Di qué llama la atención y qué explicaciones son posibles; distingue lo que muestran los datos de lo \
                que supones.
                5. Propón tres acciones concretas para el mes siguiente.

                Usa solo cifras de los datos y di de qué vista son (net incluye anulaciones). Si falta algo, pídelo con \
                las herramientas sales_summary y top_products. Un mes puede estar incompleto: mira el último día.
                """,
            en: """
                Review this business's sales of \(month.english) with the data attached: the month by day with its \
                products, and all months for comparison.

                1. Sum the month up in three sentences: revenue, units, orders and average ticket.
                2. Compare it with the month before and with the same month of the year before, if the data have them. \
                Give the difference and the percentage.
                3. Point out the best and worst days, the products that weigh most, and the returns.
                4. Say what stands out and which explanations are possible; keep what the data show apart from what you \
                suppose.
                5. Propose three concrete actions for the next month.

                Use figures of the data only, and say of which view they are (net includes cancellations). If something \
                is missing, ask for it with the tools sales_summary and top_products. A month may be incomplete: look at \
                its last day.
                """
        )
    }
}
