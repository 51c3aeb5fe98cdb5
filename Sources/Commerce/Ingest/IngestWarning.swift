import Localization

/// What a person should know about an import that went well.
enum IngestWarning {
    static let alreadyIngested = LocalizedText(
        es: "Este archivo ya estaba guardado; no cambió nada.",
        en: "This file was stored already; nothing changed."
    )

    static let nothingStored = LocalizedText(
        es: "Ninguna línea se pudo leer, así que no se guardó nada. Las razones están en las líneas rechazadas.",
        en: "No line could be read, so nothing was stored. The rejected lines say why."
    )

    static func all(
        _ report: IngestReport,
        findings: SalesInterpreter.Findings,
        sharedDocuments: [String],
        sharedCount: Int
    ) -> [LocalizedText] {
        var warnings: [LocalizedText] = []
        if report.isDryRun {
            warnings.append(
                LocalizedText(
                    es: "Solo fue un ensayo: no se guardó nada.",
                    en: "This was only a trial: nothing was stored."
                )
            )
        }
        if sharedCount > 0 { warnings.append(shared(sharedDocuments, of: sharedCount)) }
        if report.identicalLines > 0 {
            warnings.append(
                LocalizedText(
                    es: "Hay \(report.identicalLines) líneas idénticas a otra del mismo archivo. Se guardaron todas, "
                        + "pues lo mismo puede venderse dos veces.",
                    en: "\(report.identicalLines) lines are identical to another one of the file. All were stored, "
                        + "since the same thing may be sold twice."
                )
            )
        }
        if report.currencies.isEmpty {
            warnings.append(
                LocalizedText(
                    es: "El archivo no dice su moneda. Indíquela con --currency.",
                    en: "The file does not state its currency. Say so with --currency."
                )
            )
        }
        if findings.rounded > 0 {
            warnings.append(
                LocalizedText(
                    es: "En \(findings.rounded) líneas algún valor tenía más de seis decimales y se redondeó al sexto.",
                    en: "In \(findings.rounded) lines a value had more than six decimals and was rounded to the sixth."
                )
            )
        }
        if findings.sawDecimalComma, findings.sawDecimalPoint {
            warnings.append(
                LocalizedText(
                    es: "Los precios mezclan coma y punto decimal. Revise los totales.",
                    en: "Prices mix decimal commas and decimal points. Check the totals."
                )
            )
        }
        return warnings
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
