import Commerce
import Foundation
import Glibc
import Localization

/// How far an import has come, on one line of the terminal; silent where standard error is no terminal.
final class ProgressLine: Sendable {
    private let name: String
    private let language: Language
    private let start = ContinuousClock.now
    private let isTerminal = isatty(STDERR_FILENO) == 1

    init(file: String, language: Language) {
        name = (file as NSString).lastPathComponent
        self.language = language
    }

    func show(_ progress: IngestProgress) {
        guard isTerminal else { return }
        let rows = LocalizedText(es: "\(progress.rows) líneas", en: "\(progress.rows) lines")(language)
        write("\r\u{1B}[K\(name): \(bar(progress))\(rows)\(pace(progress))")
    }

    /// `[########------------] 40 % `; nothing where the size is not known.
    private func bar(_ progress: IngestProgress) -> String {
        guard let total = progress.bytesTotal, total > 0 else { return "" }
        let share = min(1, Double(progress.bytesDone) / Double(total))
        let full = Int(share * 20)
        let marks = String(repeating: "#", count: full) + String(repeating: "-", count: 20 - full)
        return "[\(marks)] \(Int(share * 100)) % "
    }

    /// Lines a second and the time left, once they can be told.
    private func pace(_ progress: IngestProgress) -> String {
        let seconds = Double((start.duration(to: .now) / .milliseconds(1))) / 1_000
        guard seconds > 0.5 else { return "" }
        let rate = Int(Double(progress.rows) / seconds)
        var text = ", \(rate)/s"
        if let total = progress.bytesTotal, progress.bytesDone > 0, total >= progress.bytesDone {
            let left = Int((seconds / Double(progress.bytesDone) * Double(total - progress.bytesDone)).rounded(.up))
            text += LocalizedText(es: ", faltan \(left) s", en: ", \(left) s left")(language)
        }
        return text
    }

    func finish() {
        if isTerminal { write("\r\u{1B}[K") }
    }

    private func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
