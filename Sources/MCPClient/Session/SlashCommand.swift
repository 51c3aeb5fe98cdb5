import Localization

/// What a person typed in a session.
enum SlashCommand: Equatable {
    /// A command and the words behind it.
    case command(Name, [String])
    /// Free words, for whoever answers such.
    case question(String)
    case nothing
    case unknown(String)

    enum Name: String, CaseIterable {
        /// The first ones are shortcuts to tools and routes of this product's own server.
        case sales, top, trend, compare, summary, stock, reorder, docs, report, health
        case tools, call, resources, read, download, prompts, prompt, watch, servers, use, info, log, json, lang, help,
            quit

        /// In Spanish.
        var spanish: String {
            switch self {
            case .tools: "herramientas"
            case .call: "llamar"
            case .resources: "recursos"
            case .read: "leer"
            case .watch: "vigilar"
            case .servers: "servidores"
            case .use: "usar"
            case .log: "registro"
            case .lang: "idioma"
            case .help: "ayuda"
            case .quit: "salir"
            case .sales: "ventas"
            case .trend: "tendencia"
            case .compare: "comparar"
            case .summary: "resumen"
            case .stock: "existencias"
            case .reorder: "pedido"
            case .docs: "documentos"
            case .report: "informe"
            case .download: "descargar"
            case .health: "estado"
            case .prompts, .prompt, .info, .json, .top: rawValue
            }
        }
    }

    init(_ line: String) {
        let words = Self.words(in: line)
        guard let first = words.first else {
            self = .nothing
            return
        }
        guard first.hasPrefix("/") else {
            self = .question(line.trimmed)
            return
        }
        if let name = Self.name(first) {
            self = .command(name, Array(words.dropFirst()))
        } else {
            self = .unknown(first)
        }
    }

    /// The command that a word names in either language.
    static func name(_ word: String) -> Name? {
        switch word.lowercased() {
        case "/?": .help
        case "/exit": .quit
        case let word: Name.allCases.first { word == "/" + $0.rawValue || word == "/" + $0.spanish }
        }
    }

    /// All commands as they are typed.
    static func all(_ language: Language) -> [String] {
        Name.allCases.map { "/" + (language == .spanish ? $0.spanish : $0.rawValue) }
    }

    /// Words are separated by white space; single or double quotes keep some together.
    static func words(in line: String) -> [String] {
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
