import Localization
import MCP

/// How far a request is, on one line.
struct ProgressText {
    /// Columns that the line may take.
    let width: Int

    func text(_ update: ProgressUpdate, of label: String) -> String {
        let message = update.message.map { SafeText.line($0, limit: 200) } ?? ""
        let label = SafeText.line(label, limit: 40)
        var text: String
        if let total = update.total, total > 0, total.isFinite, update.progress.isFinite {
            let share = min(max(update.progress / total, 0), 1)
            let filled = Int(share * Double(Self.barWidth))
            let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.barWidth - filled)
            text = "\(label) [\(bar)] \(Int(share * 100)) %"
        } else {
            text = "\(label) \(Self.number(update.progress))"
        }
        if !message.isEmpty { text += "  " + message }
        return String(text.prefix(max(width - 1, 1)))
    }

    private static let barWidth = 24

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
}
