import TabularFiles

/// Reads a sales file from its first byte to interpreted lines. It knows nothing of how they are stored, so it may run
/// on a thread of its own.
final class SalesFileParser {
    let scan: TableScan<SalesField>
    let survey: SalesSurvey
    private(set) var preview: [PreviewLine] = []
    /// Lines that repeat an earlier one exactly.
    private(set) var identicalLines = 0
    private var interpreter: SalesInterpreter
    private var fingerprints = FingerprintSet()
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
        batch.removeAll(startsAnew: interpreter.texts.startAnewIfFull())
        while !batch.isFull {
            guard try scan.next({ try interpreter.interpret($0, into: &batch) }) else { break }
        }
        // By themselves, the look-ups of many lines overlap.
        for line in batch.lines where !fingerprints.insert(line.fingerprint) { identicalLines += 1 }
        while preview.count < previews, preview.count < batch.lines.count {
            let line = batch.lines[preview.count]
            preview.append(line.preview(interpreter.texts, defaultCurrency: survey.currency))
        }
    }

    /// The file says in a column of its own that its currency is none in particular.
    var currencyIsUnnamed: Bool { interpreter.currencyIsUnnamed }

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

extension SalesBatch.Line {
    /// The line as a person would want to check it.
    fileprivate func preview(_ texts: SalesTexts, defaultCurrency: String?) -> PreviewLine {
        var date = CalendarDay(packed: day)?.description ?? ""
        if second >= 0 {
            let parts = [second / 3_600, second / 60 % 60, second % 60]
            date += " " + parts.map { CalendarDay.padded($0, 2) }.joined(separator: ":")
        }
        let values: [(SalesField, String)] = [
            (.document, texts.text(.document, document)), (.productCode, texts.text(.product, product)),
            (.description, texts.text(.description, description)), (.quantity, Quantity(micros: quantity).decimal),
            (.date, date), (.unitPrice, Money(micros: price).decimalExact),
            (.amount, Money(micros: amount).decimalExact), (.customer, texts.text(.customer, customer)),
            (.country, texts.text(.country, country)),
            (.discount, discount == 0 ? "" : Quantity(micros: discount).decimal),
            (.category, texts.text(.category, category)),
            (.currency, currency == SalesBatch.noText ? defaultCurrency ?? "" : texts.text(.currency, currency)),
        ]
        return PreviewLine(
            line: number,
            values: values.filter { !$0.1.isEmpty }.map { .init(field: $0.0.rawValue, value: $0.1) }
        )
    }
}
