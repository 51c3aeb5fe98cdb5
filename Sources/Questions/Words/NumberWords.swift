/// Numbers in words and digits, both languages.
enum NumberWords {
    /// A number and how many tokens it takes.
    struct Reading {
        let value: Int
        let length: Int
    }

    /// Reads a whole number at a place: `15`, `10,000`, `quince`, `treinta y cinco`, `twenty-one`, `a dozen`.
    ///
    /// `un`, `una`, `a` count as 1 only when `articles` says so.
    static func cardinal(_ tokens: [Token], at start: Int, articles: Bool = false) -> Reading? {
        guard tokens.indices.contains(start) else { return nil }
        let word = tokens[start].word
        if let number = digits(word) { return Reading(value: number, length: 1) }
        if ["media", "half"].contains(word), start + 1 < tokens.count {
            if tokens[start + 1].word == "docena" || tokens[start + 1].word == "dozen" {
                return Reading(value: 6, length: 2)
            }
        }
        if ["un", "una", "a", "the"].contains(word), start + 1 < tokens.count {
            switch tokens[start + 1].word {
            case "par", "couple": return Reading(value: 2, length: of(tokens, start + 2) ? 3 : 2)
            case "docena", "dozen": return Reading(value: 12, length: of(tokens, start + 2) ? 3 : 2)
            default: break
            }
        }
        if articles, ["un", "una", "a", "an"].contains(word) { return Reading(value: 1, length: 1) }
        return words(tokens, start)
    }

    /// `primer`, `2do`, `third`, `4th`: 1 to 12.
    static func ordinal(_ word: String) -> Int? { ordinals[word] }

    static func isNumberWord(_ word: String) -> Bool {
        units[word] != nil || tens[word] != nil || hundreds[word] != nil
    }

    static var allWords: [String] { Array(units.keys) + Array(tens.keys) + Array(hundreds.keys) + Array(ordinals.keys) }

    private static func of(_ tokens: [Token], _ index: Int) -> Bool {
        index < tokens.count && ["of", "de"].contains(tokens[index].word)
    }

    private static func digits(_ word: String) -> Int? {
        guard word.utf8.count <= 9, word.utf8.first.map({ 48...57 ~= $0 }) == true else { return nil }
        if let number = Int(word) { return number }
        let groups = word.split(omittingEmptySubsequences: false) { $0 == "," || $0 == "." }
        guard groups.count > 1, groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }) else { return nil }
        return Int(groups.joined())
    }

    private static func words(_ tokens: [Token], _ start: Int) -> Reading? {
        var total = 0
        var part = 0
        var index = start
        var last = start
        var isAny = false
        while index < tokens.count {
            let word = tokens[index].word
            if let value = hundreds[word] {
                if value == 1000 {
                    total += max(part, 1) * 1000
                    part = 0
                } else if value == 100, part > 0, part < 10 {
                    part *= 100
                } else {
                    part += value
                }
            } else if let value = tens[word] {
                guard part % 100 == 0 else { break }
                part += value
            } else if let value = units[word] {
                guard part % 10 == 0, value < 10 || part % 100 == 0 else { break }
                part += value
            } else if ["y", "and"].contains(word), isAny, part % 100 >= 30 || word == "and", index + 1 < tokens.count,
                units[tokens[index + 1].word].map({ $0 < 10 || word == "and" && part % 100 == 0 }) == true, part > 0,
                word == "y" || part % 100 == 0
            {
                index += 1
                continue
            } else {
                break
            }
            isAny = true
            index += 1
            last = index
        }
        return isAny ? Reading(value: total + part, length: last - start) : nil
    }

    private static let units: [String: Int] = table(
        """
        uno 1 dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 once 11 doce 12 trece 13 catorce 14
        quince 15 dieciseis 16 diecisiete 17 dieciocho 18 diecinueve 19 veintiuno 21 veintiun 21 veintidos 22
        veintitres 23 veinticuatro 24 veinticinco 25 veintiseis 26 veintisiete 27 veintiocho 28 veintinueve 29
        one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13
        fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 dozen 12
        """
    )
    private static let tens: [String: Int] = table(
        """
        veinte 20 treinta 30 cuarenta 40 cincuenta 50 sesenta 60 setenta 70 ochenta 80 noventa 90
        twenty 20 thirty 30 forty 40 fifty 50 sixty 60 seventy 70 eighty 80 ninety 90
        """
    )
    private static let hundreds: [String: Int] = table(
        "cien 100 ciento 100 doscientos 200 trescientos 300 quinientos 500 mil 1000 hundred 100 thousand 1000"
    )
    private static let ordinals: [String: Int] = table(
        """
        1era 1 1eras 1 1eros 1 2nda 2 2ndo 2 3era 3 3ero 3 4rto 4 primer 1 primero 1 primera 1 primeros 1 primeras 1 1er 1 1ero 1 1ro 1 1ra 1 1o 1 1a 1 segundo 2 segunda 2
        2do 2 2da 2 2o 2 2a 2 tercer 3 tercero 3 tercera 3 3er 3 3ro 3 3ra 3 3o 3 cuarto 4 cuarta 4 4to 4 4ta 4 4o 4
        quinto 5 quinta 5 5to 5 5ta 5 sexto 6 sexta 6 6to 6 septimo 7 octavo 8 noveno 9 decimo 10
        first 1 1st 1 second 2 2nd 2 third 3 3rd 3 fourth 4 4th 4 fifth 5 5th 5 sixth 6 6th 6 seventh 7 7th 7
        eighth 8 8th 8 ninth 9 9th 9 tenth 10 10th 10
        """
    )

    private static func table(_ text: String) -> [String: Int] {
        let words = text.words
        return Dictionary(
            stride(from: 0, to: words.count - 1, by: 2).map { (words[$0], Int(words[$0 + 1]) ?? 0) }
        ) { first, _ in first }
    }
}
