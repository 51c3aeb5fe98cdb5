public import Localization

/// The months by name, January first.
public enum MonthNames {
    static let spanish = [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
        "noviembre", "diciembre",
    ]

    static let english = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The month of a day: `agosto de 2011`, `August 2011`.
    public static func text(_ day: CalendarDay) -> LocalizedText {
        LocalizedText(
            es: "\(spanish[day.month - 1]) de \(day.year)",
            en: "\(english[day.month - 1]) \(day.year)"
        )
    }
}
