/// A URI template of level 1 (RFC 6570 section 1.2): literal text and `{name}` expressions. It makes URIs and takes
/// them apart again.
public struct URITemplate: Sendable, Hashable, CustomStringConvertible {
    private enum Part: Sendable, Hashable {
        case literal([UInt8])
        case variable(String)
    }

    public let text: String
    /// In the order in which they appear. Each appears once.
    public let variables: [String]
    private let parts: [Part]

    /// A URI longer than this matches nothing, in bytes.
    public static let maximumLength = 8_192

    /// - Returns: `nil` when the text is no level 1 template, names a variable twice, or has two variables without
    ///   anything between them, which could not be told apart.
    public init?(_ text: String) {
        var parts: [Part] = []
        var variables: [String] = []
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else { return nil }
            if open > rest.startIndex {
                parts.append(.literal(Array(rest[..<open].utf8)))
            } else if case .variable = parts.last {
                return nil
            }
            let name = String(rest[rest.index(after: open)..<close])
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isNameCharacter), !variables.contains(name) else {
                return nil
            }
            parts.append(.variable(name))
            variables.append(name)
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.literal(Array(rest.utf8))) }
        guard !parts.isEmpty else { return nil }
        self.text = text
        self.variables = variables
        self.parts = parts
    }

    public var description: String { text }

    /// The URI for these values, percent-encoded. A variable without a value is left out.
    public func expand(_ values: [String: String]) -> String {
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .literal(let literal): bytes.append(contentsOf: literal)
            case .variable(let name):
                for byte in (values[name] ?? "").utf8 {
                    if Self.isUnreserved(byte) {
                        bytes.append(byte)
                    } else {
                        bytes.append(UInt8(ascii: "%"))
                        bytes.append(Self.digits[Int(byte >> 4)])
                        bytes.append(Self.digits[Int(byte & 15)])
                    }
                }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The values that make this URI, percent-decoded; `nil` when none do.
    ///
    /// A value is at least one character and has no `/`, `?` or `#` in the URI. Once decoded it may hold anything: a
    /// handler that makes a path of it must check it.
    public func match(_ uri: String) -> [String: String]? {
        guard uri.utf8.count <= Self.maximumLength else { return nil }
        let bytes = Array(uri.utf8)
        var values: [String: String] = [:]
        var position = 0
        for (index, part) in parts.enumerated() {
            switch part {
            case .literal(let literal):
                guard bytes[position...].starts(with: literal) else { return nil }
                position += literal.count
            case .variable(let name):
                let run = bytes[position...].prefix { !Self.endsValue($0) }
                let end: Int
                switch index + 1 < parts.count ? parts[index + 1] : nil {
                case .literal(let next)?:
                    let found =
                        index + 2 == parts.count
                        ? Self.suffixStart(next, in: bytes)
                        : Self.firstStart(of: next, in: bytes, from: position + 1, to: run.endIndex)
                    guard let found, found <= run.endIndex else { return nil }
                    end = found
                default: end = run.endIndex
                }
                guard end > position, let value = Self.decoded(bytes[position..<end]) else { return nil }
                values[name] = value
                position = end
            }
        }
        return position == bytes.count ? values : nil
    }

    // MARK: Bytes

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func endsValue(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || "-._~".utf8.contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func suffixStart(_ literal: [UInt8], in bytes: [UInt8]) -> Int? {
        bytes.count >= literal.count && bytes.suffix(literal.count).elementsEqual(literal)
            ? bytes.count - literal.count : nil
    }

    private static func firstStart(of literal: [UInt8], in bytes: [UInt8], from: Int, to limit: Int) -> Int? {
        guard from <= limit else { return nil }
        return (from...limit).first { bytes[$0...].starts(with: literal) }
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String? {
        var decoded: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%") {
                guard index + 2 < bytes.endIndex, let high = hexadecimal(bytes[index + 1]),
                    let low = hexadecimal(bytes[index + 2])
                else { return nil }
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
