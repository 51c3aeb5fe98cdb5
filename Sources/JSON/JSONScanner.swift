/// The words of JSON: white space, literals, numbers and strings, over bytes that outlive the scanner.
struct JSONScanner {
    private let bytes: UnsafeRawBufferPointer
    private let numberLimit: Int
    private(set) var offset = 0
    /// Where the latest member name began.
    var nameOffset = 0

    init(_ bytes: UnsafeRawBufferPointer, numberLimit: Int) {
        self.bytes = bytes
        self.numberLimit = numberLimit
    }

    var count: Int { bytes.count }

    var startsWithByteOrderMark: Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

    /// Whether the last thing before the current byte, white space aside, is a comma.
    var followsComma: Bool {
        bytes[..<offset].last { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 } == UInt8(ascii: ",")
    }

    func failure(_ reason: JSONParsingError.Reason) -> JSONParsingError {
        JSONParsingError(reason, at: offset)
    }

    @inline(__always)
    mutating func advance() { offset += 1 }

    /// The next byte that is not white space, without consuming it.
    @inline(__always)
    mutating func next() throws(JSONParsingError) -> UInt8 {
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte > 0x20 { return byte }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
                throw failure(.unexpectedByte(byte))
            }
            offset += 1
        }
        throw failure(bytes.isEmpty ? .empty : .unexpectedEnd)
    }

    /// Consumes the next byte that is not white space if it is this one.
    @inline(__always)
    mutating func skip(_ expected: UInt8) throws(JSONParsingError) -> Bool {
        guard try next() == expected else { return false }
        offset += 1
        return true
    }

    mutating func expectEnd() throws(JSONParsingError) {
        while offset < bytes.count {
            let byte = bytes[offset]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else {
                throw failure(.textAfterValue)
            }
            offset += 1
        }
    }

    mutating func literal(_ word: StaticString) throws(JSONParsingError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard offset < bytes.count else { throw failure(.unexpectedEnd) }
            guard bytes[offset] == word.utf8Start[index] else { throw failure(.unexpectedByte(bytes[offset])) }
            offset += 1
        }
    }
}

// MARK: - Numbers

extension JSONScanner {
    /// Stands at `-` or a digit.
    mutating func number() throws(JSONParsingError) -> JSONValue {
        let start = offset
        let isNegative = bytes[offset] == UInt8(ascii: "-")
        if isNegative { offset += 1 }
        let digitsStart = offset
        var magnitude: UInt64 = 0
        while offset < bytes.count, case let digit = bytes[offset] &- 0x30, digit < 10 {
            magnitude = magnitude &* 10 &+ UInt64(digit)
            offset += 1
        }
        let digits = offset - digitsStart
        if digits == 0 { throw failure(offset < bytes.count ? .missingDigits : .unexpectedEnd) }
        if digits > 1, bytes[digitsStart] == 0x30 { throw JSONParsingError(.leadingZero, at: digitsStart) }

        var isInteger = true
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            isInteger = false
            offset += 1
            try someDigits()
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            offset += 1
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
                offset += 1
            }
            try someDigits()
        }
        // Eighteen digits cannot overflow, so `magnitude` is exact; -0 would lose its sign.
        if isInteger, digits <= 18, !(isNegative && magnitude == 0) {
            return .integer(isNegative ? -Int64(magnitude) : Int64(magnitude))
        }
        if offset - start > numberLimit { throw JSONParsingError(.numberTooLong(limit: numberLimit), at: start) }
        let lexeme = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isInteger, !(isNegative && magnitude == 0), let value = Int64(lexeme) { return .integer(value) }
        return .number(JSONNumber(uncheckedLexeme: lexeme))
    }

    private mutating func someDigits() throws(JSONParsingError) {
        let start = offset
        while offset < bytes.count, bytes[offset] &- 0x30 < 10 { offset += 1 }
        if offset == start { throw failure(offset < bytes.count ? .missingDigits : .unexpectedEnd) }
    }
}

// MARK: - Strings

extension JSONScanner {
    /// Stands at the opening quote; ends after the closing one.
    @inline(__always)
    mutating func string() throws(JSONParsingError) -> String {
        let start = offset + 1
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") {
                offset = end + 1
                return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
            }
            if byte == UInt8(ascii: "\\") || byte < 0x20 || byte >= 0x80 { break }
            end += 1
        }
        offset = end
        return try stringWithEscapesOrMultibyte(from: start)
    }

    /// The rest of a string whose bytes from `start` up to `offset` are plain ASCII.
    private mutating func stringWithEscapesOrMultibyte(from start: Int) throws(JSONParsingError) -> String {
        var decoded: [UInt8] = []
        var runStart = start
        while true {
            guard offset < bytes.count else { throw failure(.unexpectedEnd) }
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                let end = offset
                offset += 1
                if decoded.isEmpty { return try validated(bytes[runStart..<end], at: runStart) }
                try append(runStart..<end, to: &decoded)
                return String(decoding: decoded, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try append(runStart..<offset, to: &decoded)
                try escape(into: &decoded)
                runStart = offset
            case ..<0x20: throw failure(.controlCharacter)
            default: offset += 1
            }
        }
    }

    private func append(_ range: Range<Int>, to decoded: inout [UInt8]) throws(JSONParsingError) {
        let slice = UnsafeRawBufferPointer(rebasing: bytes[range])
        if let bad = UTF8Validation.firstInvalidOffset(in: slice) {
            throw JSONParsingError(.invalidUTF8, at: range.lowerBound + bad)
        }
        decoded.append(contentsOf: slice)
    }

    private func validated(_ slice: Slice<UnsafeRawBufferPointer>, at start: Int) throws(JSONParsingError) -> String {
        let slice = UnsafeRawBufferPointer(rebasing: slice)
        if let text = String(validating: slice, as: UTF8.self) { return text }
        throw JSONParsingError(.invalidUTF8, at: start + (UTF8Validation.firstInvalidOffset(in: slice) ?? 0))
    }

    /// Stands at the backslash; ends after the escape.
    private mutating func escape(into decoded: inout [UInt8]) throws(JSONParsingError) {
        let start = offset
        offset += 1
        guard offset < bytes.count else { throw failure(.unexpectedEnd) }
        let letter = bytes[offset]
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(letter)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try unicodeEscape(startedAt: start)
            decoded.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
        default: throw JSONParsingError(.invalidEscape, at: start)
        }
    }

    /// Stands after `\u`. Joins a surrogate pair written as two escapes.
    private mutating func unicodeEscape(startedAt start: Int) throws(JSONParsingError) -> Unicode.Scalar {
        let first = try hexadecimal(startedAt: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u")
        else { throw JSONParsingError(.loneSurrogate, at: start) }
        let secondStart = offset
        offset += 2
        let second = try hexadecimal(startedAt: secondStart)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw JSONParsingError(.loneSurrogate, at: start) }
        return scalar
    }

    private mutating func hexadecimal(startedAt start: Int) throws(JSONParsingError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard offset < bytes.count else { throw failure(.unexpectedEnd) }
            let byte = bytes[offset]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - 0x30
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - 0x61 + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - 0x41 + 10
            default: throw JSONParsingError(.invalidUnicodeEscape, at: start)
            }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }
}
