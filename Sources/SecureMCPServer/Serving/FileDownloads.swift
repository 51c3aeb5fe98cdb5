import BusinessTools
import Foundation
import HTTPTransport
import MCP
import MCPHTTP
import NIOCore
import NIOHTTP1
import NIOPosix

/// `GET /files/NAME`: the reports that were made, whole or in part (RFC 9110 sections 13 and 14).
struct FileDownloads: Sendable {
    static let path = "/files/"

    let shelf: FileShelf
    let challenge: BearerChallenge

    /// Bytes that are in memory at once for each download.
    private static let piece = 262_144

    func respond(to request: HTTPRequest, caller: Caller, _ stream: HTTPResponseStream) async -> HTTPResponse? {
        let name = String(request.path.dropFirst(Self.path.count)).removingPercentEncoding
        if let refusal = refusal(of: caller, name ?? "") { return refusal }
        do {
            guard let name, let file = try await onDisk({ try shelf.open(name) }) else {
                return Refusal.response(.notFound, "there is no such file", hint: "reports expire; make it again")
            }
            let conditions = FileConditions(request.headers, file.entry)
            var head = HTTPResponse(headers: Self.headers(of: file.entry, request))
            switch conditions.outcome(for: file.entry.size) {
            case .notModified:
                head.status = .notModified
                return head
            case .failed: return Refusal.response(.preconditionFailed, "the file is another one now")
            case .unsatisfiable:
                var response = Refusal.response(.rangeNotSatisfiable, "the file has \(file.entry.size) bytes")
                response.headers.add(name: "content-range", value: "bytes */\(file.entry.size)")
                return response
            case .whole: return await send(file, 0..<file.entry.size, head, stream)
            case .part(let range):
                head.status = .partialContent
                head.headers.add(
                    name: "content-range",
                    value: "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.entry.size)"
                )
                return await send(file, range, head, stream)
            }
        } catch {
            return Refusal.response(.internalServerError, "the file cannot be read")
        }
    }

    /// For a caller who lacks a scope that the report's making needed.
    private func refusal(of caller: Caller, _ name: String) -> HTTPResponse? {
        guard let scopes = caller.scopes else { return nil }
        let required = ReportStore.requiredScopes(of: name)
        guard !required.allSatisfy({ Scope.isGranted($0, by: scopes) }) else { return nil }
        let needed = required.sorted().joined(separator: " ")
        var response = Refusal.response(.forbidden, "your access does not allow this file", hint: "it needs \(needed)")
        response.headers.add(
            name: "www-authenticate",
            value: challenge.value(.insufficientScope, scopes: scopes.union(required))
        )
        return response
    }

    /// Sends a part of a file piece by piece. When something fails on the way the connection breaks, and the peer knows by
    /// the length that was promised.
    private func send(_ file: ShelfFile, _ range: Range<Int>, _ head: HTTPResponse, _ stream: HTTPResponseStream) async
        -> HTTPResponse?
    {
        var head = head
        head.headers.add(name: "content-length", value: String(range.count))
        do {
            try await stream.begin(head)
            var position = range.lowerBound
            while position < range.upperBound {
                let count = min(Self.piece, range.upperBound - position)
                let start = position
                let bytes = try await onDisk { try file.read(at: start, count: count) }
                // Somebody made it shorter.
                guard !bytes.isEmpty else { return nil }
                try await stream.write(ByteBuffer(bytes: bytes))
                position += bytes.count
            }
        } catch {
            // Nobody is there any more, or there is nothing to be written: a HEAD.
        }
        return nil
    }

    private func onDisk<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await NIOThreadPool.singleton.runIfActive(work)
    }

    private static func headers(of entry: FileShelf.Entry, _ request: HTTPRequest) -> HTTPHeaders {
        let type = MediaType.of(entry.name)
        let isShown = ["application/pdf", "application/json", "image/png"].contains(type) || MediaType.isText(type)
        let disposition = isShown && !request.target.hasSuffix("?download") ? "inline" : "attachment"
        return [
            "content-type": MediaType.isText(type) ? type + "; charset=utf-8" : type,
            "content-disposition": "\(disposition); filename*=UTF-8''\(encoded(entry.name))",
            "accept-ranges": "bytes",
            "etag": FileConditions.tag(of: entry),
            "last-modified": HTTPDate.format(Int(entry.modifiedAt / 1_000)),
            // A business's figures belong in nobody else's cache.
            "cache-control": "private, no-cache",
            "x-content-type-options": "nosniff",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
        ]
    }

    /// RFC 8187 section 3.2.
    private static func encoded(_ name: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        return name.addingPercentEncoding(withAllowedCharacters: plain) ?? "file"
    }
}
