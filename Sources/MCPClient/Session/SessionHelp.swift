import Localization

/// What `/help` says.
struct SessionHelp {
    /// What the server has; commands for the rest are not shown.
    let tools: Set<String>
    let hasSite: Bool

    func text(_ language: Language) -> String {
        let rows = SlashCommand.Name.allCases.filter(isUseful).map { name -> (String, String) in
            let (usage, purpose) = Self.row(name)
            let word = "/" + (language == .spanish ? name.spanish : name.rawValue)
            return ((word + " " + usage(language)).trimmed, purpose(language))
        }
        let width = (rows.map(\.0.count).max() ?? 0) + 2
        let lines = rows.map { $0.0 + String(repeating: " ", count: width - $0.0.count) + $0.1 }
        return ([free(language)] + lines).joined(separator: "\n")
    }

    private func isUseful(_ name: SlashCommand.Name) -> Bool {
        if let shortcut = name.shortcut { return tools.contains(shortcut.tool) }
        return name == .health || name == .download ? hasSite : true
    }

    private func free(_ language: Language) -> String {
        let text =
            tools.contains(Question.tool)
            ? LocalizedText(
                es: "Escriba una pregunta, o una orden (Tab las completa, Ctrl-C interrumpe):",
                en: "Type a question, or a command (Tab completes them, Ctrl-C interrupts):"
            )
            : LocalizedText(
                es: "Órdenes (Tab las completa, Ctrl-C interrumpe):",
                en: "Commands (Tab completes them, Ctrl-C interrupts):"
            )
        return text(language)
    }

    private static func row(_ name: SlashCommand.Name) -> (usage: LocalizedText, purpose: LocalizedText) {
        func row(_ es: String, _ en: String, _ purposeES: String, _ purposeEN: String) -> (LocalizedText, LocalizedText)
        {
            (LocalizedText(es: es, en: en), LocalizedText(es: purposeES, en: purposeEN))
        }
        return switch name {
        case .tools: row("", "", "las herramientas y sus argumentos", "the tools and their arguments")
        case .call:
            row("HERRAMIENTA [clave=valor…]", "TOOL [key=value…]", "llama a una herramienta", "calls a tool")
        case .resources: row("", "", "lo que se puede leer", "what can be read")
        case .read: row("URI", "URI", "lee un recurso", "reads a resource")
        case .prompts: row("", "", "los prompts y sus argumentos", "the prompts and their arguments")
        case .prompt: row("NOMBRE [clave=valor…]", "NAME [key=value…]", "muestra un prompt", "shows a prompt")
        case .watch:
            row("[URI…|off]", "[URI…|off]", "avisa de cambios mientras escribe", "reports changes while you type")
        case .servers: row("", "", "los servidores conectados", "the servers that are connected")
        case .use: row("NOMBRE", "NAME", "elige un servidor", "chooses a server")
        case .info: row("", "", "qué es y qué ofrece el servidor", "what the server is and offers")
        case .log: row("NIVEL", "LEVEL", "qué mensajes del servidor se piden", "which messages the server is asked for")
        case .json: row("on|off", "on|off", "resultados como JSON", "results as JSON")
        case .lang: row("es|en", "es|en", "el idioma", "the language")
        case .help: row("", "", "esta ayuda", "this help")
        case .quit: row("", "", "termina (también Ctrl-D)", "ends (Ctrl-D does too)")
        case .sales:
            row(
                "[período] [clave=valor…]",
                "[period] [key=value…]",
                "resumen de ventas: /ventas agosto",
                "sales summary: /sales august   /sales 2011-08 view=gross"
            )
        case .top:
            row(
                "[n] [período] [clave=valor…]",
                "[n] [period] [key=value…]",
                "los más vendidos: /top 5 mes pasado",
                "best sellers: /top 5 last month"
            )
        case .trend:
            row("[período] [clave=valor…]", "[period] [key=value…]", "cómo evolucionan las ventas", "how sales develop")
        case .compare:
            row(
                "[período] [clave=valor…]",
                "[period] [key=value…]",
                "con el período anterior: /comparar agosto baseline=previous_year",
                "with the period before: /compare august baseline=previous_year"
            )
        case .summary: row("[período]", "[period]", "cómo va el negocio", "how the business is doing")
        case .stock:
            row(
                "[agotados|bajos] [clave=valor…]",
                "[out|low] [key=value…]",
                "qué hay en existencia",
                "what is in stock"
            )
        case .reorder:
            row("[días]", "[days]", "qué pedir si la entrega tarda tanto", "what to order if delivery takes so long")
        case .docs: row("PALABRAS", "WORDS", "busca en los documentos", "searches the documents")
        case .report:
            row(
                "[tema] [formato] [período]",
                "[subject] [format] [period]",
                "hace un archivo: /informe ventas pdf agosto",
                "makes a file: /report sales pdf august"
            )
        case .download:
            row("NOMBRE [ARCHIVO]", "NAME [FILE]", "guarda un informe aquí", "saves a report here")
        case .health: row("", "", "si el servidor responde", "whether the server answers")
        }
    }
}
