import Glibc
import Synchronization

/// The `date` field (RFC 9110 section 6.6.1), formatted once a second.
final class HTTPDate: Sendable {
    private struct Formatted {
        var second = -1
        var text = ""
    }

    private let latest = Mutex(Formatted())

    func now() -> String {
        let second = time(nil)
        return latest.withLock { latest in
            if latest.second != second {
                latest = Formatted(second: second, text: Self.format(second))
            }
            return latest.text
        }
    }

    /// IMF-fixdate, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
    static func format(_ second: Int) -> String {
        var second = second
        var parts = tm()
        gmtime_r(&second, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: CInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }
}
