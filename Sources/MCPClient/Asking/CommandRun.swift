import Foundation
import Localization

/// One run of a command of the user's shell: bytes in, text out.
struct CommandRun: Sendable {
    let command: String
    /// Bytes of output that are taken.
    let limit: Int

    /// - Throws: ``CommandFailure`` when it cannot be started, fails, or says nothing.
    func output(for input: [UInt8]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            // It waits for a program, which tasks must not.
            Thread.detachNewThread {
                continuation.resume(with: Result { try run(input) })
            }
        }
    }

    private func run(_ input: [UInt8]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        do {
            try process.run()
        } catch {
            throw CommandFailure(command: command, status: nil)
        }
        Thread.detachNewThread {
            Screen.write(input[...], to: standardInput.fileHandleForWriting.fileDescriptor)
            try? standardInput.fileHandleForWriting.close()
        }
        var output = Data()
        while let more = try standardOutput.fileHandleForReading.read(upToCount: 65_536), !more.isEmpty {
            if output.count < limit { output += more.prefix(limit - output.count) }
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0, !output.isEmpty else {
            throw CommandFailure(command: command, status: process.terminationStatus)
        }
        return String(decoding: output, as: UTF8.self)
    }
}

/// A command of the user's that did not do its work.
struct CommandFailure: LocalizedFailure {
    let command: String
    /// `nil` when it could not be started.
    let status: Int32?

    var message: LocalizedText {
        let detail = status.map { " (\($0))" } ?? ""
        return LocalizedText(
            es: "La orden «\(command)» no dio respuesta\(detail).",
            en: "The command '\(command)' gave no answer\(detail)."
        )
    }
}
