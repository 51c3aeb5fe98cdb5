/// Numbers distinct byte strings in the order in which they first come: a hash table with its own storage.
///
/// It holds a bounded number of them. The owner empties it when it is full and starts again, so that memory does not
/// grow with the file.
struct ByteInterner {
    private var slots: [Int32]
    private var entries: [Entry] = []
    private var bytes: [UInt8] = []
    private let capacity: Int

    private struct Entry {
        var hash: UInt64
        var salt: UInt64
        var start: UInt32
        var count: UInt32
    }

    /// The most bytes of text it keeps.
    private static let mostBytes = 8 << 20

    init(capacity: Int = 1 << 16) {
        self.capacity = capacity
        slots = Array(repeating: -1, count: 1_024)
    }

    var count: Int { entries.count }
    var isFull: Bool { entries.count >= capacity || bytes.count >= Self.mostBytes }

    /// The number of the string, from 0, and whether it is new. `salt` tells apart equal strings of different owners.
    mutating func intern(_ key: UnsafeBufferPointer<UInt8>, salt: UInt64 = 0) -> (index: Int, isNew: Bool) {
        let hash = ByteHash.hash(key, seed: salt)
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            let entry = entries[index]
            if entry.hash == hash, entry.salt == salt, Int(entry.count) == key.count, matches(entry, key) {
                return (index, false)
            }
            slot = (slot + 1) & mask
        }
        let index = entries.count
        slots[slot] = Int32(index)
        entries.append(Entry(hash: hash, salt: salt, start: UInt32(bytes.count), count: UInt32(key.count)))
        bytes.append(contentsOf: key)
        if entries.count * 2 > slots.count { grow() }
        return (index, true)
    }

    func text(at index: Int) -> String {
        let entry = entries[index]
        return String(decoding: bytes[Int(entry.start)..<Int(entry.start + entry.count)], as: UTF8.self)
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        for slot in slots.indices { slots[slot] = -1 }
    }

    private func matches(_ entry: Entry, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.withUnsafeBufferPointer { all in
            Bytes.areEqual(UnsafeBufferPointer(rebasing: all[Int(entry.start)..<Int(entry.start + entry.count)]), key)
        }
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        let mask = slots.count - 1
        for (index, entry) in entries.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(index)
        }
    }
}

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
