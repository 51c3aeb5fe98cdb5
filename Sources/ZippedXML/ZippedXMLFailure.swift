/// Why an archive or a document in it cannot be read. Whoever knows the file tells people of it.
public enum ZippedXMLFailure: Error, Hashable {
    /// In English, as the libraries say it.
    case damaged(reason: String)
    /// It would be larger than this once decompressed, in bytes.
    case tooLarge(bytes: Int)
}
