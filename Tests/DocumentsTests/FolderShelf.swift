import Documents
import Foundation

/// The files of a folder and its folders, as an index wants them.
struct FolderShelf: DocumentShelf {
    let path: String

    func files() -> [ShelvedFile] {
        paths.compactMap { file(at: $0) }.sorted { $0.name < $1.name }
    }

    func bytes(of name: String, limit: Int) throws -> (file: ShelvedFile, bytes: [UInt8])? {
        guard let path = paths.first(where: { ($0 as NSString).lastPathComponent == name }), let file = file(at: path),
            let data = FileManager.default.contents(atPath: path)
        else { return nil }
        guard data.count <= limit else { throw DocumentFailure.tooLarge(name, megabytes: limit >> 20) }
        return (file, Array(data))
    }

    private var paths: [String] {
        (FileManager.default.subpaths(atPath: path) ?? []).map { path + "/" + $0 }
    }

    private func file(at path: String) -> ShelvedFile? {
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
            facts[.type] as? FileAttributeType == .typeRegular, let date = facts[.modificationDate] as? Date
        else { return nil }
        return ShelvedFile(
            name: (path as NSString).lastPathComponent,
            size: facts[.size] as? Int ?? 0,
            modifiedAt: Int64(date.timeIntervalSince1970 * 1_000)
        )
    }
}

/// A folder that is gone with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path + "/documents", withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var shelf: FolderShelf { FolderShelf(path: path + "/documents") }
    var indexPath: String { path + "/documents.sqlite" }

    func index(reader: DocumentReader = DocumentReader()) throws -> DocumentIndex {
        try DocumentIndex(path: indexPath, reader: reader, digest: Self.digest)
    }

    func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: path + "/documents/" + name))
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path + "/documents/" + name)
    }

    /// Good enough to tell files of tests apart (FNV-1a, 64 bits).
    static let digest: @Sendable ([UInt8]) -> String = { bytes in
        String(bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 16)
    }
}
