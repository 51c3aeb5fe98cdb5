/// What a JSON text may cost its reader. A text beyond a limit is refused, never cut.
public struct JSONLimits: Sendable, Hashable {
    /// Bytes of the whole text. Default: 4 MiB.
    public var bytes: Int
    /// Arrays and objects open at once. Default: 128. Values are taken apart recursively when they are freed, so
    /// anything above 1,000 counts as 1,000, which fits the smallest stack in use (512 KiB).
    public var depth: Int
    /// Characters of one number. Default: 1,000.
    public var numberLength: Int
    /// Values of all kinds in the text: a value costs about 24 bytes of memory and may cost 2 of text.
    /// Default: 1,000,000.
    public var values: Int

    public init(bytes: Int = 4 << 20, depth: Int = 128, numberLength: Int = 1_000, values: Int = 1_000_000) {
        self.bytes = bytes
        self.depth = min(depth, 1_000)
        self.numberLength = numberLength
        self.values = values
    }

    public static let standard = JSONLimits()
}
