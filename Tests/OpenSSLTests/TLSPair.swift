import COpenSSL
import TestIdentities
import Testing

@testable import OpenSSL

/// One session and what has come out of it.
final class TLSEndpoint {
    let session: TLSSession
    private(set) var isComplete = false
    private(set) var received: [UInt8] = []
    private(set) var isClosed = false
    private(set) var error: TLSError?

    init(_ session: TLSSession) {
        self.session = session
    }

    /// Takes the session as far as these bytes go. Nothing happens after a failure.
    func feed(_ bytes: [UInt8]) {
        guard error == nil else { return }
        bytes.withUnsafeBytes { bytes in
            session.withInput(bytes) {
                do throws(TLSError) {
                    try advance()
                } catch {
                    self.error = error
                }
            }
        }
    }

    func write(_ bytes: [UInt8]) throws(TLSError) {
        var outcome: Result<Void, TLSError> = .success(())
        bytes.withUnsafeBytes { bytes in
            do throws(TLSError) {
                try session.write(bytes)
            } catch {
                outcome = .failure(error)
            }
        }
        try outcome.get()
    }

    func output() -> [UInt8] {
        var taken: [UInt8] = []
        session.takeOutput { taken += $0 }
        return taken
    }

    private func advance() throws(TLSError) {
        if !isComplete {
            guard case .complete = try session.handshake() else { return }
            isComplete = true
        }
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while !isClosed {
            var outcome: Result<TLSSession.ReadResult, TLSError> = .success(.needsInput)
            buffer.withUnsafeMutableBytes { memory in
                do throws(TLSError) {
                    outcome = .success(try session.read(into: memory))
                } catch {
                    outcome = .failure(error)
                }
            }
            switch try outcome.get() {
            case .bytes(let count): received += buffer.prefix(count)
            case .needsInput: return
            case .closed: isClosed = true
            }
        }
    }
}

/// A client and a server that exchange bytes in memory.
final class TLSPair {
    enum Delivery: CaseIterable {
        /// Everything that one side has to send arrives in one piece.
        case coalesced
        case byteByByte
    }

    let client: TLSEndpoint
    let server: TLSEndpoint
    private let delivery: Delivery

    init(
        _ clientContext: TLSContext,
        _ serverContext: TLSContext,
        host: String = "localhost",
        resuming resumption: TLSResumption? = nil,
        delivery: Delivery = .coalesced
    ) throws {
        client = TLSEndpoint(try TLSSession(client: clientContext, host: host, resuming: resumption))
        server = TLSEndpoint(try TLSSession(server: serverContext))
        self.delivery = delivery
    }

    /// Exchanges bytes until neither side has anything to say.
    func run() {
        client.feed([])
        while true {
            let fromClient = client.output()
            let fromServer = server.output()
            if fromClient.isEmpty, fromServer.isEmpty { return }
            deliver(fromClient, to: server)
            deliver(fromServer, to: client)
        }
    }

    private func deliver(_ bytes: [UInt8], to endpoint: TLSEndpoint) {
        switch delivery {
        case .coalesced: endpoint.feed(bytes)
        case .byteByByte: for byte in bytes { endpoint.feed([byte]) }
        }
    }

    /// Runs the handshake and requires that it succeeds on both sides.
    static func connected(
        _ client: TLSContext,
        _ server: TLSContext,
        host: String = "localhost",
        resuming resumption: TLSResumption? = nil,
        delivery: Delivery = .coalesced
    ) throws -> TLSPair {
        let pair = try TLSPair(client, server, host: host, resuming: resumption, delivery: delivery)
        pair.run()
        #expect(pair.client.error == nil)
        #expect(pair.server.error == nil)
        try #require(pair.client.isComplete && pair.server.isComplete)
        return pair
    }
}

extension TLSContext {
    /// The newest version this context may speak: no option of the product, but a peer's that tests need.
    func capped(at version: TLSVersion) -> TLSContext {
        #expect(COpenSSL_SSL_CTX_set_max_proto_version(pointer, CInt(version.wireValue)) == 1)
        return self
    }
}

/// Whether this thread's OpenSSL error queue is empty.
var errorQueueIsEmpty: Bool { ERR_peek_error() == 0 }
