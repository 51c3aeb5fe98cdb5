import MCP
import Synchronization

/// Shows the progress of one request while it lasts: no more often than an eye can follow.
final class ProgressLine: Sendable {
    private let screen: Screen
    private let label: String
    private let shownAt = Mutex<ContinuousClock.Instant?>(nil)

    private static let interval = Duration.milliseconds(100)

    init(on screen: Screen, label: String) {
        self.screen = screen
        self.label = label
    }

    func show(_ update: ProgressUpdate) {
        let isEnd = update.total.map { update.progress >= $0 } ?? false
        let isDue = shownAt.withLock { last in
            let now = ContinuousClock.now
            if let last, now - last < Self.interval, !isEnd { return false }
            last = now
            return true
        }
        if isDue { screen.show(progress: ProgressText(width: screen.size.columns).text(update, of: label)) }
    }

    func remove() { screen.show(progress: nil) }
}
