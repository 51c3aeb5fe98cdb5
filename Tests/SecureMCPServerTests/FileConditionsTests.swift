import NIOHTTP1
import Testing

@testable import BusinessTools
@testable import SecureMCPServer

/// RFC 9110 sections 13.1 and 14.2.
@Suite struct FileConditionsTests {
    /// 784,111,777 is Sun, 06 Nov 1994 08:49:37 GMT.
    private static let entry = FileShelf.Entry(name: "a.pdf", size: 1_000, modifiedAt: 784_111_777_500)
    private static let tag = FileConditions.tag(of: entry)

    private func outcome(_ headers: HTTPHeaders) -> FileConditions.Outcome {
        FileConditions(headers, Self.entry).outcome(for: Self.entry.size)
    }

    @Test(arguments: [
        ("bytes=0-499", 0..<500), ("bytes=500-999", 500..<1_000), ("bytes=-500", 500..<1_000), ("bytes=9-", 9..<1_000),
        ("bytes=0-0", 0..<1), ("bytes=-1", 999..<1_000), ("bytes=990-2000", 990..<1_000), ("bytes=-5000", 0..<1_000),
        ("BYTES=1-2", 1..<3), ("bytes=1-99999999999999999999", 1..<1_000),
    ])
    func aPartIsGiven(_ field: String, _ range: Range<Int>) {
        #expect(outcome(["range": field]) == .part(range))
    }

    @Test(arguments: ["bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=99999999999999999999-"])
    func whatIsBeyondTheEndIsRefused(_ field: String) {
        #expect(outcome(["range": field]) == .unsatisfiable)
    }

    @Test(arguments: [
        "bytes=2-1", "bytes=-", "bytes=", "lines=1-2", "bytes=a-b", "bytes=0-1,5-6", "bytes=1-2-3", "bytes=+1-2",
    ])
    func whatIsNoRangeIsIgnored(_ field: String) {
        #expect(outcome(["range": field]) == .whole)
    }

    @Test func whoHasTheFileGetsItNotAgain() {
        #expect(outcome(["if-none-match": Self.tag]) == .notModified)
        #expect(outcome(["if-none-match": "\"x\", W/\(Self.tag)"]) == .notModified)
        #expect(outcome(["if-none-match": "*"]) == .notModified)
        #expect(outcome(["if-none-match": "\"x\""]) == .whole)
        #expect(outcome(["if-modified-since": "Sun, 06 Nov 1994 08:49:37 GMT"]) == .notModified)
        #expect(outcome(["if-modified-since": "Sun, 06 Nov 1994 08:49:36 GMT"]) == .whole)
        // The tag knows better than the date.
        let both: HTTPHeaders = ["if-none-match": "\"x\"", "if-modified-since": "Sun, 06 Nov 1994 08:49:37 GMT"]
        #expect(outcome(both) == .whole)
    }

    @Test func aPartOfAnotherFileIsOfNoUse() {
        #expect(outcome(["range": "bytes=0-1", "if-range": Self.tag]) == .part(0..<2))
        #expect(outcome(["range": "bytes=0-1", "if-range": "\"x\""]) == .whole)
        #expect(outcome(["range": "bytes=0-1", "if-range": "Sun, 06 Nov 1994 08:49:37 GMT"]) == .part(0..<2))
        #expect(outcome(["range": "bytes=0-1", "if-range": "Sun, 06 Nov 1994 08:49:38 GMT"]) == .whole)
        #expect(outcome(["range": "bytes=0-1", "if-match": "\"x\""]) == .failed)
        #expect(outcome(["if-match": Self.tag]) == .whole)
        #expect(outcome(["if-unmodified-since": "Sun, 06 Nov 1994 08:49:36 GMT"]) == .failed)
    }

    @Test func anEmptyFileHasNoParts() {
        let entry = FileShelf.Entry(name: "a", size: 0, modifiedAt: 0)
        #expect(FileConditions(["range": "bytes=0-0"], entry).outcome(for: 0) == .unsatisfiable)
        #expect(FileConditions([:], entry).outcome(for: 0) == .whole)
    }
}
