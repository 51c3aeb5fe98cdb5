import Commerce
import JSON
import Localization
import MCP

/// `product_review`: how one product does.
enum ProductReviewPrompt {
    static func make(_ data: ShopData) -> Prompt {
        Prompt(definition(data)) { call in
            let language = try PromptArguments.language(of: call)
            let code = try await code(of: call.arguments["product"] ?? "", data)
            guard let product = try await SliceResources.product(code, language, data) else {
                throw PromptFailure.noSuchProduct(code, [])
            }
            let name = product["name"]?.string ?? code
            return PromptResult(
                summary: name,
                messages: [
                    .user(instructions("\(name) (\(code))")(language)),
                    PromptMessage(
                        .user,
                        .resource(
                            ResourceContents(
                                uri: ShopURI.product(code),
                                mimeType: "application/json",
                                text: JSONValue.object(product).serializedString
                            )
                        )
                    ),
                ]
            )
        }
    }

    private static func definition(_ data: ShopData) -> PromptDefinition {
        PromptDefinition(
            name: "product_review",
            title: LocalizedText(es: "Revisión de un producto", en: "Product review"),
            summary: LocalizedText(
                es: "Analiza las ventas de un producto mes por mes y su tendencia.",
                en: "Analyses a product's sales month by month and its trend."
            ),
            arguments: [
                PromptArgument(
                    name: "product",
                    title: LocalizedText(es: "Producto", en: "Product"),
                    summary: LocalizedText(es: "Código o nombre del producto.", en: "The product's code or name."),
                    isRequired: true,
                    completions: data.completer(.productName)
                ),
                PromptArguments.language,
            ],
            requiredScopes: [ShopScope.sales]
        )
    }

    /// The code of the product; of several with one name, the one that sold most.
    private static func code(of product: String, _ data: ShopData) async throws -> String {
        var query = SalesQuery()
        query.filters.products = [product]
        query.groupBy = .product
        query.limit = 1
        let summary = try await data.store.summary(query, today: data.today())
        guard let code = summary.groups.first?.key else {
            throw summary.context.hasData
                ? PromptFailure.noSuchProduct(product, summary.context.notes) : PromptFailure.noData
        }
        return code
    }

    private static func instructions(_ product: String) -> LocalizedText {
        LocalizedText(
            es: """
                Analiza el producto \(product) con los datos adjuntos: sus ventas netas mes por mes. Di cómo evoluciona, \
                si es de temporada, cuánto se devuelve (compara las vistas gross y returns) y qué harías con su precio, \
                su existencia y su promoción. Usa solo cifras de los datos.
                """,
            en: """
                Analyse the product \(product) with the data attached: its net sales month by month. Say how it develops, \
                whether it is seasonal, how much of it comes back (compare the views gross and returns), and what you \
                would do with its price, its stock and its promotion. Use figures of the data only.
                """
        )
    }
}
