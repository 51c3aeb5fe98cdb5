import ArgumentParser
import Foundation
import HTTPTransport
import JSON
import Localization
import MCP
import NIOCore
import NIOHTTP1

struct Download: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Download a file that the server made, such as a report.",
        discussion: "Example: mcp-client download ventas-2011-08.pdf"
    )

    @OptionGroup var connection: ConnectionOptions
    @Option(name: [.long, .customShort("o")], help: "Where to write it. Default: the file's own name, here.")
    var output: String?
    @Flag(help: "Replace the file if it is there.")
    var force = false
    @Argument(help: "The file's name, as the tool that made it said.")
    var name: String

    func run() async throws {
        try await connection.withServer { [name, output, force] fleet, server in
            let file = try await FileDownload(name: name, output: output, replaces: force).run(from: server)
            if fleet.json {
                fleet.screen.say(json: ["file": .string(file.path), "bytes": JSONValue(file.bytes)])
            } else {
                fleet.screen.say(file.text)
            }
        }
    }
}

/// One file of a server on its way to a disk.
struct FileDownload {
    let name: String
    /// Default: the file's own name, in the working folder.
    var output: String?
    /// Whether a file that is there may be replaced.
    var replaces = false

    struct Saved {
        let path: String
        let bytes: Int

        var text: String { "\(path)  \(ByteCount(bytes: bytes).text)" }
    }

    func run(from server: ServerConnection) async throws -> Saved {
        guard let site = server.site else { throw NoSite(name: server.name) }
        let file = OutputFile(path: output ?? String(name.split(separator: "/").last ?? "download"), replaces: replaces)
        if !replaces, FileManager.default.fileExists(atPath: file.path) {
            throw ClientUsageError.fileExists(file.path)
        }
        let response = try await site.get(Self.target(of: name))
        switch response.status.code {
        case 200: break
        case 404: throw DownloadFailure.notFound(name)
        case let status: throw ClientTransportFailure.refused(status: Int(status))
        }
        let bytes = Array(response.body.readableBytesView)
        try file.write(bytes)
        return Saved(path: file.path, bytes: bytes.count)
    }

    /// The path of a file's name, in which everything unusual is escaped (RFC 3986 section 2).
    static func target(of name: String) -> String {
        let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8
        let escaped = name.utf8.map { byte in
            if plain.contains(byte) { return String(UnicodeScalar(byte)) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "/files/" + escaped.joined()
    }
}

enum DownloadFailure: LocalizedFailure {
    case notFound(String)

    var message: LocalizedText {
        switch self {
        case .notFound(let name):
            LocalizedText(
                es: "El servidor no tiene un archivo «\(name)».",
                en: "The server has no file '\(name)'."
            )
        }
    }
}
