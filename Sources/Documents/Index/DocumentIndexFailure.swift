public import Localization

import GRDB

/// Why the index of documents cannot be used.
public enum DocumentIndexFailure: LocalizedFailure, Hashable {
    case cannotOpen(path: String, reason: String)
    /// Damaged, or something else altogether.
    case notOurs(path: String)
    case newer(path: String)
    case busy

    init(_ error: any Error, path: String) {
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_BUSY: self = .busy
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .notOurs(path: path)
        default: self = .cannotOpen(path: path, reason: (error as? DatabaseError)?.message ?? "\(error)")
        }
    }

    public var message: LocalizedText {
        switch self {
        case .cannotOpen(let path, let reason):
            LocalizedText(
                es: "No se puede abrir el índice de documentos \(path): \(reason). Revise la carpeta y sus permisos.",
                en: "The index of documents \(path) cannot be opened: \(reason). Check the folder and its permissions."
            )
        case .notOurs(let path):
            LocalizedText(
                es: "El índice de documentos \(path) está dañado. Bórrelo: se hace de nuevo con los documentos.",
                en: "The index of documents \(path) is damaged. Delete it: it is made anew from the documents."
            )
        case .newer(let path):
            LocalizedText(
                es: "\(path) es de una versión más nueva de este programa. Actualice el programa, o borre el archivo: "
                    + "se hace de nuevo con los documentos.",
                en: "\(path) belongs to a newer version of this program. Update the program, or delete the file: it is "
                    + "made anew from the documents."
            )
        case .busy:
            LocalizedText(
                es: "Otro programa está guardando documentos en la misma carpeta. Espere a que termine y repita.",
                en: "Another program is storing documents in the same folder. Wait until it has finished and try again."
            )
        }
    }
}
