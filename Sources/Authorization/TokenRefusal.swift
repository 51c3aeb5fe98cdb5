public import Localization

/// Why an access token opens nothing. The fault is its holder's or its issuer's, but for ``keysUnavailable``.
public enum TokenRefusal: LocalizedFailure, Hashable {
    /// More bytes than a token may have; nobody looked inside.
    case tooLong(limit: Int)
    /// No token that this server has given, and no JSON Web Token (RFC 7519).
    case unknown
    /// Three parts of Base64 that hold no JSON objects, or members of the wrong type.
    case malformed
    /// Unsigned, signed with a shared secret, or in a way that was not configured.
    case algorithm
    /// `crit` names extensions (RFC 7515 section 4.1.11), and none is understood here.
    case criticalExtension
    /// `typ` says that it is something else than an access token.
    case type
    case issuer
    /// Signed with a key that its issuer does not publish.
    case key
    case signature
    case expired
    case notYetValid
    /// Meant for another server (RFC 8707).
    case audience
    /// A claim that an access token must have (RFC 9068 section 2.2).
    case missingClaim(String)
    /// Bound to a key that the caller has not shown (RFC 8705 section 3.1), or in a way not understood here.
    case holder
    /// The issuer's keys were never seen: it cannot be reached.
    case keysUnavailable

    public var message: LocalizedText {
        switch self {
        case .tooLong(let limit):
            LocalizedText(es: "El token tiene más de \(limit) bytes.", en: "The token has more than \(limit) bytes.")
        case .unknown:
            LocalizedText(es: "Este servidor no conoce el token.", en: "The token is not known here.")
        case .malformed:
            LocalizedText(es: "El token está dañado o incompleto.", en: "The token is malformed or cut short.")
        case .algorithm:
            LocalizedText(
                es: "El token no está firmado con un algoritmo admitido.",
                en: "The token is not signed with an accepted algorithm."
            )
        case .criticalExtension:
            LocalizedText(
                es: "El token exige extensiones que este servidor no conoce.",
                en: "The token demands extensions that this server does not know."
            )
        case .type:
            LocalizedText(es: "El token no es un token de acceso.", en: "The token is not an access token.")
        case .issuer:
            LocalizedText(
                es: "El token lo emitió alguien en quien este servidor no confía.",
                en: "The token is from an issuer that this server does not trust."
            )
        case .key:
            LocalizedText(
                es: "El emisor no publica la clave que firmó el token.",
                en: "The issuer does not publish the key that signed the token."
            )
        case .signature:
            LocalizedText(es: "La firma del token no es válida.", en: "The signature of the token is invalid.")
        case .expired: LocalizedText(es: "El token caducó.", en: "The token has expired.")
        case .notYetValid:
            LocalizedText(es: "El token todavía no es válido.", en: "The token is not valid yet.")
        case .audience:
            LocalizedText(es: "El token es para otro servidor.", en: "The token is for another server.")
        case .missingClaim(let name):
            LocalizedText(es: "Al token le falta «\(name)».", en: "The token lacks '\(name)'.")
        case .holder:
            LocalizedText(
                es: "El token pertenece a quien tenga otra clave o certificado.",
                en: "The token belongs to the holder of another key or certificate."
            )
        case .keysUnavailable:
            LocalizedText(
                es: "Ahora no se pueden obtener las claves del emisor; inténtelo más tarde.",
                en: "The keys of the issuer cannot be had now; try again later."
            )
        }
    }
}
