import CExpat

/// What a document says, as it is read. Names come without their namespace's prefix.
public protocol XMLHandler: AnyObject {
    func start(_ name: String, _ attributes: XMLAttributes)
    func end(_ name: String)
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// Feeds a document to a handler, piece by piece. The one owner of expat's parser.
///
/// A document type declaration is refused: workbooks and text documents have none, and entities are how small documents become large.
public final class XMLStream {
    private let parser: OpaquePointer
    private let handler: any XMLHandler
    private var sawDoctype = false
    private var depth = 0

    /// A parser remembers every element that is open; those of such documents are nested some dozens deep.
    private static let mostDepth = 256

    public init(_ handler: any XMLHandler) throws(ZippedXMLFailure) {
        guard let parser = XML_ParserCreate(nil) else { throw .damaged(reason: "expat") }
        self.parser = parser
        self.handler = handler
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in
                guard let name, let stream = XMLStream.of(context) else { return }
                stream.depth += 1
                guard stream.depth <= XMLStream.mostDepth else {
                    XML_StopParser(stream.parser, 0)
                    return
                }
                stream.handler.start(XMLAttributes.local(name), XMLAttributes(attributes))
            },
            { context, name in
                guard let name, let stream = XMLStream.of(context) else { return }
                stream.depth -= 1
                stream.handler.end(XMLAttributes.local(name))
            }
        )
        XML_SetCharacterDataHandler(parser) { context, text, count in
            guard let text else { return }
            text.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
                XMLStream.of(context)?.handler.text(UnsafeBufferPointer(start: $0, count: Int(count)))
            }
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            guard let stream = XMLStream.of(context) else { return }
            stream.sawDoctype = true
            XML_StopParser(stream.parser, 0)
        }
    }

    deinit {
        XML_ParserFree(parser)
    }

    public func parse(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(ZippedXMLFailure) {
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        guard XML_Parse(parser, start, Int32(bytes.count), isLast ? 1 : 0) == XML_STATUS_OK else {
            if sawDoctype { throw .damaged(reason: "DOCTYPE") }
            if depth > Self.mostDepth { throw .damaged(reason: "XML: more than \(Self.mostDepth) open elements") }
            let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "XML"
            throw .damaged(reason: "XML: \(reason)")
        }
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> XMLStream? {
        context.map { Unmanaged<XMLStream>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// The attributes of one element. Valid during the call that hands them over.
public struct XMLAttributes {
    private let pairs: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?

    fileprivate init(_ pairs: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?) {
        self.pairs = pairs
    }

    /// By the name without its namespace's prefix.
    public subscript(name: String) -> String? {
        guard var pair = pairs else { return nil }
        while let found = pair[0] {
            if Self.local(found) == name { return pair[1].map { String(cString: $0) } }
            pair += 2
        }
        return nil
    }

    fileprivate static func local(_ name: UnsafePointer<XML_Char>) -> String {
        let text = String(cString: name)
        guard let colon = text.lastIndex(of: ":") else { return text }
        return String(text[text.index(after: colon)...])
    }
}
