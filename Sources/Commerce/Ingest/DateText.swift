/// Reads the date of a line, with or without a time, in the ways that files write it.
enum DateText {
    /// What the first of two numbers means where both could be a month.
    enum Order: Sendable {
        case dayFirst, monthFirst

        var other: Order { self == .dayFirst ? .monthFirst : .dayFirst }
    }

    /// What a date tells of its column.
    enum Evidence: Equatable {
        case none
        case certain(Order)
        /// Another order would make another day of it.
        case ambiguous
    }

    struct Value: Equatable {
        /// `CalendarDay.packed`.
        var day: Int
        /// Seconds since midnight, or -1 when no time was stated.
        var second = -1
        var evidence = Evidence.none
        /// The time is written with AM or PM, and not in the Spanish way, `a. m.`.
        var hasHalfDay = false
    }

    /// nil for anything that is not one date. The written time counts, whatever its zone.
    ///
    /// - ISO: `2011-08-31`, `2011-08-31T12:50:00.000Z`, `20110831`, also with `/` or `.`
    /// - numbers: `31/08/2011`, `8-31-11`, `31.08.2011` (always the day first)
    /// - words: `31 de agosto de 2011`, `Aug 31, 2011`, `31-ago-11`, with or without the day of the week
    /// - Excel's serial numbers: `40786`, `40786.5`
    static func read(_ text: UnsafeBufferPointer<UInt8>, order: Order) -> Value? {
        if let value = iso(text) { return value }
        var cursor = DateCursor(TextTrim.unmarked(text))
        cursor.skipSpaces()
        guard var value = DateParts.read(&cursor, order: order) else { return nil }
        cursor.skipSpaces()
        if value.second >= 0 || cursor.isAtEnd { return cursor.isAtEnd ? value : nil }
        cursor.skipToTime()
        guard let time = time(&cursor) else { return nil }
        value.second = time.second
        value.hasHalfDay = time.hasHalfDay
        return value
    }

    /// A time alone, `12:50[:00[.000]]`, `2:05 p. m.`, `125000`: seconds since midnight.
    static func readTime(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        var cursor = DateCursor(text)
        cursor.skipSpaces()
        if let time = time(&cursor) { return time.second }
        // `082200`, as SAP writes.
        if text.count == 6, text.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) {
            let digits = text.map { Int($0 &- UInt8(ascii: "0")) }
            let parts = [0, 2, 4].map { digits[$0] * 10 + digits[$0 + 1] }
            return parts[0] < 24 && parts[1] < 60 && parts[2] < 60 ? parts[0] * 3_600 + parts[1] * 60 + parts[2] : nil
        }
        // A part of a day, as Excel counts.
        guard let part = NumberText.read(text, preferring: .point)?.micros, 0..<1_000_000 ~= part else { return nil }
        return Int((part * 86_400 + 500_000) / 1_000_000) % 86_400
    }

    /// `YYYY-MM-DD` alone or with `HH:MM:SS` after a space or `T`: most lines of most files.
    @inline(__always)
    private static func iso(_ text: UnsafeBufferPointer<UInt8>) -> Value? {
        guard text.count == 10 || text.count == 19, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") else {
            return nil
        }
        let (year, month, day) = (two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8))
        guard CalendarDay.exists(year: year, month: month, day: day) else { return nil }
        var value = Value(day: year * 10_000 + month * 100 + day)
        guard text.count == 19 else { return value }
        let (hour, minute, second) = (two(text, 11), two(text, 14), two(text, 17))
        guard text[10] == 0x20 || text[10] == UInt8(ascii: "T"), text[13] == UInt8(ascii: ":"),
            text[16] == UInt8(ascii: ":"), 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second
        else { return nil }
        value.second = hour * 3_600 + minute * 60 + second
        return value
    }

    /// Two digits; far below zero when they are none.
    @inline(__always)
    private static func two(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        let (tens, ones) = (text[at] &- UInt8(ascii: "0"), text[at + 1] &- UInt8(ascii: "0"))
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : -100_000
    }

    private static func time(_ cursor: inout DateCursor) -> (second: Int, hasHalfDay: Bool)? {
        guard let hour = cursor.number(upTo: 2) else { return nil }
        var minute = 0
        var second = 0
        if cursor.take(UInt8(ascii: ":")) || cursor.take(UInt8(ascii: "h")) {
            guard let stated = cursor.number(upTo: 2), stated.value < 60 else { return nil }
            minute = stated.value
            if cursor.take(UInt8(ascii: ":")) {
                // 60 is a leap second.
                guard let stated = cursor.number(upTo: 2), stated.value <= 60 else { return nil }
                second = min(stated.value, 59)
                if cursor.take(UInt8(ascii: ".")) || cursor.take(UInt8(ascii: ",")) {
                    guard cursor.number(upTo: 9) != nil else { return nil }
                }
            }
        } else if cursor.isAtEnd {
            return nil
        }
        var hours = hour.value
        let written = cursor.halfDay()
        if let half = written?.half {
            // Some programs write 13:05 PM.
            guard 1...12 ~= hours || (half == .afternoon && 13...23 ~= hours) else { return nil }
            if hours <= 12 { hours = hours % 12 + (half == .afternoon ? 12 : 0) }
        }
        guard hours < 24, cursor.skipZone() else { return nil }
        return (hours * 3_600 + minute * 60 + second, written?.isSpaced == false)
    }
}
