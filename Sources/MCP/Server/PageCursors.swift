/// Opaque cursors over a list that never changes. A cursor names its page and the list it belongs to, so that a cursor
/// from another list (another version of the server) is refused instead of skipping tools in silence.
struct PageCursors: Sendable {
    let count: Int
    let pageSize: Int
    private let fingerprint: UInt64

    /// - Parameter kind: tells lists apart that have the same names. Default: none, for tools.
    init(names: [String], pageSize: Int, kind: String? = nil) {
        count = names.count
        self.pageSize = pageSize
        // FNV-1a, which must only tell lists apart, not resist an attacker.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in (names + ["\(pageSize)"] + (kind.map { [$0] } ?? [])).joined(separator: "\n").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        fingerprint = hash
    }

    /// At least one page, which may be empty.
    var pageCount: Int { max((count + pageSize - 1) / pageSize, 1) }

    func range(ofPage page: Int) -> Range<Int> {
        let start = page * pageSize
        return start..<min(start + pageSize, count)
    }

    func cursor(forPage page: Int) -> String {
        Base64.encode(Array("\(String(fingerprint, radix: 16)) \(page)".utf8))
    }

    func page(of cursor: String) -> Int? {
        guard cursor.utf8.count <= 64, let bytes = Base64.decode(cursor) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        guard parts.count == 2, parts[0] == String(fingerprint, radix: 16), let page = Int(parts[1]),
            (1..<pageCount).contains(page)
        else { return nil }
        return page
    }
}
