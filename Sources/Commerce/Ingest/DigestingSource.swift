import TabularFiles

/// Feeds everything that is read through it to a digest.
final class DigestingSource: ByteSource {
    private let source: any ByteSource
    private var digest: any ContentDigest
    /// Bytes read so far.
    private(set) var count = 0

    init(_ source: any ByteSource, digest: any ContentDigest) {
        self.source = source
        self.digest = digest
    }

    var consumed: Int { source.consumed }
    var total: Int? { source.total }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(TabularFileFailure) -> Int {
        let count = try source.read(into: buffer)
        self.count += count
        digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// The digest of what was read. Called once, at the end.
    func finalize() -> [UInt8] { digest.finalize() }

    /// Reads to the end and gives the digest of everything.
    func digestOfAll() throws(TabularFileFailure) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while try read(into: buffer) > 0 {}
        return finalize()
    }
}

/// Digests as people and programs write them.
enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
