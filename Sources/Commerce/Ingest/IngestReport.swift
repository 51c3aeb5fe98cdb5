public import Localization

/// What became of a file.
public struct IngestReport: Sendable, Hashable {
    public var file: String
    public var kind: IngestKind
    /// The digest of the decompressed bytes, in lower-case hexadecimal.
    public var sha256: String
    /// Lines after the header, whatever became of them.
    public var rowsRead: Int
    public var rowsStored: Int
    /// Stored after a missing or an extra empty field was mended; counted in `rowsStored` too.
    public var rowsRepaired: Int
    /// Blank lines.
    public var rowsSkipped: Int
    public var rowsRejected: Int
    /// The first ones rejected, up to a limit; `rowsRejected` counts all.
    public var rejected: [RejectedLine]
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
    public var warnings: [LocalizedText]
}

/// A line that was not stored.
public struct RejectedLine: Sendable, Hashable {
    /// Its first physical line in the file, from 1.
    public var line: Int
    public var reason: LocalizedText
}

/// How a file is written, as far as it had to be found out.
public struct FileDialect: Sendable, Hashable {
    /// `,`, `;` or a tab.
    public var delimiter: String
    public var encoding: String
    public var compression: String?
    /// The mark before decimals, `.` or `,`: the one that was seen, or what the delimiter suggests.
    public var decimalMark: String
    /// Column of the file by field.
    public var columns: [SalesField: String]
    /// Columns that were not used.
    public var unusedColumns: [String]
}

/// What a file holds. Stock and documents are kinds of their own.
public enum IngestKind: String, Sendable, CaseIterable {
    case sales
}

/// How to read a file.
public struct IngestOptions: Sendable {
    public var kind: IngestKind = .sales
    /// ISO 4217; overrides what the file says.
    public var currency: String?
    /// Read and report, keep nothing.
    public var dryRun = false
    /// Column name to field, decided by hand.
    public var columns: [String: SalesField] = [:]
    /// The most rejected lines to report one by one.
    public var rejectedLimit = 1_000
    /// Called from time to time on the thread that reads.
    public var progress: (@Sendable (IngestProgress) -> Void)?

    public init() {}

    /// Adds a decision written `column=field`, as in `--map "Precio neto=unit_price"`.
    public mutating func map(_ assignment: String) throws(IngestFailure) {
        guard let mark = assignment.lastIndex(of: "="), mark > assignment.startIndex,
            let field = SalesField(rawValue: String(assignment[assignment.index(after: mark)...]))
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
