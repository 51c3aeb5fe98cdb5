/// An incremental digest of a file's bytes, such as SHA-256. The caller supplies the implementation.
public protocol ContentDigest {
    mutating func update(_ bytes: UnsafeRawBufferPointer)
    /// The digest of everything so far. Called once.
    mutating func finalize() -> [UInt8]
}
