import TabularFiles

/// Reads a sales file from its first byte to interpreted lines. It knows nothing of how they are stored, so it may run
/// on a thread of its own.
final class SalesFileParser {
    let scan: TableScan<SalesField>
    let survey: SalesSurvey
    private(set) var preview: [PreviewLine] = []
    private var interpreter: SalesInterpreter
    private let previews: Int

    /// Reads as far as the header.
    ///
    /// - Parameter corrections: what earlier readings of the same file proved.
    init(
        _ input: TableInput,
        options: IngestOptions,
        digest: any ContentDigest,
        rejectedLines: RejectedLinesFile?,
        corrections: [FormatCorrection<SalesField>] = []
    ) throws {
        scan = try TableScan(
            input,
            options: options,
            digest: digest,
            rejectedLines: rejectedLines,
            required: SalesColumns.required,
            anchors: [.document, .date],
            infer: SalesColumns.infer,
            refine: SalesColumns.refine
        )
        let byHand = options.isMonthFirst.map { $0 ? DateText.Order.monthFirst : .dayFirst }
        var survey = SalesSurvey(scan.layout, datesByHand: byHand)
        for correction in corrections { survey.apply(correction) }
        self.survey = survey
        guard let interpreter = SalesInterpreter(scan.layout, survey, currencyByHand: options.currency != nil) else {
            throw IngestFailure.missingColumns(file: input.name, found: scan.layout.mapping.columns, missing: [])
        }
        self.interpreter = interpreter
        previews = options.dryRun ? 10 : 0
    }

    /// Fills the batch with the next lines; it stays empty at the end of the file.
    func fill(_ batch: inout SalesBatch) throws {
        batch.removeAll()
        while !batch.isFull {
            guard try scan.next({ try interpreter.interpret($0, into: &batch) }) else { break }
        }
        while preview.count < previews, preview.count < batch.lines.count {
            preview.append(batch.preview(preview.count, defaultCurrency: survey.currency))
        }
    }

    var findings: SalesInterpreter.Findings { interpreter.findings }

    var dialect: FileDialect {
        let dates = interpreter.dateFormat
        let marks = findings.marks
        return scan.dialect(
            decimalMark: marks.majority == .comma ? "," : marks.majority == nil ? fallbackMark : ".",
            dateOrder: dates.isConfirmed || dates.decidedSomething ? (dates.order == .dayFirst ? "dmy" : "mdy") : "ymd",
            datesAreAmbiguous: dates.decidedSomething && !dates.isConfirmed
        )
    }

    private var fallbackMark: String {
        survey.formats.numbers[.unitPrice]?.mark == .comma ? "," : "."
    }
}

extension SalesBatch {
    /// A line as a person would want to check it.
    func preview(_ index: Int, defaultCurrency: String?) -> PreviewLine {
        let line = lines[index]
        func text(_ span: Span) -> String {
            String(decoding: self.text[Int(span.start)..<Int(span.start + span.count)], as: UTF8.self)
        }
        var date = CalendarDay(packed: line.day)?.description ?? ""
        if line.second >= 0 {
            let parts = [line.second / 3_600, line.second / 60 % 60, line.second % 60]
            date += " " + parts.map { CalendarDay.padded($0, 2) }.joined(separator: ":")
        }
        let values: [(SalesField, String)] = [
            (.document, text(line.document)), (.productCode, text(line.product)),
            (.description, text(line.description)), (.quantity, Quantity(micros: line.quantity).decimal),
            (.date, date), (.unitPrice, Money(micros: line.price).decimalExact),
            (.amount, Money(micros: line.amount).decimalExact), (.customer, text(line.customer)),
            (.country, text(line.country)),
            (.discount, line.discount == 0 ? "" : Quantity(micros: line.discount).decimal),
            (.category, text(line.category)),
            (.currency, line.currency.isEmpty ? defaultCurrency ?? "" : text(line.currency)),
        ]
        return PreviewLine(
            line: line.number,
            values: values.filter { !$0.1.isEmpty }.map { .init(field: $0.0.rawValue, value: $0.1) }
        )
    }
}
