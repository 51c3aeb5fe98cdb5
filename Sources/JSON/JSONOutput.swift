/// Bytes under construction: the sole owner of memory that grows. Faster than appending single bytes to an array, which
/// checks for other owners each time.
struct JSONOutput: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var count = 0
    private var capacity: Int

    init(capacity: Int = 512) {
        start = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit {
        start.deallocate()
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
    }

    @inline(__always)
    private mutating func reserve(_ additional: Int) {
        if count + additional > capacity { grow(additional) }
    }

    @inline(never)
    private mutating func grow(_ additional: Int) {
        let larger = max(capacity * 2, count + additional)
        let next = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        next.update(from: start, count: count)
        start.deallocate()
        start = next
        capacity = larger
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func append(_ source: UnsafePointer<UInt8>, _ length: Int) {
        reserve(length)
        (start + count).update(from: source, count: length)
        count += length
    }

    @inline(__always)
    private mutating func append(_ text: StaticString) {
        append(text.utf8Start, text.utf8CodeUnitCount)
    }
}

// MARK: - Values

extension JSONOutput {
    // Recursive: as deep as the value, whose own destruction is as deep.
    mutating func write(_ value: borrowing JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let flag): if flag { append("true") } else { append("false") }
        case .integer(let integer): write(integer)
        case .number(let number): writeVerbatim(number.lexeme)
        case .string(let text): write(text)
        case .array(let elements):
            append(UInt8(ascii: "["))
            elements.withUnsafeBufferPointer { elements in
                for index in 0..<elements.count {
                    if index > 0 { append(UInt8(ascii: ",")) }
                    write(elements[index])
                }
            }
            append(UInt8(ascii: "]"))
        case .object(let object): write(object)
        }
    }

    mutating func write(_ object: borrowing JSONObject) {
        append(UInt8(ascii: "{"))
        object.withMembers { members in
            for index in 0..<members.count {
                if index > 0 { append(UInt8(ascii: ",")) }
                write(members[index].key)
                append(UInt8(ascii: ":"))
                write(members[index].value)
            }
        }
        append(UInt8(ascii: "}"))
    }

    mutating func writePretty(_ value: JSONValue, level: Int) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                newLine(level + 1)
                writePretty(element, level: level + 1)
            }
            newLine(level)
            append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            append(UInt8(ascii: "{"))
            for (index, member) in object.enumerated() {
                if index > 0 { append(UInt8(ascii: ",")) }
                newLine(level + 1)
                write(member.key)
                append(": ")
                writePretty(member.value, level: level + 1)
            }
            newLine(level)
            append(UInt8(ascii: "}"))
        default: write(value)
        }
    }

    private mutating func newLine(_ level: Int) {
        append(0x0A)
        for _ in 0..<level { append("  ") }
    }
}

// MARK: - Strings and integers

extension JSONOutput {
    private mutating func write(_ integer: Int64) {
        if (0..<10).contains(integer) {
            append(0x30 + UInt8(integer))
        } else {
            writeVerbatim(String(integer))
        }
    }

    private mutating func writeVerbatim(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            if let source = utf8.baseAddress { append(source, utf8.count) }
        }
    }

    private mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { writeEscaped($0) }
    }

    private mutating func writeEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        guard let source = text.baseAddress else { return append(UInt8(ascii: "\"")) }
        var runStart = 0
        for index in 0..<text.count {
            let byte = source[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            append(source + runStart, index - runStart)
            runStart = index + 1
            append(UInt8(ascii: "\\"))
            switch byte {
            case 0x08: append(UInt8(ascii: "b"))
            case 0x09: append(UInt8(ascii: "t"))
            case 0x0A: append(UInt8(ascii: "n"))
            case 0x0C: append(UInt8(ascii: "f"))
            case 0x0D: append(UInt8(ascii: "r"))
            case ..<0x20:
                append("u00")
                append(byte < 0x10 ? 0x30 : 0x31)
                let low = byte & 0x0F
                append(low < 10 ? 0x30 + low : 0x61 + low - 10)
            default: append(byte)
            }
        }
        append(source + runStart, text.count - runStart)
        append(UInt8(ascii: "\""))
    }
}
