import Foundation
import HTTPTransport
import JSON
import Localization
import MCP
import MCPHTTP
import NIOHTTP1
import NIOPosix
import OAuthClient
import OpenSSL
import ScriptedServer
import Synchronization
import TestIdentities
import Testing

@testable import OAuthHTTP

/// A server that demands authorization, its authorization server, and a client without a person.
@Suite(.timeLimit(.minutes(5))) struct AuthorizedCallTests {
    private static func json(_ object: JSONObject) -> String { JSONValue.object(object).serializedString }

    /// Both servers at one address. A token is good for what `scope` says.
    private func serve(needing scope: String? = nil, refusing: Bool = false) async throws -> ScriptedServer {
        let granted = Mutex<[String: String]>([:])
        return try await ScriptedServer.start { exchange in
            let origin = "http://" + (exchange.header("host") ?? "")
            let path = String(exchange.target.prefix { $0 != "?" })
            let query = Self.fields(String(exchange.target.dropFirst(path.count + 1)))
            switch path {
            case "/mcp":
                let token = exchange.header("authorization").map { String($0.dropFirst(7)) } ?? ""
                let metadata = "resource_metadata=\"\(origin)/.well-known/oauth-protected-resource/mcp\""
                guard let scopes = granted.withLock({ $0[token] }), !refusing else {
                    return try await exchange.respond(.unauthorized, ["www-authenticate": "Bearer \(metadata)"])
                }
                if let scope, !scopes.contains(scope) {
                    let challenge = "Bearer error=\"insufficient_scope\", scope=\"\(scope)\", \(metadata)"
                    return try await exchange.respond(.forbidden, ["www-authenticate": challenge])
                }
                try await exchange.json(#"{"jsonrpc":"2.0","id":7,"result":{}}"#)
            case "/.well-known/oauth-protected-resource/mcp":
                try await exchange.json(
                    Self.json(["resource": .string(origin + "/mcp"), "authorization_servers": [.string(origin)]])
                )
            case "/.well-known/oauth-authorization-server":
                try await exchange.json(
                    Self.json([
                        "issuer": .string(origin), "authorization_endpoint": .string(origin + "/authorize"),
                        "token_endpoint": .string(origin + "/token"),
                        "registration_endpoint": .string(origin + "/register"),
                        "code_challenge_methods_supported": ["S256"],
                        "token_endpoint_auth_methods_supported": ["none"],
                        "authorization_response_iss_parameter_supported": true,
                    ])
                )
            case "/register": try await exchange.json(#"{"client_id":"c1"}"#, status: .created)
            case "/authorize":
                let code = "code-" + (query["scope"] ?? "")
                let back = "\(query["redirect_uri"] ?? "")?code=\(code)&state=\(query["state"] ?? "")&iss=\(origin)"
                try await exchange.respond(.found, ["location": back])
            case "/token":
                let form = Self.fields(exchange.body)
                guard form["code_verifier"]?.count ?? 0 >= 43 else {
                    return try await exchange.json(#"{"error":"invalid_grant"}"#, status: .badRequest)
                }
                let token = granted.withLock { tokens in
                    let token = "token-\(tokens.count)"
                    tokens[token] = String(form["code"]?.dropFirst(5) ?? "")
                    return token
                }
                try await exchange.json(
                    Self.json(["access_token": .string(token), "token_type": "Bearer", "expires_in": 3_600])
                )
            default: try await exchange.respond(.notFound)
            }
        }
    }

    private static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            fields[parts[0]] = parts.count > 1 ? parts[1].removingPercentEncoding : ""
        }
        return fields
    }

    private func client(
        of server: ScriptedServer,
        store: any OAuthCredentialStore = MemoryCredentialStore()
    ) throws -> StreamableHTTPClient {
        let group = MultiThreadedEventLoopGroup.singleton
        let context = try TestAuthority().client()
        let url = "http://127.0.0.1:\(server.port)/mcp"
        let oauth = try OAuthClient(
            url: url,
            configuration: OAuthConfiguration(clientName: "test", redirectURI: "http://127.0.0.1:9/callback"),
            environment: .network(
                context: context,
                on: group,
                authorize: OAuthEnvironment.followingRedirect(context: context, on: group)
            ),
            store: store
        )
        return StreamableHTTPClient(
            address: try ServerAddress(url: url),
            context: nil,
            language: .english,
            on: group,
            oauth: oauth
        )
    }

    private func call(_ client: StreamableHTTPClient) async throws -> JSONRPCResponse {
        let request = JSONRPCRequest(id: 7, method: "tools/call", params: ["name": "t"])
        return try await client.send(request, revision: .latest, headers: []) { _ in }
    }

    private func calls(_ server: ScriptedServer) -> [String?] {
        server.exchanges.filter { $0.target == "/mcp" }.map { $0.header("authorization") }
    }

    @Test func aRefusedCallIsAuthorizedAndRepeated() async throws {
        let server = try await serve()
        let client = try client(of: server)
        #expect(try await call(client).id == 7)
        #expect(try await call(client).id == 7)
        #expect(calls(server) == [nil, "Bearer token-0", "Bearer token-0"])
        await client.close()
    }

    @Test func permissionsThatAreMissingAreAskedFor() async throws {
        let server = try await serve(needing: "write")
        let client = try client(of: server)
        #expect(try await call(client).id == 7)
        #expect(calls(server) == [nil, "Bearer token-0", "Bearer token-1"])
    }

    @Test func aServerThatRefusesEverythingIsGivenUp() async throws {
        let server = try await serve(refusing: true)
        let client = try client(of: server)
        await #expect(throws: OAuthFailure.tooManyAttempts) { _ = try await call(client) }
        #expect(calls(server).count == OAuthClient.maximumAttempts + 1)
    }

    @Test func callsAtTheSameTimeShareOneAuthorization() async throws {
        let server = try await serve()
        let client = try client(of: server)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...8 { group.addTask { _ = try await call(client) } }
            try await group.waitForAll()
        }
        #expect(server.exchanges.count { $0.target == "/token" } == 1)
    }

    @Test func theTokenOutlivesTheProcess() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("credentials.json").path
        let server = try await serve()
        _ = try await call(try client(of: server, store: CredentialFile(path: path)))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        _ = try await call(try client(of: server, store: CredentialFile(path: path)))
        #expect(calls(server) == [nil, "Bearer token-0", "Bearer token-0"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasSuffix(".new") })
    }

    @Test func aFileThatOthersCanReadIsNotUsed() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(
            FileManager.default.createFile(
                atPath: path,
                contents: Data("{}".utf8),
                attributes: [.posixPermissions: 0o644]
            )
        )
        await #expect(throws: CredentialFileError.readableByOthers(path)) {
            _ = try await CredentialFile(path: path).load()
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try await CredentialFile(path: path).load() == OAuthCredentials())
        try Data("not JSON".utf8).write(to: URL(fileURLWithPath: path))
        await #expect(throws: (CredentialFileError.malformed(path))) {
            _ = try await CredentialFile(path: path).load()
        }
    }

    @Test func twoProgramsKeepEachOthersEntries() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { for ending in ["", ".lock"] { try? FileManager.default.removeItem(atPath: path + ending) } }
        let (one, two) = (CredentialFile(path: path), CredentialFile(path: path))
        var (mine, theirs) = (try await one.load(), try await two.load())
        mine.issuers["https://a.example/mcp"] = "https://as.example"
        theirs.issuers["https://b.example/mcp"] = "https://as.example"
        try await one.save(mine)
        try await two.save(theirs)
        #expect(try await CredentialFile(path: path).load().issuers.count == 2)
        theirs.issuers = [:]
        try await two.save(theirs)
        #expect(try await CredentialFile(path: path).load().issuers.keys.sorted() == ["https://a.example/mcp"])
    }

    @Test func theBrowserComesBackToThisMachine() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let redirect = Mutex("")
        let loopback = try await LoopbackAuthorization.listen(language: .english, on: group) { address in
            #expect(address == "https://as.example/authorize")
            let target = redirect.withLock { $0 }
            Task {
                let fetcher = OAuthFetcher(context: try TestAuthority().client(), group: group)
                let other = target.replacing("/callback", with: "/favicon.ico")
                #expect(try await fetcher.exchange(.GET, other, [:], nil).status == .notFound)
                #expect(try await fetcher.exchange(.GET, target + "?code=1&state=2", [:], nil).status == .ok)
            }
        }
        redirect.withLock { $0 = loopback.redirectURI }
        #expect(loopback.redirectURI.hasPrefix("http://127.0.0.1:"))
        let back = try await loopback.authorize("https://as.example/authorize")
        #expect(back == loopback.redirectURI + "?code=1&state=2")
        await loopback.close()
    }

    @Test(arguments: ["http://as.example/token", "ftp://127.0.0.1/", "file:///etc/passwd", ""])
    func secretsAreNotSentInClear(_ url: String) async throws {
        let fetcher = OAuthFetcher(context: try TestAuthority().client(), group: MultiThreadedEventLoopGroup.singleton)
        await #expect(throws: OAuthFailure.insecureAddress(url)) { _ = try await fetcher.exchange(.GET, url, [:], nil) }
    }
}
