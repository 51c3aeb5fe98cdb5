import Foundation
import JSON
import OAuthClient

/// An authorization server in memory. It checks what clients send as strictly as a real one.
actor FakeAuthorizationServer {
    struct Settings: Sendable {
        var issuer = "https://as.example"
        /// Where the metadata is. `nil`: nowhere.
        var metadataAddress: String? = "https://as.example/.well-known/oauth-authorization-server"
        /// What the metadata calls its issuer; the real one unless set.
        var claimedIssuer: String?
        var scopes: [String]?
        var codeChallengeMethods: [String]? = ["S256"]
        var authMethods: [String]? = ["none"]
        var supportsDocuments = false
        var supportsRegistration = true
        /// What a registration is answered with besides an identifier.
        var issuesSecret = false
        /// Whether that says how the client authenticates.
        var statesAuthMethod = true
        var registrationError: String?
        var announcesIssuer = true
        /// What the redirect says of its issuer: the real one, nothing, or something else.
        var redirectIssuer: Redirect = .correct
        /// Seconds.
        var tokenLifetime: Int? = 3_600
        var issuesRefreshTokens = false
        /// Known beforehand.
        var clients: [String: String?] = [:]

        enum Redirect: Sendable {
            case correct
            case none
            case other(String)
        }
    }

    let settings: Settings
    private(set) var requests: [OAuthRequest] = []
    private(set) var authorizations: [[String: String]] = []
    private(set) var tokenForms: [[String: String]] = []
    private(set) var registrations: [JSONValue] = []
    private(set) var liveTokens: [String: [String]] = [:]
    private var refreshTokens: [String: [String]] = [:]
    private var clients: [String: String?] = [:]
    private var codes: [String: [String: String]] = [:]
    private var counter = 0
    private let sha256: @Sendable ([UInt8]) -> [UInt8]

    init(_ settings: Settings, sha256: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.settings = settings
        self.sha256 = sha256
        clients = settings.clients
    }

    func revokeRefreshTokens() { refreshTokens = [:] }

    /// `nil` for addresses of others.
    func answer(_ request: OAuthRequest) -> OAuthResponse? {
        if request.url == settings.metadataAddress {
            requests.append(request)
            return .json(metadata)
        }
        guard request.url.hasPrefix(settings.issuer) else { return nil }
        requests.append(request)
        switch request.url.dropFirst(settings.issuer.count) {
        case "/register": return register(request)
        case "/token": return token(request)
        default: return OAuthResponse(status: 404, body: [])
        }
    }

    private var metadata: JSONObject {
        var object: JSONObject = [
            "issuer": .string(settings.claimedIssuer ?? settings.issuer),
            "authorization_endpoint": .string(settings.issuer + "/authorize"),
            "token_endpoint": .string(settings.issuer + "/token"),
            "response_types_supported": ["code"],
        ]
        func list(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
        if settings.supportsRegistration { object["registration_endpoint"] = .string(settings.issuer + "/register") }
        if let methods = settings.codeChallengeMethods { object["code_challenge_methods_supported"] = list(methods) }
        if let methods = settings.authMethods { object["token_endpoint_auth_methods_supported"] = list(methods) }
        if let scopes = settings.scopes { object["scopes_supported"] = list(scopes) }
        if settings.announcesIssuer { object["authorization_response_iss_parameter_supported"] = true }
        if settings.supportsDocuments { object["client_id_metadata_document_supported"] = true }
        return object
    }

    private func next(_ name: String) -> String {
        counter += 1
        return "\(name)-\(counter)-\(settings.issuer.dropFirst(8).prefix(3))"
    }

    private func register(_ request: OAuthRequest) -> OAuthResponse {
        guard let body = try? JSONValue(parsing: request.body) else { return OAuthResponse(status: 400, body: []) }
        registrations.append(body)
        if let error = settings.registrationError {
            return .json(["error": .string(error), "error_description": "a redirect\u{1B}[31m"], status: 400)
        }
        let id = next("client")
        let secret = settings.issuesSecret ? next("secret:/+") : nil
        clients[id] = .some(secret)
        var answer: JSONObject = ["client_id": .string(id)]
        if let secret { answer["client_secret"] = .string(secret) }
        if settings.statesAuthMethod, let method = body["token_endpoint_auth_method"] {
            answer["token_endpoint_auth_method"] = method
        }
        return .json(answer, status: 201)
    }

    /// What a browser does: visits the address and is sent back.
    func visit(_ address: String) throws -> String {
        let fields = Form.fields(URLComponents(string: address)?.percentEncodedQuery ?? "")
        authorizations.append(fields)
        guard address.hasPrefix(settings.issuer + "/authorize?"), let redirect = fields["redirect_uri"] else {
            throw URLError(.badURL)
        }
        var items = [URLQueryItem(name: "state", value: fields["state"])]
        let id = fields["client_id"] ?? ""
        let isKnown = clients[id] != nil || settings.supportsDocuments && id.hasPrefix("https://")
        if isKnown, fields["response_type"] == "code", fields["code_challenge_method"] == "S256" {
            let code = next("code")
            codes[code] = fields
            items.append(URLQueryItem(name: "code", value: code))
        } else {
            items.append(URLQueryItem(name: "error", value: "invalid_request"))
        }
        switch settings.redirectIssuer {
        case .correct: items.append(URLQueryItem(name: "iss", value: settings.issuer))
        case .none: break
        case .other(let issuer): items.append(URLQueryItem(name: "iss", value: issuer))
        }
        var components = URLComponents(string: redirect)
        components?.queryItems = items
        return components?.string ?? ""
    }

    private func token(_ request: OAuthRequest) -> OAuthResponse {
        var form = Form.fields(String(decoding: request.body, as: UTF8.self))
        let header = request.headers.first { $0.name == "authorization" }?.value
        form["(authorization)"] = header
        tokenForms.append(form)
        guard isAuthentic(form, header) else { return .json(["error": "invalid_client"], status: 401) }
        switch form["grant_type"] {
        case "authorization_code":
            guard let code = form["code"], let asked = codes.removeValue(forKey: code),
                asked["redirect_uri"] == form["redirect_uri"], asked["resource"] == form["resource"],
                let verifier = form["code_verifier"], verifier.utf8.count >= 43,
                asked["code_challenge"] == Form.base64URL(sha256(Array(verifier.utf8)))
            else { return .json(["error": "invalid_grant"], status: 400) }
            return issue(asked["scope"]?.split(separator: " ").map(String.init) ?? [])
        case "refresh_token":
            guard let scopes = refreshTokens.removeValue(forKey: form["refresh_token"] ?? "") else {
                return .json(["error": "invalid_grant"], status: 400)
            }
            return issue(scopes)
        case "client_credentials": return issue(form["scope"]?.split(separator: " ").map(String.init) ?? [])
        default: return .json(["error": "unsupported_grant_type"], status: 400)
        }
    }

    private func isAuthentic(_ form: [String: String], _ header: String?) -> Bool {
        let offered = settings.authMethods ?? ["client_secret_basic"]
        if let header {
            guard offered.contains("client_secret_basic"), form["client_secret"] == nil, header.hasPrefix("Basic "),
                let data = Data(base64Encoded: String(header.dropFirst(6)))
            else { return false }
            let parts = String(decoding: data, as: UTF8.self).split(separator: ":", omittingEmptySubsequences: false)
                .map { String($0).removingPercentEncoding ?? "" }
            return parts.count == 2 && clients[parts[0]] == .some(.some(parts[1]))
        }
        guard let id = form["client_id"] else { return false }
        if form["client_assertion"] != nil { return offered.contains("private_key_jwt") }
        if let secret = form["client_secret"] {
            return offered.contains("client_secret_post") && clients[id] == .some(.some(secret))
        }
        if settings.supportsDocuments, id.hasPrefix("https://") { return true }
        return offered.contains("none") && (clients[id] == .some(.none) || !settings.statesAuthMethod)
    }

    private func issue(_ scopes: [String]) -> OAuthResponse {
        let token = next("token")
        liveTokens[token] = scopes
        var answer: JSONObject = ["access_token": .string(token), "token_type": "bearer"]
        if let lifetime = settings.tokenLifetime { answer["expires_in"] = JSONValue(lifetime) }
        if settings.issuesRefreshTokens {
            let refresh = next("refresh")
            refreshTokens[refresh] = scopes
            answer["refresh_token"] = .string(refresh)
        }
        return .json(answer)
    }
}

enum Form {
    static func fields(_ text: String) -> [String: String] {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? String(parts[1]).removingPercentEncoding : ""
            fields[String(parts[0]).removingPercentEncoding ?? ""] = value
        }
        return fields
    }

    static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
    }
}

extension OAuthResponse {
    static func json(_ object: JSONObject, status: Int = 200) -> OAuthResponse {
        OAuthResponse(status: status, body: object.serialized())
    }
}

extension Form {
    static func data(_ base64: String) -> [UInt8]? { Data(base64Encoded: base64).map { Array($0) } }
}
