/// A day of the proleptic Gregorian calendar, years 1 to 9999, without time zone.
public struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard Self.exists(year: year, month: month, day: day) else { return nil }
        self.init(unchecked: year, month, day)
    }

    /// Reads `YYYY-MM-DD`, exactly ten characters.
    public init?(iso text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        guard let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that lies `serial` days after 1970-01-01; nil outside the years 1 to 9999.
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    public init?(serial: Int) {
        guard Self.serials ~= serial else { return nil }
        let shifted = serial + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.init(unchecked: year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Days since 1970-01-01.
    public var serial: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// 1 is Monday, 7 is Sunday.
    public var weekday: Int { (((serial + 3) % 7) + 7) % 7 + 1 }

    /// The ISO 8601 week that holds this day.
    public var isoWeek: ISOWeek {
        // The week belongs to the year of its Thursday.
        let thursday = serial + 4 - weekday
        let year = CalendarDay(serial: thursday)?.year ?? year + (month == 1 ? -1 : 1)
        return ISOWeek(year: year, week: (thursday - Self.serial(ofNewYear: year)) / 7 + 1)
    }

    /// `2011-08`.
    public var monthKey: String { String(description.dropLast(3)) }

    /// `2011-08-31`.
    public var description: String { "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))" }

    public static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.packed < right.packed }

    /// The day that lies `days` later (earlier when negative); nil outside the years 1 to 9999.
    public func adding(days: Int) -> CalendarDay? {
        let (sum, overflow) = serial.addingReportingOverflow(days)
        return overflow ? nil : CalendarDay(serial: sum)
    }

    static func exists(year: Int, month: Int, day: Int) -> Bool {
        1...9999 ~= year && 1...12 ~= month && day >= 1 && day <= length(ofMonth: month, year: year)
    }

    public static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// `year × 10000 + month × 100 + day`: the form in which days are stored, since it sorts and reads well.
    var packed: Int { year * 10_000 + month * 100 + day }

    init?(packed: Int) {
        self.init(year: packed / 10_000, month: packed / 100 % 100, day: packed % 100)
    }

    private static let serials = -719_162...2_932_896

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    private static func serial(ofNewYear year: Int) -> Int { CalendarDay(unchecked: year, 1, 1).serial }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for byte in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A week of ISO 8601: Monday to Sunday, numbered within the year that holds its Thursday.
public struct ISOWeek: Sendable, Hashable, CustomStringConvertible {
    public let year: Int
    /// 1 to 53.
    public let week: Int

    init(year: Int, week: Int) {
        self.year = year
        self.week = week
    }

    /// The Monday it begins with; nil when the year has no such week.
    public static func monday(year: Int, week: Int) -> CalendarDay? {
        guard 1...53 ~= week, let fourth = CalendarDay(year: year, month: 1, day: 4),
            let monday = fourth.adding(days: 1 - fourth.weekday + (week - 1) * 7),
            monday.isoWeek == ISOWeek(year: year, week: week)
        else { return nil }
        return monday
    }

    /// `2011-W35`.
    public var description: String { "\(CalendarDay.padded(year, 4))-W\(CalendarDay.padded(week, 2))" }
}
