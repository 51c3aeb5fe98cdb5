import Configuration
import Localization
import MCPHTTP

/// Which language model may answer questions, if any: `SECURE_MCP_MODEL_URL`, `SECURE_MCP_MODEL`, `SECURE_MCP_MODEL_KEY` and
/// `SECURE_MCP_MODEL_TIMEOUT`, or the same in `.env` and the configuration file.
///
/// None of them is an option of the command line: everybody on a machine can read the arguments of a process, and the key
/// is a secret.
struct ModelSettings {
    /// Where chat completions are asked for.
    let address: ServerAddress
    let model: String
    /// Bearer token. Never shown: not even that it is wrong says what it is.
    let key: String?
    /// Seconds for one question.
    let timeout: Int

    /// - Returns: `nil` without an address: then nothing is ever contacted.
    init?(_ reader: ConfigReader) throws(ModelSettingsFailure) {
        func text(_ name: ConfigKey, isSecret: Bool = false) -> String? {
            reader.string(forKey: name, isSecret: isSecret).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let base = text("model_url") else { return nil }
        guard let address = Self.address(base) else { throw .address }
        guard address.isSecure || address.isLoopback else { throw .insecure(host: address.host) }
        guard let model = text("model"), model.utf8.count <= 200 else { throw .noModel }
        key = text("model_key", isSecret: true)
        guard key?.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) ?? true else { throw .key }
        timeout = reader.int(forKey: "model_timeout") ?? 30
        guard (1...300).contains(timeout) else { throw .timeout }
        self.address = address
        self.model = model
    }

    private static func address(_ base: String) -> ServerAddress? {
        guard !base.contains("?"), !base.contains("#") else { return nil }
        let trimmed = base.hasSuffix("/") ? String(base.dropLast()) : base
        return try? ServerAddress(url: trimmed + "/chat/completions")
    }
}

/// Settings of the language model that cannot be meant. The fault is the operator's.
enum ModelSettingsFailure: LocalizedFailure, Hashable {
    case address
    case insecure(host: String)
    case noModel
    case key
    case timeout

    var message: LocalizedText {
        switch self {
        // What was written may hold a password.
        case .address:
            LocalizedText(
                es: "SECURE_MCP_MODEL_URL no es una dirección como https://ejemplo.com/v1, sin usuario ni consulta.",
                en: "SECURE_MCP_MODEL_URL is no address such as https://example.com/v1, without user and query."
            )
        case .insecure(let host):
            LocalizedText(
                es:
                    "SECURE_MCP_MODEL_URL: las preguntas y cifras van a \(host) solo con https; http, solo a esta máquina.",
                en: "SECURE_MCP_MODEL_URL: questions and figures go to \(host) by https only; http is for this machine."
            )
        case .noModel:
            LocalizedText(
                es: "Con SECURE_MCP_MODEL_URL hace falta el nombre del modelo en SECURE_MCP_MODEL.",
                en: "With SECURE_MCP_MODEL_URL, the model's name is needed in SECURE_MCP_MODEL."
            )
        case .key:
            LocalizedText(
                es: "SECURE_MCP_MODEL_KEY tiene espacios u otros caracteres que ninguna clave tiene.",
                en: "SECURE_MCP_MODEL_KEY has blanks or other characters that no key has."
            )
        case .timeout:
            LocalizedText(
                es: "SECURE_MCP_MODEL_TIMEOUT es de 1 a 300 segundos.",
                en: "SECURE_MCP_MODEL_TIMEOUT is 1 to 300 seconds."
            )
        }
    }
}
