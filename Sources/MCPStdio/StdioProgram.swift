import Subprocess
import SystemPackage

/// A server as a program to be started.
public struct StdioProgram: Sendable, Hashable {
    /// A name to be found in `PATH`, or a path.
    public var command: String
    public var arguments: [String]
    /// On top of the client's own environment.
    public var environment: [String: String]
    /// Where it runs. `nil`: where the client does.
    public var folder: String?

    public init(
        command: String,
        arguments: [String] = [],
        environment: [String: String] = [:],
        folder: String? = nil
    ) {
        self.command = command
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
    }

    /// - Parameter patience: how long it may take to end after each request to do so.
    func configuration(patience: Duration) -> Configuration {
        var changes: [Environment.Key: String?] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { changes[key] = value }
        }
        var options = PlatformOptions()
        // Ctrl-C at the terminal is for the client, which ends its servers in order.
        options.processGroupID = 0
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: patience)]
        return Configuration(
            executable: command.contains("/") ? .path(FilePath(command)) : .name(command),
            arguments: Arguments(arguments),
            environment: .inherit.updating(changes),
            workingDirectory: folder.map { FilePath($0) },
            platformOptions: options
        )
    }
}
