import MCP

/// The addresses of the shop's resources.
public enum ShopURI {
    public static let overview = "shop://overview"
    public static let summary = "shop://sales/summary"
    public static let months = "shop://sales/months"
    public static let countries = "shop://sales/countries"
    public static let categories = "shop://sales/categories"
    public static let products = "shop://products"
    public static let imports = "shop://imports"

    public static func month(_ key: String) -> String { Family.month.template.expand(["month": key]) }
    public static func country(_ name: String) -> String { Family.country.template.expand(["country": name]) }
    public static func category(_ name: String) -> String { Family.category.template.expand(["category": name]) }
    public static func product(_ code: String) -> String { Family.product.template.expand(["code": code]) }
    public static func report(_ name: String) -> String { Family.report.template.expand(["name": name]) }
    public static func document(_ name: String) -> String { Family.document.template.expand(["name": name]) }

    /// What has a template.
    enum Family: String, CaseIterable {
        case month = "shop://sales/month/{month}"
        case country = "shop://sales/country/{country}"
        case category = "shop://sales/category/{category}"
        case product = "shop://products/{code}"
        case report = "shop://reports/{name}"
        case document = "shop://documents/{name}"

        var template: URITemplate {
            guard let template = URITemplate(rawValue) else { preconditionFailure("no template: \(rawValue)") }
            return template
        }
    }
}
