import JSON

extension RequestMeta {
    /// Which distributed trace the request is part of (W3C Trace Context, section 3.2, version 00), so that a server's
    /// log can be found from its caller's. `nil` when there is none, or what there is has another form.
    public var traceParent: String? {
        guard let text = members["traceparent"]?.string, text.utf8.count == 55 else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 32, 16, 2], parts[0].elementsEqual("00".utf8),
            parts.allSatisfy({ $0.allSatisfy(Self.isLowerHexadecimal) }),
            parts[1...2].allSatisfy({ $0.contains { $0 != UInt8(ascii: "0") } })
        else { return nil }
        return text
    }

    private static func isLowerHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }
}
