import Foundation
import JSON
public import Localization
import OAuthClient

/// Where the keys of an issuer come from. The operator says it; a token never does (`jku` and `x5u` are not read).
public enum KeySource: Sendable, Hashable {
    /// A JSON Web Key Set in a file.
    case file(String)
    /// A JSON Web Key Set at an address.
    case address(String)
    /// The `jwks_uri` of the issuer's own metadata (RFC 8414, OpenID Connect Discovery).
    case discovery

    /// Asks for a document: its bytes, or `nil` where there is none.
    public typealias Get = @Sendable (_ address: String) async throws -> [UInt8]?

    /// A file, or an address when the text begins like one.
    public init(_ text: String) throws(KeySourceError) {
        guard text.contains("://") else {
            self = .file(text)
            return
        }
        guard Self.isSecure(text) else { throw .insecure(text) }
        self = .address(text)
    }

    /// Reads the keys.
    public func load(
        issuer: String,
        allowing algorithms: [SigningAlgorithm],
        get: Get
    ) async throws -> KeySet {
        switch self {
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path) else { throw KeySourceError.noKeys(path) }
            return try await KeySet(parsing: Array(data), allowing: algorithms)
        case .address(let address): return try await Self.keys(at: address, algorithms, get)
        case .discovery:
            let address = try await Self.keysAddress(of: issuer, get)
            return try await Self.keys(at: address, algorithms, get)
        }
    }

    /// What an issuer must look like (RFC 8414 section 2): an https URL without query and fragment; http is for programs
    /// of this machine.
    public static func checkIssuer(_ text: String) throws(KeySourceError) {
        guard isSecure(text), WebAddress(text)?.query == nil else { throw .issuer(text) }
    }

    private static func keys(
        at address: String,
        _ algorithms: [SigningAlgorithm],
        _ get: Get
    ) async throws -> KeySet {
        guard let bytes = try await get(address) else { throw KeySourceError.noKeys(address) }
        return try await KeySet(parsing: bytes, allowing: algorithms)
    }

    private static func keysAddress(of issuer: String, _ get: Get) async throws -> String {
        guard let address = WebAddress(issuer) else { throw KeySourceError.issuer(issuer) }
        for location in WellKnown.authorizationServer(address) {
            guard let bytes = try await get(location),
                let metadata = try? JSONValue(parsing: bytes, limits: JSONLimits(bytes: 256 << 10, depth: 16)),
                metadata.object != nil
            else { continue }
            // Byte by byte: another issuer's keys must not be taken for this one's (RFC 8414 section 3.3).
            guard let named = metadata["issuer"]?.string, Array(named.utf8) == Array(issuer.utf8) else {
                throw KeySourceError.metadataOfAnotherIssuer(issuer, found: metadata["issuer"]?.string ?? "")
            }
            guard let keys = metadata["jwks_uri"]?.string else { throw KeySourceError.noKeys(location) }
            // Metadata from the network must not lead this server to services of its own machine.
            guard let found = WebAddress(keys), found.isSecure || found.isLoopback && address.isLoopback else {
                throw KeySourceError.insecure(keys)
            }
            return keys
        }
        throw KeySourceError.noMetadata(issuer)
    }

    private static func isSecure(_ text: String) -> Bool {
        guard !text.contains("#"), let address = WebAddress(text) else { return false }
        return address.isSecure || address.isLoopback
    }
}

public enum KeySourceError: LocalizedFailure, Hashable {
    case issuer(String)
    case insecure(String)
    case noMetadata(String)
    case metadataOfAnotherIssuer(String, found: String)
    case noKeys(String)

    public var message: LocalizedText {
        switch self {
        case .issuer(let text):
            LocalizedText(
                es: "«\(text.prefix(200))» no es un emisor: se espera una URL https sin «?» ni «#».",
                en: "'\(text.prefix(200))' is no issuer: expected an https URL without '?' and '#'."
            )
        case .insecure(let text):
            LocalizedText(
                es: "Las claves se piden por https; http solo vale en esta máquina: \(text.prefix(200))",
                en: "Keys are asked for over https; http is for this machine only: \(text.prefix(200))"
            )
        case .noMetadata(let issuer):
            LocalizedText(
                es: "El emisor \(issuer) no publica sus metadatos; indique las claves con --jwks.",
                en: "The issuer \(issuer) publishes no metadata; name its keys with --jwks."
            )
        case .metadataOfAnotherIssuer(let issuer, let found):
            LocalizedText(
                es: "Los metadatos de \(issuer) dicen ser de «\(found.prefix(200))».",
                en: "The metadata of \(issuer) claim to be of '\(found.prefix(200))'."
            )
        case .noKeys(let place):
            LocalizedText(es: "No hay claves en \(place).", en: "There are no keys at \(place).")
        }
    }
}
