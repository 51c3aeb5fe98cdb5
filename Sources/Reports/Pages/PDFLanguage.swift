import Foundation
import Localization

/// Says in a PDF's catalog what language it is in, which cairo 1.16 cannot, and that a window shows its title. It is
/// an incremental update (ISO 32000-1 section 7.5.6): the catalog once more, at the end.
enum PDFLanguage {
    /// The bytes as they are when they do not look like what cairo writes.
    static func marked(_ pdf: [UInt8], _ language: Language) -> [UInt8] {
        let tail = String(decoding: pdf.suffix(2_048), as: UTF8.self)
        guard let trailer = tail.range(of: "trailer\n<< ", options: .backwards),
            let end = tail.range(of: ">>", range: trailer.upperBound..<tail.endIndex),
            let before = value(after: "startxref\n", in: tail)
        else { return pdf }
        let entries = tail[trailer.upperBound..<end.lowerBound]
        guard let root = value(after: "/Root ", in: String(entries)),
            let catalog = object(root, in: pdf),
            let close = catalog.range(of: ">>", options: .backwards)
        else { return pdf }
        let tag = language == .spanish ? "es-GT" : "en"
        let object = """
            \(root) 0 obj
            \(catalog[..<close.lowerBound])   /Lang (\(tag))
               /ViewerPreferences << /DisplayDocTitle true >>
            >>
            endobj

            """
        let place = String(pdf.count)
        let padded = String(repeating: "0", count: max(0, 10 - place.count)) + place
        let update = """
            \(object)xref
            \(root) 1
            \(padded) 00000 n\u{20}
            trailer
            << \(entries)   /Prev \(before)
            >>
            startxref
            \(pdf.count + object.utf8.count)
            %%EOF

            """
        return pdf + Array(update.utf8)
    }

    /// What stands between `N 0 obj` and `endobj`.
    private static func object(_ number: Int, in pdf: [UInt8]) -> String? {
        let head = Array("\n\(number) 0 obj\n".utf8)
        guard let start = pdf.indices.last(where: { pdf[$0...].starts(with: head) }) else { return nil }
        let rest = String(decoding: pdf[(start + head.count)...].prefix(2_048), as: UTF8.self)
        guard let end = rest.range(of: "endobj") else { return nil }
        return rest[..<end.lowerBound].trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func value(after marker: String, in text: String) -> Int? {
        guard let range = text.range(of: marker, options: .backwards) else { return nil }
        return Int(text[range.upperBound...].prefix { $0.isNumber })
    }
}
