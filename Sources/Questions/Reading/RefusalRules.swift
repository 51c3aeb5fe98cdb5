import Commerce

/// What must not or cannot be answered from a shop's data.
struct RefusalRules {
    let reading: QuestionReading

    func scores() -> IntentScores {
        var scores = IntentScores()
        let inPapers = reading.hasAny(.documents, .documentNoun)
        let isAsking = inPapers || reading.asksHowTo
        if reading.has(.attack) || hasCodeInText { scores.add(.outOfScope, 120, "an attack") }
        if reading.has(.secret) { scores.add(.outOfScope, isAsking ? 36 : 120, "a secret") }
        if isDestroying { scores.add(.outOfScope, isAsking ? 20 : 110, "data would be destroyed") }
        if isChanging { scores.add(.outOfScope, isAsking ? 20 : 90, "data would be changed") }
        if isOrdering { scores.add(.outOfScope, 80, "something would be bought or sold") }
        if isForecast { scores.add(.outOfScope, inPapers ? 20 : 84, "the future is asked for") }
        if isMessage { scores.add(.outOfScope, isAsking ? 20 : 82, "a message to somebody") }
        if isCreative { scores.add(.outOfScope, 86, "a work of the pen") }
        let foreign = reading.all(.foreign).filter { !asksForPeople($0) }
        let isOddQuestion = foreign.contains { $0.tokens.count >= 3 }
        if !foreign.isEmpty {
            let isWork = inPapers || isAsking && reading.tokens.contains { !$0.bases.isDisjoint(with: Self.work) }
            scores.add(.outOfScope, !isOddQuestion && (isBusiness || isWork) ? 26 : 60, "not about the shop")
        }
        if reading.impossibleDate != nil { scores.add(.outOfScope, isAsking ? 20 : 92, "a date that does not exist") }
        if let figure = UnknownFigure(reading), figure.isAsked {
            let isLookedUp = isAsking || reading.hasAny(.policyTopic, .search)
            scores.add(.outOfScope, isLookedUp ? 20 : isDataQuestion ? 74 : 40, "a figure the data do not have")
        }
        if reading.excludes { scores.add(.outOfScope, isAsking ? 20 : 88, "something is left out") }
        if isArithmetic { scores.add(.outOfScope, 100, "a sum") }
        scores.add(.outOfScope, 10, "nothing else is known")
        return scores
    }

    private var isBusiness: Bool {
        reading.hasAny(
            .sale,
            .revenueVerb,
            .orders,
            .averageTicket,
            .stock,
            .soldMost,
            .soldLeast,
            .outOfStock,
            .lowStock,
            .reorder,
            .buyNeed,
            .executive
        )
            || !reading.entities.isEmpty
    }

    /// Whether figures of some days, things or people are asked for, rather than what something means.
    private var isDataQuestion: Bool {
        isBusiness || !reading.periods.isEmpty
            || reading.hasAny(
                .howMuch,
                .howMany,
                .ranking,
                .most,
                .best,
                .product,
                .customer,
                .byProduct,
                .byCategory,
                .byCustomer,
                .byCountry,
                .byMonth,
                .trend,
                .compare
            )
    }

    /// `cuánto es 25 por 40`, `what is 15% of 2000`: numbers and what joins them, nothing else.
    private var isArithmetic: Bool {
        let numbers = reading.tokens.indices.filter { NumberWords.cardinal(reading.tokens, at: $0) != nil }
        return numbers.count >= 2
            && reading.tokens.contains { Self.operators.contains($0.word) || $0.isPercent || $0.leading.hasSuffix("+") }
            && reading.tokens.indices.allSatisfy {
                numbers.contains($0) || Self.operators.contains(reading.word($0))
                    || Self.sums.contains(reading.word($0))
            }
    }

    private static let operators: Set<String> = [
        "por", "times", "plus", "minus", "mas", "menos", "dividido", "divided", "x", "multiplicado", "es", "is", "of",
    ]
    private static let sums: Set<String> = Set(
        "cuanto son el la de del what s how much y and entre by ciento percent per cent calcula calculate".words
    )

    /// `quién es el cliente que más compra`, `who is the top buyer`: of the shop.
    private func asksForPeople(_ match: Lexicon.Match) -> Bool {
        ["quien", "who"].contains(reading.word(match.tokens.lowerBound))
            && reading.all(.customer).contains { 0...2 ~= $0.tokens.lowerBound - match.tokens.upperBound }
    }

