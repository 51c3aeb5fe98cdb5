/// Splits bytes into records of fields (RFC 4180): quotes, line breaks inside quotes, LF or CRLF.
///
/// It works on one window of the file that moves forward, so memory is bounded by the longest record allowed. What it
/// hands out points into that window and is valid until the next call.
final class RecordReader {
    /// What the next record turned out to be.
    enum Outcome {
        case record
        /// Nothing but white space.
        case blank
        case broken(RejectionReason)
        case end
    }

    /// One field: where it lies in the window.
    struct Field {
        var start: Int
        var count: Int
        /// It still holds doubled quotes.
        var hasDoubledQuotes: Bool
    }

    /// The record being read; the fields are unescaped.
    private(set) var fields: [Field] = []
    /// The first physical line of the record, from 1.
    private(set) var line = 1
    /// A digest of the record's bytes as written, to tell identical lines.
    private(set) var fingerprint: UInt64 = 0
    var delimiter = UInt8(ascii: ",")

    private let source: any ByteSource
    private let limits: Limits
    private var window: UnsafeMutableBufferPointer<UInt8>
    private var position = 0
    private var end = 0
    private var sourceEnded = false
    private var nextLine = 1

    struct Limits {
        /// The longest record in bytes.
        var recordBytes = 256 * 1024
        /// The most fields in a record.
        var fields = 512
    }

    init(_ source: any ByteSource, limits: Limits = Limits()) {
        self.source = source
        self.limits = limits
        window = .allocate(capacity: limits.recordBytes * 2)
        fields.reserveCapacity(32)
    }

    deinit {
        window.deallocate()
    }

