public import Commerce
public import Localization
import Reports
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder that reports are kept in for a while.
public final class ReportStore: Sendable {
    /// What is kept.
    public struct Limits: Sendable {
        /// Seconds that a file is kept. Default: 7 days.
        public var age: Int64 = 7 * 86_400
        public var files = 1_000
        /// Of all files together. Default: 1 GiB.
        public var bytes = 1 << 30
        /// Of one caller, so that nobody pushes out what others made. Default: 250.
        public var filesOfOne = 250
        /// Of one caller's files together. Default: 256 MiB.
        public var bytesOfOne = 256 << 20

        public init() {}
    }

    public let shelf: FileShelf
    private let limits: Limits
    /// Whose a file is, as far as this process made it.
    private let owners = Mutex<[String: String]>([:])

    public init(shelf: FileShelf, limits: Limits = Limits()) {
        self.shelf = shelf
        self.limits = limits
    }

    /// Keeps a file, complete or not at all, for its owner alone. What is too much after that goes, the oldest first.
    ///
    /// - Parameter caller: who had it made; nil where callers are not known.
    /// - Returns: its name.
    public func keep(
        _ bytes: [UInt8],
        for request: ReportRequest,
        period: Period?,
        caller: String? = nil
    ) throws(ReportStoreFailure) -> String {
        if mkdir(shelf.path, 0o700) != 0, errno != EEXIST { throw .cannotWrite(reason: Self.reason) }
        let stem = Self.stem(request, period)
        while true {
            let name = "\(stem)-\(Self.mark()).\(request.format.rawValue)"
            guard try write(bytes, to: name) else { continue }
            owners.withLock { $0[name] = caller }
            remove(now: Int64(time(nil)) * 1_000, sparing: name)
            return name
        }
    }

    /// - Returns: whether the name was free.
    private func write(_ bytes: [UInt8], to name: String) throws(ReportStoreFailure) -> Bool {
        let temporary = "\(shelf.path)/\(FileShelf.temporaryName())"
        let path = "\(shelf.path)/\(name)"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { return false }
            throw .cannotWrite(reason: Self.reason)
        }
        let isWritten = FileShelf.write(bytes, to: file)
        let reason = Self.reason
        let isWhole = close(file) == 0 && isWritten
        // A link fails where the name is taken; a rename would replace.
        defer { unlink(temporary) }
        guard isWhole else { throw .cannotWrite(reason: reason) }
        guard link(temporary, path) == 0 else {
            if errno == EEXIST { return false }
            throw .cannotWrite(reason: Self.reason)
        }
        return true
    }

    /// Removes what is too old or, the oldest first, too much.
    ///
    /// - Parameter now: Unix time in milliseconds.
    /// - Returns: the names of what is gone.
    @discardableResult
    public func removeExpired(now: Int64) -> [String] { remove(now: now, sparing: nil) }

    private struct Sum {
        var files = 0
        var bytes = 0

        func exceeds(_ files: Int, _ bytes: Int, with size: Int) -> Bool {
            self.files >= files || self.bytes + size > bytes
        }

        mutating func add(_ size: Int) {
            files += 1
            bytes += size
        }
    }

    @discardableResult
    private func remove(now: Int64, sparing newest: String?) -> [String] {
        let owners = owners.withLock { $0 }
        var all = Sum()
        var ofOne: [String: Sum] = [:]
        var gone: [String] = []
        func age(_ entry: FileShelf.Entry) -> Int64 { entry.name == newest ? .min : now - entry.modifiedAt }
        for entry in shelf.entries().sorted(by: { age($0) < age($1) }) {
            let owner = owners[entry.name]
            let own = owner.flatMap { ofOne[$0] } ?? Sum()
            let isTooMuch =
                all.exceeds(limits.files, limits.bytes, with: entry.size)
                || owner != nil && own.exceeds(limits.filesOfOne, limits.bytesOfOne, with: entry.size)
            guard age(entry) > limits.age * 1_000 || isTooMuch, entry.name != newest else {
                all.add(entry.size)
                if let owner { ofOne[owner, default: Sum()].add(entry.size) }
                continue
            }
            if unlink("\(shelf.path)/\(entry.name)") == 0 { gone.append(entry.name) }
        }
        self.owners.withLock { owners in for name in gone { owners[name] = nil } }
        return gone
    }

    // MARK: Names

    /// `ventas-2011-08`: what it is, and of when.
    static func stem(_ request: ReportRequest, _ period: Period?) -> String {
        let name = stem(request.kind)
        guard let period else { return name(request.language) }
        return name(request.language) + "-" + days(period)
    }

    private static func stem(_ kind: ReportRequest.Kind) -> LocalizedText {
        switch kind {
        case .sales: LocalizedText(es: "ventas", en: "sales")
        case .inventory: LocalizedText(es: "inventario", en: "inventory")
        case .reorder: LocalizedText(es: "pedido", en: "reorder")
        case .topProducts: LocalizedText(es: "mas-vendidos", en: "top-products")
        case .executive: LocalizedText(es: "resumen-ejecutivo", en: "executive-summary")
        case .customers: LocalizedText(es: "clientes", en: "customers")
        }
    }

    /// What one needs to read a report: what its making needed, which its name tells.
    public static func requiredScopes(of name: String) -> Set<String> {
        let holdsStock = ReportRequest.Kind.allCases.filter(\.needsStock).map { stem($0) }.contains { stem in
            [stem.spanish, stem.english].contains { name.hasPrefix($0 + "-") || name.hasPrefix($0 + ".") }
        }
        return holdsStock ? [ShopScope.sales, ShopScope.stock] : [ShopScope.sales]
    }

    private static func days(_ period: Period) -> String {
        let (from, to) = (period.from, period.to)
        if from == to { return from.description }
        if period == Period.year(from.year) { return String(from.description.prefix(4)) }
        if period == Period.month(from.month, of: from.year) { return from.monthKey }
        return "\(from)_\(to)"
    }

    /// Nobody guesses one of 2⁴⁸, and no two files get the same.
    private static func mark() -> String {
        var generator = SystemRandomNumberGenerator()
        let number = UInt64.random(in: 0..<1 << 48, using: &generator)
        return String(String(number + 1 << 48, radix: 16).dropFirst())
    }

    /// Whether ``keep(_:for:period:caller:)`` may call a file so.
    static func isName(_ name: Substring) -> Bool {
        guard let dot = name.lastIndex(of: "."), ReportFormat(rawValue: String(name[name.index(after: dot)...])) != nil,
            let dash = name[..<dot].lastIndex(of: "-")
        else { return false }
        let mark = name[name.index(after: dash)..<dot]
        return mark.utf8.count == 12 && mark.allSatisfy { $0.isASCII && $0.isHexDigit }
    }

    private static var reason: String { String(cString: strerror(errno)) }
}

public enum ReportStoreFailure: LocalizedFailure, Hashable {
    case cannotWrite(reason: String)

    public var message: LocalizedText {
        switch self {
        case .cannotWrite(let reason):
            LocalizedText(
                es: "No se puede guardar el informe: \(reason). Avise a quien administra el servidor.",
                en: "The report cannot be kept: \(reason). Tell whoever runs the server."
            )
        }
    }
}
