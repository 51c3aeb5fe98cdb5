/// Turns UTF-16 into UTF-8 while it is read. Unpaired surrogates become U+FFFD.
final class UTF16Source: ByteSource {
    private let source: any ByteSource
    private let isBigEndian: Bool
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 * 1024, alignment: 2)
    private var output: [UInt8] = []
    private var outputAt = 0
    /// The odd byte at the end of what was read.
    private var odd: UInt8?
    private var lead: UInt16?
    private var ended = false

    init(_ source: any ByteSource, isBigEndian: Bool) {
        self.source = source
        self.isBigEndian = isBigEndian
    }

    deinit {
        input.deallocate()
    }

    var consumed: Int { source.consumed }
    var total: Int? { source.total }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
        while outputAt == output.count, !ended { try convert() }
        let count = min(buffer.count, output.count - outputAt)
        output.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[outputAt..<outputAt + count]))
        }
        outputAt += count
        return count
    }

    private func convert() throws(TabularFileFailure) {
        output.removeAll(keepingCapacity: true)
        outputAt = 0
        let count = try source.read(into: input)
        if count == 0 {
            ended = true
            if lead != nil || odd != nil { append(0xFFFD) }
            return
        }
        for byte in input[..<count] {
            guard let first = odd else {
                odd = byte
                continue
            }
            odd = nil
            add(isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first))
        }
    }

    private func add(_ unit: UInt16) {
        if let high = lead {
            lead = nil
            if 0xDC00...0xDFFF ~= unit {
                append(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00))
                return
            }
            append(0xFFFD)
        }
        switch unit {
        case 0xD800...0xDBFF: lead = unit
        case 0xDC00...0xDFFF: append(0xFFFD)
        default: append(UInt32(unit))
        }
    }

    private func append(_ scalar: UInt32) {
        guard scalar >= 0x80 else { return output.append(UInt8(scalar)) }
        output.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
    }
}
