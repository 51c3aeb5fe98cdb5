/// The subject that is searched for, without the words that ask for the search.
enum DocumentQuery {
    static func subject(of reading: QuestionReading) -> String {
        if let quoted = Quotation.all(in: reading.question).first {
            let inside = String(reading.question[quoted]).trimmed
            if !inside.isEmpty { return inside }
        }
        var dropped = Set(0..<reading.opening)
        // "busca en la documentación: cantidad proyectada": all that follows the colon.
        if let colon = reading.tokens.firstIndex(where: { $0.leading.hasSuffix(":") }), colon < reading.tokens.count {
            let isAsked = reading.matches.contains {
                [.documents, .search, .documentNoun].contains($0.concept) && $0.tokens.upperBound <= colon
            }
            let isAskedAfter = reading.matches.contains {
                [.documents, .documentNoun].contains($0.concept) && $0.tokens.lowerBound >= colon
            }
            if isAsked {
                dropped.formUnion(0..<colon)
            } else if isAskedAfter {
                // "gestión de materiales: ábreme ese documento"
                dropped.formUnion(colon..<reading.tokens.count)
            }
        }
        // "does the policy mention …", "el manual dice algo de …": what comes after is the subject.
        if let source = reading.matches.first(where: { $0.concept == .documents || $0.concept == .documentNoun }),
            let verb = reading.tokens.indices.first(where: {
                $0 >= source.tokens.upperBound && sayings.contains(reading.word($0))
            }),
            reading.tokens.indices.contains(where: { $0 > verb && !idle.contains(reading.word($0)) })
        {
            dropped.formUnion(0...verb)
        }
        for match in reading.matches where asking.contains(match.concept) && !match.hasGap {
            if match.concept == .show, match.tokens.lowerBound > reading.opening + 1 { continue }
            // Of "cómo anulo" only the asking is dropped: what is done is the subject.
            dropped.formUnion(match.tokens.filter { match.concept != .howTo || howWords.contains(reading.word($0)) })
        }
        for match in reading.all(.documentNoun) {
            let next = reading.word(match.tokens.upperBound)
            let isSource =
                ["segun", "per"].contains(reading.word(match.tokens.lowerBound - 2))
                || reading.word(match.tokens.lowerBound - 1) == "segun"
            let words = reading.tokens[match.tokens]
            let isFrame =
                words.contains { frames.contains($0.word) }
                && ["para", "de", "del", "for", "to", "of", "on", "about"].contains(next)
                || ["for", "on", "about", "sobre", "regarding", "para"].contains(next)
            if words.contains(where: { frames.contains($0.word) }),
                let goal = (match.tokens.upperBound..<match.tokens.upperBound + 5).first(where: {
                    ["para", "for", "to"].contains(reading.word($0))
                })
            {
                dropped.formUnion(match.tokens.lowerBound...goal)
            }
            if isFrame || isSource { dropped.formUnion(match.tokens) }
        }
        var kept = reading.tokens.indices.filter { !dropped.contains($0) && !idle.contains(reading.tokens[$0].word) }
        let isEdge = { (index: Int) in edges.contains(reading.tokens[index].word) }
        while let first = kept.first, isEdge(first) || openings.contains(reading.word(first)) { kept.removeFirst() }
        while let last = kept.last, isEdge(last) { kept.removeLast() }
        guard !kept.isEmpty else { return reading.question.trimmed }
        var text = ""
        for index in kept {
            let token = reading.tokens[index]
            if !text.isEmpty { text += " " }
            text +=
                (token.leading.hasSuffix("$") ? "$" : "") + (infinitive(reading, index) ?? token.text)
                + (token.isPercent ? "%" : "")
        }
        return text
    }

    /// `cómo anulo una venta` is about `anular una venta`.
    private static func infinitive(_ reading: QuestionReading, _ index: Int) -> String? {
        let before = reading.word(index - 1)
        guard reading.word(index).hasSuffix("o"), before == "como" else { return nil }
        return SpanishVerbs.infinitives(of: reading.word(index)).min()
    }

    private static let howWords: Set<String> = Set(
        """
        como se how do i to we you should can could le lo la hago hace hacen hacer hacemos debo debe deben puedo podemos
        tengo tenemos que para what does happens happen counts as considered considera cuando when if si con un una pasa los las el un a need must
        """.words
    )
    private static let sayings: Set<String> = [
        "mention", "mentions", "menciona", "mencionan", "dice", "dicen", "say", "says", "indica", "indican", "explica",
        "habla",
        "cover", "covers", "talk", "talks", "trata", "establece", "contempla",
    ]
    private static let asking: Set<Concept> = [.documents, .search, .subject, .howTo, .show, .greeting, .thanks]
    private static let frames: Set<String> = [
        "procedimiento", "procedimientos", "instruccion", "instrucciones", "instructions", "pasos", "steps", "proceso",
        "process", "procedure", "procedures", "tutorial", "requisitos", "requirements", "lineamientos",
    ]
    /// Words that never belong to the subject.
    private static let idle: Set<String> = Set(
        """
        quiero necesito need want please favor porfa algo anything something todo me te dame segun according explicame explica explain contame cuentame
        hay existe is there any i we you us nos tenemos tienen tengo tiene have got do does where donde what que cual which
        hago hacer debo puedo podes puedes podrias podria can could would should like saber know el la los las le lo se the a an
        un una our my mi mis nuestro nuestra nuestros company empresa vos usted encuentro esta estan are says say dice dicen
        era creo supongo alguien someone somebody escribio wrote anoto menciono recuerdo remember think
        it that this eso ver busca buscame nomas vos usted talk talks talking s t re ll pls thanks gracias please porfa
        """.words
    )
    private static let openings: Set<String> = [
        "informacion", "info", "information", "algun", "alguna", "some", "datos", "detalles", "details", "tema",
    ]
    private static let edges: Set<String> = Set(
        "de del d en a al por para con y o of on in for to with about at and or from por sobre si un una es son is se como how tal"
            .words
    )
}
