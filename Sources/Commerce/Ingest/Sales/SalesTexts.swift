/// Numbers the texts of lines, so that a text is looked at once and passed on once, however often it comes.
struct SalesTexts {
    private let interners = SalesTextKind.allCases.map { _ in ByteInterner() }

    /// The text's number; a new one goes into the batch too.
    @inline(__always)
    func number(
        of text: UnsafeBufferPointer<UInt8>,
        _ kind: SalesTextKind,
        owner: SalesBatch.TextNumber = SalesBatch.noText,
        into batch: inout SalesBatch
    ) -> SalesBatch.TextNumber {
        guard !text.isEmpty else { return SalesBatch.noText }
        let (index, isNew) = interners[kind.rawValue].intern(text, salt: Int64(owner))
        if isNew { batch.append(text, kind, owner: owner) }
        return SalesBatch.TextNumber(truncatingIfNeeded: index)
    }

    func text(_ kind: SalesTextKind, _ number: SalesBatch.TextNumber) -> String {
        number == SalesBatch.noText ? "" : interners[kind.rawValue].text(at: Int(number))
    }

    /// Between two batches: whether it was full, and numbers begin at 0 again.
    func startAnewIfFull() -> Bool {
        guard interners.contains(where: \.isFull) else { return false }
        for interner in interners { interner.removeAll() }
        return true
    }
}
