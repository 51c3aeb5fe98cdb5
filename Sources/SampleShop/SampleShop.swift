public import Commerce
import Foundation
public import Localization

/// The invented data of a shop in Guatemala: stock, two years of sales in quetzales, and its rules in Spanish.
public enum SampleShop {
    /// Writes `productos.csv`, `ventas.csv` and `documentos/*.md` into a folder, which is created if need be.
    ///
    /// The same seed and end date give the same bytes on every machine. Existing files that hold something else are
    /// left alone, and nothing is written, unless `replacing` is set.
    ///
    /// - Parameters:
    ///   - endingOn: the last day of the sales, which cover that day and the two years before it.
    public static func write(
        to directory: String,
        endingOn end: CalendarDay,
        seed: UInt64,
        replacing: Bool = false
    ) throws(SampleFailure) -> [WrittenFile] {
        guard end.year >= 4 else { throw .tooEarly(end) }
        let files = contents(endingOn: end, seed: seed)
        let root = URL(fileURLWithPath: directory, isDirectory: true)
        if !replacing {
            for file in files {
                let url = root.appendingPathComponent(file.name)
                guard let present = FileManager.default.contents(atPath: url.path) else { continue }
                guard present == Data(file.text.utf8) else { throw .wouldReplace(url.path) }
            }
        }
        var written: [WrittenFile] = []
        for file in files {
            let url = root.appendingPathComponent(file.name)
            let data = Data(file.text.utf8)
            do {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try data.write(to: url, options: .atomic)
            } catch {
                throw .cannotWrite(url.path, reason: error.localizedDescription)
            }
            written.append(WrittenFile(path: url.path, kind: file.kind, bytes: data.count, lines: file.lines))
        }
        return written
    }

    private struct Content {
        let name: String
        let kind: WrittenFile.Kind
        let text: String
        let lines: Int
    }

    private static func contents(endingOn end: CalendarDay, seed: UInt64) -> [Content] {
        let catalogue = Catalogue()
        var random = SplitMix64(seed: seed)
        // Each part has a generator of its own, so that a change in one leaves the others as they were.
        let salesRandom = SplitMix64(seed: random.next())
        let stockRandom = SplitMix64(seed: random.next())
        let history = SalesHistory(catalogue, endingOn: end, random: salesRandom)
        let stock = StockList(catalogue, recentUnits: history.recentUnits, random: stockRandom)
        return [
            Content(name: "productos.csv", kind: .inventory, text: stock.csv, lines: stock.lines),
            Content(name: "ventas.csv", kind: .sales, text: history.csv, lines: history.lines),
        ]
            + ShopDocuments.all.map { document in
                Content(
                    name: "documentos/" + document.name,
                    kind: .document,
                    text: document.text,
                    lines: document.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
                )
            }
    }
}

/// A file of the sample.
public struct WrittenFile: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case inventory, sales, document
    }

    public let path: String
    public let kind: Kind
    public let bytes: Int
    /// Records for the CSV files, without the header; lines for documents.
    public let lines: Int
}

/// Why the sample was not written.
public enum SampleFailure: LocalizedFailure, Hashable {
    case tooEarly(CalendarDay)
    case wouldReplace(String)
    case cannotWrite(String, reason: String)

    public var message: LocalizedText {
        switch self {
        case .tooEarly(let day):
            LocalizedText(
                es: "Los datos de ejemplo no pueden terminar el \(day): hacen falta dos años anteriores.",
                en: "The sample cannot end on \(day): it needs two years before it."
            )
        case .wouldReplace(let path):
            LocalizedText(
                es:
                    "\(path) ya existe con otro contenido. Use otra carpeta o pida que se reemplace. No se escribió nada.",
                en: "\(path) exists already with other contents. Use another folder or ask to replace it. "
                    + "Nothing was written."
            )
        case .cannotWrite(let path, let reason):
            LocalizedText(
                es: "No se puede escribir \(path): \(reason). Revise la carpeta y sus permisos.",
                en: "\(path) cannot be written: \(reason). Check the folder and its permissions."
            )
        }
    }
}
