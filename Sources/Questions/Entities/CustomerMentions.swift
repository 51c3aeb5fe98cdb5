/// Finds customers by their number or code.
enum CustomerMentions {
    private static let markers: Set<String> = [
        "cliente", "clienta", "clientes", "customer", "customers", "client", "clients", "comprador", "buyer", "account",
        "cuenta", "cte",
    ]
    private static let fillers: Set<String> = [
        "no", "num", "numero", "number", "nro", "con", "id", "codigo", "code", "el", "the", "n", "y", "and", "del",
        "al",
    ]

    static func mentions(in tokens: [Token], known: Set<String>, masked: Set<Int>) -> [EntityMatches.Mention] {
        tokens.indices.compactMap { place in
            guard !masked.contains(place), isCustomer(tokens, place, known) else { return nil }
            return EntityMatches.Mention(value: tokens[place].text, tokens: place..<place + 1)
        }
    }

    private static func isCustomer(_ tokens: [Token], _ place: Int, _ known: Set<String>) -> Bool {
        let token = tokens[place]
        guard token.text.utf8.count >= 3 else { return false }
        let isNumber = token.integer != nil && token.text.utf8.count >= 4
        if isNumber, 1990...2030 ~= token.integer ?? 0, !known.contains(token.text) { return false }
        if known.contains(token.text), isNumber || token.isCapitals { return true }
        return (isNumber || token.isCapitals && token.text.utf8.count == 5) && isMarked(tokens, place)
    }

    static func isMarked(_ tokens: [Token], _ place: Int) -> Bool {
        var before = place - 1
        while before >= 0, fillers.contains(tokens[before].word) || tokens[before].integer.map({ $0 > 9999 }) == true {
            before -= 1
        }
        return before >= 0 && markers.contains(tokens[before].word)
    }
}
