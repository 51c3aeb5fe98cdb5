public import Commerce
public import MCP

/// Tells clients when what they can read changes, whoever changed it: this process, another one that imports, or
/// somebody who puts a file into a folder.
///
/// It looks now and then. A look that finds nothing new asks SQLite for one number and lists two folders.
public actor DataWatch {
    private let data: ShopData
    private let commits: CommitWatch
    private let changes: ChangeHub
    private let interval: Duration
    private let onFailure: @Sendable (any Error) -> Void

    private var version: Int64?
    private var mark: StoreMark?
    private var files: [String: FileShelf.Entry]?

    /// - Parameters:
    ///   - database: the file of the data's store.
    ///   - interval: between two looks. Default: half a second.
    ///   - onFailure: told when a look fails; the next one makes up for it.
    public init(
        data: ShopData,
        database: String,
        changes: ChangeHub,
        interval: Duration = .milliseconds(500),
        onFailure: @escaping @Sendable (any Error) -> Void = { _ in }
    ) throws(StoreFailure) {
        self.data = data
        commits = try CommitWatch(path: database)
        self.changes = changes
        self.interval = interval
        self.onFailure = onFailure
    }

    /// Looks until its task is cancelled.
    public func run() async {
        repeat { await look() } while (try? await Task.sleep(for: interval)) != nil
    }

    /// Publishes what changed since the last look; the first one only remembers what there is.
    public func look() async {
        do {
            let changedTables = try await tables()
            let changedFiles = self.changedFiles()
            for uri in changedTables.uris + changedFiles.uris { changes.publish(.resource(uri: uri)) }
            if changedTables.isList || changedFiles.isList { changes.publish(.resources) }
        } catch {
            onFailure(error)
        }
    }

    /// What changed, and whether the list of resources did.
    private typealias Changed = (uris: [String], isList: Bool)

    private func tables() async throws -> Changed {
        // The number first: what is stored while we read is found next time.
        let version = try await commits.version()
        guard version != self.version else { return ([], false) }
        let before = mark
        let news = try await data.store.news(since: before)
        // Somebody else's look was faster, and has published this.
        guard mark == before else { return ([], false) }
        self.version = version
        mark = news.mark
        guard news.isAny else { return ([], false) }
        let tables = [
            ShopURI.overview, ShopURI.summary, ShopURI.months, ShopURI.products, ShopURI.countries,
            ShopURI.categories, ShopURI.imports,
        ]
        let slices =
            news.months.map(ShopURI.month) + news.countries.map(ShopURI.country)
            + news.categories.map(ShopURI.category) + news.products.map(ShopURI.product)
        return (tables + slices, news.hasNewMonths)
    }

    private func changedFiles() -> Changed {
        var now: [String: FileShelf.Entry] = [:]
        for entry in data.reports.entries() { now[ShopURI.report(entry.name)] = entry }
        for entry in data.documents.entries() { now[ShopURI.document(entry.name)] = entry }
        guard let before = files else {
            files = now
            return ([], false)
        }
        guard now != before else { return ([], false) }
        files = now
        // Who watches a file is also told when it is gone, or there for the first time.
        let changed = Set(now.keys).union(before.keys).filter { now[$0] != before[$0] }
        return (changed.sorted(), now.keys != before.keys)
    }
}
