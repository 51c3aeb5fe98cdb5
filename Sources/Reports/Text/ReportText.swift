import Localization

/// Writes values for people, and says what every report says.
struct ReportText {
    let language: Language
    let style: NumberStyle
    let currency: String?

    func callAsFunction(_ text: LocalizedText) -> String { text(language) }

    // MARK: Values

    func number(_ number: ExactNumber, _ kind: ReportValueKind) -> String {
        let text = style.grouped(number.decimal(kind.decimals))
        return kind == .percent ? text + "\u{A0}%" : text
    }

    func cell(_ cell: ReportCell, _ kind: ReportValueKind) -> String {
        switch cell {
        case .empty: ""
        case .text(let text): text
        case .number(let value): number(value, kind)
        case .day(let day): day.description
        }
    }

    func value(_ figure: KeyFigure) -> String {
        figure.value.map { number($0, figure.kind) } ?? "–"
    }

    /// `▲ 12.50 %`.
    func change(_ change: ExactNumber) -> String {
        let sign = change.micros > 0 ? "▲ " : change.micros < 0 ? "▼ " : ""
        return sign + number(ExactNumber(micros: Int64(clamping: change.micros.magnitude)), .percent)
    }

    /// With the currency, where the values are money.
    func label(_ label: String, _ kind: ReportValueKind) -> String {
        guard kind == .money, let currency else { return label }
        return "\(label) (\(currency))"
    }

    // MARK: Days

    func day(_ day: ReportDay) -> String {
        let month = Self.months[day.month - 1](language)
        return self(
            LocalizedText(
                es: "\(day.day) de \(month) de \(day.year)",
                en: "\(month) \(day.day), \(day.year)"
            )
        )
    }

    func period(_ period: ClosedDays) -> String {
        let (from, to) = (period.from, period.to)
        if from == to { return day(from) }
        if from.year == to.year, from.day == 1, to.day == Self.length(ofMonth: to.month, year: to.year) {
            if from.month == to.month {
                let month = Self.months[from.month - 1](language)
                return self(
                    LocalizedText(
                        es: "\(month.prefix(1).uppercased())\(month.dropFirst()) de \(from.year)",
                        en: "\(month) \(from.year)"
                    )
                )
            }
            if from.month == 1, to.month == 12 { return self(LocalizedText(es: "Año ", en: "Year ")) + "\(from.year)" }
        }
        if from.year == to.year, from.month == to.month {
            let month = Self.months[from.month - 1](language)
            return self(
                LocalizedText(
                    es: "Del \(from.day) al \(to.day) de \(month) de \(from.year)",
                    en: "\(month) \(from.day) to \(to.day), \(from.year)"
                )
            )
        }
        return self(LocalizedText(es: "Del \(day(from)) al \(day(to))", en: "\(day(from)) to \(day(to))"))
    }

    private static let months = [
        LocalizedText(es: "enero", en: "January"), LocalizedText(es: "febrero", en: "February"),
        LocalizedText(es: "marzo", en: "March"), LocalizedText(es: "abril", en: "April"),
        LocalizedText(es: "mayo", en: "May"), LocalizedText(es: "junio", en: "June"),
        LocalizedText(es: "julio", en: "July"), LocalizedText(es: "agosto", en: "August"),
        LocalizedText(es: "septiembre", en: "September"), LocalizedText(es: "octubre", en: "October"),
        LocalizedText(es: "noviembre", en: "November"), LocalizedText(es: "diciembre", en: "December"),
    ]

    private static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // MARK: Words

    var total: String { self(LocalizedText(es: "Total", en: "Total")) }
    var notes: String { self(LocalizedText(es: "Notas", en: "Notes")) }
    var findings: String { self(LocalizedText(es: "Lo más importante", en: "What matters most")) }
    var figures: String { self(LocalizedText(es: "Cifras principales", en: "Key figures")) }
    var summary: String { self(LocalizedText(es: "Resumen", en: "Summary")) }
    var chartData: String { self(LocalizedText(es: "Datos de gráficos", en: "Chart data")) }
    var nothing: String { self(LocalizedText(es: "Sin datos que mostrar", en: "Nothing to show")) }
    var figure: String { self(LocalizedText(es: "Cifra", en: "Figure")) }
    var value: String { self(LocalizedText(es: "Valor", en: "Value")) }
    var change: String { self(LocalizedText(es: "Cambio", en: "Change")) }

    func page(_ page: Int, of pages: Int) -> String {
        self(LocalizedText(es: "Página \(page) de \(pages)", en: "Page \(page) of \(pages)"))
    }

    /// The foot of a page: what the figures come from and how old they are.
    func origin(_ report: Report) -> String {
        var parts: [String] = []
        if let source = report.source { parts.append(self(LocalizedText(es: "Fuente: ", en: "Source: ")) + source) }
        if let asOf = report.asOf {
            parts.append(self(LocalizedText(es: "Datos al ", en: "Data as of ")) + day(asOf))
        }
        if let generated = report.generated {
            parts.append(self(LocalizedText(es: "Generado el ", en: "Generated on ")) + day(generated))
        }
        return parts.joined(separator: "  ·  ")
    }
}

extension String {
    /// On one line, without characters that draw nothing or break things.
    var onOneLine: String {
        guard unicodeScalars.contains(where: { $0.isControl }) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0.isControl ? " " : $0 }))
    }
}

extension Unicode.Scalar {
    /// C0, DEL and C1, and the separators of lines.
    var isControl: Bool { value < 0x20 || 0x7F...0x9F ~= value || value == 0x2028 || value == 0x2029 }
}
