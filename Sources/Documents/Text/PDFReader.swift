import BoundedWork
import Foundation
import Subprocess
import SystemPackage

/// Text of PDF by `pdftotext` of poppler, which runs outside: where a hostile file makes it fail, nothing of ours does.
///
/// It is limited, not confined: it runs as the same user. It gets the file on its standard input, no name and no environment,
/// and may take so much time, memory and output and write no file. One runs at a time.
struct PDFReader: Sendable {
    private let limits: DocumentLimits
    private let turns = Turns(mostAtOnce: 1, refusal: DocumentFailure.busy)

    init(limits: DocumentLimits) {
        self.limits = limits
    }

    /// - Returns: UTF-8, as it is; each page ends with a form feed.
    func text(of bytes: [UInt8], name: String) async throws -> [UInt8] {
        try await turns.run { try await run(bytes, name) }
    }

    private func run(_ bytes: [UInt8], _ name: String) async throws -> [UInt8] {
        guard let program = Self.path(of: limits.pdfProgram) else {
            throw DocumentFailure.missingProgram(limits.pdfProgram, package: "poppler-utils")
        }
        guard let prlimit = Self.path(of: "prlimit") else {
            throw DocumentFailure.missingProgram("prlimit", package: "util-linux")
        }
        guard let input = Self.namelessFile(with: bytes) else {
            throw DocumentFailure.cannotRead(name, reason: String(cString: strerror(errno)))
        }
        let seconds = max(1, Int(limits.pdfTime.components.seconds))
        let configuration = Configuration(
            executable: .path(FilePath(prlimit)),
            arguments: [
                "--cpu=\(seconds)", "--as=\(limits.pdfMemory)", "--fsize=0", "--core=0", "--nofile=64", "--", program,
                "-q", "-enc", "UTF-8", "-", "-",
            ],
            environment: .custom(["LC_ALL": "C.UTF-8"]),
            workingDirectory: "/"
        )
        do {
            let result = try await withThrowingTaskGroup(of: ExecutionResult<Void, BytesOutput, DiscardedOutput>?.self)
            {
                group in
                group.addTask {
                    try await Subprocess.run(
                        configuration,
                        input: .fileDescriptor(FileDescriptor(rawValue: input), closeAfterSpawningProcess: true),
                        output: .bytes(limit: limits.textBytes),
                        error: .discarded
                    )
                }
                group.addTask {
                    try await Task.sleep(for: limits.pdfWait)
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
            guard let result else {
                throw DocumentFailure.notInTime(name, seconds: Int(limits.pdfWait.components.seconds))
            }
            switch result.terminationStatus {
            case .exited(0): return result.standardOutput
            case .exited(let status): throw Self.failure(bytes, name, status)
            case .signaled(SIGXCPU), .signaled(SIGKILL): throw DocumentFailure.tooSlow(name, seconds: seconds)
            case .signaled(let signal): throw DocumentFailure.damaged(name, reason: "pdftotext: signal \(signal)")
            }
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw DocumentFailure.tooLarge(name, megabytes: limits.textBytes >> 20)
        }
    }

    /// 1: it cannot be opened; 3: its owner forbids that text is taken out of it.
    private static func failure(_ bytes: [UInt8], _ name: String, _ status: CInt) -> DocumentFailure {
        let isEncrypted = Data(bytes).range(of: Data("/Encrypt".utf8)) != nil
        return isEncrypted ? .encrypted(name) : .damaged(name, reason: "pdftotext: \(status)")
    }

    /// A descriptor of a file that nobody else can open, at its beginning.
    private static func namelessFile(with bytes: [UInt8]) -> CInt? {
        var template = Array((NSTemporaryDirectory() + "/document-XXXXXX").utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { return nil }
        unlink(template)
        let isWritten = bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return lseek(file, 0, SEEK_SET) == 0
        }
        guard isWritten else {
            close(file)
            return nil
        }
        return file
    }

    /// Where a program is, by the `PATH` of this process.
    private static func path(of program: String) -> String? {
        if program.contains("/") { return access(program, X_OK) == 0 ? program : nil }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(
            separator: ":"
        )
        return folders.map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }
}
