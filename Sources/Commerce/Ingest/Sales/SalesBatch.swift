/// A run of interpreted sale lines: what passes from the parser to the writer.
///
/// Texts are numbered by ``SalesTexts``; a batch holds only those that had not come before.
struct SalesBatch {
    /// A text's number among those of its kind; -1 is none.
    typealias TextNumber = Int32

    static let noText: TextNumber = -1

    struct Line {
        var number: Int
        var document = SalesBatch.noText
        var product = SalesBatch.noText
        var description = SalesBatch.noText
        var customer = SalesBatch.noText
        var country = SalesBatch.noText
        var category = SalesBatch.noText
        var currency = SalesBatch.noText
        /// `CalendarDay.packed`.
        var day = 0
        /// Seconds since midnight, or -1.
        var second = -1
        /// Millionths.
        var quantity: Int64 = 0
        var price: Int64 = 0
        var discount: Int64 = 0
        var amount: Int64 = 0
        /// Tells identical lines.
        var fingerprint: UInt64
    }

    /// A text that came for the first time. Its number is one more than that of the one before of its kind.
    struct NewText {
        var kind: SalesTextKind
        /// Of a description: its product's number.
        var owner: TextNumber
        var start: Int
        var count: Int
    }

    /// How many lines a batch holds before it is handed over.
    static let capacity = 2_048

    private(set) var lines: [Line] = []
    private(set) var newTexts: [NewText] = []
    private(set) var bytes: [UInt8] = []
    /// The numbers of before this batch mean nothing any more, and begin at 0.
    private(set) var startsAnew = false

    init() {
        lines.reserveCapacity(Self.capacity)
    }

    var isFull: Bool { lines.count >= Self.capacity }

    mutating func removeAll(startsAnew: Bool) {
        self.startsAnew = startsAnew
        lines.removeAll(keepingCapacity: true)
        newTexts.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func append(_ line: Line) {
        lines.append(line)
    }

    mutating func append(_ text: UnsafeBufferPointer<UInt8>, _ kind: SalesTextKind, owner: TextNumber) {
        newTexts.append(NewText(kind: kind, owner: owner, start: bytes.count, count: text.count))
        bytes.append(contentsOf: text)
    }
}

/// What the texts of a line are.
enum SalesTextKind: Int, CaseIterable {
    case document, product, description, customer, country, category, currency
}
