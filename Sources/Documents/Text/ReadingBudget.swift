#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How long one document is read for: until nobody waits for it any more, and for so much of the processor's time. A
/// reader asks after each line, element or piece, and gives up when it is over. Belongs to the thread that made it.
final class ReadingBudget {
    private let time: Duration
    private let isCancelled: () -> Bool
    private let start = ReadingBudget.used
    private var steps = 0
    private(set) var isOver = false

    /// - Parameters:
    ///   - time: of the processor, on this thread.
    ///   - isCancelled: whether nobody waits any more.
    init(time: Duration, isCancelled: @escaping () -> Bool) {
        self.time = time
        self.isCancelled = isCancelled
    }

    /// After something small: the clock is looked at now and then.
    ///
    /// - Returns: whether to stop.
    func step() -> Bool {
        steps &+= 1
        return steps & 63 == 0 ? look() : isOver
    }

    /// After a piece of some thousand bytes.
    func look() -> Bool {
        if !isOver { isOver = isCancelled() || Self.used - start >= time }
        return isOver
    }

    /// - Throws: ``DocumentFailure/tooSlow(_:seconds:)`` or `CancellationError`, when it is over.
    func check(_ name: String) throws {
        guard look() else { return }
        if isCancelled() { throw CancellationError() }
        throw DocumentFailure.tooSlow(name, seconds: Int(time.components.seconds))
    }

    private static var used: Duration {
        var used = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used)
        return .seconds(used.tv_sec) + .nanoseconds(used.tv_nsec)
    }
}
