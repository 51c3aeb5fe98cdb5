import Foundation
import JSON
import Logging

/// How log lines are written to standard error.
enum LogFormat: String, Sendable {
    case text
    case json
}

/// One line an event on standard error, for people or for programs. Secrets never get here: callers log facts, not
/// headers or bodies.
struct ServerLogHandler: LogHandler {
    let label: String
    let format: LogFormat
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        let time = Timestamp.now()
        let line: String
        switch format {
        case .text:
            let details = facts.map { " \($0.key)=\($0.value)" }.joined()
            line = "\(time) \(event.level.rawValue) \(event.message)\(details)"
        case .json:
            var object: JSONObject = [
                "time": .string(time), "level": .string(event.level.rawValue), "message": .string("\(event.message)"),
            ]
            for (name, value) in facts { object[name] = .string("\(value)") }
            line = JSONValue.object(object).serializedString
        }
        // What a peer sent may be part of a fact: a line stays a line.
        let safe = line.replacingOccurrences(of: "\n", with: "\\n").replacingOccurrences(of: "\r", with: "\\r")
        FileHandle.standardError.write(Data((safe + "\n").utf8))
    }
}
