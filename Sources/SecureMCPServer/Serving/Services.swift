import BusinessTools
import Foundation
import HTTPTransport
import Logging
import MCP
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Keeps the server up until it is told to stop, and then lets it finish what it is doing.
struct ServerService: Service {
    let server: HTTPServer
    /// Says that the server is up. Called once signals are heard, so that nobody is told too early.
    let announce: @Sendable () -> Void
    /// Ends what would go on by itself, so that the rest is done soon.
    let ending: @Sendable () -> Void
    let drain: TimeAmount
    let logger: Logger

    func run() async throws {
        announce()
        try? await gracefulShutdown()
        logger.info("stopping: finishing the requests at hand")
        ending()
        if await !server.shutdown(drain: drain) {
            logger.warning("some connections did not end in time and are cut off")
        }
    }
}

/// Loads the certificates anew on SIGHUP and when their files change.
struct ReloadService: Service {
    let context: ReloadingContext
    /// Trapped before the service begins: an untrapped SIGHUP ends a process.
    let hangups: UnixSignalsSequence
    /// How often the files are looked at.
    private static let interval = Duration.seconds(2)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in hangups { context.reload() }
                }
                group.addTask {
                    while (try? await Task.sleep(for: Self.interval)) != nil { context.reloadIfChanged() }
                }
            }
        }
    }
}

/// Ends the sessions of clients that have not been heard of for long, and forgets tasks and reports that expired.
struct ExpiryService: Service {
    let sessions: LegacySessions
    let tasks: TaskRunner
    let reports: ReportStore
    let logger: Logger
    private static let interval = Duration.seconds(60)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            removeReports()
            while (try? await Task.sleep(for: Self.interval)) != nil {
                sessions.removeExpired()
                removeReports()
                do {
                    try await tasks.removeExpired()
                } catch {
                    logger.warning("expired tasks cannot be removed", metadata: ["error": "\(error)"])
                }
            }
        }
    }
}

extension ExpiryService {
    /// Those of before the server began too.
    private func removeReports() {
        let gone = reports.removeExpired(now: Int64(Date().timeIntervalSince1970 * 1_000))
        if !gone.isEmpty { logger.info("reports have expired", metadata: ["count": "\(gone.count)"]) }
    }
}

/// Tells clients what changes in the data, keeps the index of documents, and ends the tasks that are at work when the
/// server does.
struct BusinessService: Service {
    let business: BusinessEngine

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await business.watch.run() }
                group.addTask { await business.documents.run() }
            }
        }
        await business.tasks.stop()
    }
}
