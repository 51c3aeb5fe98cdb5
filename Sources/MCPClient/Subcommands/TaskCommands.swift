import ArgumentParser
import JSON
import Localization
import MCP

struct Tasks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "Look at, wait for or cancel a task, by the id that call --detach gave.",
        subcommands: [Get.self, Wait.self, Cancel.self]
    )

    struct Get: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "How far a task is.")

        @OptionGroup var connection: ConnectionOptions
        @Argument(help: "The task's id.") var id: String

        func run() async throws {
            try await connection.withServer { [id] fleet, server in
                let task = try await server.engine.task(id)
                if fleet.json {
                    fleet.screen.say(json: .object(task.definition))
                } else {
                    fleet.screen.say(TaskReport(task: task).line(fleet.screen.language))
                }
            }
        }
    }

    struct Wait: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Wait for a task and show its result. Ctrl-C leaves the task at work."
        )

        @OptionGroup var connection: ConnectionOptions
        @Argument(help: "The task's id.") var id: String

        func run() async throws {
            try await connection.withServer { [id] fleet, server in
                let wait = TaskWait(server: server, terminal: fleet.terminal, id: id, cancelsTask: false)
                try fleet.finish(.result(try await wait.result()))
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask the server to stop a task. It may finish nevertheless."
        )

        @OptionGroup var connection: ConnectionOptions
        @Argument(help: "The task's id.") var id: String

        func run() async throws {
            try await connection.withServer { [id] fleet, server in
                try await server.engine.cancelTask(id)
                let task = try await server.engine.task(id)
                if fleet.json {
                    fleet.screen.say(json: .object(task.definition))
                } else {
                    fleet.screen.say(TaskReport(task: task).line(fleet.screen.language))
                }
            }
        }
    }
}