    /// What people at work look up in papers, which elsewhere is none of a shop's business.
    private static let work: Set<String> = Set(
        """
        vacaciones vacacion viaje viajar travel trip hotel telefono celular computadora laptop wifi internet nomina
        sueldo salario wages payroll enfermedad doctor medico equipo examen anuncio campana logo imagen foto abogado
        lawyer impresora printer reunion meeting prestamo loan visa feriado holidays vacation
        """.words
    )

    /// A poem about sales is a poem.
    private var isCreative: Bool {
        reading.all(.foreign).contains { match in
            reading.tokens[match.tokens].contains { Self.works.contains($0.word) }
        } && !reading.hasAny(.documents, .documentNoun)
    }

    private static let works: Set<String> = Set(
        """
        poema poemas poesia poem poems cancion song lyrics chiste chistes joke jokes cuento story haiku limerick acrostico
        significa invest invierto stocks invertir adivinanza riddle ensayo essay novela receta recipe rap verso
        traduce traduceme traducime traducir traduzca traducilo translate
        """.words
    )

    /// The marks of SQL, scripts and templates where words are expected.
    private var hasCodeInText: Bool {
        let text = reading.question.lowercased()
        let squeezed = text.filter { !$0.isWhitespace }
        return [
            "'='", "\"=\"", "1=1", "';", "<script", "--;", "';--", "../", "{{", "${", "$(", "/etc/", "||'", "';drop",
            ");--", "'or'", "\u{0}",
        ].contains { squeezed.contains($0) }
            || text.hasSuffix("--") || text.contains("-- ") && text.contains("'") || text.contains("; drop")
            || text.contains("/*")
    }

    private var isDestroying: Bool {
        guard let verb = reading.first(.destroy) else { return false }
        // "quita" and "baja" also arrange figures: a file that is asked for, or a ranking, is no harm.
        let isStrong = reading.tokens[verb.tokens].contains {
            !$0.bases.isDisjoint(with: [
                "borrar", "eliminar", "vaciar", "destruir", "truncar", "delete", "erase", "wipe", "purge", "truncate",
                "destroy", "formatear", "suprimir", "drop",
            ])
        }
        let hasObject =
            reading.hasAny(.wholeData, .changeable, .product, .customer) || !reading.entities.isEmpty
            || reading.file != nil
        // "did revenue drop" drops nothing.
        if reading.word(verb.tokens.lowerBound) == "drop", verb.tokens.lowerBound > reading.opening { return false }
        if isStrong { return hasObject || verb.tokens.lowerBound <= reading.opening + 2 }
        return hasObject && verb.tokens.lowerBound <= reading.opening + 1 && !isReport
    }

    private var isChanging: Bool {
        guard reading.file == nil, !isReport else { return false }
        let commands = reading.all(.change).filter { match in
            let place = match.tokens.lowerBound
            let next = reading.word(match.tokens.upperBound)
            guard place >= reading.opening, isCommandForm(reading.tokens[place]), !isAsked(place) else { return false }
            // "change in revenue", "registro de ventas".
            return place <= reading.opening + 1 && !["in", "of", "between", "from"].contains(next)
        }
        guard let command = commands.first else { return false }
        // "dale un descuento a …", "give every customer a discount".
        let papers: Set<String> = ["factura", "cotizacion", "recibo", "proforma", "boleta"]
        if command.hasGap || papers.contains(reading.word(command.tokens.upperBound - 1)) { return true }
        let isPrice = reading.tokens.contains { ["precio", "precios", "price", "prices"].contains($0.word) }
        let objects = reading.all(.changeable).filter { !command.tokens.overlaps($0.tokens) }
        if isPrice || !reading.entities.products.isEmpty { return true }
        // An order may be approved or paid without being suggested.
        let isDeed = reading.tokens[command.tokens].contains {
            !$0.bases.isDisjoint(with: [
                "aprobar", "autorizar", "cancelar", "anular", "pagar", "approve", "authorize", "cancel", "pay", "void",
            ])
        }
        if isDeed, !objects.isEmpty || reading.hasAny(.reorder, .orders) { return true }
        guard !objects.isEmpty || !reading.entities.customers.isEmpty || reading.has(.wholeData) else { return false }
        let others: [Concept] = [.compare, .reorder, .soldMost, .soldLeast, .trend, .executive, .list]
        return !reading.matches.contains { others.contains($0.concept) && !$0.tokens.overlaps(command.tokens) }
    }

