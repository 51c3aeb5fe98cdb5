import Glibc
public import MCP
import Subprocess

/// A server that is a program: it is started for the first message, and spoken to over its standard input and output,
/// a message a line (2026-07-28 and 2025-11-25, basic, "stdio"). What it writes to standard error is passed on to the
/// client's.
///
/// A server that dies fails what it had not answered. The next request starts it anew.
public actor StdioClientTransport: ClientTransport {
    public struct Limits: Sendable {
        /// Bytes of one line. Default: 16 MiB.
        public var lineBytes = 16 << 20
        /// How long the server may take to end: once its input is closed, and again after SIGTERM. Default: 2 s.
        public var patience = Duration.seconds(2)

        public init() {}
    }

    private let program: StdioProgram
    private let limits: Limits
    private let warn: @Sendable (String) -> Void
    private var life: Task<Void, Never>?
    private var channel: Task<ClientChannel, any Error>?
    private var input: OrderedLines?
    /// How often the server was started, so that the end of an earlier one changes nothing.
    private var starts = 0
    private var isClosed = false

    /// - Parameter warn: receives lines of the server that are no messages, which are otherwise ignored.
    public init(
        _ program: StdioProgram,
        limits: Limits = Limits(),
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.program = program
        self.limits = limits
        self.warn = warn
        // Writing to a server that has died must fail, not end the client.
        signal(SIGPIPE, SIG_IGN)
    }

    public nonisolated var kind: ClientTransportKind { .channel }

    public func send(
        _ request: JSONRPCRequest,
        revision: ProtocolRevision?,
        headers: StreamableHTTP.Headers,
        handler: @escaping ServerMessageHandler
    ) async throws -> JSONRPCResponse {
        do {
            return try await open(for: revision).send(request, handler: handler)
        } catch let failure as StdioFailure where request.method == "server/discover" {
            // A legacy server may well end itself over a method that it does not know.
            if case .exited = failure { throw ClientTransportFailure.noAnswer }
            throw failure
        }
    }

    public func notify(_ notification: JSONRPCNotification, revision: ProtocolRevision?) async throws {
        try await open(for: revision).send(notification)
    }

    public func respond(_ response: JSONRPCResponse, revision: ProtocolRevision?) async throws {
        try await open(for: revision).send(response)
    }

    public func receive(
        revision: ProtocolRevision,
        opened: @escaping @Sendable () -> Void,
        handler: @escaping ServerMessageHandler
    ) async throws {
        try await open(for: revision).receive(opened: opened, handler: handler)
    }

    /// Ends the server: closes its input, waits, sends SIGTERM, waits, sends SIGKILL.
    public func close() async {
        isClosed = true
        guard let life else { return }
        await input?.finish()
        let timer = Task { [limits] in
            try await Task.sleep(for: limits.patience)
            // Runs the teardown of the program's configuration.
            life.cancel()
        }
        await life.value
        timer.cancel()
    }

    // MARK: The program

    /// The channel to the running server; starts one where there is none.
    private func open(for revision: ProtocolRevision?) async throws -> ClientChannel {
        if isClosed { throw StdioFailure.closed }
        if let channel { return try await channel.value }
        // A legacy session ended with the server that it was opened at; the engine opens another one.
        if let revision, !revision.isModern, starts > 0 { throw ClientTransportFailure.sessionExpired }
        starts += 1
        let number = starts
        let (started, continuation) = AsyncThrowingStream<ClientChannel, any Error>.makeStream()
        life = Task {
            await live(continuation)
            if starts == number {
                channel = nil
                input = nil
            }
        }
        let opening = Task {
            for try await channel in started { return channel }
            throw StdioFailure.closed
        }
        channel = opening
        return try await opening.value
    }

    /// Runs the server from its start to its end.
    private func live(_ started: AsyncThrowingStream<ClientChannel, any Error>.Continuation) async {
        var made: ClientChannel?
        let (ending, ended) = AsyncStream<Void>.makeStream()
        let end = Task { for await _ in ending {} }
        let failure: StdioFailure
        do {
            let result = try await run(
                program.configuration(patience: limits.patience),
                input: .inputWriter,
                output: .sequence,
                error: .currentStandardError
            ) { execution in
                let lines = OrderedLines(execution.standardInputWriter)
                let channel = ClientChannel { [limits] bytes in
                    do {
                        try await lines.write(bytes)
                    } catch {
                        // The server is about to end, and how it ends says more than that it no longer reads.
                        let timer = Task {
                            try await Task.sleep(for: limits.patience * 3)
                            ended.finish()
                        }
                        await end.value
                        timer.cancel()
                        throw error
                    }
                }
                input = lines
                made = channel
                started.yield(channel)
                let failure = try await read(execution.standardOutput, channel)
                // A server that has closed its output is about to end; signal 0 only waits for it.
                await lines.finish()
                await execution.teardown(using: [
                    .send(signal: Signal(rawValue: 0), allowedDurationToNextStep: limits.patience),
                    .send(signal: .terminate, allowedDurationToNextStep: limits.patience),
                ])
                return failure
            }
            failure = result.closureResult ?? self.failure(result.terminationStatus)
        } catch let error as SubprocessError where made == nil {
            failure = .cannotStart(command: program.command, reason: "\(error)")
        } catch {
            failure = .broken(command: program.command, detail: "\(error)")
        }
        started.finish(throwing: failure)
        await made?.end(isClosed ? StdioFailure.closed : failure)
        ended.finish()
    }

    private func failure(_ status: TerminationStatus) -> StdioFailure {
        switch status {
        case .exited(let code): .exited(command: program.command, status: code)
        case .signaled(let signal): .killed(command: program.command, signal: signal)
        }
    }

    /// Hands on messages until the server's output ends.
    ///
    /// - Returns: why no more of it is read, other than that it has ended.
    private func read(_ output: SubprocessOutputSequence, _ channel: ClientChannel) async throws -> StdioFailure? {
        var splitter = LineSplitter(maximumLength: limits.lineBytes)
        for try await buffer in output {
            for line in buffer.withUnsafeBytes({ splitter.append($0) }) {
                switch line {
                case .tooLong: return .lineTooLong(command: program.command, limit: limits.lineBytes)
                case .message(let bytes): await deliver(bytes, channel)
                }
            }
        }
        if case .message(let bytes) = splitter.finish() { await deliver(bytes, channel) }
        return nil
    }

    private func deliver(_ bytes: [UInt8], _ channel: ClientChannel) async {
        do {
            try await channel.deliver(bytes)
        } catch {
            warn(String(decoding: bytes.prefix(1_000), as: UTF8.self))
        }
    }
}

/// Writes whole lines, one after the other: a long one is written in several pieces, and nothing may come between.
private actor OrderedLines {
    private let writer: StandardInputWriter
    private var last: Task<Void, any Error>?

    init(_ writer: StandardInputWriter) {
        self.writer = writer
    }

    func write(_ message: [UInt8]) async throws {
        let previous = last
        let task = Task { [writer] in
            _ = await previous?.result
            _ = try await writer.write(message + [UInt8(ascii: "\n")])
        }
        last = task
        try await task.value
    }

    /// Closes the server's input.
    func finish() async {
        try? await writer.finish()
    }
}
