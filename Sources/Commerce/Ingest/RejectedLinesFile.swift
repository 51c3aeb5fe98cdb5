import Localization
import TabularFiles

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A CSV file of the lines that were not stored: line number, reason, and what the line says. Made when the first one
/// comes.
final class RejectedLinesFile {
    let path: String
    private let language: Language
    private var file: UnsafeMutablePointer<FILE>?
    private var failed = false

    init(path: String, language: Language) {
        self.path = path
        self.language = language
    }

    deinit {
        if let file { fclose(file) }
    }

    /// Whether there is such a file now.
    var isWritten: Bool { file != nil && !failed }

    func add(_ line: RejectedLine, _ records: RecordReader) {
        guard !failed else { return }
        if file == nil {
            file = fopen(path, "we")
            if file != nil { chmod(path, 0o600) }
            write(["line", "reason", "text"])
        }
        let bytes = records.recordBytes
        let text = MixedText.decode(UnsafeBufferPointer(rebasing: bytes.prefix(Self.mostTextBytes)))
        write([String(line.line), line.reason(language), text])
    }

    /// Forgets what was written, since the file is read again.
    func restart() {
        guard let file else { return }
        fclose(file)
        self.file = nil
        unlink(path)
    }

    func flush() {
        if let file, fflush(file) != 0 { failed = true }
    }

    private static let mostTextBytes = 4_096

    private func write(_ fields: [String]) {
        guard let file else {
            failed = true
            return
        }
        if fputs(DelimitedText.line(fields) + "\n", file) < 0 { failed = true }
    }
}
