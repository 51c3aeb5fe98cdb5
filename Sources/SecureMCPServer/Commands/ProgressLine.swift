import Commerce
import Foundation
import Glibc
import Localization

/// How far an import has come, on one line of the terminal; silent where standard error is no terminal.
final class ProgressLine: Sendable {
    private let name: String
    private let language: Language
    private let isTerminal = isatty(STDERR_FILENO) == 1

    init(file: String, language: Language) {
        name = (file as NSString).lastPathComponent
        self.language = language
    }

    func show(_ progress: IngestProgress) {
        guard isTerminal else { return }
        let share = progress.bytesTotal.map { $0 > 0 ? " \(progress.bytesDone * 100 / $0) %" : "" } ?? ""
        let rows = LocalizedText(es: "\(progress.rows) líneas", en: "\(progress.rows) lines")(language)
        write("\r\u{1B}[K\(name):\(share) \(rows)")
    }

    func finish() {
        if isTerminal { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
