import TabularFiles

/// Turns the fields of one record into one sale line.
struct SalesInterpreter {
    typealias Scan = TableScan<SalesField>
    private typealias NumberFormat = ColumnFormats<SalesField>.NumberFormat

    /// Something about the file that the report should say once.
    struct Findings {
        /// Lines whose price, quantity or amount has more than six decimals.
        var rounded = 0
        /// Lines whose date is written in the other order than most.
        var otherDateOrder = 0
        /// Lines whose total is not what quantity, price and discount come to.
        var otherTotals = 0
        var marks = MarkTally()
    }

    private(set) var findings = Findings()
    let texts = SalesTexts()
    private let currencyByHand: Bool
    private let discountUnit: DiscountUnit
    private let fileCurrency: CurrencyMark
    private let document: Int
    private let product: Int
    private let description: Int?
    private let quantity: Int?
    private let date: Int
    private let time: Int?
    private let price: Int
    /// The price's column holds what the line comes to.
    private let priceIsTotal: Bool
    private let priceField: SalesField
    private let discount: Int?
    /// What lines say that they come to, where that is not what is read.
    private let total: Int?
    private let totalMark: NumberText.Mark
    private let customer: Int?
    private let country: Int?
    private let category: Int?
    private let currency: Int?
    private var dates: ColumnFormats<SalesField>.DateFormat
    private var quantityFormat: NumberFormat
    private var priceFormat: NumberFormat
    private let discountMark: NumberText.Mark
    /// The column of currencies says `$` or pesos everywhere, which is none in particular.
    let currencyIsUnnamed: Bool
    /// Only the first line of a document states its day, its customer and so on.
    private let carriesDown: Bool
    private let documentHead = DocumentHead()
    private var lastDate: [UInt8] = []
    private var lastDay = 0
    private var lastSecond = -1

    /// nil when a required column is missing.
    init?(_ layout: TableLayout<SalesField>, _ survey: SalesSurvey, currencyByHand: Bool) {
        let at = layout.mapping.positions
        guard let document = at[.document], let product = at[.productCode] ?? at[.description], let date = at[.date],
            let price = at[.unitPrice] ?? at[.amount]
        else { return nil }
        self.currencyByHand = currencyByHand
        discountUnit = survey.discountUnit
        fileCurrency = survey.currency.flatMap(CurrencyMark.init(code:)) ?? .none
        self.document = document
        self.product = product
        self.date = date
        self.price = price
        priceIsTotal = at[.unitPrice] == nil
        priceField = at[.unitPrice] == nil ? .amount : .unitPrice
        quantity = at[.quantity]
        description = at[.description]
        time = at[.time]
        discount = at[.discount]
        total = priceIsTotal ? nil : at[.amount]
        customer = at[.customer]
        country = at[.country]
        category = at[.category]
        currency = currencyByHand ? nil : at[.currency]
        let numbers = survey.formats.numbers
        let point = NumberFormat(mark: .point, isConfirmed: false)
        quantityFormat = numbers[.quantity] ?? point
        priceFormat = numbers[priceField] ?? point
        discountMark = numbers[.discount]?.mark ?? .point
        totalMark = numbers[.amount]?.mark ?? .point
        dates = survey.formats.dates
        let currencies = at[.currency].map { position in
            layout.rows.compactMap { position < $0.count ? $0[position].trimmed : nil }.filter { !$0.isEmpty }
        }
        currencyIsUnnamed = currencies.map { !$0.isEmpty && $0.allSatisfy(CurrencyCode.isOfSomeCountry) } ?? false
        carriesDown = Self.carriesDown(layout.rows, document: document, product: product, date: date, price: price)
    }

