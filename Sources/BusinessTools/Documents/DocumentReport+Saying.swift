import Documents
public import JSON
public import Localization

extension DocumentReport {
    /// The same members as for a file of sales: a section is a row.
    public func json(_ language: Language) -> JSONObject {
        let sections = Int64(text?.sections.count ?? 0)
        return [
            "file": .string(file),
            "kind": "documents",
            "sha256": .string(digest),
            "rows_read": .integer(sections),
            "rows_stored": .integer(sections),
            "rows_repaired": 0,
            "rows_skipped": 0,
            "rows_rejected": 0,
            "rejected": [],
            "dialect": [
                "format": .string(DocumentFormat(name: name)?.rawValue ?? ""),
                "encoding": text?.encoding.map { .string($0) } ?? .null,
            ],
            "currency": .null,
            "already_ingested": .bool(isKnown),
            "dry_run": .bool(isDryRun),
            "document": .object(document),
            "warnings": .array(warnings.map { .string($0(language)) }),
        ]
    }

    private var document: JSONObject {
        var document: JSONObject = ["name": .string(name), "uri": .string(ShopURI.document(name))]
        guard let text else { return document }
        document["title"] = .string(text.title)
        document["language"] = text.language.map { .string($0.rawValue) } ?? .null
        document["pages"] = text.pages.map { .integer(Int64($0)) } ?? .null
        document["words"] = .integer(Int64(text.words))
        document["headings"] = .array(outline(Self.mostHeadings).map { .string($0) })
        return document
    }

    /// Headings that are shown.
    private static let mostHeadings = 20

    private func outline(_ most: Int) -> [String] {
        var seen: Set<String> = []
        let headings = (text?.sections ?? []).map(\.path).filter { !$0.isEmpty && seen.insert($0).inserted }
        return Array(headings.prefix(most))
    }

    /// The same for people.
    public var lines: [LocalizedText] {
        guard let text else {
            return [
                LocalizedText(
                    es: "\(file): ya estaba guardado; no cambió nada.",
                    en: "\(file): already stored; nothing changed."
                )
            ] + warningLines
        }
        var lines = [
            LocalizedText(
                es: "\(file): \(isDryRun ? "se leería como" : "guardado como") «\(text.title)»",
                en: "\(file): \(isDryRun ? "would be stored as" : "stored as") \"\(text.title)\""
            )
        ]
        lines.append(
            LocalizedText(
                es: "  " + facts(.spanish, text).joined(separator: " · "),
                en: "  " + facts(.english, text).joined(separator: " · ")
            )
        )
        if isDryRun {
            lines += outline(10).map { LocalizedText(es: "  - \($0)", en: "  - \($0)") }
            lines.append(LocalizedText(es: "  Prueba: no se guardó nada.", en: "  Dry run: nothing was stored."))
        }
        return lines + warningLines
    }

    private var warningLines: [LocalizedText] {
        warnings.map { LocalizedText(es: "  Aviso: \($0.spanish)", en: "  Warning: \($0.english)") }
    }

    private func facts(_ language: Language, _ text: DocumentText) -> [String] {
        let name: LocalizedText =
            switch text.language {
            case .spanish: LocalizedText(es: "en español", en: "in Spanish")
            case .english: LocalizedText(es: "en inglés", en: "in English")
            case nil: LocalizedText(es: "idioma sin reconocer", en: "language not recognised")
            }
        let say = SalesText(language: language, currency: nil)
        func count(_ number: Int, _ one: LocalizedText, _ many: LocalizedText) -> String {
            "\(say.count(Int64(number))) \(number == 1 ? one(language) : many(language))"
        }
        var facts = [
            name(language),
            count(
                text.sections.count,
                LocalizedText(es: "sección", en: "section"),
                LocalizedText(es: "secciones", en: "sections")
            ),
        ]
        if let pages = text.pages {
            facts.append(
                count(pages, LocalizedText(es: "página", en: "page"), LocalizedText(es: "páginas", en: "pages"))
            )
        }
        facts.append(
            count(text.words, LocalizedText(es: "palabra", en: "word"), LocalizedText(es: "palabras", en: "words"))
        )
        if let encoding = text.encoding { facts.append(encoding) }
        return facts
    }
}
