import Foundation

/// Makes items on a thread of its own, a few ahead of who uses them: of two steps that take as long as each other,
/// each then has a processor.
///
/// `@unchecked Sendable`: `make` and what it holds belong to the thread until it has ended; everything else is only
/// touched with the lock held.
public final class Conveyor<Item>: @unchecked Sendable {
    private let make: (inout Item) throws -> Bool
    private let lock = NSCondition()
    private var filled: [Item] = []
    private var free: [Item]
    private var failure: (any Error)?
    private var hasEnded = false
    private var isUnwanted = false

    /// - Parameters:
    ///   - items: what travels to and fro; their number is how far the thread may be ahead.
    ///   - make: fills an item; false when there is nothing more. Nobody else may use what it holds until ``take()``
    ///     has given nil or thrown.
    public init(name: String, items: [Item], make: @escaping (inout Item) throws -> Bool) {
        self.make = make
        free = items
        let thread = Thread { self.run() }
        thread.name = name
        thread.start()
    }

    /// The next item; nil at the end.
    ///
    /// - Throws: what `make` threw.
    public func take() throws -> Item? {
        lock.lock()
        defer { lock.unlock() }
        while filled.isEmpty, !hasEnded { lock.wait() }
        if !filled.isEmpty { return filled.removeFirst() }
        if let failure { throw failure }
        return nil
    }

    /// Returns an item to be filled again.
    public func give(back item: consuming Item) {
        lock.lock()
        free.append(item)
        lock.broadcast()
        lock.unlock()
    }

    /// Waits until the thread has ended, at once or after the item that it is at.
    public func stop() {
        lock.lock()
        isUnwanted = true
        lock.broadcast()
        while !hasEnded { lock.wait() }
        lock.unlock()
    }

    private func run() {
        while var item = takeFree() {
            do {
                guard try make(&item) else { return end(nil) }
            } catch {
                return end(error)
            }
            lock.lock()
            // Without another owner the item keeps its memory.
            filled.append(consume item)
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
    private func takeFree() -> Item? {
        lock.lock()
        defer { lock.unlock() }
        while free.isEmpty, !isUnwanted { lock.wait() }
        return isUnwanted ? nil : free.removeLast()
    }
}
