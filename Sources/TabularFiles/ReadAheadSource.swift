/// Reads a source on a thread of its own, a few pieces ahead: inflating a file takes as long as understanding it.
///
/// Nobody else may use the source until ``read(into:)`` has given 0.
public final class ReadAheadSource: ByteSource {
    public let total: Int?
    /// Of the source, up to the piece that was read last.
    public private(set) var consumed = 0
    private let source: any ByteSource
    private var conveyor: Conveyor<Piece>?
    private var piece: Piece?
    private var offset = 0
    private var hasEnded = false

    private final class Piece {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        var count = 0
        var consumed = 0

        deinit {
            buffer.deallocate()
        }
    }

    public init(_ source: any ByteSource) {
        self.source = source
        total = source.total
    }

    deinit {
        conveyor?.stop()
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
        guard let piece = try current() else { return 0 }
        let count = min(buffer.count, piece.count - offset)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece.buffer[offset..<offset + count]))
        offset += count
        return count
    }

    /// The piece that has bytes left; nil at the end.
    private func current() throws(TabularFileFailure) -> Piece? {
        if let piece {
            if offset < piece.count { return piece }
            conveyor?.give(back: piece)
        }
        piece = nil
        if hasEnded { return nil }
        let conveyor = self.conveyor ?? start()
        self.conveyor = conveyor
        do {
            piece = try conveyor.take()
        } catch let failure as TabularFileFailure {
            throw failure
        } catch {
            throw .cannotRead(file: "", reason: "\(error)")
        }
        offset = 0
        hasEnded = piece == nil
        consumed = piece?.consumed ?? source.consumed
        return piece
    }

    private func start() -> Conveyor<Piece> {
        let source = source
        return Conveyor(name: "reader", items: (0..<4).map { _ in Piece() }) { piece in
            piece.count = 0
            while piece.count < piece.buffer.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: piece.buffer[piece.count...])
                let count = try source.read(into: rest)
                if count == 0 { break }
                piece.count += count
            }
            piece.consumed = source.consumed
            return piece.count > 0
        }
    }
}
