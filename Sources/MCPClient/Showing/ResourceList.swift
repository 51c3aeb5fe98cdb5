import Localization
import MCP

/// Resources and their templates for a person.
struct ResourceList {
    let resources: [RemoteResource]
    let templates: [RemoteResourceTemplate]
    var server: String?

    func lines(_ language: Language) -> [String] {
        let prefix = server.map { SafeText.line($0, limit: 60) + ": " } ?? ""
        var lines = resources.flatMap { resource in
            entry(
                prefix + SafeText.line(resource.uri, limit: 500),
                [resource.title ?? resource.name, resource.mimeType, resource.size.map { ByteCount(bytes: $0).text }],
                resource.summary
            )
        }
        if !templates.isEmpty {
            lines.append(LocalizedText(es: "Plantillas:", en: "Templates:")(language))
            lines += templates.flatMap { template in
                entry(
                    prefix + SafeText.line(template.uriTemplate, limit: 500),
                    [template.title ?? template.name, template.mimeType],
                    template.summary
                )
            }
        }
        return lines
    }

    private func entry(_ head: String, _ details: [String?], _ summary: String?) -> [String] {
        let details = details.compactMap { $0.map { SafeText.line($0, limit: 120) } }.joined(separator: ", ")
        var lines = ["\(head)  (\(details))"]
        if let summary, !summary.isEmpty { lines.append("  " + SafeText.line(summary, limit: 600)) }
        return lines
    }
}

/// A number of bytes as people read it.
struct ByteCount {
    let bytes: Int

    /// With a decimal point in every language, as the product's figures have it: "1.5 KiB".
    var text: String {
        if bytes < 1_024 { return "\(bytes) B" }
        var value = Double(bytes) / 1_024
        var unit = 0
        while value >= 1_024, unit < 3 {
            value /= 1_024
            unit += 1
        }
        return "\((value * 10).rounded() / 10) \(["KiB", "MiB", "GiB", "TiB"][unit])"
    }
}
