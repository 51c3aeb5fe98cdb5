public import Localization

/// Where the files are that an index is made of.
public protocol DocumentShelf: Sendable {
    /// Every file, each name once.
    func files() -> [ShelvedFile]
    /// The file's bytes with what was known of it when they were read; nil when it is gone.
    ///
    /// - Parameter limit: a larger file is not read, in bytes.
    func bytes(of name: String, limit: Int) throws -> (file: ShelvedFile, bytes: [UInt8])?
}

/// A file as its folder lists it.
public struct ShelvedFile: Sendable, Hashable {
    public var name: String
    /// Bytes.
    public var size: Int
    /// Milliseconds of Unix time.
    public var modifiedAt: Int64

    public init(name: String, size: Int, modifiedAt: Int64) {
        self.name = name
        self.size = size
        self.modifiedAt = modifiedAt
    }

    /// The name without its ending.
    var stem: String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }
}

/// A document as the index knows it.
public struct IndexedDocument: Sendable, Hashable {
    public var name: String
    public var title: String
    public var language: Language?
    public var sections: Int
    public var pages: Int?
    public var words: Int
}

/// What a look at the files changed in the index.
public struct IndexChanges: Sendable, Hashable {
    public var indexed: [IndexedDocument] = []
    public var removed: [String] = []
    /// Files that stay out, by name; those of before that will be tried again and fail as they did are not told again.
    public var failed: [String: LocalizedText] = [:]
    /// Files that are as they were.
    public var unchanged = 0
    /// Files that could not be read because of the machine: they are tried again at the next look.
    public var postponed = 0

    public var isEmpty: Bool { indexed.isEmpty && removed.isEmpty && failed.isEmpty }
}
