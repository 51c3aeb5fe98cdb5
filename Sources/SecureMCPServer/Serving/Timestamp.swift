import Glibc
import Synchronization

/// The time as RFC 3339 in UTC, to the second. Foundation's formatting costs more than the rest of a small request.
enum Timestamp {
    /// The second formatted last: many requests share one.
    private static let latest = Mutex((second: -1, text: ""))

    static func now() -> String {
        let second = time(nil)
        return latest.withLock { latest in
            if latest.second != second { latest = (second, text(second)) }
            return latest.text
        }
    }

    static func text(_ seconds: Int) -> String {
        var seconds = seconds
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        func append(_ number: CInt, _ digits: Int, _ separator: Character) {
            var divisor = digits == 4 ? 1_000 : 10
            while divisor > 0 {
                bytes.append(UInt8(ascii: "0") + UInt8(Int(number) / divisor % 10))
                divisor /= 10
            }
            bytes.append(separator.asciiValue!)
        }
        append(parts.tm_year + 1900, 4, "-")
        append(parts.tm_mon + 1, 2, "-")
        append(parts.tm_mday, 2, "T")
        append(parts.tm_hour, 2, ":")
        append(parts.tm_min, 2, ":")
        append(parts.tm_sec, 2, "Z")
        return String(decoding: bytes, as: UTF8.self)
    }
}
