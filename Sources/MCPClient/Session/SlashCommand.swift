import JSON
import MCP

/// What a person typed in a session.
enum SlashCommand: Equatable {
    case tools
    case health
    case sales([String])
    case top([String])
    case call(String, [String])
    case help
    case quit
    case nothing
    case unknown(String)

    static let names = ["/tools", "/health", "/sales", "/top", "/call", "/help", "/quit"]

    init(_ line: String) {
        let words = Self.words(in: line)
        guard let first = words.first else {
            self = .nothing
            return
        }
        let rest = Array(words.dropFirst())
        switch first.lowercased() {
        case "/tools", "/herramientas": self = .tools
        case "/health", "/estado": self = .health
        case "/sales", "/ventas": self = .sales(rest)
        case "/top": self = .top(rest)
        case "/call", "/llamar": self = rest.first.map { .call($0, Array(rest.dropFirst())) } ?? .help
        case "/help", "/ayuda", "/?": self = .help
        case "/quit", "/exit", "/salir": self = .quit
        default: self = .unknown(first)
        }
    }

    /// Puts free words in front of `key=value` words: the words of `/sales last month view=gross` that have no `=` are
    /// one period, and a number that leads those of `/top 5 agosto` is how many.
    static func arguments(of words: [String], counted: Bool) -> [String] {
        var free = words.filter { !$0.contains("=") }
        var named = words.filter { $0.contains("=") }
        if counted, let count = free.first, Int(count) != nil, Int(count)! < 1_000 {
            named.append("n=\(count)")
            free.removeFirst()
        }
        if !free.isEmpty { named.append("period=" + free.joined(separator: " ")) }
        return named
    }

    /// Words are separated by white space; single or double quotes keep some together.
    private static func words(in line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var isOpen = false
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" && !word.contains("{") {
                quote = character
                isOpen = true
            } else if character.isWhitespace {
                if isOpen || !word.isEmpty { words.append(word) }
                word = ""
                isOpen = false
            } else {
                word.append(character)
            }
        }
        if isOpen || !word.isEmpty { words.append(word) }
        return words
    }
}
