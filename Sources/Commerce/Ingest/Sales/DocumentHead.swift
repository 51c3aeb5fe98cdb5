/// What the first line of a document states, for those of its lines that leave it out.
final class DocumentHead {
    enum Part: Int, CaseIterable {
        case document, customer, country, currency
    }

    /// `CalendarDay.packed`.
    var day = 0
    /// Seconds since midnight, or -1.
    var second = -1
    private let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: Part.allCases.count * DocumentHead.capacity)
    private var counts = Part.allCases.map { _ in 0 }

    private static let capacity = SalesInterpreter.longestText

    deinit {
        bytes.deallocate()
    }

    /// Empty until it is kept.
    subscript(part: Part) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + part.rawValue * Self.capacity, count: counts[part.rawValue])
    }

    /// Keeps a copy of a text, which is not one of these.
    func keep(_ text: UnsafeBufferPointer<UInt8>, _ part: Part) {
        precondition(text.count <= Self.capacity, "judged when it was read")
        if let base = text.baseAddress {
            (bytes + part.rawValue * Self.capacity).update(from: base, count: text.count)
        }
        counts[part.rawValue] = text.count
    }
}
