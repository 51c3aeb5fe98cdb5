public import Localization
public import Commerce
import Reports

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder that reports are kept in for a while.
public struct ReportStore: Sendable {
    /// What is kept.
    public struct Limits: Sendable {
        /// Seconds that a file is kept. Default: 7 days.
        public var age: Int64 = 7 * 86_400
        public var files = 1_000
        /// Of all files together. Default: 1 GiB.
        public var bytes = 1 << 30

        public init() {}
    }

    public let shelf: FileShelf
    private let limits: Limits

    public init(shelf: FileShelf, limits: Limits = Limits()) {
        self.shelf = shelf
        self.limits = limits
    }

    /// Keeps a file, complete or not at all, for its owner alone.
    ///
    /// - Returns: its name.
    public func keep(_ bytes: [UInt8], for request: ReportRequest, period: Period?) throws(ReportStoreFailure) -> String
    {
        if mkdir(shelf.path, 0o700) != 0, errno != EEXIST { throw .cannotWrite(reason: Self.reason) }
        let stem = Self.stem(request, period)
        while true {
            let name = "\(stem)-\(Self.mark()).\(request.format.rawValue)"
            if try write(bytes, to: name) { return name }
        }
    }

    /// - Returns: whether the name was free.
    private func write(_ bytes: [UInt8], to name: String) throws(ReportStoreFailure) -> Bool {
        // Hidden until it is whole: no shelf shows it.
        let temporary = "\(shelf.path)/.\(name).new"
        let path = "\(shelf.path)/\(name)"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { return false }
            throw .cannotWrite(reason: Self.reason)
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        let reason = Self.reason
        let isWhole = close(file) == 0 && rest.isEmpty
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
    public func removeExpired(now: Int64) -> [String] {
        var kept = 0
        var bytes = 0
        var gone: [String] = []
        for entry in shelf.entries().sorted(by: { $0.modifiedAt > $1.modifiedAt }) {
            let isOld = now - entry.modifiedAt > limits.age * 1_000
            guard isOld || kept >= limits.files || bytes + entry.size > limits.bytes else {
                kept += 1
                bytes += entry.size
                continue
            }
            if unlink("\(shelf.path)/\(entry.name)") == 0 { gone.append(entry.name) }
        }
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

    private static var reason: String { String(cString: strerror(errno)) }
}

/// `write` of the C library, which a method of that name would hide.
private func systemWrite(_ file: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, buffer, count)
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
