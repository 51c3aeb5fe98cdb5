/// Reads quantities: numbers that may name what they count.
enum QuantityText {
    /// As ``NumberText/read(_:preferring:)``, also with a unit after the number: `3 uds.`, `2,5 kg`.
    @inline(__always)
    static func read(_ text: UnsafeBufferPointer<UInt8>, preferring mark: NumberText.Mark) -> NumberText.Value? {
        NumberText.read(text, preferring: mark) ?? withUnit(text, mark)
    }

    private static func withUnit(
        _ text: UnsafeBufferPointer<UInt8>,
        _ mark: NumberText.Mark
    ) -> NumberText.Value? {
        guard var end = text.lastIndex(where: { $0 != UInt8(ascii: ".") }) else { return nil }
        end += 1
        let start = text[..<end].lastIndex { ($0 | 0x20) &- UInt8(ascii: "a") >= 26 }.map { $0 + 1 } ?? 0
        guard 1...8 ~= end - start, start > 0,
            units.contains(String(decoding: text[start..<end], as: UTF8.self).lowercased())
        else { return nil }
        return NumberText.read(TextTrim.trim(UnsafeBufferPointer(rebasing: text[..<start])), preferring: mark)
    }

    private static let units: Set<String> = [
        "u", "ud", "uds", "un", "und", "unds", "unid", "unids", "unidad", "unidades", "pz", "pza", "pzas", "pzs",
        "pieza",
        "piezas", "pc", "pcs", "piece", "pieces", "ea", "each", "unit", "units", "kg", "kgs", "lb", "lbs", "lt", "lts",
    ]
}
