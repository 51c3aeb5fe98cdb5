public import Localization

/// Why a model was of no use. The fault is the model's or its service's; a person reads this beside the answer that comes
/// without it.
public enum ModelFailure: LocalizedFailure, Hashable {
    /// Nothing answers there, or not safely, or it hung up.
    case unreachable
    /// It answers as many questions as it may at one time.
    case busy
    /// The service answered with another HTTP status than 200.
    case refused(status: Int)
    case tooSlow
    /// The response is not what the API says, or too large.
    case nonsense
    /// It called no tool as its schema says, twice.
    case badCall
    /// It put the result into words that cannot be passed on.
    case badWording(WordingProblem)

    public var message: LocalizedText {
        switch self {
        case .unreachable:
            LocalizedText(es: "El modelo no está disponible.", en: "The model is not available.")
        case .busy:
            LocalizedText(
                es: "El modelo está ocupado con otras preguntas.",
                en: "The model is busy with other questions."
            )
        case .refused(let status):
            LocalizedText(
                es: "El servicio del modelo rechazó la consulta (HTTP \(status)).",
                en: "The model's service refused the request (HTTP \(status))."
            )
        case .tooSlow:
            LocalizedText(es: "El modelo no respondió a tiempo.", en: "The model did not answer in time.")
        case .nonsense:
            LocalizedText(
                es: "El servicio del modelo respondió algo que no se entiende.",
                en: "The model's service answered something that makes no sense."
            )
        case .badCall:
            LocalizedText(
                es: "El modelo no supo llamar a ninguna herramienta.",
                en: "The model did not manage to call a tool."
            )
        case .badWording(let problem): problem.message
        }
    }
}

/// What is wrong with a model's own words.
public enum WordingProblem: LocalizedFailure, Hashable {
    case empty
    case tooLong
    /// A figure that neither the tool gave nor the question said.
    case foreignFigure
    /// A figure in letters, or in digits that cannot be compared.
    case unverifiableFigure
    /// An address or markup that could lead somewhere.
    case link
    case otherLanguage

    public var message: LocalizedText {
        switch self {
        case .empty:
            LocalizedText(es: "El modelo no redactó nada.", en: "The model wrote nothing.")
        case .tooLong:
            LocalizedText(es: "El modelo redactó demasiado.", en: "The model wrote too much.")
        case .foreignFigure:
            LocalizedText(
                es: "El modelo escribió una cifra que no está en los datos.",
                en: "The model wrote a figure that is not in the data."
            )
        case .unverifiableFigure:
            LocalizedText(
                es: "El modelo escribió una cifra que no se puede comprobar.",
                en: "The model wrote a figure that cannot be checked."
            )
        case .link:
            LocalizedText(es: "El modelo escribió un enlace.", en: "The model wrote a link.")
        case .otherLanguage:
            LocalizedText(es: "El modelo escribió en otro idioma.", en: "The model wrote in another language.")
        }
    }
}
