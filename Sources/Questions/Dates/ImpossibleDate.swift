import Commerce
import Localization

/// A date or unit of time that no calendar has: `31 de febrero`, `2011-02-30`, `mes 13`, `Q5`.
struct ImpossibleDate: Sendable, Hashable {
    /// As it was written.
    let text: String
    let reason: Reason

    enum Reason: Sendable, Hashable {
        case day(month: Int, year: Int)
        /// The units run from 1 to so many.
        case number(of: CalendarUnit, most: Int)
    }

    /// What is wrong, and what can be asked instead.
    var message: LocalizedText {
        switch reason {
        case .day(let month, let year):
            let last = CalendarDay.length(ofMonth: month, year: year)
            guard let day = CalendarDay(year: year, month: month, day: last) else { return number(.month, 12) }
            let (name, end) = (MonthNames.text(day), Period(day: day).text)
            return LocalizedText(
                es: "La fecha «\(text)» no existe: \(name.spanish) tiene \(last) días. No se consultó nada. Pregunte "
                    + "por un día que exista (\(end.spanish), por ejemplo) o por el mes entero.",
                en: "There is no such date as \"\(text)\": \(name.english) has \(last) days. Nothing was looked up. "
                    + "Ask for a day that exists (\(end.english), say) or for the whole month."
            )
        case .number(let unit, let most): return number(unit, most)
        }
    }

    private func number(_ unit: CalendarUnit, _ most: Int) -> LocalizedText {
        let names: (es: String, en: String) =
            switch unit {
            case .week: ("las semanas", "weeks")
            case .quarter: ("los trimestres", "quarters")
            case .half: ("los semestres", "halves of a year")
            case .day: ("los días de un mes", "days of a month")
            default: ("los meses", "months")
            }
        return LocalizedText(
            es: "«\(text)» no existe: \(names.es) van del 1 al \(most). No se consultó nada. Pregunte con un número de "
                + "esos.",
            en: "There is no \"\(text)\": \(names.en) run from 1 to \(most). Nothing was looked up. Ask with a number "
                + "of those."
        )
    }
}

/// Finds the first date of a question that cannot be.
struct ImpossibleDates {
    private let cursor: DateCursor
    private let named: NamedDates

    init(_ cursor: DateCursor) {
        self.cursor = cursor
        named = NamedDates(cursor)
    }

    /// - Parameter isTaken: whether a place belongs to a period that was understood.
    func first(in question: String, isTaken: (Int) -> Bool) -> ImpossibleDate? {
        for index in cursor.tokens.indices {
            guard let (tokens, reason) = inDigits(index) ?? dayOfMonth(index) ?? numbered(index),
                !tokens.allSatisfy(isTaken)
            else { continue }
            let range =
                cursor.tokens[tokens.lowerBound].range
                .lowerBound..<cursor.tokens[tokens.upperBound - 1].range.upperBound
            return ImpossibleDate(text: String(question[range]), reason: reason)
        }
        return nil
    }

    private typealias Found = (tokens: Range<Int>, reason: ImpossibleDate.Reason)

    /// `2011-02-30`, `31/02/2011`, `2011-13`, `13/2011`.
    private func inDigits(_ index: Int) -> Found? {
        let parts = cursor.word(index).split(omittingEmptySubsequences: false) { "-/.".contains($0) }
        guard 2...3 ~= parts.count, let numbers = parts.map({ Int($0) }) as? [Int] else { return nil }
        // "31/02/11" has its year last.
        let isShort = parts.count == 3 && cursor.word(index).contains("/") && parts[2].utf8.count == 2
        guard let place = parts.firstIndex(where: { $0.utf8.count == 4 }) ?? (isShort ? 2 : nil),
            place == 0 || place == parts.count - 1,
            parts.indices.allSatisfy({ $0 == place || 1...2 ~= parts[$0].utf8.count })
        else { return nil }
        let year = parts[place].utf8.count == 2 ? 2000 + numbers[place] : numbers[place]
        let others = numbers.indices.filter { $0 != place }.map { numbers[$0] }
        let tokens = index..<index + 1
        guard 1900...2100 ~= year else { return nil }
        guard others.count == 2 else {
            // "13.2011" is a number.
            let isMonth = 1...12 ~= others[0] || cursor.word(index).contains(".")
            return isMonth ? nil : (tokens, .number(of: .month, most: 12))
        }
        let isDayFirst = place > 0 && (cursor.isDayFirst || others[0] > 12 && others[1] <= 12)
        let (month, day) = isDayFirst ? (others[1], others[0]) : (others[0], others[1])
        return wrong(day, month, year, tokens)
    }