    /// Adds the reader's record to the batch, or says why not.
    ///
    /// - Throws: ``FormatCorrection`` when the line proves that earlier ones were read wrongly.
    mutating func interpret(_ reader: RecordReader, into batch: inout SalesBatch) throws -> Scan.Verdict {
        var line = SalesBatch.Line(number: reader.line, fingerprint: ByteHash.hash(reader.recordBytes, seed: 0))
        var sign = CurrencyMark.none
        var documentText = TextTrim.unmarked(TextTrim.trim(reader[document]))
        let isContinued = carriesDown && continues(reader, documentText)
        if isContinued {
            (line.day, line.second) = (documentHead.day, documentHead.second)
            documentText = documentHead[.document]
        } else {
            let reason = try readDate(reader, &line)
            if carriesDown { begin(documentText, reader, line, isDated: reason == nil) }
            if let reason { return .rejected(reason) }
        }
        if let reason = try readFigures(reader, &line, &sign) { return .rejected(reason) }

        guard !documentText.isEmpty else { return .rejected(.noDocument) }
        if SummaryLine.begins(documentText) { return .skipped }
        var productText = TextTrim.unmarked(TextTrim.trim(reader[product]))
        let descriptionText = optional(reader, description)
        // A line without a code is still a sale of what it describes.
        if productText.isEmpty { productText = descriptionText }
        guard !productText.isEmpty else { return .rejected(.noProduct) }
        var customerText = self.customerText(reader)
        var countryText = optional(reader, country)
        if isContinued {
            if customerText.isEmpty { customerText = documentHead[.customer] }
            if countryText.isEmpty { countryText = documentHead[.country] }
        }
        let categoryText = optional(reader, category)
        let lengths =
            documentText.count | productText.count | descriptionText.count | customerText.count | countryText.count
            | categoryText.count
        guard lengths <= Self.longestText else {
            let texts: [(UnsafeBufferPointer<UInt8>, SalesField)] = [
                (documentText, .document), (productText, .productCode), (descriptionText, .description),
                (customerText, .customer), (countryText, .country), (categoryText, .category),
            ]
            let field = texts.first { $0.0.count > Self.longestText }?.1 ?? .description
            return .rejected(.textTooLong(field.rawValue))
        }
        var currencyText = optional(reader, currency)
        if isContinued, currencyText.isEmpty { currencyText = documentHead[.currency] }
        if !currencyText.isEmpty, CurrencyCode.read(currencyText) == nil {
            guard currencyIsUnnamed else {
                return .rejected(.badCurrency(Self.shown(currencyText)))
            }
            currencyText = UnsafeBufferPointer(start: nil, count: 0)
        }

        line.document = texts.number(of: documentText, .document, into: &batch)
        line.product = texts.number(of: productText, .product, into: &batch)
        line.description = texts.number(of: descriptionText, .description, owner: line.product, into: &batch)
        line.customer = texts.number(of: customerText, .customer, into: &batch)
        line.country = texts.number(of: countryText, .country, into: &batch)
        line.category = texts.number(of: categoryText, .category, into: &batch)
        line.currency = texts.number(of: currencyText, .currency, into: &batch)
        // A sign that is not the file's own says what this line is in.
        if currencyText.isEmpty, !currencyByHand, sign != fileCurrency, var code = sign.code {
            line.currency = code.withUTF8 { texts.number(of: $0, .currency, into: &batch) }
        }
        batch.append(line)
        return .stored
    }

    // MARK: Lines that continue a document

    /// Keeps what a line states for those that continue it, whatever becomes of the line itself. Without a document and
    /// a day there is nothing to continue.
    private func begin(
        _ documentText: UnsafeBufferPointer<UInt8>,
        _ reader: RecordReader,
        _ line: SalesBatch.Line,
        isDated: Bool
    ) {
        let texts = [documentText, customerText(reader), optional(reader, country), optional(reader, currency)]
        let isUsable = isDated && texts.allSatisfy { $0.count <= Self.longestText }
        (documentHead.day, documentHead.second) = (line.day, line.second)
        for (part, text) in zip(DocumentHead.Part.allCases, texts) {
            documentHead.keep(isUsable ? text : UnsafeBufferPointer(start: nil, count: 0), part)
        }
    }

    /// Whether the line leaves out what the one before it states, and is no sum.
    private func continues(_ reader: RecordReader, _ documentText: UnsafeBufferPointer<UInt8>) -> Bool {
        let isSame = documentText.isEmpty || Bytes.areEqual(documentText, documentHead[.document])
        return isSame && !documentHead[.document].isEmpty && TextTrim.trim(reader[date]).isEmpty
            && !SummaryLine.begins(TextTrim.trim(reader[product])) && !SummaryLine.begins(optional(reader, description))
    }

    /// A fifth of the first lines at least are so: in other files a day that is missing is a mistake.
    private static func carriesDown(_ rows: [[String]], document: Int, product: Int, date: Int, price: Int) -> Bool {
        var (continued, all, last) = (0, 0, "")
        for row in rows where max(document, product, date, price) < row.count {
            let (number, day) = (row[document].trimmed, row[date].trimmed)
            if row[product].trimmed.isEmpty || row[price].trimmed.isEmpty { continue }
            all += 1
            if day.isEmpty, !last.isEmpty, number.isEmpty || number == last { continued += 1 }
            if !number.isEmpty { last = number }
        }
        return continued >= 2 && continued * 5 >= all
    }

    /// In bytes, one less than a power of two. Names are far shorter; what is not a name should not become one.
    static let longestText = 1_023

    // MARK: Date

    private mutating func readDate(
        _ reader: RecordReader,
        _ line: inout SalesBatch.Line
    ) throws -> RejectionReason? {
        let text = TextTrim.trim(reader[date])
        // Lines come in documents: the same text again needs no second reading.
        if !text.isEmpty, lastDate.withUnsafeBufferPointer({ Bytes.areEqual($0, text) }) {
            (line.day, line.second) = (lastDay, lastSecond)
        } else {
            guard let value = DateText.read(text, order: dates.order) else {
                return .badDate(Self.shown(text))
            }
            try note(value.evidence)
            (line.day, line.second) = (value.day, value.second)
            lastDate.removeAll(keepingCapacity: true)
            lastDate.append(contentsOf: text)
            (lastDay, lastSecond) = (line.day, line.second)
        }
        let timeText = optional(reader, time)
        if !timeText.isEmpty {
            guard let second = DateText.readTime(timeText) ?? DateText.read(timeText, order: .dayFirst)?.second else {
                return .badTime(Self.shown(timeText))
            }
            line.second = second
        }
        return nil
    }

