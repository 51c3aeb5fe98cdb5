import CStemmer
import Localization

/// The Snowball stemmer of one language. The one owner of libstemmer's pointers; a stemmer has one buffer, so it stays
/// with one tokenizer.
final class Stemmer {
    private let stemmer: OpaquePointer

    init?(_ language: Language) {
        guard let stemmer = sb_stemmer_new(language == .spanish ? "spanish" : "english", "UTF_8") else { return nil }
        self.stemmer = stemmer
    }

    deinit {
        sb_stemmer_delete(stemmer)
    }

    /// - Parameter word: in lower case, with its accents.
    func stem(_ word: String) -> String {
        let bytes = Array(word.utf8)
        guard let stem = sb_stemmer_stem(stemmer, bytes, CInt(bytes.count)) else { return word }
        return String(decoding: UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(stemmer))), as: UTF8.self)
    }
}
