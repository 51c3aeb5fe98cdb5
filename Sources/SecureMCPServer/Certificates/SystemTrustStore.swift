import Foundation
import Glibc
import Localization
import OpenSSL

/// The system's list of trusted authorities, as OpenSSL, curl, git and most programs written in C, Go or Swift read it.
struct SystemTrustStore {
    private let folder: String
    private let suffix: String
    private let update: [String]

    /// The store of this system; `nil` where we know none.
    init?() {
        let known: [(String, String, [String])] = [
            ("/usr/local/share/ca-certificates", ".crt", ["/usr/sbin/update-ca-certificates"]),
            ("/etc/pki/ca-trust/source/anchors", ".pem", ["/usr/bin/update-ca-trust", "extract"]),
            ("/etc/ca-certificates/trust-source/anchors", ".crt", ["/usr/bin/trust", "extract-compat"]),
        ]
        guard let found = known.first(where: { FileManager.default.isExecutableFile(atPath: $0.2[0]) }) else {
            return nil
        }
        (folder, suffix, update) = found
    }

    /// Adds an authority. Returns the file it was put into.
    func add(_ certificate: Certificate) throws -> String {
        try requireRoot()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = self.path(of: certificate)
        try SecretFile.write(certificate.pem(), to: path, mode: 0o644)
        try refresh()
        return path
    }

    /// Takes an authority away again. Returns the file that was deleted, or `nil` if it was not there.
    func remove(_ certificate: Certificate) throws -> String? {
        try requireRoot()
        let path = self.path(of: certificate)
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        try FileManager.default.removeItem(atPath: path)
        try refresh()
        return path
    }

    private func path(of certificate: Certificate) -> String {
        let name = certificate.fingerprint.prefix(8).map { String(format: "%02x", $0) }.joined()
        return "\(folder)/secure-mcp-\(name)\(suffix)"
    }

    private func requireRoot() throws {
        guard geteuid() == 0 else { throw TrustStoreError.notRoot }
    }

    private func refresh() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: update[0])
        process.arguments = Array(update.dropFirst())
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw TrustStoreError.updateFailed(update[0]) }
    }
}

enum TrustStoreError: LocalizedFailure {
    case notRoot
    case updateFailed(String)
    case unknownSystem

    var message: LocalizedText {
        switch self {
        case .notRoot:
            LocalizedText(
                es: "El almacén del sistema solo lo cambia root: repita la orden con sudo.",
                en: "Only root may change the system's store: repeat the command with sudo."
            )
        case .updateFailed(let program):
            LocalizedText(es: "\(program) falló.", en: "\(program) failed.")
        case .unknownSystem:
            LocalizedText(
                es: "No se reconoce el almacén de certificados de este sistema; use las indicaciones de abajo.",
                en: "This system's certificate store is not known here; use the advice below."
            )
        }
    }
}
