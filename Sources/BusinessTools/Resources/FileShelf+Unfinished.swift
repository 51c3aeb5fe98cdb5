#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension FileShelf {
    private static let temporaryMark = ".new-"

    /// What a file is called until it is whole: hidden, so that no look at the shelf finds it.
    static func temporaryName() -> String { "\(temporaryMark)\(getpid())-\(UInt32.random(in: 0 ... .max))" }

    /// Removes files that were never finished from the shelf's own folder: those of our names that nobody has written to
    /// since, and whose writer is gone.
    ///
    /// - Parameter start: when this process began, in milliseconds of Unix time.
    /// - Returns: how many there were.
    @discardableResult
    public func removeUnfinished(before start: Int64) -> Int {
        var names: [String] = []
        Self.visit(path) { name, status in
            if Self.entry(name, status).modifiedAt < start, Self.isUnfinished(name) { names.append(name) }
            return true
        }
        return names.count { unlink("\(path)/\($0)") == 0 }
    }

    private static func isUnfinished(_ name: String) -> Bool {
        guard name.hasPrefix(temporaryMark) else {
            // As earlier versions called a report until it was whole.
            return name.hasPrefix(".") && name.hasSuffix(".new") && ReportStore.isName(name.dropFirst().dropLast(4))
        }
        let parts = name.dropFirst(temporaryMark.count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let process = pid_t(parts[0]), process > 0, UInt32(parts[1]) != nil else {
            return false
        }
        // A writer of before may have had our number: in a container they begin anew.
        return process == getpid() || (kill(process, 0) != 0 && errno == ESRCH)
    }
}
