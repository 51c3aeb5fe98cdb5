import Foundation

/// A file that results are written to: whole or not at all.
struct OutputFile {
    let path: String
    var replaces = false

    /// - Throws: ``ClientUsageError``.
    func write(_ bytes: [UInt8]) throws(ClientUsageError) {
        if !replaces, FileManager.default.fileExists(atPath: path) { throw .fileExists(path) }
        do {
            // Into a file beside it, which then takes its name.
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw .unwritable(path, reason: error.localizedDescription)
        }
    }
}
