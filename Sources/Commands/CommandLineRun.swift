public import ArgumentParser
import Foundation

extension AsyncParsableCommand {
    /// Runs the command that the arguments name, and ends the program.
    ///
    /// Unlike ArgumentParser alone, options are taken before the subcommand's name too, and a wrong call ends with
    /// status 2, as with most programs, instead of 64.
    ///
    /// - Parameters:
    ///   - flags: the options without a value, such as `--json`.
    ///   - additional: gives the arguments that configuration adds to those of the command line. Default: none.
    public static func runCommandLine(
        flags: Set<String>,
        additional: ([String]) async throws -> [String] = { _ in [] }
    ) async -> Never {
        do {
            let arguments = ArgumentOrder(root: Self.self, flags: flags)
                .sorted(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot(arguments + (try await additional(arguments)))
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            Self.exit()
        } catch {
            guard exitCode(for: error) == .validationFailure else { Self.exit(withError: error) }
            FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
            Self.exit(withError: ExitCode(2))
        }
    }
}

/// Moves options that stand before a subcommand's name behind it, where ArgumentParser looks for them.
struct ArgumentOrder {
    let root: any ParsableCommand.Type
    let flags: Set<String>

    func sorted(_ arguments: [String]) -> [String] {
        var command: any ParsableCommand.Type = root
        var names: [String] = []
        var options: [String] = []
        var rest = arguments[...]
        while let word = rest.first {
            let subcommands = command.configuration.subcommands
            if let next = subcommands.first(where: {
                $0._commandName == word || $0.configuration.aliases.contains(word)
            }) {
                names.append(word)
                command = next
                rest = rest.dropFirst()
            } else if word.hasPrefix("--"), word != "--", !subcommands.isEmpty {
                let hasValue = !word.contains("=") && !flags.contains(word) && rest.count > 1
                options += rest.prefix(hasValue ? 2 : 1)
                rest = rest.dropFirst(hasValue ? 2 : 1)
            } else {
                break
            }
        }
        return names + options + rest
    }
}
