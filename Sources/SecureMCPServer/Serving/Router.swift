import HTTPTransport
import MCPHTTP
import NIOHTTP1

/// Finds who answers a request, by path and then by method.
struct Router: Sendable {
    /// Answers a request of somebody whom ``Application`` has let in.
    typealias Responder = @Sendable (HTTPRequest, Caller, HTTPResponseStream) async -> HTTPResponse?

    struct Route: Sendable {
        let methods: [HTTPMethod]
        let respond: Responder
    }

    private var routes: [String: [Route]] = [:]
    /// Whoever answers all paths that begin so.
    private var folders: [(prefix: String, routes: [Route])] = []

    /// HEAD goes wherever GET does; the transport leaves the body out.
    mutating func on(
        _ methods: [HTTPMethod],
        _ path: String,
        _ respond: @escaping @Sendable (HTTPRequest, Caller) async -> HTTPResponse
    ) {
        onStream(methods, path) { request, caller, _ in await respond(request, caller) }
    }

    /// For answers that may come piece by piece.
    mutating func onStream(_ methods: [HTTPMethod], _ path: String, _ respond: @escaping Responder) {
        let methods = methods.contains(.GET) ? methods + [.HEAD] : methods
        routes[path, default: []].append(Route(methods: methods, respond: respond))
    }

    /// For every path that begins with `prefix`, which ends in a slash.
    mutating func onFolder(_ methods: [HTTPMethod], _ prefix: String, _ respond: @escaping Responder) {
        let methods = methods.contains(.GET) ? methods + [.HEAD] : methods
        folders.append((prefix, [Route(methods: methods, respond: respond)]))
    }

    func respond(to request: HTTPRequest, caller: Caller, _ stream: HTTPResponseStream) async -> HTTPResponse? {
        let path = request.path
        guard let found = routes[String(path)] ?? folders.first(where: { path.hasPrefix($0.prefix) })?.routes else {
            return Refusal.response(.notFound, "there is nothing at \(request.path)", hint: "GET / lists the endpoints")
        }
        guard let route = found.first(where: { $0.methods.contains(request.method) }) else {
            let allowed = found.flatMap(\.methods).map(\.rawValue).joined(separator: ", ")
            var response = Refusal.response(
                .methodNotAllowed,
                "\(request.method.rawValue) is not for \(request.path)",
                hint: "use \(allowed)"
            )
            response.headers.add(name: "allow", value: allowed)
            return response
        }
        return await route.respond(request, caller, stream)
    }
}
