public import Localization

extension ReportDay {
    /// `31 de agosto de 2011`, `August 31, 2011`.
    public func text(_ language: Language) -> String {
        LocalizedText(es: "\(day) de \(monthName(.spanish)) de \(year)", en: "\(monthName(.english)) \(day), \(year)")(
            language
        )
    }

    func monthName(_ language: Language) -> String { Self.months[month - 1](language) }

    var isLastOfMonth: Bool {
        switch month {
        case 2: day == (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)
        case 4, 6, 9, 11: day == 30
        default: day == 31
        }
    }

    private static let months = [
        LocalizedText(es: "enero", en: "January"), LocalizedText(es: "febrero", en: "February"),
        LocalizedText(es: "marzo", en: "March"), LocalizedText(es: "abril", en: "April"),
        LocalizedText(es: "mayo", en: "May"), LocalizedText(es: "junio", en: "June"),
        LocalizedText(es: "julio", en: "July"), LocalizedText(es: "agosto", en: "August"),
        LocalizedText(es: "septiembre", en: "September"), LocalizedText(es: "octubre", en: "October"),
        LocalizedText(es: "noviembre", en: "November"), LocalizedText(es: "diciembre", en: "December"),
    ]
}

extension ClosedDays {
    /// As short as it can be said: `Agosto de 2011`, `Año 2011`, `Del 1 al 27 de febrero de 2011`.
    public func text(_ language: Language) -> String {
        if from == to { return from.text(language) }
        let month = from.monthName(language)
        let isOneMonth = from.year == to.year && from.month == to.month
        if isOneMonth, from.day == 1, to.isLastOfMonth {
            let spanish = "\(month.prefix(1).uppercased())\(month.dropFirst()) de \(from.year)"
            return LocalizedText(es: spanish, en: "\(month) \(from.year)")(language)
        }
        if from.year == to.year, from.month == 1, from.day == 1, to.month == 12, to.day == 31 {
            return LocalizedText(es: "Año \(from.year)", en: "Year \(from.year)")(language)
        }
        if isOneMonth {
            return LocalizedText(
                es: "Del \(from.day) al \(to.day) de \(month) de \(from.year)",
                en: "\(month) \(from.day) to \(to.day), \(from.year)"
            )(language)
        }
        return LocalizedText(
            es: "Del \(from.text(language)) al \(to.text(language))",
            en: "\(from.text(language)) to \(to.text(language))"
        )(language)
    }
}
