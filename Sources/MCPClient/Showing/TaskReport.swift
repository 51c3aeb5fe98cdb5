import JSON
import Localization
import MCP

/// How far a task is, for a person.
struct TaskReport {
    let task: RemoteTask

    /// On one line: status, and what the server says of it.
    func line(_ language: Language) -> String {
        let message = task.statusMessage.map { ": " + SafeText.line($0) } ?? ""
        return "\(SafeText.line(task.id, limit: 100))  \(status(language))\(message)"
    }

    func status(_ language: Language) -> String {
        let text: LocalizedText =
            switch task.status {
            case .working: LocalizedText(es: "en marcha", en: "working")
            case .inputRequired: LocalizedText(es: "espera una respuesta", en: "waits for an answer")
            case .completed: LocalizedText(es: "terminada", en: "completed")
            case .failed: LocalizedText(es: "fallida", en: "failed")
            case .cancelled: LocalizedText(es: "cancelada", en: "cancelled")
            }
        return text(language)
    }
}
