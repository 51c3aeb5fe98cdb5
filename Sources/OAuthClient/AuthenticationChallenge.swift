/// One challenge of `WWW-Authenticate` (RFC 9110 section 11.6.1).
public struct AuthenticationChallenge: Sendable, Hashable {
    /// In lower case, such as "bearer".
    public var scheme: String
    /// By lower-case name. A parameter that appears twice counts with its first value.
    public var parameters: [String: String]

    /// The challenges of a header, several of which may stand in one value. What cannot be understood ends the
    /// reading; the challenges before it are kept.
    public static func parse(_ header: String) -> [AuthenticationChallenge] {
        var parser = Parser(header)
        return parser.challenges()
    }

    /// What a Bearer challenge asks for (RFC 6750 section 3); empty when it does not say.
    public var scopes: [String] { parameters["scope"].map { $0.split(separator: " ").map(String.init) } ?? [] }
}

extension AuthenticationChallenge {
    private struct Parser {
        private var rest: Substring.UTF8View

        /// No server needs more.
        static let maximumLength = 16_384

        init(_ header: String) {
            rest = header.utf8.prefix(Self.maximumLength)
        }

        mutating func challenges() -> [AuthenticationChallenge] {
            var challenges: [AuthenticationChallenge] = []
            while true {
                skipSeparators()
                guard let word = token() else { return challenges }
                // "name =" continues the challenge before it; anything else begins another one.
                if let last = challenges.indices.last, let value = parameterValue() {
                    let name = word.lowercased()
                    if challenges[last].parameters[name] == nil { challenges[last].parameters[name] = value }
                } else {
                    challenges.append(AuthenticationChallenge(scheme: word.lowercased(), parameters: [:]))
                    skipToken68()
                }
            }
        }

        private mutating func skipSpaces() {
            while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() }
        }

        private mutating func skipSeparators() {
            while let byte = rest.first, byte == 0x20 || byte == 0x09 || byte == 0x2C { rest.removeFirst() }
        }

        private mutating func token() -> String? {
            let token = rest.prefix { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
            guard !token.isEmpty else { return nil }
            rest = rest.dropFirst(token.count)
            return String(Substring(token))
        }

        /// What follows a name: "=" and a token or a quoted text. Nothing is consumed when it is no parameter.
        private mutating func parameterValue() -> String? {
            let start = rest
            skipSpaces()
            guard rest.first == UInt8(ascii: "=") else {
                rest = start
                return nil
            }
            rest.removeFirst()
            skipSpaces()
            guard let value = rest.first == UInt8(ascii: "\"") ? quotedText() : token() else {
                rest = start
                return nil
            }
            return value
        }

        private mutating func quotedText() -> String? {
            rest.removeFirst()
            var bytes: [UInt8] = []
            while let byte = rest.popFirst() {
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let escaped = rest.popFirst() else { return nil }
                    bytes.append(escaped)
                default: bytes.append(byte)
                }
            }
            return nil
        }

        /// Credentials such as those of Negotiate, which are no parameters.
        private mutating func skipToken68() {
            let start = rest
            skipSpaces()
            let word = rest.prefix { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "-._~+/=".utf8.contains(byte)
                }
            }
            let following = rest.dropFirst(word.count).drop { $0 == 0x20 || $0 == 0x09 }
            let isToken68 = !word.isEmpty && (following.isEmpty || following.first == 0x2C) && !isParameter(word)
            rest = isToken68 ? following : start
        }

        /// "a=b" is a parameter, "YWI=" is not.
        private func isParameter(_ word: Substring.UTF8View) -> Bool {
            guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else { return false }
            return word[equals...].contains { $0 != UInt8(ascii: "=") }
        }
    }
}
