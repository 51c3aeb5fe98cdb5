import Localization

/// What a person should know about an import that went well.
enum IngestWarning {
    static let alreadyIngested = LocalizedText(
        es: "Este archivo ya estaba guardado; no cambió nada.",
        en: "This file was stored already; nothing changed."
    )

    static let dryRun = LocalizedText(
        es: "Solo fue un ensayo: no se guardó nada.",
        en: "This was only a trial: nothing was stored."
    )

    static let nothingStored = LocalizedText(
        es: "Ninguna línea se pudo leer, así que no se guardó nada. Las razones están en las líneas rechazadas.",
        en: "No line could be read, so nothing was stored. The rejected lines say why."
    )

    static func all(
        _ report: IngestReport,
        parser: SalesFileParser,
        sharedDocuments: [String],
        sharedCount: Int
    ) -> [LocalizedText] {
        let findings = parser.findings
        var warnings: [LocalizedText] = []
        if report.isDryRun { warnings.append(dryRun) }
        if sharedCount > 0 { warnings.append(shared(sharedDocuments, of: sharedCount)) }
        if report.identicalLines > 0 {
            let count = report.identicalLines
            warnings.append(
                LocalizedText(
                    es:
                        "Hay \(lines(count).spanish) \(count == 1 ? "idéntica" : "idénticas") a otra del mismo archivo. "
                        + "Se guardaron todas, pues lo mismo puede venderse dos veces.",
                    en:
                        "\(lines(count).english) \(count == 1 ? "is" : "are") identical to another one of the file. All "
                        + "were stored, since the same thing may be sold twice."
                )
            )
        }
        if report.currencies.isEmpty { warnings.append(noCurrency(hasDollars: parser.survey.hasUndecidedDollars)) }
        warnings += general(report, otherSheets: parser.scan.otherSheets)
        let at = parser.scan.layout.mapping.positions
        if at[.quantity] == nil {
            warnings.append(
                LocalizedText(
                    es: "El archivo no tiene cantidades: cada línea cuenta como una unidad.",
                    en: "The file has no quantities: each line counts as one unit."
                )
            )
        }
        if at[.unitPrice] == nil, let column = report.dialect.column(SalesField.amount.rawValue) {
            warnings.append(
                LocalizedText(
                    es: "No hay precio unitario: el importe de cada línea es el de la columna «\(column)».",
                    en: "There is no unit price: each line comes to what the column \"\(column)\" says."
                )
            )
        }
        if parser.survey.discountUnit == .percentByGuess, let column = report.dialect.column("discount") {
            warnings.append(
                LocalizedText(
                    es: "Los descuentos de la columna «\(column)» no dicen su unidad; se leyeron como porcentajes.",
                    en:
                        "The discounts in the column \"\(column)\" do not say their unit; they were read as percentages."
                )
            )
        }
        if findings.otherTotals > 0, let column = report.dialect.column(SalesField.amount.rawValue) {
            let lines = lines(findings.otherTotals)
            warnings.append(
                LocalizedText(
                    es: "En \(lines.spanish) la columna «\(column)» no es cantidad × precio menos descuento. Cuenta lo "
                        + "segundo; revise si la columna lleva impuestos.",
                    en:
                        "In \(lines.english) the column \"\(column)\" is not quantity × price less discount. The latter "
                        + "counts; check whether the column includes tax."
                )
            )
        }
        if findings.otherDateOrder > 0 {
            let lines = lines(findings.otherDateOrder)
            warnings.append(
                LocalizedText(
                    es:
                        "En \(lines.spanish) la fecha está en otro orden de día y mes que en el resto. Revise el período.",
                    en: "In \(lines.english) day and month come in another order than in the rest. Check the period."
                )
            )
        }
        if findings.rounded > 0 {
            let lines = lines(findings.rounded)
            warnings.append(
                LocalizedText(
                    es: "En \(lines.spanish) algún valor tenía más de seis decimales y se redondeó al sexto.",
                    en: "In \(lines.english) a value had more than six decimals and was rounded to the sixth."
                )
            )
        }
        if findings.marks.isMixed {
            warnings.append(
                LocalizedText(
                    es: "Los precios mezclan coma y punto decimal. Revise los totales.",
                    en: "Prices mix decimal commas and decimal points. Check the totals."
                )
            )
        }
        return warnings
    }

