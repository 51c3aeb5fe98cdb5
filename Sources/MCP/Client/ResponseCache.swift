import JSON

/// Results that a server allows to be used again for a while (2026-07-28, caching).
///
/// It belongs to one engine, and so to one authorization: private results are kept as well as public ones.
struct ResponseCache: Sendable {
    private struct Key: Hashable, Sendable {
        let method: String
        let params: JSONObject
    }

    private struct Entry: Sendable {
        let result: JSONObject
        let end: Duration
        let isPrivate: Bool
    }

    /// Whatever a server says, nothing is fresh for longer.
    static let longestLife = Duration.seconds(24 * 60 * 60)
    static let maximumEntries = 500
    static let methods: Set<String> = [
        "tools/list", "prompts/list", "resources/list", "resources/templates/list", "resources/read",
    ]

    private var entries: [Key: Entry] = [:]
    /// Grows whenever something is forgotten: a result that was asked for before must not be kept after.
    private(set) var generation = 0

    /// A result that is still fresh.
    func result(_ method: String, _ params: JSONObject, now: Duration) -> JSONObject? {
        guard let entry = entries[Key(method: method, params: params)], now < entry.end else { return nil }
        return entry.result
    }

    /// Keeps a complete result as long as the server allows, if it does.
    ///
    /// - Parameter generation: when the result was asked for.
    mutating func store(
        _ result: JSONObject,
        _ method: String,
        _ params: JSONObject,
        now: Duration,
        askedIn generation: Int
    ) {
        guard generation == self.generation else { return }
        let key = Key(method: method, params: params)
        entries[key] = nil
        guard Self.methods.contains(method), let milliseconds = result["ttlMs"]?.int, milliseconds > 0,
            let scope = result["cacheScope"]?.string, ["public", "private"].contains(scope)
        else { return }
        if entries.count >= Self.maximumEntries { entries = entries.filter { now < $0.value.end } }
        if entries.count >= Self.maximumEntries { entries.removeAll() }
        let life = min(Duration.milliseconds(milliseconds), Self.longestLife)
        entries[key] = Entry(result: result, end: now + life, isPrivate: scope == "private")
    }

    /// Whether anything that a method gave is kept, fresh or not.
    func holds(_ method: String) -> Bool {
        entries.keys.contains { $0.method == method }
    }

    /// Forgets what a method gave, of one resource or of all.
    mutating func forget(_ method: String, uri: String? = nil) {
        generation += 1
        entries = entries.filter { key, _ in
            key.method != method || uri.map { key.params["uri"]?.string != $0 } ?? false
        }
    }

    /// Forgets what only the caller of that time may see.
    mutating func forgetPrivate() {
        generation += 1
        entries = entries.filter { !$0.value.isPrivate }
    }

    mutating func forgetAll() {
        generation += 1
        entries.removeAll()
    }
}
