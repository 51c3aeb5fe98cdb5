/// A word or number of a question.
struct Token: Sendable {
    /// As it was written.
    let text: String
    /// Lower case, without accents, and with its spelling mended when the word was nearly one we know.
    var word: String
    /// Its possible base forms: `vendimos` → `vender`, `productos` → `producto`.
    var bases: Set<String>
    /// The punctuation between the word before and this one, without blanks.
    let leading: String
    /// Where it stands in the question.
    let range: Range<String.Index>
    /// Whether a percent sign follows.
    var isPercent = false
    /// Whether the whole question is in capitals, so that they mean nothing.
    var isShouted = false
    /// Set when the spelling was mended: what was written, folded.
    var misspelled: String?

    /// As it was written, folded.
    var written: String { misspelled ?? word }

    /// Its value when it is written in digits without a separator.
    var integer: Int? { word.utf8.count <= 9 && word.utf8.allSatisfy { 48...57 ~= $0 } ? Int(word) : nil }

    /// Written in capitals throughout, as codes and many product names are.
    var isCapitals: Bool {
        !isShouted && text.unicodeScalars.contains { $0.properties.isUppercase }
            && !text.unicodeScalars.contains { $0.properties.isLowercase }
    }

    /// Begins with a capital letter.
    var isCapitalized: Bool { !isShouted && text.unicodeScalars.first.map { $0.properties.isUppercase } == true }
}
