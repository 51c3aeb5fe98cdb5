import Commerce
import Localization
import Reports

/// What the columns, figures and groups of reports are called.
enum ReportLabel {
    static let revenue = LocalizedText(es: "Ingresos", en: "Revenue")
    static let units = LocalizedText(es: "Unidades", en: "Units")
    static let orders = LocalizedText(es: "Documentos", en: "Orders")
    static let averageTicket = LocalizedText(es: "Ticket promedio", en: "Average ticket")
    static let code = LocalizedText(es: "Código", en: "Code")
    static let product = LocalizedText(es: "Producto", en: "Product")
    static let category = LocalizedText(es: "Categoría", en: "Category")
    static let share = LocalizedText(es: "Parte", en: "Share")
    static let stock = LocalizedText(es: "Existencia", en: "Stock")
    static let onOrder = LocalizedText(es: "Pedido", en: "On order")
    static let reorderLevel = LocalizedText(es: "Mínimo", en: "Reorder level")
    static let status = LocalizedText(es: "Estado", en: "Status")
    static let value = LocalizedText(es: "Valor", en: "Value")
    static let price = LocalizedText(es: "Precio", en: "Price")
    static let cover = LocalizedText(es: "Días de cobertura", en: "Days of cover")
    static let available = LocalizedText(es: "Disponible", en: "Available")
    static let suggested = LocalizedText(es: "Sugerido", en: "Suggested")
    static let dailyDemand = LocalizedText(es: "Demanda diaria", en: "Daily demand")
    static let reorderPoint = LocalizedText(es: "Punto de reorden", en: "Reorder point")
    static let products = LocalizedText(es: "Productos", en: "Products")
    static let outOfStock = LocalizedText(es: "Agotados", en: "Out of stock")
    static let lowStock = LocalizedText(es: "Existencia baja", en: "Low stock")
    static let discontinued = LocalizedText(es: "Descontinuados", en: "Discontinued")
    static let none = LocalizedText(es: "(sin dato)", en: "(none)")

    static func grouping(_ grouping: SalesGrouping) -> LocalizedText {
        switch grouping {
        case .product: product
        case .category: category
        case .customer: LocalizedText(es: "Cliente", en: "Customer")
        case .country: LocalizedText(es: "País", en: "Country")
        case .month: LocalizedText(es: "Mes", en: "Month")
        case .week: LocalizedText(es: "Semana", en: "Week")
        case .day: LocalizedText(es: "Día", en: "Day")
        }
    }

    /// As in "Sales by …".
    static func by(_ grouping: SalesGrouping) -> LocalizedText {
        let name = Self.grouping(grouping)
        return LocalizedText(es: "Por \(name.spanish.lowercased())", en: "By \(name.english.lowercased())")
    }

    static func status(_ status: StockStatus) -> LocalizedText {
        switch status {
        case .discontinued: LocalizedText(es: "Descontinuado", en: "Discontinued")
        case .outOfStock: LocalizedText(es: "Agotado", en: "Out of stock")
        case .lowStock: lowStock
        case .ok: LocalizedText(es: "En orden", en: "OK")
        }
    }

    static func view(_ view: SalesView) -> LocalizedText {
        switch view {
        case .net: LocalizedText(es: "Netas", en: "Net")
        case .gross: LocalizedText(es: "Brutas", en: "Gross")
        case .productGross: LocalizedText(es: "Brutas de productos", en: "Gross, products only")
        case .returns: LocalizedText(es: "Anulaciones", en: "Cancellations")
        }
    }

    static func others(_ count: Int, _ style: NumberStyle) -> LocalizedText {
        let count = style.rewritten(GroupedText.of(String(count)))
        return LocalizedText(es: "Otros (\(count))", en: "Others (\(count))")
    }

    // MARK: Time

    private static let months = [
        LocalizedText(es: "ene", en: "Jan"), LocalizedText(es: "feb", en: "Feb"), LocalizedText(es: "mar", en: "Mar"),
        LocalizedText(es: "abr", en: "Apr"), LocalizedText(es: "may", en: "May"), LocalizedText(es: "jun", en: "Jun"),
        LocalizedText(es: "jul", en: "Jul"), LocalizedText(es: "ago", en: "Aug"), LocalizedText(es: "sep", en: "Sep"),
        LocalizedText(es: "oct", en: "Oct"), LocalizedText(es: "nov", en: "Nov"), LocalizedText(es: "dic", en: "Dec"),
    ]

    /// Short enough for an axis.
    static func point(_ point: TrendPoint, _ grouping: SalesGrouping, _ language: Language) -> String {
        let day = point.days.from
        let month = months[day.month - 1](language)
        return switch grouping {
        case .month: "\(month) \(day.year)"
        case .week:
            LocalizedText(
                es: "S\(day.isoWeek.week) \(day.isoWeek.year)",
                en: "W\(day.isoWeek.week) \(day.isoWeek.year)"
            )(language)
        default: LocalizedText(es: "\(day.day) \(month)", en: "\(month) \(day.day)")(language)
        }
    }

    /// A group's key for people: `2011-08` is "Agosto de 2011".
    static func key(_ key: String?, _ grouping: SalesGrouping, _ language: Language) -> String {
        guard let key else { return none(language) }
        switch grouping {
        case .month:
            guard let day = CalendarDay(iso: key + "-01") else { return key }
            let text = MonthNames.text(day)(language)
            return text.prefix(1).uppercased() + text.dropFirst()
        case .week:
            let parts = key.split(separator: "-W")
            guard parts.count == 2, let week = Int(parts[1]) else { return key }
            return LocalizedText(es: "Semana \(week) de \(parts[0])", en: "Week \(week) of \(parts[0])")(language)
        default: return key
        }
    }
}
