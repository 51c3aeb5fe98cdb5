public import BoundedWork
public import Localization

extension WorkPool {
    /// Where reports are made: two at once, so that nobody else waits for a long table to be drawn.
    public static func rendering() -> WorkPool {
        WorkPool(threads: 2, mostWaiting: 16, refusal: RenderingPoolFailure.full)
    }
}

public enum RenderingPoolFailure: LocalizedFailure, Hashable {
    case full

    public var message: LocalizedText {
        LocalizedText(
            es: "Se están haciendo demasiados informes a la vez. Repita la petición en unos segundos.",
            en: "Too many reports are being made at once. Repeat the request in a few seconds."
        )
    }
}
