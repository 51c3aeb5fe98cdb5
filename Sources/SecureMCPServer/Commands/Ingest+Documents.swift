import ArgumentParser
import BusinessTools
import Commands
import Documents
import Foundation
import JSON
import Localization

extension Ingest {
    /// `--kind documents`
    func takeDocuments(into folder: DataFolder, _ console: Console) async throws {
        let intake = DocumentIntake(index: try DocumentIndex(folder), shelf: FileShelf(path: folder.documents))
        var isAnythingKept = false
        for file in try DocumentFile.all(in: files) {
            // One bad file does not keep the others out.
            do {
                let bytes = try file.read(limit: intake.index.reader.limits.fileBytes)
                var report = try await intake.take(bytes, name: file.name, isDryRun: dryRun)
                report.file = file.path
                if json {
                    console.say(JSONValue.object(report.json(console.language)).serializedString)
                } else {
                    for line in report.lines { console.say(line) }
                }
                isAnythingKept = true
            } catch {
                fail(file.path, error, console)
            }
        }
        guard isAnythingKept else { throw ExitCode(1) }
    }
}

/// A file to be taken in, and what it will be called.
private struct DocumentFile {
    let path: String
    let name: String

    /// The files that are named, and those in folders that are. In a folder, what is hidden, a link or of another kind is
    /// left out; two files of one name get that of their folder in front.
    static func all(in arguments: [String]) throws -> [DocumentFile] {
        var files: [DocumentFile] = []
        var names: Set<String> = []
        func add(_ path: String) {
            let name = DocumentIntake.name(of: path)
            let parent = DocumentIntake.name(of: (path as NSString).deletingLastPathComponent)
            let unique = names.contains(name) && !parent.isEmpty ? "\(parent)-\(name)" : name
            names.insert(unique)
            files.append(DocumentFile(path: path, name: unique))
        }
        for argument in arguments {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder), isFolder.boolValue else {
                add(argument)
                continue
            }
            let root = URL(filePath: argument, directoryHint: .isDirectory)
            let found = FileManager.default.enumerator(
                at: root,
                includingPropertiesForKeys: [.isRegularFileKey],
                options: [.skipsHiddenFiles]
            )
            let paths = (found?.allObjects as? [URL] ?? []).filter { url in
                (try? url.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
                    && DocumentFormat(name: url.lastPathComponent) != nil
            }.map(\.path)
            for path in paths.sorted() { add(path) }
        }
        return files
    }

    /// - Parameter limit: a larger file is not read, in bytes.
    func read(limit: Int) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw DocumentFailure.cannotRead(path, reason: String(cString: strerror(errno)))
        }
        defer { try? handle.close() }
        do {
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            guard data.count <= limit else { throw DocumentFailure.tooLarge(path, megabytes: limit >> 20) }
            return Array(data)
        } catch let error as CocoaError {
            throw DocumentFailure.cannotRead(path, reason: error.localizedDescription)
        }
    }
}
