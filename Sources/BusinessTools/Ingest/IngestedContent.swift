import Foundation
import JSON
import Localization

/// A file that came as an argument.
struct IngestedContent {
    /// The longest content in characters; a message with it still fits what a server takes.
    static let longest = 4_000_000

    let name: String
    let bytes: [UInt8]

    init(_ arguments: JSONObject) throws(IngestContentFailure) {
        let given = arguments["name"]?.string ?? ""
        // Only a label, and shown as one: no folders, no control characters.
        let label = given.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        name = String(
            String.UnicodeScalarView(label.unicodeScalars.filter { $0.properties.generalCategory != .control })
        )
        guard name.contains(where: { $0 != "." && $0 != " " }) else { throw .noName }
        let content = arguments["content"]?.string ?? ""
        guard
            (arguments["encoding"]?.string
                ?? ([".gz", ".xlsx", ".docx", ".pdf"].contains(where: name.lowercased().hasSuffix) ? "base64" : "text"))
                == "base64"
        else {
            bytes = Array(content.utf8)
            return
        }
        // Encoders break lines (RFC 2045 section 6.8); anything else that is not Base64 is an error.
        let symbols = content.utf8.filter { !($0 == 0x0A || $0 == 0x0D || $0 == 0x20) }
        guard let decoded = Data(base64Encoded: Data(symbols)) else { throw .notBase64(name) }
        bytes = Array(decoded)
    }
}

enum IngestContentFailure: LocalizedFailure, Hashable {
    case noName
    case notBase64(String)
    case tooManyRows(Int)

    var message: LocalizedText {
        switch self {
        case .noName:
            LocalizedText(
                es: "«name» debe ser un nombre de archivo, como ventas.csv.",
                en: "'name' must be the name of a file, such as sales.csv."
            )
        case .notBase64(let name):
            LocalizedText(
                es: """
                    El contenido de «\(name)» no es base64 válido. Envíe los bytes del archivo en base64 (RFC 4648), o \
                    el texto con \"encoding\": \"text\".
                    """,
                en: """
                    The content of '\(name)' is not valid base64. Send the file's bytes in base64 (RFC 4648), or its \
                    text with \"encoding\": \"text\".
                    """
            )
        case .tooManyRows(let most):
            LocalizedText(
                es: """
                    El archivo tiene más de \(most) líneas. No se guardó nada. Cárguelo con «secure-mcp-server ingest», \
                    o divídalo.
                    """,
                en: """
                    The file has more than \(most) lines. Nothing was stored. Load it with 'secure-mcp-server ingest', \
                    or split it.
                    """
            )
        }
    }
}
