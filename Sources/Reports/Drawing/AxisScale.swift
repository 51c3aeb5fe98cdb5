import Foundation

/// A run of numbers with round steps, which zero is always part of: bars that do not begin at zero lie.
struct AxisScale: Equatable {
    let lowest: Double
    let highest: Double
    let step: Double

    /// - Parameter steps: about how many.
    init(_ values: some Sequence<Double>, steps: Int = 5) {
        let (low, high) = values.reduce((0.0, 0.0)) { (min($0.0, $1), max($0.1, $1)) }
        let range = high - low
        guard range > 0, range.isFinite else {
            self.init(lowest: 0, highest: 1, step: 1)
            return
        }
        let rough = range / Double(max(steps, 1))
        let power = pow(10, floor(log10(rough)))
        let step = ([1, 2, 2.5, 5].first { $0 * power >= rough * 0.999_999 } ?? 10) * power
        self.init(lowest: floor(low / step) * step, highest: ceil(high / step) * step, step: step)
    }

    private init(lowest: Double, highest: Double, step: Double) {
        self.lowest = lowest
        self.highest = highest
        self.step = step
    }

    var ticks: [Double] {
        let first = Int((lowest / step).rounded())
        let last = Int((highest / step).rounded())
        return (first...last).map { Double($0) * step }
    }

    /// Where a value lies, from 0 at the lowest to 1 at the highest.
    func share(_ value: Double) -> Double { (value - lowest) / (highest - lowest) }
}
