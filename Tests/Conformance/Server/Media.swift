/// The smallest honest pieces of each kind of media.
enum Media {
    /// A picture of one red point: signature, IHDR, IDAT, IEND (PNG specification section 5).
    static let png: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
        0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01,
        0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xDE,
        0x00, 0x00, 0x00, 0x0C, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0xF8, 0xCF, 0xC0, 0x00, 0x00,
        0x03, 0x01, 0x01, 0x00, 0xC9, 0xFE, 0x92, 0xEF,
        0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]

    /// A millisecond of silence: 8 samples of 8 bits at 8 kHz.
    static let wav: [UInt8] = {
        func number(_ value: UInt32, bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        let samples = [UInt8](repeating: 0x80, count: 8)
        var format: [UInt8] = []
        // PCM, one channel, samples a second, bytes a second, bytes a sample, bits a sample.
        for (value, size) in [(1, 2), (1, 2), (8_000, 4), (8_000, 4), (1, 2), (8, 2)] as [(UInt32, Int)] {
            format += number(value, bytes: size)
        }
        let body =
            Array("WAVEfmt ".utf8) + number(UInt32(format.count), bytes: 4) + format
            + Array("data".utf8) + number(UInt32(samples.count), bytes: 4) + samples
        return Array("RIFF".utf8) + number(UInt32(body.count), bytes: 4) + body
    }()
}
