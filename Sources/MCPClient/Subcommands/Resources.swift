import ArgumentParser
import JSON
import Localization
import MCP

struct Resources: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the server's resources, and the templates of their addresses."
    )

    @OptionGroup var connection: ConnectionOptions

    func run() async throws {
        try await connection.withServers { fleet in
            let found = try await fleet.all { try await ResourceList(of: $0) }
            if fleet.json { return fleet.say(lists: found.map { ($0.server, $0.value.json) }) }
            let language = fleet.screen.language
            await fleet.show(
                found.flatMap { server, list in
                    var list = list
                    if fleet.hasMany { list.server = server.name }
                    return list.lines(language)
                },
                ifNone: LocalizedText(es: "El servidor no ofrece recursos.", en: "The server offers no resources.")
            )
        }
    }
}

extension ResourceList {
    /// Everything that a server lists. A server without templates may not know the method.
    init(of server: ServerConnection) async throws {
        let resources = try await server.engine.listResources()
        var templates: [RemoteResourceTemplate] = []
        do {
            templates = try await server.engine.listResourceTemplates()
        } catch ClientFailure.refused(let error) where error.code == .methodNotFound {}
        self.init(resources: resources, templates: templates)
    }

    var json: JSONObject {
        [
            "resources": .array(resources.map { .object($0.definition) }),
            "resourceTemplates": .array(templates.map { .object($0.definition) }),
        ]
    }
}
