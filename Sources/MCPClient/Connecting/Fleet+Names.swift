import MCP

extension Fleet {
    /// Something of a server, by its own name there.
    struct Owned: Sendable {
        let server: ServerConnection
        let name: String
    }

    /// Whose something is: `server.name` says it, and so does a name that only one server has.
    ///
    /// - Parameters:
    ///   - preferred: wins when several have the name.
    ///   - names: what a server lists; asked only where there are several servers.
    /// - Throws: ``ClientUsageError``. What nobody lists belongs to the preferred or only server, which says so in its
    ///   own words.
    func owner(
        of name: String,
        preferred: ServerConnection? = nil,
        _ names: @escaping @Sendable (ServerConnection) async throws -> [String]
    ) async throws -> Owned {
        if connections.count == 1, let only = connections.first {
            return Owned(server: only, name: name)
        }
        let lists = try await all(names)
        let having = lists.filter { $0.value.contains(name) }.map(\.server)
        if let preferred, having.contains(where: { $0.name == preferred.name }) {
            return Owned(server: preferred, name: name)
        }
        if having.count == 1, let only = having.first { return Owned(server: only, name: name) }
        if having.count > 1 { throw ClientUsageError.ambiguous(name, servers: having.map(\.name)) }
        // A server's name may itself have a dot: the longest one that fits.
        let qualified = connections.filter { name.hasPrefix($0.name + ".") }.max { $0.name.count < $1.name.count }
        if let qualified { return Owned(server: qualified, name: String(name.dropFirst(qualified.name.count + 1))) }
        if let preferred { return Owned(server: preferred, name: name) }
        throw ClientUsageError.nobodyHas(name, servers: connections.map(\.name))
    }
}
