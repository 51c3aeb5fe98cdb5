/// Reads day, month and year where they are not written as ISO 8601.
enum DateParts {
    static func read(_ cursor: inout DateCursor, order: DateText.Order) -> DateText.Value? {
        guard cursor.isAtDigit else { return readWords(&cursor) }
        guard let first = cursor.number(upTo: 14) else { return nil }
        switch first.digits {
        case 4: return yearFirst(first.value, &cursor)
        case 1, 2: return dayOrMonthFirst(first.value, &cursor, order)
        case 5: return serial(first.value, &cursor)
        case 8: return compact(first.value)
        case 12, 14: return compactStamp(first)
        default: return nil
        }
    }

    private static func yearFirst(_ year: Int, _ cursor: inout DateCursor) -> DateText.Value? {
        guard let separator = cursor.separator() else { return nil }
        let month: Int
        if cursor.isAtDigit {
            guard let number = cursor.number(upTo: 2) else { return nil }
            month = number.value
        } else {
            guard let named = MonthName.month(cursor.word()) else { return nil }
            month = named
        }
        guard cursor.separator() == separator, let day = cursor.number(upTo: 2), !cursor.isAtDigit else { return nil }
        return value(year, month, day.value)
    }

    private static func dayOrMonthFirst(
        _ first: Int,
        _ cursor: inout DateCursor,
        _ order: DateText.Order
    ) -> DateText.Value? {
        guard let separator = cursor.separator() else { return dayThenWords(first, &cursor) }
        guard cursor.isAtDigit else {
            // `31-ago-11`, `31-ago.-11`
            guard let month = MonthName.month(cursor.word()) else { return nil }
            let isShort = cursor.take(UInt8(ascii: "."))
            guard cursor.separator() != nil || isShort, let year = year(&cursor) else { return nil }
            return value(year, month, first)
        }
        guard let second = cursor.number(upTo: 2), cursor.separator() == separator, let third = cursor.number(upTo: 4)
        else { return nil }
        if first > 31 {
            // `99-05-31`
            return third.digits <= 2 ? value(century(first), second.value, third.value) : nil
        }
        guard third.digits == 4 || third.digits == 2, !cursor.isAtDigit else { return nil }
        let year = third.digits == 4 ? third.value : century(third.value)
        // No country writes the month first with points.
        if separator == UInt8(ascii: ".") { return value(year, second.value, first) }
        switch (first > 12, second.value > 12) {
        case (true, _): return value(year, second.value, first, .certain(.dayFirst))
        case (_, true): return value(year, first, second.value, .certain(.monthFirst))
        default:
            let (day, month) = order == .dayFirst ? (first, second.value) : (second.value, first)
            return value(year, month, day, first == second.value ? .none : .ambiguous)
        }
    }

    /// `31 de agosto de 2011`, `31 Aug 2011`, `1st of May 2011`
    private static func dayThenWords(_ day: Int, _ cursor: inout DateCursor) -> DateText.Value? {
        for _ in 0..<3 {
            cursor.skipSpaces()
            let word = cursor.word()
            if let month = MonthName.month(word) {
                guard let year = wordyYear(&cursor) else { return nil }
                return value(year, month, day)
            }
            guard MonthName.fillers.contains(word) else { return nil }
        }
        return nil
    }

    /// `agosto 31, 2011`, and the day of the week before anything.
    private static func readWords(_ cursor: inout DateCursor) -> DateText.Value? {
        let word = cursor.word()
        guard !word.isEmpty else { return nil }
        if MonthName.isWeekday(word) {
            var rest = cursor
            _ = rest.take(UInt8(ascii: "."))
            _ = rest.take(UInt8(ascii: ","))
            rest.skipSpaces()
            if let value = rest.isAtDigit ? read(&rest, order: .dayFirst) : readWords(&rest) {
                cursor = rest
                return value
            }
        }
        guard let month = MonthName.month(word) else { return nil }
        _ = cursor.take(UInt8(ascii: "."))
        if cursor.separator() == nil { cursor.skipSpaces() }
        guard let day = cursor.number(upTo: 2), !cursor.isAtDigit else { return nil }
        if !cursor.isAtDigit, cursor.peek != UInt8(ascii: ",") {
            var rest = cursor
            if MonthName.fillers.contains(rest.word()) { cursor = rest }
        }
        guard let year = wordyYear(&cursor) else { return nil }
        return value(year, month, day.value)
    }

