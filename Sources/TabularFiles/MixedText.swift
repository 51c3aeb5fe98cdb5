/// Text that is meant to be UTF-8 but may hold bytes of Windows-1252, as files do that were put together from several.
public enum MixedText {
    /// Each valid UTF-8 sequence is kept; every other byte is read as Windows-1252.
    public static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        if isUTF8(bytes) { return String(decoding: bytes, as: UTF8.self) }
        return String(unsafeUninitializedCapacity: bytes.count * 3) { buffer in
            buffer.baseAddress.map { write(bytes, to: $0) } ?? 0
        }
    }

    static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var at = 0
        while at < bytes.count {
            if bytes[at] < 0x80 {
                at &+= 1
                continue
            }
            let length = sequenceLength(bytes, at)
            if length == 0 { return false }
            at &+= length
        }
        return true
    }

    /// Writes the bytes as UTF-8, at most three times as many, and gives how many they are.
    static func write(_ bytes: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var (at, count) = (0, 0)
        while at < bytes.count {
            let byte = bytes[at]
            let length = byte < 0x80 ? 1 : sequenceLength(bytes, at)
            if length > 0 {
                for offset in 0..<length { target[count + offset] = bytes[at + offset] }
                count += length
                at += length
            } else {
                for unit in UTF8.encode(windows1252(byte)) ?? UTF8.encodedReplacementCharacter {
                    target[count] = unit
                    count += 1
                }
                at += 1
            }
        }
        return count
    }

    /// The bytes of the well-formed sequence that begins here; 0 when there is none (Unicode 15, table 3-7).
    private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        func follows(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            at + offset < bytes.count && range ~= bytes[at + offset]
        }
        switch bytes[at] {
        case 0xC2...0xDF: return follows(1) ? 2 : 0
        case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : 0
        case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : 0
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
        case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : 0
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }

    /// The five bytes that Windows-1252 leaves open are read as the control characters of ISO 8859-1, as browsers do.
    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        0x80...0x9F ~= byte ? upper[Int(byte - 0x80)] : Unicode.Scalar(byte)
    }

    private static let upper: [Unicode.Scalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}", "\u{2C6}",
        "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}", "\u{90}", "\u{2018}", "\u{2019}",
        "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}", "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}",
        "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
    ]
}

/// How the records that hold letters beyond ASCII are written.
public struct EncodingCounts: Sendable, Hashable {
    public var utf8 = 0
    public var windows1252 = 0
}
