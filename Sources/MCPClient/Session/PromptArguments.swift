import ArgumentParser
import Localization

/// `key=value` words whose values are all texts.
enum PromptArguments {
    /// - Throws: ``ClientUsageError/badArgument(_:)``.
    static func read(_ words: [String]) throws(ClientUsageError) -> [String: String] {
        var values: [String: String] = [:]
        for word in words {
            guard let mark = word.firstIndex(of: "="), mark > word.startIndex else { throw .badArgument(word) }
            values[String(word[..<mark])] = String(word[word.index(after: mark)...])
        }
        return values
    }

    /// The same for the command line, which is refused before anything is connected.
    static func validated(_ words: [String]) throws -> [String: String] {
        do {
            return try read(words)
        } catch {
            throw ValidationError(error.message.english)
        }
    }
}
