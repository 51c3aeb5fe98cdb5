/// What others wrote, made harmless for a terminal: it would obey control characters, and let a text look like another
/// one by turning its direction around.
enum SafeText {
    /// A text of several lines. What a terminal would obey is shown as a sign that stands for it (U+2400 to U+2421,
    /// or U+FFFD).
    static func block(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isDangerous) else { return text }
        var safe = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            // The line ends of other systems are line ends, and no danger.
            if previous == "\r" { safe.append(scalar == "\n" ? "\n" : substitute(for: "\r")) }
            if scalar != "\r", !(previous == "\r" && scalar == "\n") {
                safe.append(isDangerous(scalar) ? substitute(for: scalar) : scalar)
            }
            previous = scalar
        }
        if previous == "\r" { safe.append(substitute(for: "\r")) }
        return String(safe)
    }

    /// A text that must stay on one line, such as a name: line ends become spaces, and what is too long is cut.
    ///
    /// - Parameter limit: in characters.
    static func line(_ text: String, limit: Int = 300) -> String {
        let flat = text.prefix(limit + 1).split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
        return block(flat.count > limit ? flat.prefix(limit) + "…" : flat)
    }

    /// Serialized JSON with those characters as escapes: it says the same, and no terminal obeys it.
    static func json(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isDangerous($0) && $0 != "\n" }) else { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            if !isDangerous(scalar) {
                safe.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                safe += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return safe
    }

    private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case ..<0x20, 0x7F...0x9F: true
        // Line and paragraph separators; what turns the direction of writing around; invisible letters.
        case 0x2028...0x202E, 0x2066...0x2069, 0xE0000...0xE007F, 0xFEFF, 0xFFF9...0xFFFB: true
        default: false
        }
    }

    private static func substitute(for scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case ..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
        case 0x7F: "\u{2421}"
        default: "\u{FFFD}"
        }
    }
}
