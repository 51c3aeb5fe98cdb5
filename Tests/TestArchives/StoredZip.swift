import CZlib

/// Writes ZIP archives, for tests.
public enum StoredZip {
    /// - Parameter compressed: whether entries are deflated; otherwise they are stored as they are.
    public static func archive(_ entries: [(path: String, bytes: [UInt8])], compressed: Bool = false) -> [UInt8] {
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for (path, bytes) in entries {
            let name = Array(path.utf8)
            let sum = UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count)))
            let data = compressed ? deflated(bytes) : bytes
            let common =
                little(20, 2) + little(0x800, 2) + little(compressed ? 8 : 0, 2) + little(0, 4) + little(sum, 4)
                + little(UInt32(data.count), 4) + little(UInt32(bytes.count), 4) + little(UInt32(name.count), 2)
                + little(0, 2)
            directory += little(0x0201_4B50, 4) + little(20, 2) + common
            directory +=
                little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(UInt32(archive.count), 4) + name
            archive += little(0x0403_4B50, 4) + common + name + data
        }
        let count = UInt32(entries.count)
        let end =
            little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
            + little(UInt32(directory.count), 4) + little(UInt32(archive.count), 4) + little(0, 2)
        return archive + directory + end
    }

    /// What zlib writes, without its frame (RFC 1950): two bytes in front, four behind.
    private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        var length = compressBound(UInt(bytes.count))
        var target = [UInt8](repeating: 0, count: Int(length))
        compress2(&target, &length, bytes, UInt(bytes.count), 9)
        return Array(target[2..<(Int(length) - 4)])
    }

    private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) }
    }
}
