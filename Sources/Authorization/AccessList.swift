public import Localization

/// A file that says, a line each, by what somebody is known and what they may do:
///
///     # who            name        scopes
///     sha256:9f86d0…   name=ana    scopes=sales:read,stock:read
///
/// The first word is what one is known by. `name=` tells principals apart; `scopes=` lists what is allowed, separated by
/// commas, and who has no such word may do everything. Other words are for people, as are lines that begin with `#`.
struct AccessList {
    struct Entry {
        let line: Int
        let selector: String
        let name: String?
        let scopes: Set<String>?
    }

    let entries: [Entry]

    init(_ text: String, path: String) throws(AccessListError) {
        var entries: [Entry] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let selector = words.first, !selector.hasPrefix("#") else { continue }
            var name: String?
            var scopes: Set<String>?
            for word in words.dropFirst() {
                guard let equals = word.firstIndex(of: "=") else { continue }
                let value = word[equals...].dropFirst()
                switch word[..<equals] {
                case "name" where name == nil && !value.isEmpty && value.utf8.count <= 128: name = String(value)
                case "scopes" where scopes == nil:
                    let names = value.split(separator: ",").map(String.init)
                    guard names.allSatisfy(ScopeName.isValid) else {
                        throw .attribute(path, line: index + 1, "\(word)")
                    }
                    scopes = Set(names)
                // A slip of the pen in `scopes=` must not give everything away.
                default: throw .attribute(path, line: index + 1, "\(word)")
                }
            }
            entries.append(Entry(line: index + 1, selector: String(selector), name: name, scopes: scopes))
        }
        guard !entries.isEmpty else { throw .empty(path) }
        self.entries = entries
    }
}

/// Why a file of tokens or certificates cannot be used. The fault is the operator's.
public enum AccessListError: LocalizedFailure, Hashable {
    case unreadable(String)
    case openToOthers(String)
    /// Others could write into the file.
    case writableByOthers(String)
    case token(String, line: Int)
    case certificate(String, line: Int)
    case attribute(String, line: Int, String)
    case empty(String)

    public var message: LocalizedText {
        switch self {
        case .unreadable(let path):
            LocalizedText(es: "No se puede leer \(path).", en: "Cannot read \(path).")
        case .openToOthers(let path):
            LocalizedText(
                es: "Otros usuarios pueden leer \(path): corríjalo con chmod 600 \(path)",
                en: "Other users can read \(path): mend it with chmod 600 \(path)"
            )
        case .writableByOthers(let path):
            LocalizedText(
                es: "Otros usuarios pueden escribir en \(path): corríjalo con chmod go-w \(path)",
                en: "Other users can write to \(path): mend it with chmod go-w \(path)"
            )
        case .token(let path, let line):
            LocalizedText(
                es:
                    "\(path), línea \(line): se espera un token de 16 caracteres o más, o sha256: y 64 cifras hexadecimales.",
                en:
                    "\(path), line \(line): expected a token of 16 characters or more, or sha256: and 64 hexadecimal digits."
            )
        case .certificate(let path, let line):
            LocalizedText(
                es:
                    "\(path), línea \(line): se espera sha256:HUELLA, uri:URI, dns:NOMBRE, cn:NOMBRE o *, una sola vez cada uno.",
                en:
                    "\(path), line \(line): expected sha256:FINGERPRINT, uri:URI, dns:NAME, cn:NAME or *, each only once."
            )
        case .attribute(let path, let line, let word):
            LocalizedText(
                es:
                    "\(path), línea \(line): «\(word.prefix(80))» no se entiende. Se admiten name=NOMBRE y scopes=UNO,OTRO, una vez cada uno.",
                en:
                    "\(path), line \(line): '\(word.prefix(80))' is not understood. There are name=NAME and scopes=ONE,ANOTHER, once each."
            )
        case .empty(let path):
            LocalizedText(es: "No hay ninguna entrada en \(path).", en: "There is no entry in \(path).")
        }
    }
}
