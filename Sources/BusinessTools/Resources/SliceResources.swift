import Commerce
import JSON
import Localization
import MCP

/// The sales of one month, country, category or product.
enum SliceResources {
    static func all(_ data: ShopData) -> [ResourceTemplate] {
        [
            template(
                .month,
                "month",
                LocalizedText(es: "Ventas de un mes", en: "Sales of a month"),
                LocalizedText(
                    es: "Las ventas de un mes como 2011-08, por día, con sus diez productos de mayor ingreso.",
                    en: "The sales of a month such as 2011-08, by day, with its ten products of highest revenue."
                ),
                completing: .month,
                data
            ) { month, language in try await Self.month(month, language, data) },
            template(
                .country,
                "country",
                LocalizedText(es: "Ventas de un país", en: "Sales of a country"),
                LocalizedText(
                    es: "Las ventas de un país, por mes, con sus diez productos de mayor ingreso.",
                    en: "The sales of a country, by month, with its ten products of highest revenue."
                ),
                completing: .country,
                data
            ) { country, language in
                var filters = SalesFilters()
                filters.countries = [country]
                return try await slice(.everything, filters, by: .month, language, data)
            },
            template(
                .category,
                "category",
                LocalizedText(es: "Ventas de una categoría", en: "Sales of a category"),
                LocalizedText(
                    es: "Las ventas de una categoría, por mes, con sus diez productos de mayor ingreso.",
                    en: "The sales of a category, by month, with its ten products of highest revenue."
                ),
                completing: .category,
                data
            ) { category, language in
                var filters = SalesFilters()
                filters.categories = [category]
                return try await slice(.everything, filters, by: .month, language, data)
            },
            template(
                .product,
                "code",
                LocalizedText(es: "Un producto", en: "A product"),
                LocalizedText(
                    es: "Un producto por su código: nombre, categoría y ventas por mes.",
                    en: "A product by its code: name, category and sales by month."
                ),
                completing: .productCode,
                data
            ) { code, language in try await product(code, language, data) },
        ]
    }

    /// Each month with sales.
    static func listed(_ data: ShopData) async throws -> [ResourceDefinition] {
        let months = try await data.suggestions.find(.month, startingWith: "", limit: mostMonths).values
        return months.compactMap { key in
            guard let day = CalendarDay(iso: key + "-01") else { return nil }
            let name = MonthNames.text(day)
            return ResourceDefinition(
                uri: ShopURI.month(key),
                name: key,
                title: LocalizedText(es: "Ventas de \(name.spanish)", en: "Sales of \(name.english)"),
                mimeType: json,
                annotations: Annotations(audience: [.user, .assistant], priority: 0.5),
                requiredScopes: [ShopScope.sales]
            )
        }
    }

    /// Twenty years.
    private static let mostMonths = 240
    private static let json = "application/json"

    // MARK: Contents

    static func month(_ key: String, _ language: Language, _ data: ShopData) async throws -> JSONObject? {
        // Nothing but `2011-08`: one resource, one address.
        guard let first = CalendarDay(iso: key + "-01") else { return nil }
        return try await slice(.month(first.monthKey), SalesFilters(), by: .day, language, data)
    }

    static func product(_ code: String, _ language: Language, _ data: ShopData) async throws -> JSONObject? {
        guard let product = try await data.store.product(code: code) else { return nil }
        var query = SalesQuery()
        query.filters.products = [product.code]
        query.groupBy = .month
        query.limit = PageLimit.most
        var object: JSONObject = [
            "code": .string(product.code), "name": SalesJSON.text(product.name),
            "category": SalesJSON.text(product.category), "is_service": .bool(product.isService),
        ]
        let sales = SalesSummaryTool.json(try await data.store.summary(query, today: data.today()), language)
        for (name, value) in sales { object[name] = value }
        return object
    }

    /// - Returns: `nil` when there is nothing in it.
    private static func slice(
        _ period: PeriodExpression,
        _ filters: SalesFilters,
        by grouping: SalesGrouping,
        _ language: Language,
        _ data: ShopData
    ) async throws -> JSONObject? {
        var query = SalesQuery()
        query.period = period
        query.filters = filters
        query.groupBy = grouping
        query.limit = PageLimit.most
        query.language = language
        let summary = try await data.store.summary(query, today: data.today())
        guard summary.figures.orders > 0 else { return nil }
        var ranking = TopQuery()
        ranking.period = period
        ranking.filters = filters
        ranking.by = .revenue
        ranking.language = language
        var object = SalesSummaryTool.json(summary, language)
        object["top_products"] =
            TopProductsTool.json(try await data.store.top(ranking, today: data.today()), language)["items"]
        return object
    }

    private static func template(
        _ family: ShopURI.Family,
        _ variable: String,
        _ title: LocalizedText,
        _ summary: LocalizedText,
        completing kind: Suggestions.Kind,
        _ data: ShopData,
        read: @escaping @Sendable (String, Language) async throws -> JSONObject?
    ) -> ResourceTemplate {
        ResourceTemplate(
            ResourceTemplateDefinition(
                template: family.template,
                name: variable == "code" ? "product" : variable,
                title: title,
                summary: summary,
                mimeType: json,
                annotations: Annotations(audience: [.user, .assistant], priority: 0.5),
                requiredScopes: [ShopScope.sales]
            ),
            completions: [variable: data.completer(kind)]
        ) { request in
            guard let value = request.variables[variable],
                let object = try await read(value, request.request.language)
            else { return nil }
            return [
                ResourceContents(uri: request.uri, mimeType: json, text: JSONValue.object(object).serializedString)
            ]
        }
    }
}
