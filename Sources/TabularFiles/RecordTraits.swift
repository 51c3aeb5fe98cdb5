#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What one pass over a record's bytes tells, eight at a time.
struct RecordTraits {
    let isASCII: Bool
    let hasNull: Bool
    private let record: UnsafeBufferPointer<UInt8>

    init(_ record: UnsafeBufferPointer<UInt8>) {
        self.record = record
        guard let base = record.baseAddress, record.count > 0 else {
            (isASCII, hasNull) = (true, false)
            return
        }
        let raw = UnsafeRawPointer(base)
        var high: UInt64 = 0
        var at = 0
        while at &+ 8 <= record.count {
            high |= raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            at &+= 8
        }
        while at < record.count {
            high |= UInt64(base[at])
            at &+= 1
        }
        isASCII = high & 0x8080_8080_8080_8080 == 0
        hasNull = memchr(base, 0, record.count) != nil
    }

    /// Whether there is nothing to read: white space, delimiters, the null bytes that a crash leaves at the end, or the
    /// control-Z with which old programs end a file.
    func isBlank(_ fieldCount: Int, _ delimiter: UInt8) -> Bool {
        guard let first = record.first else { return true }
        // Most records show at once that they are not.
        if first > 0x2C, first != delimiter, first != 0xC2, first != 0xA0 { return false }
        for byte in record {
            switch byte {
            case 0x20, 0x09, 0, 0x1A, UInt8(ascii: "\""), 0xC2, 0xA0, delimiter: continue
            default: return false
            }
        }
        return true
    }
}
