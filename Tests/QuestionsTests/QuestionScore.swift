import Commerce
import JSON
import Questions

/// How well the engine does on a set of questions with known answers, each a JSON object a line.
struct QuestionScore {
    private(set) var count = 0
    private(set) var intents = 0
    private(set) var full = 0
    private var hits = 0
    private var misses = 0
    private var extras = 0
    /// The questions that were not understood fully.
    private(set) var failures: [String] = []

    var intentAccuracy: Double { Double(intents) / Double(max(count, 1)) }
    var fullMatch: Double { Double(full) / Double(max(count, 1)) }
    var slotF1: Double { Double(2 * hits) / Double(max(2 * hits + misses + extras, 1)) }

    init(lines: [Substring], engine: QuestionEngine) throws {
        for line in lines {
            let item = try JSONValue(parsing: Array(line.utf8))
            let day = item["now"]?.string.flatMap { CalendarDay(iso: $0) }
            guard let question = item["q"]?.string, let day else { continue }
            add(item, question, engine.understand(question, now: day))
        }
    }

    private mutating func add(_ item: JSONValue, _ question: String, _ answer: Understanding) {
        count += 1
        let optional = Set(item["optional"]?.array?.compactMap(\.string) ?? [])
        let found = Self.flat(.object(answer.slots.json)).filter { !Self.isIn(optional, $0.key) && !Self.isDefault($0) }
        let names = item["product_aliases"]?.array?.compactMap(\.string) ?? []
        let candidates = [item["args"]].compactMap { $0 } + (item["accept"]?.array ?? [])
        let results = candidates.map { args in
            Self.compare(Self.flat(args).filter { !Self.isIn(optional, $0.key) && !Self.isDefault($0) }, found, names)
        }
        let best = results.max { $0.hits - $0.misses - $0.extras < $1.hits - $1.misses - $1.extras } ?? (0, 0, 0)
        let isIntent = answer.intent.rawValue == item["intent"]?.string
        if isIntent { intents += 1 }
        if isIntent, best.misses == 0, best.extras == 0 {
            full += 1
        } else {
            failures.append(
                "\(question) → \(answer.intent.rawValue) \(JSONValue.object(answer.slots.json).serializedString)"
            )
        }
        hits += best.hits
        misses += best.misses
        extras += best.extras
    }

    private static func isIn(_ optional: Set<String>, _ key: String) -> Bool {
        optional.contains(key) || optional.contains(String(key.prefix { $0 != "." }))
    }

    /// What says the same as silence.
    private static func isDefault(_ slot: (key: String, value: String)) -> Bool {
        slot == ("order", "desc") || slot == ("group_by", "product")
    }

    private static func compare(
        _ wanted: [String: String],
        _ found: [String: String],
        _ names: [String]
    ) -> (hits: Int, misses: Int, extras: Int) {
        var result = (hits: 0, misses: 0, extras: 0)
        for (key, value) in wanted {
            if let other = found[key], isSame(key, value, other, names) {
                result.hits += 1
            } else {
                result.misses += 1
                if found[key] != nil { result.extras += 1 }
            }
        }
        result.extras += found.keys.count { wanted[$0] == nil }
        return result
    }

    private static func isSame(_ key: String, _ wanted: String, _ found: String, _ names: [String]) -> Bool {
        if wanted == found || key == "filters.product" && names.contains(where: { folded($0) == found }) { return true }
        guard key == "query" else { return false }
        let (left, right) = (words(wanted), words(found))
        return !left.isEmpty && Double(left.intersection(right).count) >= 0.6 * Double(left.union(right).count)
    }

    private static func words(_ text: String) -> Set<Substring> {
        let idle: Set<Substring> = [
            "de", "la", "el", "los", "las", "una", "un", "of", "the", "over", "a", "que", "se", "para",
        ]
        return Set(text.split { !$0.isLetter && !$0.isNumber }).subtracting(idle)
    }

    private static func flat(_ value: JSONValue, _ prefix: String = "") -> [String: String] {
        var slots: [String: String] = [:]
        for (key, value) in value.object.map({ object in object.keys.map { ($0, object[$0] ?? .null) } }) ?? [] {
            if value.object != nil {
                slots.merge(flat(value, prefix + key + ".")) { first, _ in first }
            } else if let list = value.array {
                slots[prefix + key] = list.compactMap(\.string).map(folded).sorted().joined(separator: "|")
            } else if let text = value.string {
                slots[prefix + key] = folded(text)
            } else {
                slots[prefix + key] = value.double.map { String($0) } ?? ""
            }
        }
        return slots
    }

    private static func folded(_ text: String) -> String { FoldedText(text).description }
}
