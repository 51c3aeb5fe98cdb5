/// A language that people read this product in.
public enum Language: String, Sendable, CaseIterable, Codable {
    case spanish = "es"
    case english = "en"

    /// The language of a POSIX locale name (`es_GT.UTF-8`), a BCP 47 tag (`en-US`) or an `Accept-Language` value.
    ///
    /// Only the first tag counts. Anything that is not Spanish is read as English; `nil` and blank give `nil`.
    public init?(locale: String?) {
        guard let locale, !locale.isEmpty else { return nil }
        self = locale.lowercased().hasPrefix("es") ? .spanish : .english
    }
}

/// One text, said in both languages of the product.
public struct LocalizedText: Sendable, Hashable {
    public let spanish: String
    public let english: String

    public init(es spanish: String, en english: String) {
        self.spanish = spanish
        self.english = english
    }

    /// The text in one language.
    public func callAsFunction(_ language: Language) -> String {
        switch language {
        case .spanish: spanish
        case .english: english
        }
    }
}

/// An error that can tell a person what happened and what to do, in either language.
public protocol LocalizedFailure: Error, CustomStringConvertible {
    var message: LocalizedText { get }
}

extension LocalizedFailure {
    public var description: String { message.english }
}
