import Commerce
import Localization

/// Everything that was recognised in a question, before it is decided what it wants.
struct QuestionReading: Sendable {
    let question: String
    let language: Language
    let tokens: [Token]
    let matches: [Lexicon.Match]
    let periods: [PeriodMention]
    /// A date that no calendar has.
    let impossibleDate: ImpossibleDate?
    let entities: EntityMatches
    /// Names in capitals inside the sentence that the shop's data do not have.
    let unknownNames: [String]
    /// Words that stand for a name, and that nobody knows.
    let strangers: [Stranger]
    let file: FileMention?
    /// Words that were mended: as written and as read.
    let corrections: [(written: String, read: String)]
    let now: CalendarDay

    func has(_ concept: Concept) -> Bool { matches.contains { $0.concept == concept } }

    func hasAny(_ concepts: Concept...) -> Bool { matches.contains { concepts.contains($0.concept) } }

    func first(_ concept: Concept) -> Lexicon.Match? { matches.first { $0.concept == concept } }

    func all(_ concept: Concept) -> [Lexicon.Match] { matches.filter { $0.concept == concept } }

    func word(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].word : "" }

    /// Whether any of these words occurs as it stands.
    func hasWord(_ words: String...) -> Bool { tokens.contains { words.contains($0.word) } }

    func isInPeriod(_ index: Int) -> Bool { periods.contains { $0.tokens.contains(index) } }

    func isInEntity(_ index: Int) -> Bool {
        [entities.products, entities.customers, entities.countries, entities.categories]
            .contains { $0.contains { $0.tokens.contains(index) } }
    }

    /// Whether goods that do not move are asked for, rather than a ranking of what sold least in some days.
    var isNotMoving: Bool {
        has(.notMoving) && periods.isEmpty && Count.stated(in: self) == nil && !hasAny(.ranking, .customer)
    }

    /// Whether something the question names is to be left out.
    var excludes: Bool { Exclusion.isStated(self) }

    /// Where a command begins.
    var opening: Int { tokens.opening }

    /// Whether it is asked how one does something: `cómo anulo`, `how do I`.
    var asksHowTo: Bool {
        has(.howTo)
            || tokens.indices.contains { index in
                guard word(index) == "como" else { return false }
                var place = index + 1
                while ["me", "te", "le", "lo", "la", "los", "las", "les"].contains(word(place)) { place += 1 }
                guard tokens.indices.contains(place) else { return false }
                let verb = word(place)
                if Self.isInfinitive(tokens[place].written) { return true }
                let isInfinitive = SpanishVerbs.infinitives[verb]?.contains(verb) == true
                return isInfinitive
                    || verb.hasSuffix("o") && !tokens[place].text.hasSuffix("ó")
                        && SpanishVerbs.infinitives[verb] != nil
            }
    }
}

extension QuestionReading {
    /// Verbs we need not know end as all of them do: `codificar`.
    fileprivate static func isInfinitive(_ word: String) -> Bool {
        word.utf8.count >= 6 && ["ar", "er", "ir"].contains(word.suffix(2))
            && !["primer", "tercer"].contains(word)
    }
}

extension [Token] {
    /// The place of the first word that is no courtesy: where a command begins.
    var opening: Int { firstIndex { !Courtesies.words.contains($0.word) } ?? 0 }
}

private enum Courtesies {
    static let words: Set<String> = Set(
        """
        por favor porfa porfavor xfa please pls che vos oye hey hola hello hi buenas buenos dias tardes noches amigo compa
        quiero que necesito puedes podes puede podrias podria me i want you to can could would like need just y and ok
        bueno entonces now ahora mano jefe quisiera te pido una pregunta consulta duda quick question mira fijate disculpa disculpe perdona perdon so tell decime dime fijese oiga lets let us go ahead and kindly solo just usted
        """.words
    )
}
