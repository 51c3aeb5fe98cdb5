/// A run of interpreted sale lines with their texts: what passes from the parser to the writer.
struct SalesBatch {
    /// Where a text lies in ``text``. Empty means that there is none.
    struct Span {
        var start: UInt32 = 0
        var count: UInt32 = 0

        var isEmpty: Bool { count == 0 }
    }

    struct Line {
        var number: Int
        var document = Span()
        var product = Span()
        var description = Span()
        var customer = Span()
        var country = Span()
        var category = Span()
        var currency = Span()
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

    /// How many lines a batch holds before it is handed over.
    static let capacity = 2_048

    private(set) var lines: [Line] = []
    private(set) var text: [UInt8] = []

    init() {
        lines.reserveCapacity(Self.capacity)
        text.reserveCapacity(Self.capacity * 96)
    }

    var isFull: Bool { lines.count >= Self.capacity }

    mutating func removeAll() {
        lines.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
    }

    mutating func append(_ line: Line) {
        lines.append(line)
    }

    mutating func store(_ bytes: UnsafeBufferPointer<UInt8>) -> Span {
        guard !bytes.isEmpty else { return Span() }
        let span = Span(start: UInt32(text.count), count: UInt32(bytes.count))
        text.append(contentsOf: bytes)
        return span
    }
}
