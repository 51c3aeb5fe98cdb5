import Commerce
import JSON
import Localization
import MCP

/// The tables that every shop has.
enum TableResources {
    static func all(_ data: ShopData) -> [Resource] {
        [
            Resource(overview) { read in
                let overview = try await data.store.overview()
                return [ResourceContents(uri: read.uri, mimeType: json, text: text(of: overview))]
            },
            Resource(summary) { read in
                let summary = try await data.store.summary(SalesQuery(), today: data.today())
                let object = SalesSummaryTool.json(summary, read.request.language)
                return [
                    ResourceContents(uri: read.uri, mimeType: json, text: JSONValue.object(object).serializedString)
                ]
            },
            table(months, of: .month, data),
            table(products, of: .product, data),
            table(countries, of: .country, data),
            table(categories, of: .category, data),
            Resource(imports) { read in
                let files = try await data.store.files()
                return [ResourceContents(uri: read.uri, mimeType: csv, text: text(of: files))]
            },
        ]
    }

    /// The same, with what changes: when they last did.
    static func listed(_ data: ShopData) async throws -> [ResourceDefinition] {
        guard let time = try await data.store.overview().lastStoredAt else { return [] }
        return definitions.map { definition in
            var definition = definition
            definition.annotations?.lastModified = time
            return definition
        }
    }

    // MARK: Contents

    private static let json = "application/json"
    private static let csv = "text/csv"

    private static func text(of overview: StoreOverview) -> String {
        let object: JSONObject = [
            "period": SalesJSON.period(overview.period),
            "currency": overview.currencies.count == 1 ? .string(overview.currencies[0]) : .null,
            "currencies": .array(overview.currencies.map { .string($0) }),
            "files": JSONValue(overview.files),
            "orders": JSONValue(overview.documents),
            "products": JSONValue(overview.products),
            "customers": JSONValue(overview.customers),
            "countries": JSONValue(overview.countries),
            "categories": JSONValue(overview.categories),
            "last_import": SalesJSON.text(overview.lastStoredAt),
        ]
        return JSONValue.object(object).serializedString
    }

    private static func text(of files: [StoredFile]) -> String {
        var table = CSVTable(columns: ["name", "kind", "rows", "from", "to", "stored_at", "sha256"])
        for file in files {
            let (from, to) = (file.period?.from.description, file.period?.to.description)
            table.append([file.name, file.kind, String(file.rows), from, to, file.storedAt, file.sha256])
        }
        return table.text
    }

    private static func table(
        _ definition: ResourceDefinition,
        of grouping: SalesGrouping,
        _ data: ShopData
    ) -> Resource {
        Resource(definition) { read in
            let text = try await sales(by: grouping, data)
            return [ResourceContents(uri: read.uri, mimeType: csv, text: text)]
        }
    }

    /// Net sales as CSV, a row for each group.
    static func sales(by grouping: SalesGrouping, _ data: ShopData) async throws -> String {
        var query = SalesQuery()
        query.groupBy = grouping
        query.limit = PageLimit.most
        let summary = try await data.store.summary(query, today: data.today())
        let isNamed = grouping == .product
        var table = CSVTable(
            columns: (isNamed ? ["code", "name"] : [grouping.rawValue]) + ["revenue", "units", "orders", "currency"]
        )
        for group in summary.groups {
            let figures = group.figures
            let amounts = [figures.revenue.decimal2, figures.units.decimal, String(figures.orders)]
            table.append((isNamed ? [group.key, group.name] : [group.key]) + amounts + [summary.context.currency])
        }
        return table.text
    }

    // MARK: Definitions

    private static var definitions: [ResourceDefinition] {
        [overview, summary, months, products, countries, categories, imports]
    }

    private static let overview = definition(
        ShopURI.overview,
        "overview",
        LocalizedText(es: "Qué datos hay", en: "What data there are"),
        LocalizedText(
            es: "El período y la moneda de los datos, y cuántos archivos, documentos, productos y clientes hay.",
            en: "The data's period and currency, and how many files, orders, products and customers there are."
        ),
        json,
        priority: 1
    )

    private static let summary = definition(
        ShopURI.summary,
        "sales-summary",
        LocalizedText(es: "Ventas en total", en: "Sales in total"),
        LocalizedText(
            es: "Ingresos, unidades y documentos de todos los datos, en cada vista.",
            en: "Revenue, units and orders of all data, in each view."
        ),
        json,
        priority: 0.9
    )

    private static let months = definition(
        ShopURI.months,
        "sales-by-month",
        LocalizedText(es: "Ventas por mes", en: "Sales by month"),
        LocalizedText(
            es: "Ventas netas de cada mes: ingresos, unidades y documentos.",
            en: "Net sales of each month: revenue, units and orders."
        ),
        csv,
        priority: 0.9
    )

    private static let products = definition(
        ShopURI.products,
        "sales-by-product",
        LocalizedText(es: "Ventas por producto", en: "Sales by product"),
        LocalizedText(
            es: "Ventas netas de los \(PageLimit.most) productos de mayor ingreso.",
            en: "Net sales of the \(PageLimit.most) products with the highest revenue."
        ),
        csv,
        priority: 0.6
    )

    private static let countries = definition(
        ShopURI.countries,
        "sales-by-country",
        LocalizedText(es: "Ventas por país", en: "Sales by country"),
        LocalizedText(es: "Ventas netas de cada país.", en: "Net sales of each country."),
        csv,
        priority: 0.5
    )

    private static let categories = definition(
        ShopURI.categories,
        "sales-by-category",
        LocalizedText(es: "Ventas por categoría", en: "Sales by category"),
        LocalizedText(es: "Ventas netas de cada categoría.", en: "Net sales of each category."),
        csv,
        priority: 0.5
    )

    private static let imports = definition(
        ShopURI.imports,
        "imports",
        LocalizedText(es: "Archivos cargados", en: "Imported files"),
        LocalizedText(
            es: "Qué archivos se cargaron, cuándo, con cuántas líneas y de qué días.",
            en: "Which files were imported, when, with how many rows and of which days."
        ),
        csv,
        priority: 0.4
    )

    private static func definition(
        _ uri: String,
        _ name: String,
        _ title: LocalizedText,
        _ summary: LocalizedText,
        _ mimeType: String,
        priority: Double
    ) -> ResourceDefinition {
        ResourceDefinition(
            uri: uri,
            name: name,
            title: title,
            summary: summary,
            mimeType: mimeType,
            annotations: Annotations(audience: [.user, .assistant], priority: priority),
            requiredScopes: [ShopScope.sales]
        )
    }
}
