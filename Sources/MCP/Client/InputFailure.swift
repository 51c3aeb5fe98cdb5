import JSON
import Localization

/// Why a server's wish for input was not met.
enum InputFailure: Error {
    /// There is no handler for it.
    case unsupported
    /// The wish breaks the protocol; what is wrong, in English, for a log.
    case malformed(String)
    /// What the handler gave does not fit the form: the fault is the client's.
    case unfit([(field: String, problem: LocalizedText)])

    /// The failure as a legacy server is told it.
    var error: JSONRPCErrorObject {
        switch self {
        case .unsupported: JSONRPCErrorObject(code: .methodNotFound, message: "This client does not offer that.")
        case .malformed(let detail): JSONRPCErrorObject(code: .invalidParams, message: detail)
        case .unfit: JSONRPCErrorObject(code: .internalError, message: "The client has no valid answer.")
        }
    }

    /// The failure as the caller is told it.
    var failure: ClientFailure {
        switch self {
        case .unsupported: .inputRequired
        case .malformed(let detail): .invalidResponse(detail)
        case .unfit(let problems):
            .unfitInput(problems.map { "\($0.field): \($0.problem.english)" }.joined(separator: " "))
        }
    }
}
