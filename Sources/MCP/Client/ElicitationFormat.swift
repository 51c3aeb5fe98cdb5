import Localization

/// The formats that a text field may ask for (2026-07-28, elicitation, "Requested Schema").
public enum ElicitationFormat: String, Sendable, Hashable {
    case email
    case uri
    case date
    case dateTime = "date-time"

    /// Whether a text has the format, as far as a form can tell: an address may still lead nowhere.
    public func accepts(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        switch self {
        case .email:
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && parts[1].contains(".")
                && !parts[1].hasPrefix(".") && !parts[1].hasSuffix(".") && bytes.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        case .uri:
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count else {
                return false
            }
            let scheme = bytes[..<colon]
            return Self.isLetter(scheme[0])
                && scheme.allSatisfy { Self.isLetter($0) || Self.isDigit($0) || "+-.".utf8.contains($0) }
                && bytes.allSatisfy { (0x21...0x7E).contains($0) }
        case .date: return Self.isDate(bytes[...])
        case .dateTime: return Self.isDateTime(bytes)
        }
    }

    var expectation: LocalizedText {
        switch self {
        case .email:
            LocalizedText(
                es: "Debe ser una dirección de correo, como ana@example.com.",
                en: "It must be an e-mail address, such as ana@example.com."
            )
        case .uri:
            LocalizedText(
                es: "Debe ser una dirección completa, como https://example.com.",
                en: "It must be a complete address, such as https://example.com."
            )
        case .date:
            LocalizedText(es: "Debe ser una fecha, como 2026-07-28.", en: "It must be a date, such as 2026-07-28.")
        case .dateTime:
            LocalizedText(
                es: "Debe ser fecha y hora, como 2026-07-28T15:00:00Z.",
                en: "It must be a date and time, such as 2026-07-28T15:00:00Z."
            )
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// Two or four digits as a number; `nil` for anything else.
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.allSatisfy(isDigit) ? bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) } : nil
    }

    /// RFC 3339 `full-date`.
    private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(bytes)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return (1...days).contains(day)
    }

    /// RFC 3339 `date-time`.
    private static func isDateTime(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 20, isDate(bytes[..<10]), bytes[10] | 0x20 == UInt8(ascii: "t"),
            isTime(bytes[11..<19], seconds: true)
        else { return false }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            let fraction = rest.prefix(while: isDigit)
            if fraction.isEmpty { return false }
            rest = rest.dropFirst(fraction.count)
        }
        guard let first = rest.first else { return false }
        if first | 0x20 == UInt8(ascii: "z") { return rest.count == 1 }
        return (first == UInt8(ascii: "+") || first == UInt8(ascii: "-")) && isTime(rest.dropFirst(), seconds: false)
    }

    private static func isTime(_ bytes: ArraySlice<UInt8>, seconds: Bool) -> Bool {
        let bytes = Array(bytes)
        guard bytes.count == (seconds ? 8 : 5), bytes[2] == UInt8(ascii: ":"), let hour = number(bytes[0..<2]),
            let minute = number(bytes[3..<5]), hour < 24, minute < 60
        else { return false }
        guard seconds else { return true }
        // 60 is a leap second.
        return bytes[5] == UInt8(ascii: ":") && number(bytes[6..<8]).map { $0 <= 60 } == true
    }
}
