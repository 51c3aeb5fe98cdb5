/// Feeds everything that is read through it to a digest.
final class DigestingSource: ByteSource {
    private let source: any ByteSource
    private var digest: any ContentDigest

    init(_ source: any ByteSource, digest: any ContentDigest) {
        self.source = source
        self.digest = digest
    }

    var consumed: Int { source.consumed }
    var total: Int? { source.total }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(IngestFailure) -> Int {
        let count = try source.read(into: buffer)
        digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// The digest of what was read. Called once, at the end.
    func finalize() -> [UInt8] { digest.finalize() }
}