    /// The bytes of a field of the current record.
    subscript(field: Field) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: window[field.start..<field.start + field.count])
    }

    /// The first bytes of the file, without consuming them.
    func peek() throws(IngestFailure) -> UnsafeBufferPointer<UInt8> {
        try fill()
        return UnsafeBufferPointer(rebasing: window[position..<end])
    }

    /// Steps over bytes that are not part of any record, such as a byte order mark.
    func skip(_ count: Int) {
        position += count
    }

    /// The fields of the next record as text if `delimiter` separated them, without consuming it.
    func preview(delimiter: UInt8) throws(IngestFailure) -> [String] {
        let kept = self.delimiter
        defer { self.delimiter = kept }
        self.delimiter = delimiter
        guard case .complete = try scanWhole() else { return [] }
        return fields.map { field in
            let text = String(decoding: self[field], as: UTF8.self)
            guard field.hasDoubledQuotes else { return text }
            return text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
        }
    }

    /// Reads the next record.
    func next() throws(IngestFailure) -> Outcome {
        line = nextLine
        switch try scanWhole() {
        case .complete(let recordEnd, let next, let lines):
            fingerprint = ByteHash.hash(UnsafeBufferPointer(rebasing: window[position..<recordEnd]), seed: 0)
            let problem = Self.problem(in: UnsafeBufferPointer(rebasing: window[position..<recordEnd]))
            let isBlank = fields.count == 1 && self[fields[0]].allSatisfy { $0 == 0x20 || $0 == 0x09 }
            unescape()
            position = next
            nextLine += lines
            if isBlank { return .blank }
            return problem.map(Outcome.broken) ?? .record
        case .broken(let reason):
            try skipPhysicalLine()
            return .broken(reason)
        case .nothing:
            return .end
        case .incomplete:
            // scanWhole only gives this back once it cannot read more.
            return .end
        }
    }

    // MARK: Window

    /// Moves what is left to the front and reads until the window is full or the source ends.
    private func fill() throws(IngestFailure) {
        guard !sourceEnded, let base = window.baseAddress else { return }
        if position > 0 {
            base.update(from: base + position, count: end - position)
            end -= position
            position = 0
        }
        while end < window.count, !sourceEnded {
            let count = try source.read(
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(window)[end...])
            )
            if count == 0 { sourceEnded = true }
            end += count
        }
    }

    private enum Scan {
        /// The record ends before `end`, the following one begins at `next`, `lines` line breaks later.
        case complete(end: Int, next: Int, lines: Int)
        case incomplete
        case broken(RejectionReason)
        case nothing
    }

    private func scanWhole() throws(IngestFailure) -> Scan {
        var scan = scan(atEnd: sourceEnded)
        if case .incomplete = scan {
            try fill()
            scan = self.scan(atEnd: true)
            // The window holds two records of the greatest length: still incomplete means that this one is longer.
            if !sourceEnded, case .complete(let recordEnd, _, _) = scan, recordEnd == end {
                return .broken(.recordTooLong(bytes: limits.recordBytes))
            }
        }
        if case .complete(let recordEnd, _, _) = scan, recordEnd - position > limits.recordBytes {
            return .broken(.recordTooLong(bytes: limits.recordBytes))
        }
        return scan
    }

    // MARK: Scanning

    private func scan(atEnd: Bool) -> Scan {
        fields.removeAll(keepingCapacity: true)
        let bytes = UnsafePointer(window.baseAddress.unsafelyUnwrapped)
        let (limit, delimiter) = (end, delimiter)
        var at = position
        guard at < limit else { return atEnd ? .nothing : .incomplete }
        var lines = 1
        while true {
            var field = Field(start: at, count: 0, hasDoubledQuotes: false)
            if at < limit, bytes[at] == Self.quote {
                field.start = at + 1
                at += 1
                while true {
                    while at < limit, bytes[at] != Self.quote {
                        if bytes[at] == Self.lineFeed { lines += 1 }
                        at += 1
                    }
                    guard at < limit else { return atEnd ? .broken(.quoteNeverClosed) : .incomplete }
                    guard at + 1 < limit || atEnd else { return .incomplete }
                    guard at + 1 < limit, bytes[at + 1] == Self.quote else { break }
                    field.hasDoubledQuotes = true
                    at += 2
                }
                field.count = at - field.start
                at += 1
                // Spaces between the closing quote and the delimiter do no harm.
                while at < limit, bytes[at] == 0x20, delimiter != 0x20 { at += 1 }
                if at < limit, bytes[at] != delimiter, bytes[at] != Self.lineFeed, bytes[at] != Self.carriageReturn {
                    return .broken(.textAfterQuote)
                }
            } else {
                while at < limit, bytes[at] != delimiter, bytes[at] != Self.lineFeed { at &+= 1 }
                field.count = at - field.start
            }
            guard at < limit || atEnd else { return .incomplete }
            if at < limit, bytes[at] == Self.carriageReturn {
                guard at + 1 < limit || atEnd else { return .incomplete }
                guard at + 1 >= limit || bytes[at + 1] == Self.lineFeed else { return .broken(.textAfterQuote) }
                fields.append(field)
                return .complete(end: at, next: min(at + 2, limit), lines: lines)
            }
            if at >= limit || bytes[at] == Self.lineFeed {
                var recordEnd = at
                if recordEnd > field.start, bytes[recordEnd - 1] == Self.carriageReturn {
                    recordEnd -= 1
                    field.count = min(field.count, recordEnd - field.start)
                }
                fields.append(field)
                return .complete(end: recordEnd, next: min(at + 1, limit), lines: lines)
            }
            fields.append(field)
            guard fields.count <= limits.fields else { return .broken(.tooManyFields(limits.fields)) }
            at += 1
        }
    }

    /// Turns doubled quotes into one, in place.
    private func unescape() {
        for index in fields.indices where fields[index].hasDoubledQuotes {
            let start = fields[index].start
            var (from, to) = (start, start)
            let stop = start + fields[index].count
            while from < stop {
                window[to] = window[from]
                from += window[from] == Self.quote ? 2 : 1
                to += 1
            }
            fields[index].count = to - start
        }
    }

    /// After a broken record, reading goes on with the next physical line, so that one stray quote costs one line.
    private func skipPhysicalLine() throws(IngestFailure) {
        nextLine += 1
        while true {
            while position < end {
                position += 1
                if window[position - 1] == Self.lineFeed { return }
            }
            if sourceEnded { return }
            try fill()
        }
    }

    private static func problem(in record: UnsafeBufferPointer<UInt8>) -> RejectionReason? {
        guard let base = record.baseAddress else { return nil }
        let hasNull = Bytes.distance(to: 0, in: base, count: record.count) < record.count
        let raw = UnsafeRawPointer(base)
        var high: UInt64 = 0
        var at = 0
        while at &+ 8 <= record.count {
            high |= raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            at &+= 8
        }
        while at < record.count {
            high |= UInt64(base[at])
            at &+= 1
        }
        if hasNull { return .nullByte }
        // ASCII is UTF-8 already.
        guard high & 0x8080_8080_8080_8080 != 0 else { return nil }
        return String(validating: record, as: UTF8.self) == nil ? .notUTF8 : nil
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
