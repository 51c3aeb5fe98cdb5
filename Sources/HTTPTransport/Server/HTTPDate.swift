import Glibc
import Synchronization

/// The `date` field (RFC 9110 section 6.6.1), formatted once a second.
public final class HTTPDate: Sendable {
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

    /// Seconds of Unix time as IMF-fixdate, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
    public static func format(_ second: Int) -> String {
        var second = second
        var parts = tm()
        gmtime_r(&second, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        func two(_ number: CInt) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds of Unix time of an IMF-fixdate; `nil` for anything else. Senders may no longer write the older forms (RFC
    /// 9110 section 5.6.7), and a condition with a date that is not understood is ignored.
    public static func parse(_ text: String) -> Int? {
        guard text.utf8.count == 29 else { return nil }
        let words = text.split { $0 == " " || $0 == ":" }
        guard words.count == 8, let month = months.firstIndex(of: String(words[2])) else { return nil }
        let numbers = [1, 3, 4, 5, 6].map { CInt(words[$0]) }
        guard let day = numbers[0], let year = numbers[1], let hour = numbers[2], let minute = numbers[3],
            let second = numbers[4]
        else { return nil }
        var parts = tm()
        (parts.tm_mday, parts.tm_mon, parts.tm_year) = (day, CInt(month), year - 1900)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (hour, minute, second)
        let result = timegm(&parts)
        // Nothing else has been read as a date, such as the 31st of February.
        return format(result) == text ? result : nil
    }
}
