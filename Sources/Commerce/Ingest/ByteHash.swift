/// A 64-bit hash of bytes for tables inside one process, not for security. Eight bytes a step.
///
/// The mixing is that of Wang Yi's wyhash: a 64 by 64 multiplication folded onto itself.
enum ByteHash {
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> UInt64 {
        var state = seed ^ 0xA076_1D64_78BD_642F
        var rest = UnsafeRawBufferPointer(bytes)[...]
        while rest.count >= 8 {
            let word = bytes.baseAddress.map {
                UnsafeRawPointer($0).loadUnaligned(fromByteOffset: rest.startIndex, as: UInt64.self)
            }
            state = mix(state ^ (word ?? 0), 0xE703_7ED1_A0B4_28DB)
            rest = rest.dropFirst(8)
        }
        var tail: UInt64 = 0
        for byte in rest { tail = tail << 8 | UInt64(byte) }
        return mix(state ^ tail, 0x8EBC_6AF0_9C88_C6E3 ^ UInt64(bytes.count))
    }

    private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
