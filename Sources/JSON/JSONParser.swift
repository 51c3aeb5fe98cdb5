extension JSONValue {
    /// Reads one JSON text, strictly (RFC 8259): no byte order mark, no comments, no duplicate names, UTF-8 only.
    ///
    /// - Throws: what is wrong and at which byte.
    public init(
        parsing bytes: UnsafeRawBufferPointer,
        limits: JSONLimits = .standard
    ) throws(JSONParsingError) {
        var parser = JSONParser(bytes, limits: limits)
        self = try parser.parse()
    }

    /// Reads one JSON text from an array of bytes.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONParsingError) {
        let outcome = bytes.withUnsafeBytes { buffer in
            Result { () throws(JSONParsingError) in try JSONValue(parsing: buffer, limits: limits) }
        }
        self = try outcome.get()
    }

    /// Reads one JSON text from a string.
    public init(parsing text: String, limits: JSONLimits = .standard) throws(JSONParsingError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }
}

/// The grammar of values, arrays and objects. Open containers wait on an explicit stack: nesting costs heap, which
/// the depth limit bounds, and never call stack.
struct JSONParser {
    /// A container under construction.
    private struct Frame {
        var isObject: Bool
        var elements: [JSONValue] = []
        var members = JSONObject()
        /// The name that waits for its value.
        var name = ""
    }

    private var scanner: JSONScanner
    private let limits: JSONLimits
    private var valuesLeft: Int

    init(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits) {
        self.scanner = JSONScanner(bytes, numberLimit: limits.numberLength)
        self.limits = limits
        self.valuesLeft = limits.values
    }

    mutating func parse() throws(JSONParsingError) -> JSONValue {
        try checkStart()
        var outer: [Frame] = []
        var depth = 0
        var frame = Frame(isObject: false)

        while true {
            // A value starts here, or the container just opened ends at once.
            var value: JSONValue
            valuesLeft -= 1
            if valuesLeft < 0 { throw scanner.failure(.tooManyValues(limit: limits.values)) }
            switch try scanner.next() {
            case UInt8(ascii: "\""): value = .string(try scanner.string())
            case UInt8(ascii: "{"):
                try open(&frame, depth: &depth, outer: &outer, isObject: true)
                if try scanner.skip(UInt8(ascii: "}")) {
                    value = .object(JSONObject())
                    close(&frame, depth: &depth, outer: &outer)
                } else {
                    frame.members.reserveCapacity(4)
                    frame.name = try memberName()
                    continue
                }
            case UInt8(ascii: "["):
                try open(&frame, depth: &depth, outer: &outer, isObject: false)
                if try scanner.skip(UInt8(ascii: "]")) {
                    value = .array([])
                    close(&frame, depth: &depth, outer: &outer)
                } else {
                    continue
                }
            case UInt8(ascii: "t"):
                try scanner.literal("true")
                value = .bool(true)
            case UInt8(ascii: "f"):
                try scanner.literal("false")
                value = .bool(false)
            case UInt8(ascii: "n"):
                try scanner.literal("null")
                value = .null
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): value = try scanner.number()
            case UInt8(ascii: "]") where depth > 0 && !frame.isObject, UInt8(ascii: "}") where depth > 0:
                throw scanner.failure(scanner.followsComma ? .trailingComma : .expectedValue)
            case UInt8(ascii: ","): throw scanner.failure(.expectedValue)
            case let byte: throw scanner.failure(.unexpectedByte(byte))
            }

            // The value is complete: hand it to its container, and close what ends with it.
            while true {
                if depth == 0 {
                    try scanner.expectEnd()
                    return value
                }
                if frame.isObject {
                    guard frame.members.appendIfAbsent(frame.name, value) else {
                        throw JSONParsingError(.duplicateName(frame.name), at: scanner.nameOffset)
                    }
                } else {
                    frame.elements.append(value)
                }
                let byte = try scanner.next()
                if byte == UInt8(ascii: ",") {
                    scanner.advance()
                    if frame.isObject { frame.name = try memberName() }
                    break
                }
                guard byte == (frame.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    throw scanner.failure(frame.isObject ? .expectedCommaOrBrace : .expectedCommaOrBracket)
                }
                scanner.advance()
                value = frame.isObject ? .object(frame.members) : .array(frame.elements)
                close(&frame, depth: &depth, outer: &outer)
            }
        }
    }

    private func checkStart() throws(JSONParsingError) {
        if scanner.count > limits.bytes { throw JSONParsingError(.tooLong(limit: limits.bytes), at: limits.bytes) }
        if scanner.startsWithByteOrderMark { throw JSONParsingError(.byteOrderMark, at: 0) }
    }

    @inline(__always)
    private mutating func open(
        _ frame: inout Frame,
        depth: inout Int,
        outer: inout [Frame],
        isObject: Bool
    ) throws(JSONParsingError) {
        if depth >= limits.depth { throw scanner.failure(.tooDeep(limit: limits.depth)) }
        if depth > 0 { outer.append(frame) }
        depth += 1
        frame = Frame(isObject: isObject)
        scanner.advance()
    }

    @inline(__always)
    private func close(_ frame: inout Frame, depth: inout Int, outer: inout [Frame]) {
        depth -= 1
        frame = depth > 0 ? outer.removeLast() : Frame(isObject: false)
    }

    /// A name and its colon. Stands at the first byte that may begin the name.
    @inline(__always)
    private mutating func memberName() throws(JSONParsingError) -> String {
        let byte = try scanner.next()
        guard byte == UInt8(ascii: "\"") else {
            let isTrailing = byte == UInt8(ascii: "}") && scanner.followsComma
            throw scanner.failure(isTrailing ? .trailingComma : .expectedMemberName)
        }
        scanner.nameOffset = scanner.offset
        let name = try scanner.string()
        guard try scanner.skip(UInt8(ascii: ":")) else { throw scanner.failure(.expectedColon) }
        return name
    }
}
