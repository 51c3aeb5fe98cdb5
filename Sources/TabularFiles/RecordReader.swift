/// Splits bytes into records of fields (RFC 4180): quotes, line breaks inside quotes, LF, CRLF or a lone CR.
///
/// It works on one window of the file that moves forward, so memory is bounded by the longest record allowed. What it
/// hands out is UTF-8, points into that window and is valid until the next call.
public final class RecordReader {
    /// What the next record turned out to be.
    public enum Outcome {
        case record
        /// Nothing but white space in all of its fields.
        case blank
        case broken(RecordProblem)
        case end
    }

    public struct Limits: Sendable {
        /// The longest record in bytes.
        public var recordBytes = 256 * 1024
        /// The most fields in a record.
        public var fields = 512

        public init() {}
    }

    /// The first physical line of the record, from 1; a row of a spreadsheet.
    public private(set) var line = 1
    /// How many fields the record has.
    public private(set) var fieldCount = 0
    /// Records that hold letters beyond ASCII, by how they are written.
    public private(set) var encodings = EncodingCounts()

    public var delimiter: UInt8 = UInt8(ascii: ",") {
        didSet { markStops() }
    }

    private let source: any ByteSource
    private let limits: Limits
    /// A spreadsheet's row is one line, however many its cells hold.
    private let countsRecords: Bool
    private let capacity: Int
    private let window: UnsafeMutablePointer<UInt8>
    private let fields: UnsafeMutablePointer<Field>
    /// 1 for the bytes that end an unquoted field.
    private let stops: UnsafeMutablePointer<UInt8>
    /// Where the fields of the record lie: in the window, or in `converted`.
    private var base: UnsafePointer<UInt8>
    /// Made once a record needs it: no byte of Windows-1252 takes more than three of UTF-8.
    private var converted: UnsafeMutablePointer<UInt8>?
    private var recordStart = 0
    private var recordCount = 0
    private var position = 0
    private var end = 0
    private var sourceEnded = false
    private var nextLine = 1

    /// One field: where it lies.
    private struct Field {
        var start: Int
        var count: Int
        /// It still holds doubled quotes.
        var hasDoubledQuotes: Bool
    }

    public init(_ source: any ByteSource, limits: Limits = Limits(), countsRecords: Bool = false) {
        self.source = source
        self.limits = limits
        self.countsRecords = countsRecords
        capacity = limits.recordBytes * 2
        window = .allocate(capacity: capacity)
        window.initialize(repeating: 0, count: capacity)
        fields = .allocate(capacity: limits.fields + 1)
        fields.initialize(repeating: Field(start: 0, count: 0, hasDoubledQuotes: false), count: limits.fields + 1)
        stops = .allocate(capacity: 256)
        stops.initialize(repeating: 0, count: 256)
        base = UnsafePointer(window)
        markStops()
    }

    deinit {
        window.deallocate()
        fields.deallocate()
        stops.deallocate()
        converted?.deallocate()
    }

    /// The bytes of a field of the current record; empty beyond the last one.
    public subscript(index: Int) -> UnsafeBufferPointer<UInt8> {
        guard index < fieldCount else { return UnsafeBufferPointer(start: nil, count: 0) }
        let field = fields[index]
        return UnsafeBufferPointer(start: base + field.start, count: field.count)
    }

