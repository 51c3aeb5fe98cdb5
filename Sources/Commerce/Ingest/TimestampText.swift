/// Reads the date of a line, with or without a time.
enum TimestampText {
    struct Value {
        var day: CalendarDay
        /// Seconds since midnight, when a time was stated.
        var second: Int?
    }

    /// `2011-08-31`, `2011-08-31 12:50[:00[.000]]`, the same with `T`, a final `Z` or offset (the written time counts),
    /// and `31/08/2011` with `/`, `-` or `.`, day first. nil for anything else.
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> Value? {
        var cursor = Cursor(text)
        cursor.skipSpaces()
        guard let first = cursor.number(upTo: 4), let separator = cursor.take(), let second = cursor.number(upTo: 2),
            cursor.take() == separator, let third = cursor.number(upTo: 4)
        else { return nil }
        let day: CalendarDay?
        switch (first.digits, third.digits) {
        case (4, 1...2) where separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/"):
            day = CalendarDay(year: first.value, month: second.value, day: third.value)
        case (1...2, 4) where [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(separator):
            day = CalendarDay(year: third.value, month: second.value, day: first.value)
        default: day = nil
        }
        guard let day else { return nil }
        cursor.skipSpaces()
        if cursor.isAtEnd { return Value(day: day, second: nil) }
        if cursor.peek == UInt8(ascii: "T") { _ = cursor.take() }
        guard let time = time(&cursor) else { return nil }
        return Value(day: day, second: time)
    }

    /// A time alone, `12:50[:00[.000]]`: seconds since midnight.
    static func readTime(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        var cursor = Cursor(text)
        cursor.skipSpaces()
        return time(&cursor)
    }

    private static func time(_ cursor: inout Cursor) -> Int? {
        guard let hour = cursor.number(upTo: 2), cursor.take() == UInt8(ascii: ":"),
            let minute = cursor.number(upTo: 2), hour.value < 24, minute.value < 60
        else { return nil }
        var second = 0
        if cursor.peek == UInt8(ascii: ":") {
            _ = cursor.take()
            // 60 is a leap second.
            guard let stated = cursor.number(upTo: 2), stated.value <= 60 else { return nil }
            second = min(stated.value, 59)
            if cursor.peek == UInt8(ascii: ".") {
                _ = cursor.take()
                guard cursor.number(upTo: 9) != nil else { return nil }
            }
        }
        if cursor.peek == UInt8(ascii: "Z") {
            _ = cursor.take()
        } else if cursor.peek == UInt8(ascii: "+") || cursor.peek == UInt8(ascii: "-") {
            _ = cursor.take()
            guard cursor.number(upTo: 4) != nil else { return nil }
            if cursor.peek == UInt8(ascii: ":") {
                _ = cursor.take()
                guard cursor.number(upTo: 2) != nil else { return nil }
            }
        }
        cursor.skipSpaces()
        return cursor.isAtEnd ? hour.value * 3600 + minute.value * 60 + second : nil
    }

    private struct Cursor {
        private let text: UnsafeBufferPointer<UInt8>
        private var at = 0

        init(_ text: UnsafeBufferPointer<UInt8>) {
            self.text = text
        }

        var isAtEnd: Bool { at == text.count }
        var peek: UInt8? { at < text.count ? text[at] : nil }

        mutating func take() -> UInt8? {
            guard at < text.count else { return nil }
            at += 1
            return text[at - 1]
        }

        mutating func skipSpaces() {
            while at < text.count, text[at] == 0x20 { at += 1 }
        }

        mutating func number(upTo most: Int) -> (value: Int, digits: Int)? {
            var (value, digits) = (0, 0)
            while digits < most, at < text.count, text[at] &- UInt8(ascii: "0") < 10 {
                value = value * 10 + Int(text[at] - UInt8(ascii: "0"))
                digits += 1
                at += 1
            }
            return digits > 0 ? (value, digits) : nil
        }
    }
}
