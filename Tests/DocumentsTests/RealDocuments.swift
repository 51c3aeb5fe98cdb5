import Foundation

/// Real documents of businesses, in an optional folder outside of the package.
enum RealDocuments {
    /// `SECURE_MCP_SHARED`, or the folder `shared` beside one of the folders that hold this file.
    static let folder: String? = {
        var candidates = ProcessInfo.processInfo.environment["SECURE_MCP_SHARED"].map { [$0] } ?? []
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            folder = folder.deletingLastPathComponent()
            candidates.append(folder.appending(path: "shared").path)
        }
        return candidates.map { $0 + "/data/docs" }.first { FileManager.default.fileExists(atPath: $0) }
    }()
}
