/// Numbers distinct byte strings in the order in which they first come: a hash table with its own storage.
///
/// It holds a bounded number of them. The owner empties it when it is full and starts again, so that memory does not
/// grow with the file. Pages that are not used take no memory.
final class ByteInterner {
    private let entries = UnsafeMutablePointer<Entry>.allocate(capacity: ByteInterner.mostEntries)
    private let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: ByteInterner.mostBytes)
    /// An entry's number and one more; 0 is none.
    private var slots = UnsafeMutablePointer<Int32>.allocate(capacity: 1_024)
    private var slotCount = 1_024
    private var byteCount = 0
    private(set) var count = 0
    /// Files run in documents: the same text mostly comes again at once.
    private var last = 0

    private struct Entry {
        var hash: UInt64
        var salt: Int64
        var start: Int
        var count: Int
    }

    /// Texts of one batch that is begun before it is full fit beyond.
    private static let capacity = 1 << 16
    private static let mostEntries = capacity + SalesBatch.capacity
    private static let bytesCapacity = 6 << 20
    private static let mostBytes = bytesCapacity + SalesBatch.capacity * 1_024

    init() {
        slots.update(repeating: 0, count: slotCount)
    }

    deinit {
        entries.deallocate()
        bytes.deallocate()
        slots.deallocate()
    }

    /// Whether it has to be emptied before the next batch.
    var isFull: Bool { count >= Self.capacity || byteCount >= Self.bytesCapacity }

    /// The number of the string, from 0, and whether it is new. `salt` tells apart equal strings of different owners.
    @inline(__always)
    func intern(_ key: UnsafeBufferPointer<UInt8>, salt: Int64 = 0) -> (index: Int, isNew: Bool) {
        if last < count, matches(entries[last], key, salt) { return (last, false) }
        return find(key, salt)
    }

    func text(at index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

    subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: bytes + entries[index].start, count: entries[index].count)
    }

    func removeAll() {
        (count, byteCount) = (0, 0)
        slots.update(repeating: 0, count: slotCount)
    }

    private func find(_ key: UnsafeBufferPointer<UInt8>, _ salt: Int64) -> (index: Int, isNew: Bool) {
        let hash = ByteHash.hash(key, seed: UInt64(bitPattern: salt))
        let mask = slotCount &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if entries[index].hash == hash, matches(entries[index], key, salt) {
                last = index
                return (index, false)
            }
            slot = (slot &+ 1) & mask
        }
        precondition(count < Self.mostEntries && byteCount + key.count <= Self.mostBytes, "not emptied")
        let index = count
        (entries + index).initialize(to: Entry(hash: hash, salt: salt, start: byteCount, count: key.count))
        if let base = key.baseAddress { (bytes + byteCount).update(from: base, count: key.count) }
        byteCount += key.count
        count += 1
        slots[slot] = Int32(truncatingIfNeeded: count)
        if count * 2 > slotCount { grow() }
        last = index
        return (index, true)
    }

    @inline(__always)
    private func matches(_ entry: Entry, _ key: UnsafeBufferPointer<UInt8>, _ salt: Int64) -> Bool {
        guard entry.count == key.count, entry.salt == salt else { return false }
        return Bytes.areEqual(UnsafeBufferPointer(start: bytes + entry.start, count: entry.count), key)
    }

    private func grow() {
        slots.deallocate()
        slotCount *= 2
        slots = .allocate(capacity: slotCount)
        slots.update(repeating: 0, count: slotCount)
        let mask = slotCount - 1
        for index in 0..<count {
            var slot = Int(truncatingIfNeeded: entries[index].hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(truncatingIfNeeded: index + 1)
        }
    }
}
