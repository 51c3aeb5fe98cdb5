public import JSON
public import MCP

/// Questions about a business that are ready to ask, with its figures in them.
public enum BusinessPrompts {
    /// - Parameter handshake: the facts of the TLS connection that a request came over, as far as they are known.
    public static func all(
        _ data: ShopData,
        handshake: @escaping @Sendable (RunningRequest) -> JSONObject? = { _ in nil }
    ) -> [Prompt] {
        [
            MonthlyReviewPrompt.make(data),
            ProductReviewPrompt.make(data),
            StockAlertPrompt.make(data),
            ExplainHandshakePrompt.make(handshake),
        ]
    }
}
