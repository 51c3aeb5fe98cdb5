/// Counts values that were seen before, in bounded memory: it remembers the last few million.
struct FingerprintSet {
    private var slots: [UInt64] = Array(repeating: 0, count: 1 << 16)
    private var count = 0

    /// 32 MB.
    private static let mostSlots = 1 << 22

    /// Whether the value is new.
    mutating func insert(_ value: UInt64) -> Bool {
        // 0 marks an empty slot.
        let value = value == 0 ? 1 : value
        if count * 4 > slots.count * 3 { makeRoom() }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: value) & mask
        while slots[slot] != 0 {
            if slots[slot] == value { return false }
            slot = (slot + 1) & mask
        }
        slots[slot] = value
        count += 1
        return true
    }

    private mutating func makeRoom() {
        let old = slots
        guard old.count < Self.mostSlots else {
            slots = Array(repeating: 0, count: old.count)
            count = 0
            return
        }
        slots = Array(repeating: 0, count: old.count * 2)
        let mask = slots.count - 1
        for value in old where value != 0 {
            var slot = Int(truncatingIfNeeded: value) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = value
        }
    }
}
