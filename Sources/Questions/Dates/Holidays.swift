import Commerce

/// Days that shops speak of by name.
struct Holiday: Sendable {
    let names: [String]
    let period: @Sendable (Int) -> Period?
}

enum Holidays {
    static let all: [Holiday] = [
        fixed(["nochebuena", "noche buena", "christmas eve"], 12, 24...24),
        fixed(["dia de navidad", "christmas day", "navidad", "christmas", "xmas"], 12, 25...25),
        fixed(["fin de ano", "nochevieja", "new year s eve"], 12, 31...31),
        fixed(["ano nuevo", "new year s day", "new years day"], 1, 1...1),
        fixed(["dia de reyes", "reyes magos"], 1, 6...6),
        fixed(
            [
                "dia de san valentin", "san valentin", "dia del carino", "valentine s day", "valentines day",
                "valentine s",
            ],
            2,
            14...14
        ),
        fixed(["dia del trabajo", "dia del trabajador"], 5, 1...1),
        fixed(["dia de la madre", "dia de las madres"], 5, 10...10),
        fixed(["dia de la independencia", "fiestas patrias"], 9, 15...15),
        fixed(["halloween", "noche de brujas"], 10, 31...31),
        fixed(["dia de todos los santos", "todos los santos"], 11, 1...1),
        fixed(["dia de muertos", "dia de los muertos"], 11, 2...2),
        Holiday(names: ["semana santa", "holy week"]) { year in
            guard let easter = easter(year), let from = easter.adding(days: -7) else { return nil }
            return Period(from: from, to: easter)
        },
        Holiday(names: ["domingo de pascua", "easter sunday", "easter", "pascua"]) {
            easter($0).map(Period.init(day:))
        },
        Holiday(names: ["black friday", "viernes negro", "buen fin"]) { year in
            thanksgiving(year)?.adding(days: 1).map(Period.init(day:))
        },
        Holiday(names: ["cyber monday", "ciber lunes"]) { year in
            thanksgiving(year)?.adding(days: 4).map(Period.init(day:))
        },
        Holiday(names: ["thanksgiving"]) { thanksgiving($0).map(Period.init(day:)) },
    ]

    static var vocabulary: Set<String> { Set(all.flatMap(\.names).flatMap(\.words)) }

    private static func fixed(_ names: [String], _ month: Int, _ days: ClosedRange<Int>) -> Holiday {
        Holiday(names: names) { Period.days($0, month, days) }
    }

    /// The fourth Thursday of November.
    private static func thanksgiving(_ year: Int) -> CalendarDay? {
        guard let first = CalendarDay(year: year, month: 11, day: 1) else { return nil }
        return first.adding(days: (4 - first.weekday + 7) % 7 + 21)
    }

    /// Easter Sunday of the Gregorian calendar.
    ///
    /// Source: "Anonymous Gregorian algorithm" (Meeus, Astronomical Algorithms, chapter 8).
    private static func easter(_ year: Int) -> CalendarDay? {
        let a = year % 19
        let (b, c) = (year / 100, year % 100)
        let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
        let sum = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114
        return CalendarDay(year: year, month: sum / 31, day: sum % 31 + 1)
    }
}
