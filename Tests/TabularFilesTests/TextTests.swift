import CZlib
import Testing

@testable import TabularFiles

@Suite struct RecordReaderTests {
    private func rows(_ text: String, delimiter: Character = ",") throws -> [[String]] {
        try rows(Array(text.utf8), delimiter: delimiter)
    }

    private func rows(_ bytes: [UInt8], delimiter: Character = ",") throws -> [[String]] {
        let reader = RecordReader(TableInput(bytes: bytes, name: "x").open())
        reader.delimiter = delimiter.asciiValue ?? 0
        return try allRows(reader)
    }

    @Test func lineEnds() throws {
        #expect(try rows("a,b\nc,d\r\ne,f\rg,h") == [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]])
        #expect(try rows("a\n\n\r\n , \nb\n") == [["a"], [], [], [], ["b"]])
    }

    @Test func quotes() throws {
        #expect(try rows("\"a,\"\"b\"\"\r\nc\" ,\"\"\n") == [["a,\"b\"\r\nc", ""]])
        #expect(try rows("5\" x,1\n") == [["5\" x", "1"]])
        #expect(try rows("\"a\"b,1\nc,2\n") == [["textAfterQuote"], ["c", "2"]])
        #expect(try rows("\"a,1\nc,2\n") == [["quoteNeverClosed"], ["c", "2"]])
        #expect(try rows("\"a\" b \"c\",1\n") == [["\"a\" b \"c\"", "1"]])
        #expect(try rows("\"a\nb\" c,1\nd,2\n") == [["textAfterQuote"], ["b\" c", "1"], ["d", "2"]])
        #expect(try rows("a,  \"b,c\", d\n") == [["a", "b,c", " d"]])
    }

    @Test func otherEncodings() throws {
        #expect(try rows([0x63, 0x61, 0x66, 0xE9, 0x2C, 0x80, 0x0A]) == [["café", "€"]])
        // A sequence that is whole stays, bytes beside it that are none are read by themselves.
        #expect(try rows(Array("é,".utf8) + [0xF1, 0x0A]) == [["é", "ñ"]])
        #expect(try rows(Array("\"¡\"\"".utf8) + [0xBF] + Array("\"\n".utf8)) == [["¡\"¿"]])
        #expect(try rows([0x61, 0, 0x62, 0x0A, 0, 0, 0]) == [["nullByte"], []])
    }

    @Test func linesAreCounted() throws {
        let reader = RecordReader(TableInput(bytes: Array("a\n\"b\r\nc\rd\"\r\n\"x\ny\n".utf8), name: "x").open())
        var lines: [Int] = []
        while true {
            if case .end = try reader.next() { break }
            lines.append(reader.line)
        }
        #expect(lines == [1, 2, 5, 6])
    }

    @Test func aSampleConsumesNothing() throws {
        let reader = RecordReader(TableInput(bytes: Array("a;\"b\"\"\"\n\"x\ny;z\n".utf8), name: "x").open())
        let sample = try reader.sample(delimiter: UInt8(ascii: ";"), most: 10)
        #expect(sample.map(\.fields) == [["a", "b\""], nil, ["y", "z"]])
        #expect(sample.map(\.line) == [1, 2, 3])
        #expect(try allRows(reader) == [["a;\"b\"\"\""], ["quoteNeverClosed"], ["y;z"]])
    }

    /// Cutting the file anywhere for reading makes no difference.
    @Test func windows() throws {
        let text = (0..<3_000).map { "\($0),\"q\($0)\"\"\n\",é\($0)\r\n" }.joined()
        let whole = try rows(text)
        var limits = RecordReader.Limits()
        limits.recordBytes = 64
        let reader = RecordReader(TableInput(bytes: Array(text.utf8), name: "x").open(), limits: limits)
        #expect(try allRows(reader) == whole && whole.count == 3_000)
    }

