import Documents
import Foundation

/// The folder with everything that is kept.
struct DataFolder {
    let path: String

    /// The SQLite file of sales and stock.
    var database: String { path + "/commerce.sqlite" }
    /// Protects what clients carry between two requests.
    var stateKey: String { path + "/state.key" }
    /// Tasks at work and their results.
    var tasks: String { path + "/tasks.sqlite" }
    /// Reports that were made.
    var reports: String { path + "/reports" }
    /// Documents of the business.
    var documents: String { path + "/documents" }

    /// The SQLite file in which documents are searched.
    var documentIndex: String { path + "/documents.sqlite" }

    /// Makes the folder, for its owner alone.
    func make() throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// Where the lines of a file that cannot be stored go. Makes the folder.
    func rejectedLines(of file: String) throws -> String {
        let folder = path + "/rejected"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        return folder + "/" + (file as NSString).lastPathComponent + ".rejected.csv"
    }
}

extension DocumentIndex {
    /// The index of a data folder.
    convenience init(_ folder: DataFolder) throws(DocumentIndexFailure) {
        try self.init(path: folder.documentIndex) { bytes in
            var content = SHA256Content()
            bytes.withUnsafeBytes { content.update($0) }
            return content.finalize().map { String(256 + Int($0), radix: 16).dropFirst() }.joined()
        }
    }
}
