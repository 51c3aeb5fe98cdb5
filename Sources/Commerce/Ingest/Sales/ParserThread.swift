import Foundation

/// Runs a parser on a thread of its own, a few batches ahead of who stores them: reading a file and writing a database
/// take about as long as each other.
///
/// `@unchecked Sendable`: the parser belongs to the thread until `finish` has seen its end; everything else is only
/// touched with the lock held.
final class ParserThread: @unchecked Sendable {
    private let parser: SalesFileParser
    private let progress: (@Sendable (IngestProgress) -> Void)?
    private let lock = NSCondition()
    private var filled: [SalesBatch] = []
    private var free: [SalesBatch] = [SalesBatch(), SalesBatch(), SalesBatch(), SalesBatch()]
    private var failure: (any Error)?
    private var hasEnded = false
    private var isUnwanted = false

    init(_ parser: SalesFileParser, progress: (@Sendable (IngestProgress) -> Void)?) {
        self.parser = parser
        self.progress = progress
    }

    /// Hands over every batch in turn. The thread has ended when this returns or throws.
    func forEach(_ store: (SalesBatch) throws -> Void) throws {
        let thread = Thread { self.run() }
        thread.name = "sales parser"
        thread.start()
        defer { finish() }
        while let batch = try take() {
            try store(batch)
            // Without another owner the batch keeps its memory.
            give(back: consume batch)
        }
    }

    private func run() {
        while var batch = takeFree() {
            do {
                try parser.fill(&batch)
                progress?(parser.scan.progress)
            } catch {
                return end(error)
            }
            if batch.lines.isEmpty { return end(nil) }
            lock.lock()
            filled.append(consume batch)
            lock.broadcast()
            lock.unlock()
        }
        end(nil)
    }

    private func end(_ error: (any Error)?) {
        lock.lock()
        failure = error
        hasEnded = true
        lock.broadcast()
        lock.unlock()
    }

    /// nil once nobody wants more.
    private func takeFree() -> SalesBatch? {
        lock.lock()
        defer { lock.unlock() }
        while free.isEmpty, !isUnwanted { lock.wait() }
        return isUnwanted ? nil : free.removeLast()
    }

    /// nil at the end of the file.
    private func take() throws -> SalesBatch? {
        lock.lock()
        defer { lock.unlock() }
        while filled.isEmpty, !hasEnded { lock.wait() }
        if !filled.isEmpty { return filled.removeFirst() }
        if let failure { throw failure }
        return nil
    }

    private func give(back batch: consuming SalesBatch) {
        lock.lock()
        free.append(batch)
        lock.broadcast()
        lock.unlock()
    }

    private func finish() {
        lock.lock()
        isUnwanted = true
        lock.broadcast()
        while !hasEnded { lock.wait() }
        lock.unlock()
    }
}
