extension String {
    /// Whether two field names are the same (RFC 9110 section 5.1).
    ///
    /// - Parameter name: in lower case.
    public func isFieldName(_ name: String) -> Bool {
        // As HTTP/2 and most libraries of HTTP/1.1 write it.
        if self == name { return true }
        // An ASCII letter differs from its capital in one bit, and no other character of a token becomes a letter by it.
        return utf8.elementsEqual(name.utf8) {
            $0 == $1 || ($0 | 0x20 == $1 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($1))
        }
    }
}
