import Localization

/// Writes values for people, and says what every report says.
struct ReportText {
    let language: Language
    let style: NumberStyle
    let currency: String?

    func callAsFunction(_ text: LocalizedText) -> String { text(language) }

    // MARK: Values

    /// - Parameter decimals: of a kind that has no number of decimals of its own; nil is as many as needed.
    func number(_ number: ExactNumber, _ kind: ReportValueKind, decimals: Int? = nil) -> String {
        let text = style.grouped(number.decimal(kind.decimals ?? decimals))
        return kind == .percent ? text + percentSign : text
    }

    /// Spanish sets it apart from the figure.
    var percentSign: String { self(LocalizedText(es: "\u{A0}%", en: "%")) }

    func cell(_ cell: ReportCell, _ column: ReportTable.Column) -> String {
        switch cell {
        case .empty: ""
        case .text(let text), .keyed(_, let text), .time(_, let text): text
        case .number(let value): number(value, column.kind, decimals: column.decimals)
        case .day(let day): shortDay(day)
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

    func label(_ column: ReportTable.Column) -> String {
        column.namesCurrency ? label(column.label, column.kind) : column.label
    }

    // MARK: Days

    func day(_ day: ReportDay) -> String { day.text(language) }

    /// `31/08/2011` in Spanish; `2011-08-31` in English, whose readers disagree about the order.
    private func shortDay(_ day: ReportDay) -> String {
        guard language == .spanish else { return day.description }
        return day.description.split(separator: "-").reversed().joined(separator: "/")
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

    /// What a report is about, below its title: its period, or else the day of its figures.
    func days(_ report: Report) -> String? {
        report.period?.text ?? report.asOf.map { self(LocalizedText(es: "Datos al ", en: "Data as of ")) + day($0) }
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
