import Commerce
import MCP

extension ShopData {
    /// Suggests names of one kind.
    func completer(_ kind: Suggestions.Kind) -> Completer {
        { call in
            let found = try await suggestions.find(kind, startingWith: call.value, limit: Completion.maximumValues)
            return Completion(first: found.values, total: found.total)
        }
    }
}
