/// One event of a stream (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Sendable, Hashable {
    /// What the stream's `id` fields had said last; empty for none. It carries over to events without one.
    public var lastEventID: String
    /// "message" unless the stream says otherwise.
    public var type: String
    /// The lines of data, joined by line feeds. Empty in an event that only carries an identifier.
    public var data: [UInt8]

    public init(lastEventID: String = "", type: String = "message", data: [UInt8]) {
        self.lastEventID = lastEventID
        self.type = type
        self.data = data
    }
}

/// A stream that asks for more than its reader gives.
public enum EventStreamError: Error, Sendable, Hashable {
    case lineTooLong(limit: Int)
    case eventTooLarge(limit: Int)
}

/// Reads server-sent events from bytes as they come, in pieces of any size.
public struct EventStreamParser: Sendable {
    /// Bytes of one line and of the data of one event.
    public let limit: Int
    /// What the `id` fields have said so far, to be sent as `Last-Event-ID`; also from an event that is not finished
    /// only once it is.
    public private(set) var lastEventID = ""
    /// How long to wait before connecting again, if the stream said so.
    public private(set) var retry: Duration?

    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var type = ""
    private var pendingID: String?
    private var followsCarriageReturn = false
    /// How much of a byte order mark was seen; `nil` once past the beginning.
    private var markLength: Int? = 0

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Parameters:
    ///   - limit: in bytes. Default: a little more than the 4 MiB that a message may have.
    ///   - lastEventID: of the stream that this one takes up again.
    public init(limit: Int = (4 << 20) + 1_024, resumingAfter lastEventID: String = "") {
        self.limit = limit
        self.lastEventID = lastEventID
    }

    /// Takes in bytes and gives the events that they complete. What is not completed by an empty line when the stream
    /// ends was never an event.
    public mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(EventStreamError) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        var index = skipByteOrderMark(bytes)
        while index < bytes.count {
            if followsCarriageReturn {
                followsCarriageReturn = false
                if bytes[index] == 0x0A {
                    index += 1
                    continue
                }
            }
            let end = bytes[index...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.endIndex
            if line.count + (end - index) > limit { throw .lineTooLong(limit: limit) }
            line.append(contentsOf: bytes[index..<end])
            if end == bytes.endIndex { break }
            followsCarriageReturn = bytes[end] == 0x0D
            index = end + 1
            if let event = try endLine() { events.append(event) }
        }
        return events
    }

    /// Takes in an array of bytes.
    public mutating func parse(_ bytes: [UInt8]) throws(EventStreamError) -> [ServerSentEvent] {
        let outcome = bytes.withUnsafeBytes { buffer in
            Result { () throws(EventStreamError) in try parse(buffer) }
        }
        return try outcome.get()
    }

    /// Where the text goes on. A mark that turns out to be none is the beginning of a line.
    private mutating func skipByteOrderMark(_ bytes: UnsafeRawBufferPointer) -> Int {
        var index = 0
        while let length = markLength, index < bytes.count {
            if bytes[index] == Self.byteOrderMark[length] {
                markLength = length + 1 == Self.byteOrderMark.count ? nil : length + 1
                index += 1
            } else {
                line = Array(Self.byteOrderMark.prefix(length))
                markLength = nil
            }
        }
        return index
    }

    private mutating func endLine() throws(EventStreamError) -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":"))
        let name = line[..<(colon ?? line.endIndex)]
        var value = colon.map { line[($0 + 1)...] } ?? []
        if value.first == 0x20 { value.removeFirst() }
        // A line that begins with a colon is a comment: its name is empty and matches nothing.
        if name.elementsEqual("data".utf8) {
            if data.count + value.count >= limit { throw .eventTooLarge(limit: limit) }
            if hasData { data.append(0x0A) }
            data += value
            hasData = true
        } else if name.elementsEqual("event".utf8) {
            type = String(decoding: value, as: UTF8.self)
        } else if name.elementsEqual("id".utf8) {
            // An identifier goes into a header later on: nothing that could break out of one.
            if value.count <= 1_024, value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) {
                pendingID = String(decoding: value, as: UTF8.self)
            }
        } else if name.elementsEqual("retry".utf8) {
            if !value.isEmpty, value.count <= 12, value.allSatisfy({ (0x30...0x39).contains($0) }) {
                retry = .milliseconds(value.reduce(0) { $0 * 10 + Int($1 - 0x30) })
            }
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            data.removeAll()
            hasData = false
            type = ""
            pendingID = nil
        }
        if let pendingID { lastEventID = pendingID }
        guard hasData else { return nil }
        return ServerSentEvent(lastEventID: lastEventID, type: type.isEmpty ? "message" : type, data: data)
    }
}
