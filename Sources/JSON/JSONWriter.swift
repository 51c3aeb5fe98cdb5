extension JSONValue {
    /// Appends the value as JSON without white space, in UTF-8.
    ///
    /// Escapes what RFC 8259 section 7 requires and nothing else: U+2028 and U+2029 stay as they are.
    public func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(text: "null")
        case .bool(true): bytes.append(text: "true")
        case .bool(false): bytes.append(text: "false")
        case .integer(let value): JSONWriter.write(value, to: &bytes)
        case .number(let number): bytes.append(contentsOf: number.lexeme.utf8)
        case .string(let text): JSONWriter.write(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            var isFirst = true
            for element in elements {
                if !isFirst { bytes.append(UInt8(ascii: ",")) }
                isFirst = false
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object): object.write(to: &bytes)
        }
    }

    /// The value as JSON without white space.
    public func serialized() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        write(to: &bytes)
        return bytes
    }

    /// The value as JSON without white space, as a string.
    public var serializedString: String { String(decoding: serialized(), as: UTF8.self) }

    /// The value as JSON for people: two spaces a level, one member a line, empty containers on one line.
    public func prettyPrinted() -> String {
        var bytes: [UInt8] = []
        writePretty(to: &bytes, level: 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func writePretty(to bytes: inout [UInt8], level: Int) {
        func newLine(_ level: Int) {
            bytes.append(0x0A)
            bytes.append(contentsOf: repeatElement(0x20, count: 2 * level))
        }
        switch self {
        case .array(let elements) where !elements.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newLine(level + 1)
                element.writePretty(to: &bytes, level: level + 1)
            }
            newLine(level)
            bytes.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newLine(level + 1)
                JSONWriter.write(member.key, to: &bytes)
                bytes.append(text: ": ")
                member.value.writePretty(to: &bytes, level: level + 1)
            }
            newLine(level)
            bytes.append(UInt8(ascii: "}"))
        default: write(to: &bytes)
        }
    }
}

extension JSONObject {
    /// Appends the object as JSON without white space.
    public func write(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for member in self {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            JSONWriter.write(member.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            member.value.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// The object as JSON without white space.
    public func serialized() -> [UInt8] { JSONValue.object(self).serialized() }
}

extension JSONValue: CustomStringConvertible {
    public var description: String { serializedString }
}

extension JSONObject: CustomStringConvertible {
    public var description: String { JSONValue.object(self).serializedString }
}

/// Strings and integers as JSON.
enum JSONWriter {
    static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { writeEscaped($0, to: &bytes) }
        if isDone == nil { Array(text.utf8).withUnsafeBufferPointer { writeEscaped($0, to: &bytes) } }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func writeEscaped(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        var runStart = 0
        for index in 0..<text.count {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
            runStart = index + 1
            bytes.append(UInt8(ascii: "\\"))
            switch byte {
            case 0x08: bytes.append(UInt8(ascii: "b"))
            case 0x09: bytes.append(UInt8(ascii: "t"))
            case 0x0A: bytes.append(UInt8(ascii: "n"))
            case 0x0C: bytes.append(UInt8(ascii: "f"))
            case 0x0D: bytes.append(UInt8(ascii: "r"))
            case ..<0x20:
                bytes.append(text: "u00")
                bytes.append(byte < 0x10 ? 0x30 : 0x31)
                let low = byte & 0x0F
                bytes.append(low < 10 ? 0x30 + low : 0x61 + low - 10)
            default: bytes.append(byte)
            }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart...]))
    }

    static func write(_ value: Int64, to bytes: inout [UInt8]) {
        if (0..<10).contains(value) {
            bytes.append(0x30 + UInt8(value))
        } else {
            // Up to 15 characters live inside the string itself: no allocation.
            bytes.append(contentsOf: String(value).utf8)
        }
    }
}

extension [UInt8] {
    @inline(__always)
    mutating func append(text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
