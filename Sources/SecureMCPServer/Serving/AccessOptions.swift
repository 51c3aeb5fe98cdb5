import ArgumentParser
import Authorization
import Localization

/// Who may call, as `serve` was told.
struct AccessOptions: ParsableArguments {
    @Option(
        help:
            "File of bearer tokens, one a line, as they are or as sha256:HEX, with name=NAME and scopes=ONE,ANOTHER where wanted; mode 0600."
    )
    var tokenFile: String?
    @Option(help: "Take access tokens (JWT) of this authorization server (repeatable).")
    var oauthIssuer: [String] = []
    @Option(
        help:
            "Keys of --oauth-issuer: a JWKS file, or an https URL (one for each issuer, in order). Default: what the issuer's metadata say."
    )
    var jwks: [String] = []
    @Option(
        help:
            "Identifier of this server, which tokens must name as their audience: the URL that clients use. Default: https://NAME:PORT/mcp of the first --listen."
    )
    var resource: String?
    @Option(help: "Another audience to accept, where the issuer has names of its own (repeatable).")
    var oauthAudience: [String] = []
    @Option(help: "Signature to accept: RS256, PS256, ES256 or EdDSA (repeatable). Default: all of them.")
    var oauthAlgorithm: [String] = []
    @Option(
        name: .customLong("oauth-ca"),
        help: "Trust the authorities of this PEM file for the issuers, and no others. Default: the system's."
    )
    var oauthCA: String?
    @Option(
        help:
            "File that says who the holders of client certificates are, with --client-ca: sha256:, uri:, dns:, cn: or *, then name=NAME scopes=ONE,ANOTHER."
    )
    var clientScopes: String?
    @Flag(help: "Ask nobody to identify themselves; loopback only.")
    var noAuth = false

    /// Whether anybody has to identify themselves.
    var isRequired: Bool { tokenFile != nil || !oauthIssuer.isEmpty || clientScopes != nil }

    func validate() throws {
        for name in oauthAlgorithm where SigningAlgorithm(rawValue: name) == nil {
            let known = SigningAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--oauth-algorithm is one of: \(known)")
        }
    }
}

/// Why nobody could be identified as `serve` was told.
enum AccessFailure: LocalizedFailure, Hashable {
    case keysWithoutIssuer
    case issuerOptionsWithoutIssuer
    case noResource
    case resource(String)
    case clientScopesWithoutAuthority
    case contradictory
    case keys(String, reason: LocalizedText)

    var message: LocalizedText {
        switch self {
        case .keysWithoutIssuer:
            LocalizedText(
                es: "--jwks va con --oauth-issuer: uno por cada emisor y en el mismo orden, o ninguno.",
                en: "--jwks goes with --oauth-issuer: one for each issuer and in the same order, or none."
            )
        case .issuerOptionsWithoutIssuer:
            LocalizedText(
                es: "--resource, --oauth-audience, --oauth-algorithm y --oauth-ca no sirven sin --oauth-issuer.",
                en:
                    "--resource, --oauth-audience, --oauth-algorithm and --oauth-ca are of no use without --oauth-issuer."
            )
        case .noResource:
            LocalizedText(
                es:
                    "No se sabe con qué URL llaman los clientes, y los tokens deben nombrarla. Use --resource https://NOMBRE/mcp",
                en:
                    "It is not known by which URL clients call, and tokens must name it. Use --resource https://NAME/mcp"
            )
        case .resource(let text):
            LocalizedText(
                es: "--resource «\(text)»: se espera una URL https sin «#», como https://tienda.example/mcp",
                en: "--resource '\(text)': expected an https URL without '#', such as https://shop.example/mcp"
            )
        case .clientScopesWithoutAuthority:
            LocalizedText(
                es: "--client-scopes necesita --client-ca: sin una autoridad, un certificado no prueba nada.",
                en: "--client-scopes needs --client-ca: without an authority, a certificate proves nothing."
            )
        case .contradictory:
            LocalizedText(
                es: "--no-auth contradice a --token-file, --oauth-issuer y --client-scopes.",
                en: "--no-auth contradicts --token-file, --oauth-issuer and --client-scopes."
            )
        case .keys(let place, let reason):
            LocalizedText(es: "\(place): \(reason.spanish)", en: "\(place): \(reason.english)")
        }
    }
}
