import Foundation
import Localization
import MCP
import MCPHTTP
import NIOPosix

/// A client that the protocol's conformance suite drives: `conformance-client URL`, and the environment says which
/// scenario. Ends with status 0 when the scenario's requests succeeded, with 1 otherwise, with 2 after a wrong call.
@main
enum ConformanceClient {
    /// The suite waits 30 s.
    private static let patience = Duration.seconds(28)

    static func main() async {
        let environment = ProcessInfo.processInfo.environment
        guard let assignment = Assignment(arguments: CommandLine.arguments, environment: environment) else {
            say("usage: MCP_CONFORMANCE_SCENARIO=NAME conformance-client URL")
            exit(2)
        }
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await run(assignment) }
                group.addTask {
                    try await Task.sleep(for: patience)
                    throw ClientTransportFailure.noAnswer
                }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            say((error as? any LocalizedFailure)?.message.english ?? "\(error)")
            exit(1)
        }
        exit(0)
    }

    private static func run(_ assignment: Assignment) async throws {
        let connection = try Connection(assignment)
        let answers = Answers()
        let client = ClientEngine(
            transport: connection.transport,
            implementation: Implementation(name: "conformance-client", version: "1.0"),
            handlers: answers.handlers
        )
        if assignment.scenario.hasPrefix("sep-2322") {
            answers.interruptFirstQuestion { _ = try await client.callTool(named: "test_mrtr_unrelated") }
        }
        try await Scenario(name: assignment.scenario, context: assignment.context).run(client)
        await connection.transport.close()
    }

    private static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
