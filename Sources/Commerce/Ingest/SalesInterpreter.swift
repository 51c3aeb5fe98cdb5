/// Turns the fields of one record into one sale line.
struct SalesInterpreter {
    /// Something about the file that the report should say once.
    struct Findings {
        var repaired = 0
        /// Lines whose price, quantity or amount has more than six decimals.
        var rounded = 0
        var sawDecimalComma = false
        var sawDecimalPoint = false
    }

    private(set) var findings = Findings()
    private let columnCount: Int
    private let lastRequired: Int
    private let numbers: ScaledNumber
    private let document: Int
    private let product: Int
    private let description: Int?
    private let quantity: Int
    private let date: Int
    private let time: Int?
    private let price: Int
    private let discount: Int?
    private let customer: Int?
    private let country: Int?
    private let category: Int?
    private let currency: Int?

    /// nil when a required column is missing.
    init?(_ mapping: ColumnMapping, commaDecimals: Bool, readsCurrency: Bool) {
        let at = mapping.positions
        guard let document = at[.document], let product = at[.productCode] ?? at[.description],
            let quantity = at[.quantity], let date = at[.date], let price = at[.unitPrice]
        else { return nil }
        columnCount = mapping.columns.count
        lastRequired = mapping.lastRequired
        numbers = ScaledNumber(commaDecimals: commaDecimals)
        self.document = document
        self.product = product
        self.quantity = quantity
        self.date = date
        self.price = price
        description = at[.description]
        time = at[.time]
        discount = at[.discount]
        customer = at[.customer]
        country = at[.country]
        category = at[.category]
        currency = readsCurrency ? at[.currency] : nil
    }

    /// Adds the reader's record to the batch, or gives why it cannot be stored.
    mutating func interpret(_ reader: RecordReader, into batch: inout SalesBatch) -> RejectionReason? {
        let found = reader.fields.count
        if found != columnCount {
            let canMend =
                found < columnCount
                ? found > lastRequired
                : reader.fields[columnCount...].allSatisfy { TextTrim.trim(reader[$0]).isEmpty }
            guard canMend else { return .fieldCount(found: found, expected: columnCount) }
        }

        var line = SalesBatch.Line(number: reader.line, fingerprint: reader.fingerprint)
        if let reason = readFigures(reader, &line) { return reason }

        let documentText = text(reader, document)
        guard !documentText.isEmpty else { return .noDocument }
        var productText = text(reader, product)
        let descriptionText = text(reader, description)
        // A line without a code is still a sale of what it describes.
        if productText.isEmpty { productText = descriptionText }
        guard !productText.isEmpty else { return .noProduct }
        let customerText = TextTrim.withoutPointZero(text(reader, customer))
        let countryText = text(reader, country)
        let categoryText = text(reader, category)
        if documentText.count > Self.longestText { return .textTooLong(.document) }
        if productText.count > Self.longestText { return .textTooLong(.productCode) }
        if descriptionText.count > Self.longestText { return .textTooLong(.description) }
        if customerText.count > Self.longestText { return .textTooLong(.customer) }
        if countryText.count > Self.longestText { return .textTooLong(.country) }
        if categoryText.count > Self.longestText { return .textTooLong(.category) }
        let currencyText = text(reader, currency)
        guard currencyText.isEmpty || CurrencyCode.read(currencyText) != nil else {
            return .badCurrency(Self.shown(currencyText))
        }

        line.document = batch.store(documentText)
        line.product = batch.store(productText)
        line.description = batch.store(descriptionText)
        line.customer = batch.store(customerText)
        line.country = batch.store(countryText)
        line.category = batch.store(categoryText)
        line.currency = batch.store(currencyText)
        batch.append(line)
        if found != columnCount { findings.repaired += 1 }
        return nil
    }

    /// In bytes. Names are far shorter; what is not a name should not become one.
    private static let longestText = 1_000

    private mutating func readFigures(_ reader: RecordReader, _ line: inout SalesBatch.Line) -> RejectionReason? {
        let dateText = text(reader, date)
        guard let stamp = TimestampText.read(dateText) else { return .badDate(Self.shown(dateText)) }
        line.day = stamp.day.packed
        line.second = stamp.second ?? -1
        let timeText = text(reader, time)
        if !timeText.isEmpty {
            guard let second = TimestampText.readTime(timeText) else { return .badTime(Self.shown(timeText)) }
            line.second = second
        }

        let (quantityText, priceText) = (text(reader, quantity), text(reader, price))
        guard let quantity = numbers.read(quantityText), !quantity.isPercent else {
            return .badNumber(.quantity, Self.shown(quantityText))
        }
        guard let price = numbers.read(priceText), !price.isPercent else {
            return .badNumber(.unitPrice, Self.shown(priceText))
        }
        var isRounded = quantity.isRounded || price.isRounded
        line.quantity = quantity.micros
        line.price = price.micros
        noteMark(priceText)

        let discountText = text(reader, discount)
        if !discountText.isEmpty {
            guard let discount = numbers.read(discountText) else { return .badDiscount(Self.shown(discountText)) }
            line.discount = discount.isPercent ? discount.micros / 100 : discount.micros
            guard 0...1_000_000 ~= line.discount else { return .badDiscount(Self.shown(discountText)) }
            isRounded = isRounded || discount.isRounded
        }

        guard let amount = SaleAmount(quantity: line.quantity, price: line.price, discount: line.discount) else {
            return .amountTooLarge
        }
        line.amount = amount.micros
        if isRounded || amount.isRounded { findings.rounded += 1 }
        return nil
    }

    private mutating func noteMark(_ text: UnsafeBufferPointer<UInt8>) {
        guard !(findings.sawDecimalComma && findings.sawDecimalPoint) else { return }
        guard let mark = text.last(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }) else { return }
        if mark == UInt8(ascii: ",") {
            findings.sawDecimalComma = true
        } else {
            findings.sawDecimalPoint = true
        }
    }

    private func text(_ reader: RecordReader, _ column: Int?) -> UnsafeBufferPointer<UInt8> {
        guard let column, column < reader.fields.count else { return UnsafeBufferPointer(start: nil, count: 0) }
        return TextTrim.trim(reader[reader.fields[column]])
    }

    private static func shown(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let text = String(decoding: bytes.prefix(160), as: UTF8.self)
        return text.count > 40 ? text.prefix(40) + "…" : text
    }
}

/// What a line comes to: quantity × price × (1 − discount), exact to a millionth.
struct SaleAmount {
    let micros: Int64
    /// It had more than six decimals and was rounded, half away from zero.
    let isRounded: Bool

    /// nil beyond the limits.
    init?(quantity: Int64, price: Int64, discount: Int64) {
        guard quantity.magnitude <= Self.largestQuantity else { return nil }
        // Millionths of millionths, then of millionths again: at most 10^15 × 2^63 × 10^6, within 128 bits.
        var product = Int128(quantity) * Int128(price)
        var unit: Int128 = 1_000_000
        if discount != 0 {
            product *= Int128(1_000_000 - discount)
            unit *= 1_000_000
        }
        guard product.magnitude / UInt128(unit) <= UInt128(Self.largestAmount) else { return nil }
        isRounded = product % unit != 0
        micros = isRounded ? Money.roundedQuotient(product, unit) : Int64(product / unit)
    }

    /// A thousand million units, in millionths: dozens of absurd lines still add up within 64 bits.
    static let largestQuantity: UInt64 = 1_000_000_000_000_000
    /// A hundred thousand million of the currency, in millionths.
    static let largestAmount: UInt64 = 100_000_000_000_000_000
}