    /// Past and future forms tell; they command nothing.
    private func isCommandForm(_ token: Token) -> Bool {
        // "cambio" is a noun, or what I do; "déjalo" commands.
        if token.word.hasSuffix("o"), !token.word.hasSuffix("lo") { return false }
        return !token.text.hasSuffix("ó")
            && !["aron", "ieron", "aban", "aremos", "imos"].contains { token.word.hasSuffix($0) }
    }

    /// `cuánto cambió`, `how did … change`.
    private func isAsked(_ place: Int) -> Bool {
        guard place > 0 else { return false }
        let before = reading.word(place - 1)
        return Self.interrogatives.contains(before) || place == 1 && before == "que"
    }

    private static let interrogatives: Set<String> = Set(
        """
        cuanto cuanta cuantos cuantas como quien cual cuando donde how what who which when where why did does do is are
        was were has have much many
        """.words
    )

    /// `compra 50 cajas de …`, `order 20 units of …`.
    private var isOrdering: Bool {
        let first = reading.word(reading.opening)
        let verbs: Set<String> = [
            "compra", "comprame", "compre", "pide", "pedi", "pedile", "pideme", "pedime", "ordena", "encarga",
            "encargame", "order", "buy", "purchase", "vende", "vendele", "sell", "reserva", "paga", "cobra", "cobrale",
        ]
        let counted: Set<String> = ["factura", "facturale", "facturame", "despacha", "surte", "envia", "manda", "ship"]
        if counted.contains(first), NumberWords.cardinal(reading.tokens, at: reading.opening + 1) != nil { return true }
        if ["invoice", "bill", "charge"].contains(first), !reading.entities.customers.isEmpty { return true }
        guard verbs.contains(first), !reading.hasAny(.which) || reading.tokens.count < 4 else { return false }
        return !reading.entities.products.isEmpty
            || (reading.tokens.indices.contains(reading.opening + 1)
                && NumberWords.cardinal(reading.tokens, at: reading.opening + 1) != nil)
    }

    private var isForecast: Bool {
        let isComing =
            reading.periods.contains { $0.kind == .coming || $0.period.from > reading.now } || reading.has(.future)
            || reading.tokens.contains(where: Self.isFuture)
        guard reading.has(.forecast) || isComing else { return false }
        let needs = reading.hasAny(.reorder, .buyNeed, .lowStock, .outOfStock)
        if needs {
            return reading.tokens.contains {
                ["pronostico", "forecast", "predecir", "prediccion", "predict", "predice"].contains($0.word)
            }
        }
        let isStrong = reading.tokens.contains {
            [
                "pronostico", "pronosticos", "pronostica", "pronosticame", "forecast", "forecasts", "prediccion",
                "predicciones", "predict", "predice", "predecime", "prediction", "proyeccion", "proyecciones",
                "proyecta", "proyectame", "projection", "projections", "predecir", "adivina",
            ].contains($0.word)
        }
        // "vamos a facturar": the verb of sales is part of it.
        let isWhole = reading.all(.forecast).contains { $0.tokens.count >= 3 }
        return isStrong || isWhole || isComing && reading.file == nil && !reading.has(.help)
            || reading.hasAny(.sale, .revenue, .revenueVerb, .units, .orders, .purchase, .soldMost)
    }

    /// `venderemos`, `llegarán`: the infinitive and an ending. "Será" and "habrá" also wonder about the present.
    private static func isFuture(_ token: Token) -> Bool {
        for ending in ["emos", "an", "a"] where token.word.hasSuffix(ending) {
            let stem = String(token.word.dropLast(ending.count))
            guard stem.utf8.count > 3, stem.hasSuffix("r"),
                ending == "emos" || token.text.hasSuffix("á")
                    || token.text.hasSuffix("án")
            else { continue }
            if !["ser", "estar", "haber"].contains(stem), SpanishVerbs.infinitives[stem]?.contains(stem) == true {
                return true
            }
        }
        return false
    }

    private var isMessage: Bool {
        let messages = reading.all(.message)
        guard !messages.isEmpty else { return false }
        let media: Set<String> = [
            "whatsapp", "wasap", "whats", "correo", "email", "mail", "sms", "mensaje", "message", "telegram", "tweet",
            "tuit", "facebook", "instagram", "twitter", "tiktok", "slack", "linkedin", "fax",
        ]
        return messages.contains { match in
            reading.tokens[match.tokens].contains { media.contains($0.word) }
                || match.tokens.lowerBound <= reading.opening + 1
        }
    }

    private var isReport: Bool {
        reading.hasAny(.pdf, .csv, .xlsx, .html, .json, .markdown, .reportNoun)
    }
}