    /// How the dates were read in the end.
    var dateFormat: ColumnFormats<SalesField>.DateFormat { dates }

    private mutating func note(_ evidence: DateText.Evidence) throws {
        switch evidence {
        case .none: return
        case .ambiguous: dates.decidedSomething = true
        case .certain(dates.order): dates.isConfirmed = true
        case .certain(let other):
            guard !dates.isConfirmed else {
                findings.otherDateOrder += 1
                return
            }
            if dates.decidedSomething { throw FormatCorrection<SalesField>.dateOrder(other) }
            dates = .init(order: other, isConfirmed: true)
        }
    }

    // MARK: Figures

    private mutating func readFigures(
        _ reader: RecordReader,
        _ line: inout SalesBatch.Line,
        _ sign: inout CurrencyMark
    ) throws -> RejectionReason? {
        var isRounded = false
        line.quantity = 1_000_000
        if let quantity {
            let text = TextTrim.trim(reader[quantity])
            guard let value = QuantityText.read(text, preferring: quantityFormat.mark), !value.isPercent else {
                return .badNumber(SalesField.quantity.rawValue, Self.shown(text))
            }
            try quantityFormat.note(value.evidence, of: .quantity)
            line.quantity = value.micros
            isRounded = value.isRounded
        }
        let priceText = TextTrim.trim(reader[price])
        guard let price = NumberText.read(priceText, preferring: priceFormat.mark), !price.isPercent else {
            return .badNumber(priceField.rawValue, Self.shown(priceText))
        }
        try priceFormat.note(price.evidence, of: priceField)
        findings.marks.add(price.evidence)
        line.price = price.micros
        sign = price.currency
        isRounded = isRounded || price.isRounded

        var off: Int64 = 0
        let discountText = optional(reader, discount)
        if !discountText.isEmpty {
            guard let discount = NumberText.read(discountText, preferring: discountMark) else {
                return .badDiscount(Self.shown(discountText))
            }
            if discountUnit == .money, !discount.isPercent {
                off = discount.micros
            } else {
                line.discount = discount.isPercent || discountUnit.isPercent ? discount.micros / 100 : discount.micros
                guard 0...1_000_000 ~= line.discount else { return .badDiscount(Self.shown(discountText)) }
            }
            isRounded = isRounded || discount.isRounded
        }
        if let reason = settle(&line, off: off, isRounded: isRounded) { return reason }
        if let total { compare(line.amount, of: line.quantity, with: TextTrim.trim(reader[total])) }
        return nil
    }

    /// Counts lines that say they come to something else, beyond what rounded prices explain.
    private mutating func compare(_ amount: Int64, of quantity: Int64, with text: UnsafeBufferPointer<UInt8>) {
        guard let stated = NumberText.read(text, preferring: totalMark), !stated.isPercent else { return }
        let (difference, isTooLarge) = amount.subtractingReportingOverflow(stated.micros)
        let tolerance = quantity.magnitude / 1_000_000 &* 5_100 &+ 10_200
        if isTooLarge || difference.magnitude > tolerance { findings.otherTotals += 1 }
    }

    /// - Parameter off: a discount in the line's currency.
    private mutating func settle(_ line: inout SalesBatch.Line, off: Int64, isRounded: Bool) -> RejectionReason? {
        if priceIsTotal {
            // A total has its discount in it.
            guard let price = SaleAmount.price(of: line.price, quantity: line.quantity) else { return .amountTooLarge }
            (line.amount, line.price, line.discount) = (line.price, price, 0)
            if isRounded { findings.rounded += 1 }
            return nil
        }
        guard let amount = SaleAmount(quantity: line.quantity, price: line.price, discount: line.discount) else {
            return .amountTooLarge
        }
        line.amount = amount.micros
        if off != 0 {
            guard let reduced = amount.reduced(by: off) else {
                return .discountTooLarge(Money(micros: off).decimalExact)
            }
            (line.amount, line.discount) = reduced
        }
        if isRounded || amount.isRounded { findings.rounded += 1 }
        return nil
    }

    private func customerText(_ reader: RecordReader) -> UnsafeBufferPointer<UInt8> {
        TextTrim.withoutPointZero(TextTrim.unmarked(optional(reader, customer)))
    }

    private func optional(_ reader: RecordReader, _ column: Int?) -> UnsafeBufferPointer<UInt8> {
        guard let column else { return UnsafeBufferPointer(start: nil, count: 0) }
        let text = NullMarker.value(reader[column])
        // Hardly any has marks, and what is within them is trimmed anew.
        return text.first == UInt8(ascii: "=") ? NullMarker.value(TextTrim.unquoted(text)) : text
    }

    private static func shown(_ bytes: UnsafeBufferPointer<UInt8>) -> String { RejectionReason.shown(bytes) }
}
