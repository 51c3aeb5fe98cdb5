import Localization

extension ReportDay {
    /// `31 de agosto de 2011`, `31 August 2011`.
    func text(_ language: Language) -> String {
        let name = Self.months[month - 1]
        return LocalizedText(es: "\(day) de \(name.spanish) de \(year)", en: "\(day) \(name.english) \(year)")(language)
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
