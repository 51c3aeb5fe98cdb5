import Localization

/// Words that say nothing of what a text is about. Without accents, in lower case.
enum StopWords {
    static func contains(_ folded: String) -> Bool { spanish.contains(folded) || english.contains(folded) }

    static let spanish = words(
        """
        a al algo algun alguna algunas alguno algunos ante antes aqui asi aun aunque cada como con cual cuales cualquier
        cuando cuanta cuantas cuanto cuantos de debe deben debo del desde donde dos e el ella ellas ellos en entre era es esa
        esas ese eso esos esta estaba estan estar estas este esto estos estoy fue ha hace hacen hacer haces hago han hasta
        hay he incluso la las le les lo los mas me mediante mi mis mucho muy nada ni no nos nosotros o os otra otras otro
        otros para pero poco podemos podria por porque pueda puede pueden puedo pues que quien quienes quiero se sea sean
        segun ser si sido sin sobre solo son su sus tal tambien tan tanto te tengo tiene tienen toda todas todo todos tras tu
        tus un una unas uno unos usted ustedes va vamos van vos y ya yo
        necesito dice dicen digo dime busca buscame buscar encuentro encontrar muestrame favor acerca sirve hablan habla
        """
    )

    static let english = words(
        """
        a about above after again all am an and any are as at be because been before being below between both but by can
        cannot could did do does doing down during each few for from had has have having he her here hers him his how i if in
        into is it its itself just let me more most must my no nor not now of off on once only or other our ours out over own
        same shall she should so some such than that the their theirs them then there these they this those through to too
        under until up us very was we were what when where which while who whom upon via why will with within without would you your yours
        need find show tell says say look looking search please want get
        """
    )

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}

/// Tells the language of a text by the small words in it.
enum DocumentLanguage {
    /// Characters that are looked at.
    private static let mostCharacters = 20_000

    static func detect(_ sections: [DocumentSection]) -> Language? {
        var text = ""
        for section in sections where text.utf8.count < mostCharacters {
            text += section.path + "\n" + section.text.prefix(mostCharacters) + "\n"
        }
        return detect(text)
    }

    static func detect(_ text: String) -> Language? {
        var (spanish, english) = (0, 0)
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter }) {
            let folded = WordAnalysis.folded(String(word))
            let isSpanish = StopWords.spanish.contains(folded)
            let isEnglish = StopWords.english.contains(folded)
            // What both have, such as "a" and "no", tells nothing; English has no accents.
            if isSpanish && !isEnglish || folded.utf8.count < word.utf8.count { spanish += 1 }
            if isEnglish && !isSpanish { english += 1 }
        }
        if spanish == english { return nil }
        return spanish > english ? .spanish : .english
    }
}
