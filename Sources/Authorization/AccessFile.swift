import Foundation

/// A file that decides who may do what: read only where nobody else can have changed it.
enum AccessFile {
    /// - Parameter isSecret: whether others must not be able to read it either.
    static func read(_ path: String, isSecret: Bool) throws(AccessListError) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path) }
        let mode = (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0o777
        if isSecret, mode & 0o077 != 0 { throw .openToOthers(path) }
        if mode & 0o022 != 0 { throw .writableByOthers(path) }
        return String(decoding: data, as: UTF8.self)
    }
}
