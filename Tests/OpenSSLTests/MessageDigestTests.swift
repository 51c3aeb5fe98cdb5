import OpenSSL
import Testing

@Suite struct MessageDigestTests {
    /// FIPS 180-4's examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func theDigestIsTheStandards(_ text: String, _ expected: String) {
        let hexadecimal = SHA256Digest.hash(Array(text.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        #expect(hexadecimal.joined() == expected)
    }

    @Test func piecesMakeTheSameDigestAsTheWhole() {
        let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0) }
        let digest = SHA256Digest()
        for start in stride(from: 0, to: bytes.count, by: 77) {
            bytes[start..<min(start + 77, bytes.count)].withUnsafeBytes { digest.update($0) }
        }
        digest.update(UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(digest.finalize() == SHA256Digest.hash(bytes))
    }

    @Test func secretsAreComparedInFull() {
        #expect(constantTimeEquals([], []))
        #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
        #expect(!constantTimeEquals([0, 2, 3], [1, 2, 3]))
        #expect(!constantTimeEquals([1, 2, 3], [1, 2]))
        #expect(!constantTimeEquals([], [0]))
    }
}
