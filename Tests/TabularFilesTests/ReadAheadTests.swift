import TabularFiles
import Testing

@Suite struct ReadAheadTests {
    /// Hands over bytes in odd pieces, and fails after some.
    private final class OddSource: ByteSource {
        let total: Int?
        private(set) var consumed = 0
        private let failsAt: Int

        init(_ count: Int, failsAt: Int = .max) {
            total = count
            self.failsAt = failsAt
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
            if consumed >= failsAt { throw .truncatedGzip(file: "x") }
            let count = min(buffer.count, 1 + consumed % 70_001, (total ?? 0) - consumed)
            for at in 0..<count { buffer[at] = UInt8(truncatingIfNeeded: (consumed + at) % 251) }
            consumed += count
            return count
        }
    }

    private func read(_ source: ReadAheadSource, by size: Int) throws -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
        defer { buffer.deallocate() }
        var bytes: [UInt8] = []
        while case let count = try source.read(into: buffer), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 3_000_000], [997, 262_144, 1_000_000])
    func givesTheSameBytes(_ count: Int, _ size: Int) throws {
        let source = ReadAheadSource(OddSource(count))
        #expect(try read(source, by: size) == (0..<count).map { UInt8($0 % 251) })
        #expect(source.consumed == count)
        #expect(try read(source, by: size).isEmpty)
    }

    @Test func passesFailuresOnAfterWhatCameBefore() throws {
        let source = ReadAheadSource(OddSource(5_000_000, failsAt: 1_000_000))
        #expect(throws: TabularFileFailure.truncatedGzip(file: "x")) { try read(source, by: 4_096) }
        #expect(throws: TabularFileFailure.truncatedGzip(file: "x")) { try read(source, by: 4_096) }
    }

    /// Whoever loses interest does not wait for the rest.
    @Test func canBeLeftInTheMiddle() throws {
        for _ in 0..<20 {
            let source = ReadAheadSource(OddSource(1 << 40))
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 1)
            defer { buffer.deallocate() }
            #expect(try source.read(into: buffer) == 100)
        }
    }
}
