#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A 64-bit hash of bytes for tables inside one process, not for security. Eight bytes a step.
///
/// The mixing is that of Wang Yi's wyhash: a 64 by 64 multiplication folded onto itself.
enum ByteHash {
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> UInt64 {
        var state = seed ^ 0xA076_1D64_78BD_642F
        guard let base = bytes.baseAddress else { return mix(state, 0x8EBC_6AF0_9C88_C6E3) }
        let raw = UnsafeRawPointer(base)
        let count = bytes.count
        var at = 0
        while at &+ 8 <= count {
            state = mix(state ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self), 0xE703_7ED1_A0B4_28DB)
            at &+= 8
        }
        var tail: UInt64 = 0
        while at < count {
            tail = tail << 8 | UInt64(base[at])
            at &+= 1
        }
        return mix(state ^ tail, 0x8EBC_6AF0_9C88_C6E3 ^ UInt64(truncatingIfNeeded: count))
    }

    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

/// Comparisons and searches of bytes that C's library does best.
enum Bytes {
    static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        guard let one = left.baseAddress, let other = right.baseAddress else { return true }
        return memcmp(one, other, left.count) == 0
    }

    /// How far the first `byte` is from the start; `count` when there is none.
    static func distance(to byte: UInt8, in start: UnsafePointer<UInt8>, count: Int) -> Int {
        guard count > 0, let found = memchr(start, Int32(byte), count) else { return count }
        return UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }
}
