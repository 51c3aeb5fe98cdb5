/// Where classes end, as cumulative shares of revenue.
///
/// Going from the largest revenue down, an item is of class A while the shares up to and with it come to at most
/// `a` percent, of class B up to `b` percent, and of class C beyond. The first item is of class A whatever its share.
/// Shares are of the sum of all revenues above 0; items at or below 0 are of class C.
public struct ABCLimits: Sendable, Hashable {
    public var a: Percent
    public var b: Percent

    /// 80 % and 95 %.
    public init() {
        (a, b) = (Percent(hundredths: 8_000), Percent(hundredths: 9_500))
    }

    /// nil unless 0 < a ≤ b ≤ 100.
    public init?(a: Percent, b: Percent) {
        guard a.hundredths > 0, a <= b, b.hundredths <= 10_000 else { return nil }
        (self.a, self.b) = (a, b)
    }
}

public enum ABCClass: String, Sendable, CaseIterable {
    case a = "A"
    case b = "B"
    case c = "C"
}

/// One item's part in all revenue.
public struct RevenueShare: Sendable, Hashable {
    public var share: Percent
    /// With all items of more revenue.
    public var cumulative: Percent
    public var abcClass: ABCClass
}

/// All items of one class.
public struct ABCClassTotal: Sendable, Hashable {
    public var abcClass: ABCClass
    public var items: Int
    public var revenue: Money
    public var share: Percent?
}

/// A ranking's items by class.
struct ABCAnalysis {
    /// In the order of the items given.
    private(set) var shares: [RevenueShare] = []
    /// A, B and C.
    private(set) var classes: [ABCClassTotal] = []

    init(_ items: [TopItem], _ limits: ABCLimits) {
        let revenues = items.map { Int128($0.figures.revenue.micros) }
        let whole = revenues.reduce(0) { $0 + max(0, $1) }
        let none = RevenueShare(
            share: Percent(hundredths: 0),
            cumulative: Percent(hundredths: 0),
            abcClass: .c
        )
        shares = Array(repeating: none, count: items.count)
        let order = items.indices.sorted { one, other in
            revenues[one] == revenues[other] ? items[one].code < items[other].code : revenues[one] > revenues[other]
        }
        var sum: Int128 = 0
        for (place, index) in order.enumerated() {
            sum += max(0, revenues[index])
            guard let share = Percent(revenues[index], of: whole), let cumulative = Percent(sum, of: whole) else {
                break
            }
            // The exact sums decide, not their rounded percentages.
            let parts = sum * 10_000
            let abcClass: ABCClass =
                revenues[index] <= 0
                ? .c
                : place == 0 || parts <= whole * Int128(limits.a.hundredths)
                    ? .a : parts <= whole * Int128(limits.b.hundredths) ? .b : .c
            shares[index] = RevenueShare(share: share, cumulative: cumulative, abcClass: abcClass)
        }
        classes = ABCClass.allCases.map { abcClass in
            let members = shares.indices.filter { shares[$0].abcClass == abcClass }
            let revenue = members.reduce(Int128(0)) { $0 + revenues[$1] }
            return ABCClassTotal(
                abcClass: abcClass,
                items: members.count,
                revenue: Money(micros: Int64(clamping: revenue)),
                share: Percent(revenue, of: whole)
            )
        }
    }
}

extension SalesReader {
    /// A ranking with every item's part in the whole.
    ///
    /// - Parameter codes: what takes no place in it.
    func classified(_ query: TopQuery, _ limits: ABCLimits, without codes: Set<String> = []) throws -> TopProducts {
        var all = query
        all.count = Int(Int32.max)
        var top = try top(all)
        if !codes.isEmpty {
            top.items.removeAll { codes.contains($0.code) }
            top.count = top.items.count
            for index in top.items.indices { top.items[index].rank = index + 1 }
        }
        let analysis = ABCAnalysis(top.items, limits)
        for (index, share) in analysis.shares.enumerated() { top.items[index].share = share }
        top.classes = analysis.classes
        top.items = Array(top.items.prefix(query.count))
        return top
    }
}
