import JSON
public import Localization

/// What a client does when a server asks or tells it something. A handler that is present declares the capability.
///
/// The same handlers serve both eras: input requests of `input_required` results (2026-07-28) and the requests that a
/// legacy server sends on its own.
public struct ClientHandlers: Sendable {
    /// Shows a person a form or an address. The person sees who asks and can decline.
    public var elicit: (@Sendable (ElicitationRequest) async throws -> ElicitationAnswer)?
    /// Lets a model continue a conversation, after asking the person.
    public var sample: (@Sendable (SamplingRequest) async throws -> SamplingAnswer)?
    /// The folders that the server may know of.
    public var roots: (@Sendable () async throws -> [Root])?
    /// Receives log messages.
    public var log: (@Sendable (LogMessage) async -> Void)?
    /// Receives what went wrong without failing a call.
    public var warn: (@Sendable (ClientWarning) -> Void)?

    public init(
        elicit: (@Sendable (ElicitationRequest) async throws -> ElicitationAnswer)? = nil,
        sample: (@Sendable (SamplingRequest) async throws -> SamplingAnswer)? = nil,
        roots: (@Sendable () async throws -> [Root])? = nil,
        log: (@Sendable (LogMessage) async -> Void)? = nil,
        warn: (@Sendable (ClientWarning) -> Void)? = nil
    ) {
        self.elicit = elicit
        self.sample = sample
        self.roots = roots
        self.log = log
        self.warn = warn
    }

    /// The capabilities that the handlers stand for.
    var capabilities: JSONObject {
        var capabilities = JSONObject()
        if elicit != nil { capabilities["elicitation"] = ["form": [:], "url": [:]] }
        if sample != nil { capabilities["sampling"] = [:] }
        if roots != nil { capabilities["roots"] = [:] }
        return capabilities
    }
}

/// Something a server did wrong that leaves the rest of it usable.
public enum ClientWarning: LocalizedFailure, Hashable {
    /// A tool was left out of the list: its `x-mcp-header` annotations break the rules.
    case toolRejected(name: String, reason: ParameterHeaderError)
    /// A tool was left out of the list: it has no name or no input schema.
    case malformedTool
    /// A tool's structured content is not what its output schema promises; what is wrong with it.
    case unexpectedOutput(tool: String, detail: LocalizedText)
    /// A server of the modern era sent a request, which it must not; it is left unanswered.
    case unexpectedRequest(method: String)
    /// A notification on a subscription that was not asked for.
    case unexpectedNotification(method: String)
    /// The server asked for something that this client does not offer; it was refused.
    case unsupportedInput(method: String)

    public var message: LocalizedText {
        switch self {
        case .toolRejected(let name, let reason):
            LocalizedText(
                es: "La herramienta «\(name)» se descartó: \(reason.message.spanish)",
                en: "The tool '\(name)' was left out: \(reason.message.english)"
            )
        case .malformedTool:
            LocalizedText(
                es: "El servidor anuncia una herramienta sin nombre o sin esquema; se descartó.",
                en: "The server lists a tool without a name or a schema; it was left out."
            )
        case .unexpectedOutput(let tool, let detail):
            LocalizedText(
                es: "Los datos de «\(tool)» no cumplen el esquema que anuncia: \(detail.spanish)",
                en: "The data of '\(tool)' break the schema that it announces: \(detail.english)"
            )
        case .unexpectedRequest(let method):
            LocalizedText(
                es: "El servidor envió la petición \(method), que esta revisión no permite; no se respondió.",
                en: "The server sent the request \(method), which this revision forbids; it was not answered."
            )
        case .unexpectedNotification(let method):
            LocalizedText(
                es: "El servidor envió \(method) sin que se le pidiera; se ignoró.",
                en: "The server sent \(method) without being asked; it was ignored."
            )
        case .unsupportedInput(let method):
            LocalizedText(
                es: "El servidor pidió \(method), que este cliente no ofrece; se rechazó.",
                en: "The server asked for \(method), which this client does not offer; it was refused."
            )
        }
    }
}
