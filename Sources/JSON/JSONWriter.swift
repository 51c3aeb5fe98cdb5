extension JSONValue {
    /// Appends the value as JSON without white space, in UTF-8.
    ///
    /// Escapes what RFC 8259 section 7 requires and nothing else: U+2028 and U+2029 stay as they are.
    public func write(to bytes: inout [UInt8]) {
        var output = JSONOutput()
        output.write(self)
        output.append(to: &bytes)
    }

    /// The value as JSON without white space.
    public func serialized() -> [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    /// The value as JSON without white space, as a string.
    public var serializedString: String { String(decoding: serialized(), as: UTF8.self) }

    /// The value as JSON for people: two spaces a level, one member a line, empty containers on one line.
    public func prettyPrinted() -> String {
        var output = JSONOutput()
        output.writePretty(self, level: 0)
        var bytes: [UInt8] = []
        output.append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONObject {
    /// Appends the object as JSON without white space.
    public func write(to bytes: inout [UInt8]) {
        var output = JSONOutput()
        output.write(self)
        output.append(to: &bytes)
    }

    /// The object as JSON without white space.
    public func serialized() -> [UInt8] { JSONValue.object(self).serialized() }
}

extension JSONValue: CustomStringConvertible {
    public var description: String { serializedString }
}

extension JSONObject: CustomStringConvertible {
    public var description: String { JSONValue.object(self).serializedString }
}
