public import Documents

/// Keeps the index as the shelf is, whoever puts a document there or takes it away.
///
/// It looks now and then, as ``DataWatch`` does. A look that finds nothing new lists the folders and no more. What could not
/// be read because of the machine is tried again at the next look, then after two, four and so on, up to a minute's worth.
public actor DocumentWatch {
    private let index: DocumentIndex
    private let shelf: FileShelf
    private let interval: Duration
    private let onChange: @Sendable (IndexChanges) -> Void
    private let onFailure: @Sendable (any Error) -> Void

    private var seen: [FileShelf.Entry]?
    private var isWhole = true
    /// Looks until what was postponed is tried again, and how many there were the last time.
    private var pause: (left: Int, length: Int)?

    private static let longestPause = 64

    /// - Parameters:
    ///   - interval: between two looks. Default: a second.
    ///   - onChange: told what a look changed in the index.
    ///   - onFailure: told when a look fails; the next one makes up for it.
    public init(
        index: DocumentIndex,
        shelf: FileShelf,
        interval: Duration = .seconds(1),
        onChange: @escaping @Sendable (IndexChanges) -> Void = { _ in },
        onFailure: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        self.index = index
        self.shelf = shelf
        self.interval = interval
        self.onChange = onChange
        self.onFailure = onFailure
    }

    /// Looks until its task is cancelled.
    public func run() async {
        repeat { await look() } while (try? await Task.sleep(for: interval)) != nil
    }

    /// Indexes what changed since the last look.
    public func look() async {
        let (entries, isWhole) = shelf.listing()
        if !isWhole, self.isWhole { onFailure(FileShelfFailure.tooMany(shelf.path, most: FileShelf.mostFiles)) }
        self.isWhole = isWhole
        pause?.left -= 1
        guard entries != seen || (pause?.left ?? 1) <= 0 else { return }
        do {
            let changes = try await index.synchronize(with: shelf, removesMissing: isWhole)
            // What comes while documents are read is found at the next look.
            seen = entries
            let length = pause.map { min($0.length * 2, Self.longestPause) } ?? 1
            pause = changes.postponed == 0 ? nil : (length, length)
            if !changes.isEmpty { onChange(changes) }
        } catch {
            if !(error is CancellationError) { onFailure(error) }
        }
    }
}
