public import Localization
import TabularFiles

/// What became of a file.
public struct IngestReport: Sendable, Hashable {
    public var file: String
    public var kind: IngestKind
    /// The digest of the decompressed bytes, in lower-case hexadecimal.
    public var sha256: String
    /// All lines but the header, whatever became of them.
    public var rowsRead: Int
    public var rowsStored: Int
    /// Stored after a missing or an extra empty field was mended; counted in `rowsStored` too.
    public var rowsRepaired: Int
    /// Titles, blank lines, subtotals, repeated headers.
    public var rowsSkipped: Int
    public var rowsRejected: Int
    /// The first ones rejected, up to a limit; `rowsRejected` counts all.
    public var rejected: [RejectedLine]
    /// Where all rejected lines were written to, when there are any and a place was given.
    public var rejectedFile: String?
    public var dialect: FileDialect
    /// The lines' currency (ISO 4217) when they have just one.
    public var currency: String?
    /// All currencies of the file, sorted.
    public var currencies: [String]
    /// The same bytes were there already: nothing changed.
    public var alreadyIngested: Bool
    /// Nothing was kept, since only a trial was asked for.
    public var isDryRun: Bool
    /// Lines that repeat an earlier line of the file exactly. They are stored.
    public var identicalLines: Int
    /// The days of the stored lines.
    public var period: Period?
    /// The first lines as they were understood; of a trial only.
    public var preview: [PreviewLine]
    public var warnings: [LocalizedText]
}

/// A line as it was understood.
public struct PreviewLine: Sendable, Hashable {
    /// Its first physical line in the file, from 1.
    public var line: Int
    /// In the order of the fields; exact texts such as `2011-08-31 12:50:00` and `1234.50`.
    public var values: [FieldValue]

    public struct FieldValue: Sendable, Hashable {
        /// As in `--map column=field`.
        public var field: String
        public var value: String
    }
}

/// A line that was not stored.
public struct RejectedLine: Sendable, Hashable {
    /// Its first physical line in the file, from 1.
    public var line: Int
    public var reason: LocalizedText
}

/// How a file is written, as far as it had to be found out.
public struct FileDialect: Sendable, Hashable {
    /// `text` or `xlsx`.
    public var format: String
    /// `,`, `;`, `|` or a tab.
    public var delimiter: String
    /// `utf-8`, `utf-8-sig` (with a byte order mark), `utf-16`, `cp1252`, or `mixed utf-8/cp1252` where lines differ.
    public var encoding: String
    public var compression: String?
    /// The sheet of a workbook.
    public var sheet: String?
    /// The line that names the columns, from 1; nil when there is none and the columns were inferred.
    public var headerLine: Int?
    /// What the columns hold was judged by what is in them.
    public var columnsAreInferred: Bool
    /// The mark before decimals, `.` or `,`: the one that was seen, or what the delimiter suggests.
    public var decimalMark: String
    /// `ymd`, `dmy` or `mdy`; nil where there are no dates.
    public var dateOrder: String?
    /// No date of the file told day from month, so ``dateOrder`` is a guess.
    public var datesAreAmbiguous: Bool
    /// The fields found, in their own order, with their columns.
    public var columns: [ColumnAssignment]
    /// Columns that were not used.
    public var unusedColumns: [String]

    /// The column of a field, by the name used in `--map column=field`.
    public func column(_ field: String) -> String? { columns.first { $0.field == field }?.column }
}

/// What a file holds. Documents are a kind of their own.
public enum IngestKind: String, Sendable, CaseIterable {
    case sales
    /// A list of everything in stock, which takes the place of the one before.
    case inventory
}

/// How to read a file.
public struct IngestOptions: Sendable {
    public var kind: IngestKind = .sales
    /// ISO 4217; overrides what the file says.
    public var currency: String?
    /// Read and report, keep nothing.
    public var dryRun = false
    /// Column name, or number from 1, to the name of a field; decided by hand.
    public var columns: [String: String] = [:]
    /// The byte between fields, when it need not be found out.
    public var delimiter: UInt8?
    /// Whether the month comes first in dates that can be read both ways, when it need not be found out.
    public var isMonthFirst: Bool?
    /// The sheet of a workbook; else the first visible one with something in it.
    public var sheet: String?
    /// A CSV file to write all rejected lines to. Nothing is written when there are none.
    public var rejectedPath: String?
    /// The language of the reasons in that file.
    public var language = Language.spanish
    /// The most rejected lines to report one by one.
    public var rejectedLimit = 1_000
    /// Called from time to time on the thread that reads.
    public var progress: (@Sendable (IngestProgress) -> Void)?

    public init() {}

    /// What `--map` can name, of all kinds of files.
    public static let fieldNames: [String] = {
        let sales = SalesField.allCases.map(\.rawValue)
        return sales + StockField.allCases.map(\.rawValue).filter { !sales.contains($0) }
    }()

    /// Adds a decision written `column=field`, as in `--map "Precio neto=unit_price"`.
    public mutating func map(_ assignment: String) throws(IngestFailure) {
        guard let mark = assignment.lastIndex(of: "="), mark > assignment.startIndex,
            case let field = String(assignment[assignment.index(after: mark)...]),
            SalesField(rawValue: field) != nil || StockField(rawValue: field) != nil
        else { throw .unknownField(name: assignment) }
        columns[String(assignment[..<mark])] = field
    }
}

/// How far an import has come.
public struct IngestProgress: Sendable, Hashable {
    /// Bytes of the file as stored.
    public var bytesDone: Int
    /// nil for a pipe.
    public var bytesTotal: Int?
    public var rows: Int
}

/// Where the bytes are.
public enum IngestSource: Sendable {
    case file(path: String)
    /// An upload, with the name to report.
    case bytes([UInt8], name: String)

    public var name: String {
        switch self {
        case .file(let path): path
        case .bytes(_, let name): name
        }
    }
}

extension IngestSource {
    func input() throws -> TableInput {
        switch self {
        case .file(let path): try TableInput(path: path)
        case .bytes(let bytes, let name): TableInput(bytes: bytes, name: name)
        }
    }
}
