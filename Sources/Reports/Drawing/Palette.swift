/// A colour, each part from 0 to 1.
struct Color: Sendable, Hashable {
    var red: Double
    var green: Double
    var blue: Double

    /// From `0xRRGGBB`.
    init(_ hex: UInt32) {
        red = Double(hex >> 16 & 0xFF) / 255
        green = Double(hex >> 8 & 0xFF) / 255
        blue = Double(hex & 0xFF) / 255
    }

    static let ink = Color(0x1C2733)
    static let soft = Color(0x5D6B7A)
    static let white = Color(0xFFFFFF)
    static let card = Color(0xF2F6FA)
    static let line = Color(0xD6DEE6)
    static let stripe = Color(0xF6F9FC)
    static let accent = Color(0x1F5F8B)
    static let up = Color(0x1A7F4B)
    static let down = Color(0xB3362B)
}

/// How a text is set.
struct TextStyle: Sendable, Hashable {
    var size: Double
    var isBold = false
    var color = Color.ink

    static let title = TextStyle(size: 21, isBold: true)
    static let heading = TextStyle(size: 11.5, isBold: true, color: .accent)
    static let body = TextStyle(size: 9)
    static let small = TextStyle(size: 7.5, color: .soft)
}

struct Point: Sendable, Hashable {
    var x: Double
    var y: Double
}

struct Rectangle: Sendable, Hashable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    var right: Double { x + width }
    var bottom: Double { y + height }

    func inset(_ horizontal: Double, _ vertical: Double) -> Rectangle {
        Rectangle(
            x: x + horizontal,
            y: y + vertical,
            width: width - 2 * horizontal,
            height: height - 2 * vertical
        )
    }
}
