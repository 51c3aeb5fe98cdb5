/// Whether a question leaves out something it names: `fuera de Alemania`, `excluding Germany`. There is no filter for
/// that, and one for the very opposite must not be put in its place.
enum Exclusion {
    /// Phrases that stand just before what is left out, articles and prepositions aside.
    private static let phrases: [[String]] = """
        fuera,afuera,excepto,exceptuando,salvo,excluyendo,excluir,excluye,exclui,quitando,a excepcion,con excepcion
        todo menos,todos menos,todas menos,paises menos,mundo menos,categorias menos,distinto,distintos,distinta
        distintas,aparte,que no es,que no son,no sea,no sean,no incluyas,no incluya,no contando,sin contar,sin incluir
        sin considerar,dejando fuera,que no vengan,que no vienen,excluding,exclude,excludes,excl,except,excepting
        other than,outside,apart from,aside from,everything but,everyone but,everywhere but,all but,not,non,minus
        not counting,not including,without counting,leaving out,ignoring
        """
        .split { $0 == "," || $0.isNewline }.map { String($0).words }

    /// `sin lácteos` may be a shelf without them; `sin Alemania` leaves it out.
    private static let ofPlaces: [[String]] = [["sin"], ["without"], ["no"]]

    private static let between: Set<String> = Set(
        "de del en el la los las a al the of in from for to pais paises country cliente clientes customer categoria"
            .words
    )

    static func isStated(_ reading: QuestionReading) -> Bool {
        let (tokens, entities) = (reading.tokens, reading.entities)
        let things = (entities.categories + entities.products).map(\.tokens)
        let places = (entities.countries + entities.customers).map(\.tokens) + reading.periods.map(\.tokens)
        return things.contains { leavesOut($0, tokens, phrases) }
            || places.contains { leavesOut($0, tokens, phrases + ofPlaces) }
    }

    private static func leavesOut(_ mention: Range<Int>, _ tokens: [Token], _ phrases: [[String]]) -> Bool {
        // A clause of its own has nothing before it: "no, en Alemania".
        var end = mention.lowerBound
        while end > 0, tokens[end].leading.allSatisfy({ $0 == "-" || $0 == "(" }) {
            let words = tokens[..<end].map(\.word)
            if phrases.contains(where: { words.suffix($0.count).elementsEqual($0) }) { return true }
            guard between.contains(words[end - 1]) else { return false }
            end -= 1
        }
        return false
    }
}
