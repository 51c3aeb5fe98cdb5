/// A currency as files write it beside amounts: a code of ISO 4217, a sign, or a dollar sign that does not say whose.
struct CurrencyMark: Hashable, Sendable {
    /// The three letters of the code, or one of the values below.
    private let raw: UInt32

    static let none = CurrencyMark(raw: 0)
    /// `$`: the dollar of the United States, or the peso of half of America.
    static let dollarSign = CurrencyMark(raw: 1)

    private init(raw: UInt32) {
        self.raw = raw
    }

    init?(code: String) {
        let letters = Array(code.utf8)
        guard letters.count == 3 else { return nil }
        raw = letters.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// nil when the bytes name no currency.
    init?(sign: UnsafeBufferPointer<UInt8>) {
        guard sign.count <= 8 else { return nil }
        if sign.count == 1 {
            switch sign[0] {
            case UInt8(ascii: "$"): self = .dollarSign
            case UInt8(ascii: "Q"), UInt8(ascii: "q"): self.init(code: "GTQ")
            case UInt8(ascii: "L"): self.init(code: "HNL")
            default: return nil
            }
            return
        }
        guard let code = CurrencyCode.sign(String(decoding: sign, as: UTF8.self)) else { return nil }
        self.init(code: code)
    }

    /// nil for no currency and for the dollar sign.
    var code: String? {
        guard raw > 1 else { return nil }
        return String(decoding: [UInt8(raw >> 16), UInt8(raw >> 8 & 0xFF), UInt8(raw & 0xFF)], as: UTF8.self)
    }
}

/// ISO 4217 codes as files and people write them.
enum CurrencyCode {
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        text.count <= 24 ? read(String(decoding: text, as: UTF8.self)) : nil
    }

    /// Three letters, a sign or a name that means one currency only. `$` means too many.
    static func read(_ text: String) -> String? {
        let text = text.hasSuffix(".") ? String(text.dropLast()) : text
        if let code = signs[text] ?? names[FoldedText(text).description] { return code }
        let code = text.uppercased()
        return code.utf8.count == 3 && code.utf8.allSatisfy { $0 &- UInt8(ascii: "A") < 26 } ? code : nil
    }

    /// The money of a country that is not named: pesos, `$`, the national currency.
    static func isOfSomeCountry(_ text: String) -> Bool {
        let local = ["$", "mn", "m.n.", "m.n", "mn$", "peso", "pesos", "moneda nacional", "nacional", "local"]
        return local.contains(FoldedText(text).description)
    }

    /// A sign, or one of the codes that are in use: beside a number, any three letters may be a unit.
    static func sign(_ text: String) -> String? {
        if let code = signs[text] { return code }
        let code = text.uppercased()
        return known.contains(code) ? code : nil
    }

    /// The currency that a title or a column's name states: a code in use, a sign, or a name such as `quetzales`.
    static func mentioned(in words: [String]) -> String? {
        for word in words {
            if let code = names[FoldedText(word).description] { return code }
            if word == word.uppercased(), let code = sign(word), word.count > 1 || !word.utf8.allSatisfy({ $0 < 0x80 })
            {
                return code
            }
        }
        return nil
    }

    private static let signs = [
        "Q": "GTQ", "€": "EUR", "£": "GBP", "US$": "USD", "U$S": "USD", "U$": "USD", "MX$": "MXN", "R$": "BRL",
        "C$": "NIO", "S/": "PEN", "S/.": "PEN", "B/": "PAB", "B/.": "PAB", "₡": "CRC", "₲": "PYG", "Bs": "BOB",
        "RD$": "DOP", "CA$": "CAD", "A$": "AUD", "CLP$": "CLP", "COL$": "COP", "AR$": "ARS", "Lps": "HNL",
        // What is the euro in ISO 8859-15 is this in Windows-1252.
        "¤": "EUR", "Qtz": "GTQ", "₹": "INR", "₩": "KRW",
    ]

    private static let known: Set<String> = [
        "GTQ", "USD", "EUR", "GBP", "MXN", "HNL", "NIO", "CRC", "PAB", "BZD", "COP", "PEN", "CLP", "ARS", "BRL", "BOB",
        "PYG", "UYU", "VES", "DOP", "CUP", "CAD", "CHF", "JPY", "CNY", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK",
        "HUF", "RON", "TRY", "INR", "KRW", "ZAR", "ILS", "SGD", "HKD", "THB", "IDR", "MYR", "PHP", "TWD", "AED", "SAR",
    ]

    /// Folded. Pesos and dollars of several countries are not among them.
    private static let names = [
        "quetzal": "GTQ", "quetzales": "GTQ", "euro": "EUR", "euros": "EUR", "lempira": "HNL", "lempiras": "HNL",
        "colon": "CRC", "colones": "CRC", "cordoba": "NIO", "cordobas": "NIO", "soles": "PEN", "bolivianos": "BOB",
        "guaranies": "PYG", "reales": "BRL", "balboas": "PAB", "dolar": "USD", "dolares": "USD", "dollar": "USD",
        "dollars": "USD",
        "sterling": "GBP", "pounds": "GBP",
    ]
}
