import Commerce

/// Which of the periods named is talked about, and which it is compared with.
struct ComparedPeriods {
    private(set) var period: Period?
    private(set) var baseline: Period?
    /// Where the period still runs: the days of the baseline that match those of it.
    private(set) var sameDays: Period?

    init(_ reading: QuestionReading) {
        let stated = reading.periods.filter { $0.kind != .coming }
        switch stated.count {
        case 0: return
        case 1: single(stated[0], reading)
        default: pair(stated, reading)
        }
        for mention in stated where sameDays == nil { sameDays = matching(mention.unit, reading.now) }
    }

    /// Of a unit that runs and a whole one before it.
    private func matching(_ unit: CalendarUnit, _ now: CalendarDay) -> Period? {
        guard let period, let baseline, unit > .day, period.to == now, baseline.to < period.from,
            let running = unit.whole(holding: now), running.from == period.from, now < running.to,
            baseline == unit.whole(holding: baseline.from)
        else { return nil }
        let years = period.from.year - baseline.from.year
        if let same = period.shifted(years: years), same.from == baseline.from, unit > .week { return same }
        guard let end = baseline.from.adding(days: period.days - 1) else { return nil }
        return Period(from: baseline.from, to: min(end, baseline.to))
    }

    /// `cómo vamos respecto al mes pasado`: the unit that runs against the one named; or a period and its year before.
    private mutating func single(_ mention: PeriodMention, _ reading: QuestionReading) {
        guard Comparison(reading).hasImpliedBaseline else {
            period = mention.period
            return
        }
        if case .sameTimeLastYear = mention.kind {
            // "interanual": this year so far against the same days of the last.
            period = CalendarUnit.year.whole(holding: reading.now).flatMap { Period(from: $0.from, to: reading.now) }
            baseline = period?.shifted(years: 1)
            return
        }
        if Comparison.isSuccessive(mention, reading) {
            period = mention.period
            baseline = mention.unit.whole(1, before: mention.period.from)
            return
        }
        baseline = mention.period
        let whole = mention.unit.whole(holding: reading.now)
        period = whole.flatMap { Period(from: $0.from, to: reading.now) }
        if case .absolute = mention.kind, mention.unit == .day || mention.period == period {
            period = Period(day: reading.now)
        }
    }

    private mutating func pair(_ stated: [PeriodMention], _ reading: QuestionReading) {
        var (first, second) = (stated[0], stated[1])
        // The one that is relative to the other comes second.
        if Self.isDependent(first) && !Self.isDependent(second)
            || Self.isBaseline(first, reading) && !Self.isBaseline(second, reading)
        {
            swap(&first, &second)
        }
        period = first.period
        switch second.kind {
        case .sameTimeLastYear:
            // The distance in years counts from now: "el mismo mes del año pasado".
            let years = reading.now.year - second.period.from.year
            let back = first.kind == .absolute ? 1 : max(1, years)
            let isRunning = first.period.to == reading.now && first.unit != .year && first.unit != .day
            let whole = isRunning ? first.unit.whole(holding: first.period.from) : first.period
            baseline = whole?.shifted(years: back)
        case .sameTimeBefore(let unit):
            baseline = first.period.before(by: unit)
        case .previous(let unit):
            let step = unit ?? first.unit
            if step == .year, first.unit != .year {
                baseline = first.period.shifted(years: 1)
            } else {
                baseline = step.whole(1, before: first.period.from)
            }
        case .relative
        where second.unit == .year && first.unit != .year && first.number != nil && first.kind == .absolute
            && second.period.days > 300:
            // "agosto contra el año pasado": the same month.
            baseline = first.period.moved(toYear: second.period.from.year)
        case .absolute where second.unit == .year && first.unit != .year && first.number != nil:
            baseline = first.period.moved(toYear: second.period.from.year)
        default:
            baseline = second.period
            order(first, second, reading)
        }
    }

    /// Two periods side by side have no order of their own: the later one is talked about.
    private mutating func order(_ first: PeriodMention, _ second: PeriodMention, _ reading: QuestionReading) {
        guard first.tokens.upperBound <= second.tokens.lowerBound else { return }
        let joint = (first.tokens.upperBound..<second.tokens.lowerBound).map(reading.word)
        let isSymmetric =
            joint.contains { ["y", "and", "e", "o", "or", "a", "to"].contains($0) }
            && !joint.contains { ["vs", "contra", "que", "than", "versus", "frente", "con", "against"].contains($0) }
        let isSpan = ["de", "from"].contains(reading.word(first.tokens.lowerBound - 1)) && joint == ["a"]
        guard isSymmetric || isSpan, let period, let baseline, period.from < baseline.from else { return }
        (self.period, self.baseline) = (baseline, period)
    }

    /// `comparado con la semana pasada, ¿cómo va esta?`: what is compared with comes first.
    private static func isBaseline(_ mention: PeriodMention, _ reading: QuestionReading) -> Bool {
        var place = mention.tokens.lowerBound - 1
        while ["el", "la", "los", "las", "the", "lo", "de", "del"].contains(reading.word(place)) { place -= 1 }
        if ["con", "with", "to", "a", "al"].contains(reading.word(place)) {
            let before = reading.word(place - 1)
            return before.hasPrefix("comparad") || ["compared", "comparison", "respecto", "frente"].contains(before)
        }
        return ["contra", "against", "versus", "vs"].contains(reading.word(place))
    }

    private static func isDependent(_ mention: PeriodMention) -> Bool {
        switch mention.kind {
        case .previous, .sameTimeLastYear, .sameTimeBefore: true
        default: false
        }
    }
}