    /// The year after a month's name.
    private static func wordyYear(_ cursor: inout DateCursor) -> Int? {
        _ = cursor.take(UInt8(ascii: "."))
        _ = cursor.take(UInt8(ascii: ","))
        for _ in 0..<3 {
            if cursor.separator() == nil { cursor.skipSpaces() }
            if cursor.isAtDigit { return year(&cursor) }
            guard MonthName.fillers.contains(cursor.word()) else { return nil }
        }
        return nil
    }

    private static func year(_ cursor: inout DateCursor) -> Int? {
        guard let year = cursor.number(upTo: 4), !cursor.isAtDigit else { return nil }
        switch year.digits {
        case 4: return year.value
        case 2: return century(year.value)
        default: return nil
        }
    }

    /// Days since 1899-12-30, from 1927 to 2173: outside, five digits are rather a code.
    private static func serial(_ days: Int, _ cursor: inout DateCursor) -> DateText.Value? {
        guard 10_000...99_999 ~= days, let day = CalendarDay(serial: days - 25_569) else { return nil }
        var value = DateText.Value(day: day.packed)
        if cursor.take(UInt8(ascii: ".")) || cursor.take(UInt8(ascii: ",")) {
            guard let part = cursor.number(upTo: 9) else { return nil }
            while cursor.number(upTo: 9) != nil {}
            var scale = 1
            for _ in 0..<part.digits { scale *= 10 }
            value.second = min(86_399, (part.value * 86_400 + scale / 2) / scale)
        }
        return cursor.isAtEnd ? value : nil
    }

    private static func compact(_ number: Int) -> DateText.Value? {
        value(number / 10_000, number / 100 % 100, number % 100)
    }

    private static func compactStamp(_ number: (value: Int, digits: Int)) -> DateText.Value? {
        let time = number.digits == 14 ? number.value % 1_000_000 : number.value % 10_000 * 100
        let day = number.digits == 14 ? number.value / 1_000_000 : number.value / 10_000
        guard var value = compact(day), time / 10_000 < 24, time / 100 % 100 < 60, time % 100 < 60 else { return nil }
        value.second = time / 10_000 * 3_600 + time / 100 % 100 * 60 + time % 100
        return value
    }

    private static func value(
        _ year: Int,
        _ month: Int,
        _ day: Int,
        _ evidence: DateText.Evidence = .none
    ) -> DateText.Value? {
        guard year >= 1_000, CalendarDay.exists(year: year, month: month, day: day) else { return nil }
        return DateText.Value(day: year * 10_000 + month * 100 + day, evidence: evidence)
    }

    /// Two digits of a year: 70 to 99 are of the last century, as POSIX reads them within a year.
    private static func century(_ year: Int) -> Int { year >= 70 ? 1_900 + year : 2_000 + year }
}

/// The names of months and days in Spanish and English, folded.
enum MonthName {
    /// What stands between day, month and year, and what English hangs on a day's number.
    static let fillers: Set<String> = ["de", "del", "of", "st", "nd", "rd", "th", "o", "ro", "er"]

    /// By the whole name or its first letters, at least three.
    static func month(_ word: String) -> Int? {
        guard word.utf8.count >= 3 else { return nil }
        for names in [spanish, english] {
            if let index = names.firstIndex(where: { $0.hasPrefix(word) }) { return index + 1 }
        }
        return "setiembre".hasPrefix(word) ? 9 : nil
    }

    static func isWeekday(_ word: String) -> Bool {
        word.utf8.count >= 2 && weekdays.contains { $0.hasPrefix(word) }
    }

    private static let spanish = MonthNames.spanish
    private static let english = MonthNames.english.map { $0.lowercased() }

    private static let weekdays = [
        "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo", "monday", "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday",
    ]
}
