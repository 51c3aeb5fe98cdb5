import BusinessTools
import HTTPTransport
import NIOHTTP1

/// Under which conditions a file is wanted, and which part of it (RFC 9110 sections 13.1 and 14.2).
struct FileConditions {
    enum Outcome: Equatable {
        case whole
        case part(Range<Int>)
        /// The client has it already.
        case notModified
        /// `If-Match` or `If-Unmodified-Since` named another file.
        case failed
        case unsatisfiable
    }

    private let headers: HTTPHeaders
    private let tag: String
    /// Seconds of Unix time.
    private let modified: Int

    init(_ headers: HTTPHeaders, _ entry: FileShelf.Entry) {
        self.headers = headers
        tag = Self.tag(of: entry)
        modified = Int(entry.modifiedAt / 1_000)
    }

    /// A strong validator: a file on the shelf is never written to, only replaced.
    static func tag(of entry: FileShelf.Entry) -> String {
        "\"\(String(entry.modifiedAt, radix: 36))-\(String(entry.size, radix: 36))\""
    }

    /// In the order of RFC 9110 section 13.2.2.
    ///
    /// - Parameter size: of the whole file, in bytes.
    func outcome(for size: Int) -> Outcome {
        if let wanted = list("if-match") {
            guard wanted.contains("*") || wanted.contains(tag) else { return .failed }
        } else if let limit = date("if-unmodified-since"), modified > limit {
            return .failed
        }
        if let known = list("if-none-match") {
            // Weak comparison: W/"x" is "x" here.
            if known.contains("*") || known.contains(where: { $0 == tag || $0 == "W/" + tag }) { return .notModified }
        } else if let since = date("if-modified-since"), modified <= since {
            return .notModified
        }
        guard let range = headers.first(name: "range"), isRangeWanted else { return .whole }
        return Self.part(range, of: size)
    }

    /// A part is of use only beside the same file's other parts.
    private var isRangeWanted: Bool {
        guard let condition = headers.first(name: "if-range") else { return true }
        return condition.hasPrefix("\"") ? condition == tag : HTTPDate.parse(condition) == modified
    }

    /// One range of bytes. Several at once, other units and what is malformed are ignored, as section 14.2 allows.
    private static func part(_ field: String, of size: Int) -> Outcome {
        guard field.lowercased().hasPrefix("bytes=") else { return .whole }
        let ends = field.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = number(ends[0]), let last = number(ends[1]) else { return .whole }
        switch (first, last) {
        case (nil, nil): return .whole
        case (nil, let count?): return count == 0 || size == 0 ? .unsatisfiable : .part(max(size - count, 0)..<size)
        case (let start?, let end):
            if let end, end < start { return .whole }
            guard start < size else { return .unsatisfiable }
            return .part(start..<min(end ?? .max - 1, size - 1) + 1)
        }
    }

    /// `nil` inside stands for an end that is left open; `nil` for what is no number.
    private static func number(_ text: Substring) -> Int?? {
        let digits = text.filter { $0 != " " && $0 != "\t" }
        if digits.isEmpty { return .some(nil) }
        guard digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        return .some(Int(digits) ?? .max - 1)
    }

    private func list(_ name: String) -> [String]? {
        let fields = headers[canonicalForm: name].map { $0.filter { $0 != " " } }
        return fields.isEmpty ? nil : fields
    }

    private func date(_ name: String) -> Int? { headers.first(name: name).flatMap(HTTPDate.parse) }
}
