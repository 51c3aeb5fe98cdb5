public import NIOCore

extension TLSHandler {
    public struct Configuration: Sendable {
        /// How long the handshake may take. Default 10 s.
        public var handshakeTimeout: TimeAmount
        /// How long to wait for the peer after our own `close_notify` or a fatal alert. Default 2 s.
        public var closeTimeout: TimeAmount
        /// What to answer, in clear, to someone who speaks plain HTTP to a TLS server. Default: nothing.
        public var plainHTTPReply: (@Sendable () -> ByteBuffer)?

        public init(
            handshakeTimeout: TimeAmount = .seconds(10),
            closeTimeout: TimeAmount = .seconds(2),
            plainHTTPReply: (@Sendable () -> ByteBuffer)? = nil
        ) {
            self.handshakeTimeout = handshakeTimeout
            self.closeTimeout = closeTimeout
            self.plainHTTPReply = plainHTTPReply
        }
    }
}
