public import Localization

/// What to look for in documents.
public struct DocumentSearch: Sendable, Hashable {
    public var text: String
    /// Documents at most. Default: 10, at most ``mostResults``.
    public var limit = 10
    /// Only documents in this language.
    public var language: Language?
    /// Stand around what was found, in snippets. Default: `**`.
    public var marks = SnippetMarks()

    public static let mostResults = 50

    public init(_ text: String) {
        self.text = text
    }
}

public struct SnippetMarks: Sendable, Hashable {
    public var before: String
    public var after: String

    public init(before: String = "**", after: String = "**") {
        self.before = before
        self.after = after
    }
}

/// Documents that say something of what was looked for, best first.
public struct DocumentSearchResults: Sendable, Hashable {
    public struct Hit: Sendable, Hashable {
        public var name: String
        public var title: String
        public var language: Language?
        /// The headings above the best place, in one line; empty before the first one.
        public var section: String
        public var page: Int?
        /// The best place, its words marked.
        public var snippet: String
        /// Larger is better; comparable within one answer.
        public var score: Double
        /// Whether the document has all that was looked for.
        public var hasAllTerms: Bool
    }

    public var hits: [Hit]
    /// Documents that were found, of which `hits` may be the first.
    public var total: Int
    /// Words that no document has, with those that were looked for in their place.
    public var corrections: [Correction]
    /// Documents that can be found at all.
    public var documents: Int

    public struct Correction: Sendable, Hashable {
        public var word: String
        public var replacements: [String]
    }
}

/// Why there was nothing to look for.
public enum DocumentSearchFailure: LocalizedFailure, Hashable {
    case noWords
    case onlySmallWords

    public var message: LocalizedText {
        switch self {
        case .noWords:
            LocalizedText(
                es: "Escriba qué buscar en los documentos: una o varias palabras, como «devolución de clientes».",
                en: "Write what to look for in the documents: one or more words, such as 'customer returns'."
            )
        case .onlySmallWords:
            LocalizedText(
                es: "Esas palabras están en casi todo texto. Agregue de qué trata lo que busca, como «devolución» o "
                    + "«inventario», o ponga la frase exacta entre comillas.",
                en: "Those words are in almost any text. Add what it is about, such as 'refund' or 'stock', or put the "
                    + "exact phrase in quotation marks."
            )
        }
    }
}
