import Localization

/// Everything between the program and whoever called it.
struct Terminal: Sendable {
    let screen: Screen
    let interrupts: Interrupts
    let editor: LineEditor

    init(language: Language) {
        screen = Screen(language: language)
        interrupts = Interrupts()
        editor = LineEditor(screen: screen, interrupts: interrupts)
    }

    /// Whether there is a person to ask.
    var hasPerson: Bool { editor.isInteractive }

    /// Shows a list page by page where a person reads it, and at once otherwise.
    func page(_ lines: [String]) async {
        let lines = lines.flatMap { SafeText.block($0).split(separator: "\n", omittingEmptySubsequences: false) }
        let height = max(screen.size.rows - 2, 5)
        guard hasPerson, screen.showsResults, lines.count > height else {
            if !lines.isEmpty { screen.say(lines.joined(separator: "\n")) }
            return
        }
        var shown = 0
        while shown < lines.count {
            let next = min(shown + height, lines.count)
            screen.say(lines[shown..<next].joined(separator: "\n"))
            shown = next
            if shown == lines.count { return }
            let question = LocalizedText(
                es: "-- \(shown) de \(lines.count) líneas; Intro sigue, q termina -- ",
                en: "-- \(shown) of \(lines.count) lines; Enter goes on, q ends -- "
            )
            guard case .text(let answer) = await editor.next(prompt: question(screen.language)),
                answer.trimmingPrefix(while: \.isWhitespace).isEmpty
            else { return }
        }
    }
}