    @Test func separatorLines() throws {
        for (text, delimiter) in [("sep=;\r\na;b\n", ";"), ("SEP=\t\na\tb\n", "\t"), ("\"sep=|\"\na|b\n", "|")] {
            let input = TableInput(bytes: Array(text.utf8), name: "x")
            let table = try TableFile(input.open(), input: input)
            #expect(table.statedDelimiter == Character(delimiter).asciiValue)
            table.records.delimiter = try #require(table.statedDelimiter)
            #expect(try allRows(table.records) == [["a", "b"]])
        }
        let input = TableInput(bytes: Array("sep=arated\n".utf8), name: "x")
        #expect(try TableFile(input.open(), input: input).statedDelimiter == nil)
    }

    @Test func utf16WithBrokenPairs() throws {
        let units: [UInt16] = [0x61, 0xD83D, 0xDE00, 0x2C, 0xD800, 0x62, 0xDC00, 0x0A]
        let bytes: [UInt8] = [0xFF, 0xFE] + units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } + [0x63]
        let input = TableInput(bytes: bytes, name: "x")
        #expect(
            try allRows(TableFile(input.open(), input: input).records) == [["a😀", "\u{FFFD}b\u{FFFD}"], ["\u{FFFD}"]]
        )
    }
}

@Suite struct DelimitedTextTests {
    @Test(arguments: ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "\r=1", " =1", "\u{FEFF}=1", "＝1", "-"])
    func formulasAreGuarded(text: String) {
        #expect(DelimitedText.guarded(text) == "'" + text)
    }

    @Test(arguments: ["", "Café", "-5", "+5.25", "-1,234.50", "-5%", "5-3", "a=b", "'=1", "correo@x.gt"])
    func otherTextIsLeftAlone(text: String) {
        #expect(DelimitedText.guarded(text) == text)
    }

    @Test func lines() throws {
        #expect(DelimitedText.line(["a", "b,c", "d\"e", "f\ng", "=1"]) == "a,\"b,c\",\"d\"\"e\",\"f\ng\",'=1")
        #expect(DelimitedText.line(["a;b", "=1"], delimiter: UInt8(ascii: ";"), guardsFormulas: false) == "\"a;b\";=1")
    }
}

@Suite struct TableInputTests {
    @Test func sizesAreStatedWithoutReading() throws {
        #expect(try TableInput(bytes: Array("a,b\n".utf8), name: "x").statedSize() == 4)
        let gzip: [UInt8] = [0x1F, 0x8B] + [UInt8](repeating: 8, count: 20) + [0x04, 0x03, 0x02, 0x01]
        #expect(try TableInput(bytes: gzip, name: "x").statedSize() == 0x0102_0304)
        #expect(throws: TabularFileFailure.self) { try TableInput(path: "/nonexistent") }
        #expect(throws: TabularFileFailure.self) { try TableInput(path: "/tmp") }
    }

    @Test func inflatingStopsAtItsLimit() throws {
        let plain = [UInt8](repeating: 0x61, count: 2_000_000)
        var packed = [UInt8](repeating: 0, count: 10_000)
        var stream = z_stream()
        try #require(
            deflateInit2_(
                &stream,
                9,
                Z_DEFLATED,
                31,
                8,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            )
                == Z_OK
        )
        defer { deflateEnd(&stream) }
        let count = plain.withUnsafeBufferPointer { source in
            packed.withUnsafeMutableBufferPointer { target in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH) == Z_STREAM_END ? target.count - Int(stream.avail_out) : 0
            }
        }
        let input = TableInput(bytes: Array(packed[..<count]), name: "bomb.gz")
        let source = GzipByteSource(input.open(), name: "bomb.gz", mostBytes: 1 << 20)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { buffer.deallocate() }
        #expect(throws: TabularFileFailure.tooLarge(file: "bomb.gz", bytes: 1 << 20)) {
            while try source.read(into: buffer) > 0 {}
        }
    }
}