    /// `31 de febrero`, `el 35 de marzo`, `February 30th, 2011`, `29 de febrero de 2011`.
    private func dayOfMonth(_ index: Int) -> Found? {
        if let (day, end) = number(at: index) {
            let next = cursor.skipping(["de", "del", "of", "the"], from: end)
            let place = cursor.word(next) == "mes" ? cursor.skipping(["mes", "de"], from: next) : next
            if let month = named.monthNumber(at: place), place - end <= 3, day <= 31 || isDay(index, place - end) {
                return wrong(day, month, from: index, to: place + 1)
            }
        }
        guard let month = named.monthNumber(at: index) else { return nil }
        let place = cursor.skipping(["the", "el"], from: index + 1)
        guard let (day, end) = number(at: place), day <= 31, cursor.year(at: place) == nil,
            cursor.unit(end) == nil, !Self.counted.contains(cursor.word(end))
        else { return nil }
        return wrong(day, month, from: index, to: end)
    }

    /// A day of a month is written in digits, the last of them, or with an ordinal ending.
    private func number(at index: Int) -> (Int, Int)? {
        let word = cursor.word(index)
        let digits = word.prefix { $0.isNumber }
        guard 1...2 ~= digits.utf8.count, let number = Int(digits), number != 0, !cursor.tokens[index].isPercent,
            ["", "st", "nd", "rd", "th"].contains(word.dropFirst(digits.count)),
            !Self.counting.contains(cursor.word(index - 1))
        else { return nil }
        return (number, index + 1)
    }

    /// Beyond 31 only what is said as a day is one; `40 de mayo` may count things.
    private func isDay(_ index: Int, _ joints: Int) -> Bool {
        joints > 0 && ["el", "del", "al", "dia", "the", "on", "hasta", "desde"].contains(cursor.word(index - 1))
    }

    /// `in February 30 units`: what a number after a month may count.
    private static let counted: Set<String> = Set(
        """
        unidades piezas pedidos productos articulos clientes facturas cajas units pieces orders products items customers
        invoices boxes more mas best top
        """.words
    )
    private static let counting: Set<String> = Set(
        "top bottom los las mejores peores primeros dame ultimos numero number best worst first last".words
    )

    private func wrong(_ day: Int, _ month: Int, from start: Int, to end: Int) -> Found? {
        if let (year, last) = cursor.yearSuffix(at: end) { return wrong(day, month, year, start..<last) }
        // Without a year, 29 February is of the latest leap year.
        guard day > CalendarDay.length(ofMonth: month, year: 2000) else { return nil }
        return wrong(day, month, month <= cursor.now.month ? cursor.now.year : cursor.now.year - 1, start..<end)
    }

    private func wrong(_ day: Int, _ month: Int, _ year: Int, _ tokens: Range<Int>) -> Found? {
        guard 1...12 ~= month else { return (tokens, .number(of: .month, most: 12)) }
        return 1...CalendarDay.length(ofMonth: month, year: year) ~= day
            ? nil : (tokens, .day(month: month, year: year))
    }

    /// `mes 13`, `month 14`, `trimestre 5`, `Q7`, `semana 60`.
    private func numbered(_ index: Int) -> Found? {
        let word = cursor.word(index)
        if word.utf8.count == 2, let letter = word.first, ["q", "t"].contains(letter),
            let number = word.last?.wholeNumberValue, !(1...4 ~= number), letter == "q"
        {
            return (index..<index + 1, .number(of: .quarter, most: 4))
        }
        if let ordinal = NumberWords.ordinal(word), let unit = cursor.unit(index + 1),
            unit == .quarter || unit == .half, let months = unit.months, ordinal > 12 / months
        {
            return (index..<index + 2, .number(of: unit, most: 12 / months))
        }
        guard let unit = cursor.unit(index), [.week, .month, .quarter, .half].contains(unit),
            let (number, end) = cursor.unitNumber(after: index)
        else { return nil }
        let most = unit == .week ? 53 : 12 / (unit.months ?? 12)
        return 1...most ~= number ? nil : (index..<end, .number(of: unit, most: most))
    }
}
