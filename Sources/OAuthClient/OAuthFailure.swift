public import Localization

/// Why a client could not be authorized.
public enum OAuthFailure: LocalizedFailure, Hashable {
    /// The client's own settings are impossible.
    case invalidConfiguration(LocalizedText)
    /// The server does not say where its authorization server is.
    case noResourceMetadata
    /// The metadata is about another server: a token for it must not be shown here.
    case resourceMismatch(expected: String, found: String)
    /// An address that would send secrets in clear, or is none.
    case insecureAddress(String)
    case noServerMetadata(issuer: String)
    /// Metadata that names another issuer than the one it was looked up for (RFC 8414 section 3.3).
    case metadataOfAnotherIssuer(expected: String, found: String)
    /// Metadata without S256 (RFC 7636): the code could be stolen.
    case noProofKey(issuer: String)
    /// No identifier, and no way to get one.
    case registrationRequired(issuer: String)
    case registrationRefused(error: String, description: String)
    /// The identifier was given out by another authorization server.
    case registeredElsewhere(clientID: String, issuer: String)
    /// Nobody is there to authorize the client.
    case interactionRequired
    /// The authorization server refused, or the person did.
    case denied(error: String, description: String)
    /// What came back to the redirect URI is not the answer to what was asked.
    case invalidResponse
    /// The answer comes from another authorization server than the one that was asked (RFC 9207).
    case responseOfAnotherIssuer(expected: String)
    case tokenRefused(error: String, description: String)
    case malformedToken
    /// The token endpoint wants an authentication that this client does not have.
    case unsupportedAuthentication([String])
    /// The token was renewed and the server still refuses it.
    case insufficientScope([String])
    case tooManyAttempts

    public var message: LocalizedText {
        switch self {
        case .invalidConfiguration(let text): return text
        case .noResourceMetadata:
            return LocalizedText(
                es: "El servidor exige autorización y no dice quién la da. Indique un token.",
                en: "The server demands authorization and does not say who gives it. Give a token."
            )
        case .resourceMismatch(let expected, let found):
            return LocalizedText(
                es:
                    "El servidor \(expected) se presenta como \(found.prefix(200)). No se autorizó: podría ser un engaño.",
                en: "The server \(expected) calls itself \(found.prefix(200)). Not authorized: it could be a fraud."
            )
        case .insecureAddress(let address):
            return LocalizedText(
                es: "La dirección \(address.prefix(200)) no es segura; se exige https.",
                en: "The address \(address.prefix(200)) is not secure; https is required."
            )
        case .noServerMetadata(let issuer):
            return LocalizedText(
                es: "El servidor de autorización \(issuer.prefix(200)) no publica sus datos.",
                en: "The authorization server \(issuer.prefix(200)) does not publish its metadata."
            )
        case .metadataOfAnotherIssuer(let expected, let found):
            return LocalizedText(
                es: "Los datos de \(expected.prefix(200)) son de otro emisor (\(found.prefix(200))); no se usaron.",
                en:
                    "The metadata of \(expected.prefix(200)) names another issuer (\(found.prefix(200))); it was not used."
            )
        case .noProofKey(let issuer):
            return LocalizedText(
                es: "El servidor de autorización \(issuer.prefix(200)) no admite PKCE con S256; no es seguro seguir.",
                en: "The authorization server \(issuer.prefix(200)) lacks PKCE with S256; it is not safe to go on."
            )
        case .registrationRequired(let issuer):
            return LocalizedText(
                es: "Hay que registrar este cliente en \(issuer.prefix(200)) e indicar su identificador.",
                en: "This client must be registered at \(issuer.prefix(200)), and its identifier given."
            )
        case .registrationRefused(let error, let description):
            return LocalizedText(
                es: "El servidor de autorización no registró a este cliente: \(error). \(description)",
                en: "The authorization server did not register this client: \(error). \(description)"
            )
        case .registeredElsewhere(let clientID, let issuer):
            return LocalizedText(
                es:
                    "El identificador «\(clientID.prefix(100))» es de otro servidor de autorización; ahora se usa \(issuer.prefix(200)).",
                en:
                    "The identifier '\(clientID.prefix(100))' belongs to another authorization server; now it is \(issuer.prefix(200))."
            )
        case .interactionRequired:
            return LocalizedText(
                es: "Una persona debe autorizar a este cliente en un navegador.",
                en: "A person must authorize this client in a browser."
            )
        case .denied(let error, let description):
            return LocalizedText(
                es: "No se autorizó: \(error). \(description)",
                en: "Not authorized: \(error). \(description)"
            )
        case .invalidResponse:
            return LocalizedText(
                es: "La respuesta del navegador no corresponde a esta solicitud; se descartó. Vuelva a intentarlo.",
                en: "The browser's response does not belong to this request; it was discarded. Try again."
            )
        case .responseOfAnotherIssuer(let expected):
            return LocalizedText(
                es: "La respuesta no viene de \(expected.prefix(200)); se descartó, podría ser un ataque.",
                en: "The response does not come from \(expected.prefix(200)); it was discarded, it could be an attack."
            )
        case .tokenRefused(let error, let description):
            return LocalizedText(
                es: "El servidor de autorización no dio un token: \(error). \(description)",
                en: "The authorization server gave no token: \(error). \(description)"
            )
        case .malformedToken:
            return LocalizedText(
                es: "La respuesta del servidor de autorización no contiene un token utilizable.",
                en: "The authorization server's response holds no usable token."
            )
        case .unsupportedAuthentication(let methods):
            let list = methods.prefix(10).joined(separator: ", ")
            return LocalizedText(
                es: "El servidor de autorización exige otra forma de identificarse: \(list).",
                en: "The authorization server demands another client authentication: \(list)."
            )
        case .insufficientScope(let scopes):
            let list = scopes.prefix(20).joined(separator: " ")
            return LocalizedText(
                es: "Falta permiso para esto (\(list)), y pedirlo de nuevo no lo consiguió.",
                en: "Permission for this is missing (\(list)), and asking again did not obtain it."
            )
        case .tooManyAttempts:
            return LocalizedText(
                es: "El servidor rechaza cada autorización nueva; se dejó de intentar.",
                en: "The server refuses every new authorization; no more attempts were made."
            )
        }
    }
}
