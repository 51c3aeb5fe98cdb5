import JSON
import Localization
import MCP

/// `explain_handshake`: the caller's own TLS connection, explained.
enum ExplainHandshakePrompt {
    static func make(_ handshake: @escaping @Sendable (RunningRequest) -> JSONObject?) -> Prompt {
        Prompt(definition) { call in
            let language = try PromptArguments.language(of: call)
            guard let facts = handshake(call.request) else {
                return PromptResult(messages: [.user((task + howToAsk)(language))])
            }
            return PromptResult(
                messages: [
                    .user((task + whatFollows)(language)), .user(JSONValue.object(facts).serializedString),
                ]
            )
        }
    }

    private static let definition = PromptDefinition(
        name: "explain_handshake",
        title: LocalizedText(es: "Explica mi conexión", en: "Explain my handshake"),
        summary: LocalizedText(
            es: "Explica el apretón de manos TLS de esta conexión, paso a paso.",
            en: "Explains the TLS handshake of this connection, step by step."
        ),
        arguments: [PromptArguments.language]
    )

    private static let task = LocalizedText(
        es: """
            Explica a una persona que no es especialista cómo quedó protegida su conexión con este servidor: qué versión \
            de TLS se acordó y por qué importa, qué hace cada parte de la suite de cifrado, qué intercambio de claves se \
            usó y qué significa que haya secreto hacia adelante, quién firmó el certificado y cómo se comprobó, qué \
            protocolo eligió ALPN, y si la sesión se reanudó. Después señala cualquier cosa débil o fuera de lo común.
            """,
        en: """
            Explain to somebody who is no specialist how their connection to this server was protected: which version of \
            TLS was agreed on and why that matters, what each part of the cipher suite does, which key exchange was used \
            and what forward secrecy means, who signed the certificate and how that was checked, which protocol ALPN \
            chose, and whether the session was resumed. Then point out anything weak or unusual.
            """
    )

    private static let whatFollows = LocalizedText(
        es: " Estos son los datos de la conexión, tal como los ve el servidor; no supongas otros.",
        en: " These are the facts of the connection as the server sees them; suppose no others."
    )

    private static let howToAsk = LocalizedText(
        es: """
             Aquí no se conocen los datos de la conexión. Pide a la persona que ejecute «mcp-client tls» contra este \
            servidor y pegue el informe, o que abra la ruta /lab/ si el laboratorio está encendido; explica lo que \
            aparezca allí y no inventes valores.
            """,
        en: """
             The facts of the connection are not known here. Ask the person to run 'mcp-client tls' against this server \
            and to paste the report, or to open the route /lab/ if the laboratory is on; explain what appears there and \
            invent no values.
            """
    )
}

/// Both texts, one after the other.
private func + (left: LocalizedText, right: LocalizedText) -> LocalizedText {
    LocalizedText(es: left.spanish + right.spanish, en: left.english + right.english)
}
