/// Words that say numbers, in both languages, in lower case and without accents.
enum NumberVocabulary {
    /// Behind a number: the power of ten that it is in.
    static let powers: [String: Int] = [
        "k": 3, "mil": 3, "miles": 3, "thousand": 3, "thousands": 3, "m": 6, "millon": 6, "millones": 6, "million": 6,
        "millions": 6, "billion": 9, "billions": 9,
    ]

    /// Behind a number, without meaning for its size.
    static let ordinalEndings: Set<String> = [
        "st", "nd", "rd", "th", "er", "ro", "ra", "do", "da", "to", "ta", "º", "ª",
    ]

    /// Words of one number each. "One" is an article in Spanish and a pronoun in English, so it says no figure.
    static let values: [String: Int] = [
        "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
        "once": 11,
        "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "dieciseis": 16, "diecisiete": 17, "dieciocho": 18,
        "diecinueve": 19, "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70,
        "ochenta": 80, "noventa": 90,
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11,
        "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
        "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
        "ninety": 90,
    ]

    /// Parts of larger numbers, and sums done in words: nothing that can be looked up.
    static let unverifiable: Set<String> = [
        "cien", "ciento", "cientos", "doscientos", "doscientas", "trescientos", "trescientas", "cuatrocientos",
        "cuatrocientas", "quinientos", "quinientas", "seiscientos", "seiscientas", "setecientos", "setecientas",
        "ochocientos", "ochocientas", "novecientos", "novecientas", "mil", "miles", "millon", "millones", "billon",
        "billones", "decena", "decenas", "docena", "docenas", "centenar", "centenares", "centena", "centenas", "millar",
        "millares", "mitad", "doble", "triple", "cuadruple", "tercio", "tercios", "duplico", "duplicaron", "triplico",
        "triplicaron", "veintiuno", "veintiun", "veintidos", "veintitres", "veinticuatro", "veinticinco", "veintiseis",
        "veintisiete", "veintiocho", "veintinueve",
        "hundred", "hundreds", "thousand", "thousands", "million", "millions", "billion", "billions", "trillion",
        "trillions", "dozen", "dozens", "half", "twice", "thrice", "double", "doubled", "triple", "tripled",
        "quadruple",
        "quadrupled", "twofold", "tenfold",
    ]
}
