/// Work that computes or waits for the disk, away from the executor that the caller is on: it may be an event loop.
public enum OffExecutor {
    /// Cancelled when the caller is.
    public static func run<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = Task.detached { try await work() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