    /// The record's bytes, to tell identical ones. Not for reading.
    public var recordBytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: window + recordStart, count: recordCount)
    }

    /// The first bytes of what is to come, without consuming them.
    public func peek() throws(TabularFileFailure) -> UnsafeBufferPointer<UInt8> {
        try fill()
        return UnsafeBufferPointer(start: window + position, count: end - position)
    }

    /// Steps over a line that is not part of the table and has `count` bytes with its end.
    public func skipLine(_ count: Int) {
        position += count
        nextLine += 1
    }

    /// Reads the next record.
    public func next() throws(TabularFileFailure) -> Outcome {
        line = nextLine
        switch try scanWhole() {
        case .complete(let recordEnd, let next, let lines):
            recordStart = position
            recordCount = recordEnd - position
            position = next
            nextLine += countsRecords ? 1 : lines
            return finish()
        case .broken(let problem):
            try skipPhysicalLine()
            fieldCount = 0
            return .broken(problem)
        case .nothing, .incomplete:
            // scanWhole only gives back the latter once it cannot read more.
            return .end
        }
    }

    /// The first records of what is to come as they read with `delimiter`, without consuming them.
    public func sample(delimiter: UInt8, most: Int) throws(TabularFileFailure) -> [SampleRecord] {
        let kept = (self.delimiter, position)
        defer { (self.delimiter, position) = kept }
        try fill()
        let start = position
        self.delimiter = delimiter
        var records: [SampleRecord] = []
        var line = nextLine
        while records.count < most {
            switch scan(atEnd: sourceEnded) {
            case .complete(_, let next, let lines):
                records.append(SampleRecord(line: line, fields: (0..<fieldCount).map(sampleText)))
                position = next
                line += countsRecords ? 1 : lines
            case .broken:
                // Read on as `next` does, with the next physical line.
                while position < end, window[position] != Self.lineFeed, window[position] != Self.carriageReturn {
                    position += 1
                }
                if position + 1 < end, window[position] == Self.carriageReturn, window[position + 1] == Self.lineFeed {
                    position += 1
                }
                position = min(position + 1, end)
                records.append(SampleRecord(line: line, fields: nil))
                line += 1
            case .nothing, .incomplete: return records
            }
            if position - start > Self.sampleBytes { break }
        }
        return records
    }

    private static let sampleBytes = 400 * 1024

    private func sampleText(_ index: Int) -> String {
        let field = fields[index]
        let bytes = UnsafeBufferPointer(start: window + field.start, count: field.count)
        var text = MixedText.decode(bytes)
        if field.hasDoubledQuotes {
            text = text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
        }
        return text
    }

    // MARK: After scanning

    private func finish() -> Outcome {
        base = UnsafePointer(window)
        let record = recordBytes
        let traits = RecordTraits(record)
        if traits.isBlank(fieldCount, delimiter) { return .blank }
        if traits.hasNull { return .broken(.nullByte) }
        unescape()
        if traits.isASCII { return .record }
        if MixedText.isUTF8(record) {
            encodings.utf8 += 1
        } else {
            encodings.windows1252 += 1
            convert()
        }
        return .record
    }

    /// Turns doubled quotes into one, in place.
    private func unescape() {
        for index in 0..<fieldCount where fields[index].hasDoubledQuotes {
            let start = fields[index].start
            var (from, to) = (start, start)
            let stop = start + fields[index].count
            while from < stop {
                window[to] = window[from]
                from += window[from] == Self.quote ? 2 : 1
                to += 1
            }
            fields[index].count = to - start
            fields[index].hasDoubledQuotes = false
        }
    }

    /// A record that is not UTF-8 is written anew as such.
    private func convert() {
        let target = converted ?? .allocate(capacity: capacity * 3)
        converted = target
        var count = 0
        for index in 0..<fieldCount {
            let field = fields[index]
            let source = UnsafeBufferPointer(start: window + field.start, count: field.count)
            let written = MixedText.write(source, to: target + count)
            fields[index] = Field(start: count, count: written, hasDoubledQuotes: false)
            count += written
        }
        base = UnsafePointer(target)
    }

    private func markStops() {
        for byte in 0..<256 { stops[byte] = 0 }
        stops[Int(Self.lineFeed)] = 1
        stops[Int(Self.carriageReturn)] = 1
        stops[Int(delimiter)] = 1
    }

    // MARK: Window

    /// Moves what is left to the front and reads until the window is full or the source ends.
    private func fill() throws(TabularFileFailure) {
        guard !sourceEnded else { return }
        if position > 0 {
            window.update(from: window + position, count: end - position)
            end -= position
            position = 0
        }
        while end < capacity, !sourceEnded {
            let count = try source.read(into: UnsafeMutableRawBufferPointer(start: window + end, count: capacity - end))
            if count == 0 { sourceEnded = true }
            end += count
        }
    }

    private enum Scan {
        /// The record ends before `end`, the following one begins at `next`, `lines` line breaks later.
        case complete(end: Int, next: Int, lines: Int)
        case incomplete
        case broken(RecordProblem)
        case nothing
    }

    private func scanWhole() throws(TabularFileFailure) -> Scan {
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
        fieldCount = 0
        let bytes = UnsafePointer(window)
        let stops = UnsafePointer(stops)
        let (limit, delimiter) = (end, delimiter)
        var at = position
        guard at < limit else { return atEnd ? .nothing : .incomplete }
        var lines = 1
        var count = 0
        while true {
            // People put a blank between a delimiter and a quote.
            if at < limit, bytes[at] == 0x20 { skipBlanks(&at, before: limit) }
            var field = Field(start: at, count: 0, hasDoubledQuotes: false)
            if at < limit, bytes[at] == Self.quote {
                let linesBefore = lines
                field.start = at + 1
                at += 1
                while true {
                    while at < limit, bytes[at] != Self.quote {
                        // A CR before an LF is counted with it.
                        if bytes[at] == Self.lineFeed
                            || bytes[at] == Self.carriageReturn && at + 1 < limit && bytes[at + 1] != Self.lineFeed
                        {
                            lines += 1
                        }
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
                while at < limit, bytes[at] == 0x20 { at += 1 }
                if at < limit, stops[Int(bytes[at])] == 0 {
                    // `"Red" wine` quotes a word of the text; across lines it is rather a quote that was never closed.
                    guard bytes[at - 1] == 0x20, lines == linesBefore else { return .broken(.textAfterQuote) }
                    field.start -= 1
                    while at < limit, stops[Int(bytes[at])] == 0 { at &+= 1 }
                    (field.count, field.hasDoubledQuotes) = (at - field.start, false)
                }
            } else {
                while at < limit, stops[Int(bytes[at])] == 0 { at &+= 1 }
                field.count = at - field.start
            }
            guard at < limit || atEnd else { return .incomplete }
            fields[count] = field
            count &+= 1
            fieldCount = count
            if at >= limit { return .complete(end: limit, next: limit, lines: lines) }
            let stop = bytes[at]
            if stop == delimiter {
                guard count <= limits.fields else { return .broken(.tooManyFields(limits.fields)) }
                at &+= 1
                continue
            }
            if stop == Self.lineFeed { return .complete(end: at, next: at + 1, lines: lines) }
            guard at + 1 < limit || atEnd else { return .incomplete }
            let isPair = at + 1 < limit && bytes[at + 1] == Self.lineFeed
            return .complete(end: at, next: at + (isPair ? 2 : 1), lines: lines)
        }
    }

    /// Steps over blanks that a quote follows.
    private func skipBlanks(_ at: inout Int, before limit: Int) {
        var next = at
        while next < limit, window[next] == 0x20 { next += 1 }
        if next < limit, window[next] == Self.quote { at = next }
    }

    /// After a broken record, reading goes on with the next physical line, so that one stray quote costs one line.
    private func skipPhysicalLine() throws(TabularFileFailure) {
        nextLine += 1
        (recordStart, recordCount) = (position, 0)
        var isWhole = true
        while true {
            while position < end, window[position] != Self.lineFeed, window[position] != Self.carriageReturn {
                position += 1
            }
            if position + 1 >= end, !sourceEnded {
                isWhole = false
                try fill()
                continue
            }
            // A line that did not fit the window is not shown in part.
            if isWhole { recordCount = position - recordStart }
            guard position < end else { return }
            let isPair =
                window[position] == Self.carriageReturn && position + 1 < end && window[position + 1] == Self.lineFeed
            position += isPair ? 2 : 1
            return
        }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}

/// One record of a sample.
public struct SampleRecord: Sendable {
    /// Its first physical line, from 1.
    public let line: Int
    /// nil when it is broken.
    public let fields: [String]?
}
