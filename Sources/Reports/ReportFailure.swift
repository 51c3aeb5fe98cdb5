public import Localization

/// Why a report could not be made.
public enum ReportFailure: LocalizedFailure, Hashable {
    case tooManyRows(Int, limit: Int)
    case tooManyColumns(Int, limit: Int)
    case tooManyPoints(Int, limit: Int)
    case tooManyParts(Int, limit: Int)
    case tooManyBytes(Int, limit: Int)
    case sumOverflows(column: String)
    /// PNG and SVG are of a chart, and there is none.
    case noChart
    case drawing(reason: String)
    case workbook(reason: String)
    case template(reason: String)

    public var message: LocalizedText {
        switch self {
        case .tooManyRows(let rows, let limit):
            LocalizedText(
                es: "El informe tendría \(rows) filas; se aceptan hasta \(limit). Acorte el período o filtre.",
                en: "The report would have \(rows) rows; up to \(limit) are accepted. Shorten the period or filter."
            )
        case .tooManyColumns(let columns, let limit):
            LocalizedText(
                es: "Una tabla tendría \(columns) columnas; se aceptan hasta \(limit).",
                en: "A table would have \(columns) columns; up to \(limit) are accepted."
            )
        case .tooManyPoints(let points, let limit):
            LocalizedText(
                es: "Un gráfico tendría \(points) puntos; se aceptan hasta \(limit). Agrupe por semana o por mes.",
                en: "A chart would have \(points) points; up to \(limit) are accepted. Group by week or month."
            )
        case .tooManyParts(let parts, let limit):
            LocalizedText(
                es: "El informe tendría \(parts) partes de un tipo; se aceptan hasta \(limit).",
                en: "The report would have \(parts) parts of a kind; up to \(limit) are accepted."
            )
        case .tooManyBytes(let bytes, let limit):
            LocalizedText(
                es: "El archivo tendría \(bytes) bytes; se aceptan hasta \(limit). Acorte el período o filtre.",
                en: "The file would have \(bytes) bytes; up to \(limit) are accepted. Shorten the period or filter."
            )
        case .sumOverflows(let column):
            LocalizedText(
                es: "La suma de «\(column)» es demasiado grande. Acorte el período o filtre.",
                en: "The sum of \"\(column)\" is too large. Shorten the period or filter."
            )
        case .noChart:
            LocalizedText(
                es: "Este informe no tiene gráfico. Pídalo como pdf, xlsx, csv, html, json o md.",
                en: "This report has no chart. Ask for it as pdf, xlsx, csv, html, json or md."
            )
        case .drawing(let reason):
            LocalizedText(
                es: "No se pudo dibujar el informe: \(reason). Avise a quien administra el servidor.",
                en: "The report could not be drawn: \(reason). Tell whoever runs the server."
            )
        case .workbook(let reason):
            LocalizedText(
                es: "No se pudo escribir el libro de Excel: \(reason). Avise a quien administra el servidor.",
                en: "The Excel workbook could not be written: \(reason). Tell whoever runs the server."
            )
        case .template(let reason):
            LocalizedText(
                es: "La plantilla de la página está dañada: \(reason). Avise a quien mantiene el programa.",
                en: "The page's template is broken: \(reason). Tell whoever maintains the program."
            )
        }
    }
}