    private static func lines(_ count: Int) -> LocalizedText {
        LocalizedText(
            es: count == 1 ? "1 línea" : "\(count) líneas",
            en: count == 1 ? "1 line" : "\(count) lines"
        )
    }

    /// What files of every kind may need to be said.
    static func general(_ report: IngestReport, otherSheets: [String]) -> [LocalizedText] {
        var warnings: [LocalizedText] = []
        // A fifth is more than the usual slips of the pen.
        if report.rowsRejected * 5 > report.rowsRead {
            warnings.append(
                LocalizedText(
                    es: "Se rechazaron \(report.rowsRejected) de \(report.rowsRead) líneas. Vea las razones antes de "
                        + "usar las cifras.",
                    en: "\(report.rowsRejected) of \(report.rowsRead) lines were rejected. See why before you use the "
                        + "figures."
                )
            )
        }
        let columns = report.dialect.columns.map { "\($0.column) = \($0.field)" }.joined(separator: ", ")
        if report.dialect.columnsAreInferred, report.dialect.headerLine != nil {
            warnings.append(
                LocalizedText(
                    es:
                        "No se conocen los nombres de las columnas; se dedujeron de su contenido: \(columns). Si no es así, "
                        + "indíquelo con --map columna=campo.",
                    en:
                        "The names of the columns are not known; they were inferred from what is in them: \(columns). If "
                        + "that is wrong, say so with --map column=field."
                )
            )
        }
        if report.dialect.headerLine == nil {
            warnings.append(
                LocalizedText(
                    es:
                        "El archivo no tiene encabezados; las columnas se dedujeron de su contenido: \(columns). Si no es "
                        + "así, indíquelo con --map número=campo.",
                    en:
                        "The file has no header; its columns were inferred from what is in them: \(columns). If that is "
                        + "wrong, say so with --map number=field."
                )
            )
        }
        if report.dialect.datesAreAmbiguous {
            let isDayFirst = report.dialect.dateOrder == "dmy"
            warnings.append(
                LocalizedText(
                    es: "Ninguna fecha dice por sí sola cuál es el día y cuál el mes; se leyeron como "
                        + (isDayFirst ? "día/mes." : "mes/día."),
                    en: "No date tells by itself which is the day and which the month; they were read as "
                        + (isDayFirst ? "day/month." : "month/day.")
                )
            )
        }
        if !otherSheets.isEmpty, let sheet = report.dialect.sheet {
            let names = otherSheets.prefix(5).joined(separator: ", ")
            warnings.append(
                LocalizedText(
                    es: "Se leyó la hoja «\(sheet)». El libro tiene otras (\(names)); elija con --sheet.",
                    en: "The sheet \"\(sheet)\" was read. The workbook has others (\(names)); choose with --sheet."
                )
            )
        }
        return warnings
    }

    static func noCurrency(hasDollars: Bool) -> LocalizedText {
        if hasDollars {
            return LocalizedText(
                es: "Los importes llevan «$», que puede ser de varias monedas. Indique cuál con --currency.",
                en: "The amounts carry \"$\", which may mean several currencies. Say which with --currency."
            )
        }
        return LocalizedText(
            es: "El archivo no dice su moneda. Indíquela con --currency.",
            en: "The file does not state its currency. Say so with --currency."
        )
    }

    private static func shared(_ documents: [String], of count: Int) -> LocalizedText {
        let named = documents.prefix(5).joined(separator: ", ") + (count > 5 ? ", …" : "")
        return LocalizedText(
            es:
                "De los documentos de este archivo, \(count) ya estaban en otro (\(named)). Se guardaron también; si son los "
                + "mismos, sus ventas cuentan dos veces.",
            en:
                "Of this file's documents, \(count) were in another file already (\(named)). They were stored too; if they "
                + "are the same, their sales count twice."
        )
    }
}
