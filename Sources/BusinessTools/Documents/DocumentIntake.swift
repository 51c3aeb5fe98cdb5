import BoundedWork
public import Documents
public import Localization

/// Takes documents in: reads one, puts it on the shelf and into the index.
public struct DocumentIntake: Sendable {
    public let index: DocumentIndex
    let shelf: FileShelf

    public init(index: DocumentIndex, shelf: FileShelf) {
        self.index = index
        self.shelf = shelf
    }

    /// What a file can be called on the shelf that comes with this name or path: its last step, without what hides it.
    public static func name(of path: String) -> String {
        let label = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        let scalars = label.unicodeScalars.filter { $0.properties.generalCategory != .control }
        return String(String.UnicodeScalarView(scalars).drop { $0 == "." })
    }

    /// Reads a document first: what cannot be read is not kept. The same bytes a second time change nothing; other bytes
    /// take the place of the file of that name.
    ///
    /// - Parameters:
    ///   - name: what the file is called on the shelf.
    ///   - isDryRun: only read it and tell.
    /// - Throws: `DocumentFailure`, ``FileShelfFailure`` or `CancellationError`.
    public func take(_ bytes: [UInt8], name: String, isDryRun: Bool = false) async throws -> DocumentReport {
        let pool = index.reader.pool
        let (digest, present) = try await pool.run { [index, shelf] _ in (index.digest(bytes), Set(shelf.files())) }
        if !isDryRun, let known = try await index.files(ofDigest: digest).first(where: present.contains) {
            return .known(known.name, as: name, digest: digest)
        }
        let text = try await index.reader.read(bytes, name: name)
        var report = DocumentReport(name: name, digest: digest)
        report.text = text
        report.isDryRun = isDryRun
        let earlier = try await pool.run { [index, shelf] _ in
            let found = try shelf.read(name, limit: index.reader.limits.fileBytes)
            return found.map { (entry: $0.entry, isSame: $0.bytes == bytes) }
        }
        if let earlier, !earlier.isSame { report.warnReplacing() }
        if !isDryRun {
            let kept: FileShelf.Entry
            if let earlier, earlier.isSame {
                kept = earlier.entry
            } else {
                kept = try await pool.run { [shelf] _ in try shelf.keep(bytes, as: name) }
            }
            try await index.store(text, of: kept.shelved, digest: digest)
        }
        return report
    }
}

/// What became of a document.
public struct DocumentReport: Sendable {
    public var name: String
    /// As the caller named it. Default: the name.
    public var file: String
    /// SHA-256 in lower-case hexadecimal.
    public var digest: String
    /// What it says; nil when it was there already and was not read again.
    public var text: DocumentText?
    public var isKnown = false
    public var isDryRun = false
    public var warnings: [LocalizedText] = []

    init(name: String, digest: String) {
        self.name = name
        file = name
        self.digest = digest
    }

    /// - Parameters:
    ///   - known: what it is called.
    ///   - name: what it was to be called.
    static func known(_ known: String, as name: String, digest: String) -> Self {
        var report = Self(name: known, digest: digest)
        report.isKnown = true
        if known != name {
            report.warnings.append(
                LocalizedText(
                    es: "El mismo documento ya está como «\(known)».",
                    en: "The same document is there already as '\(known)'."
                )
            )
        }
        return report
    }

    mutating func warnReplacing() {
        warnings.append(
            isDryRun
                ? LocalizedText(
                    es: "Tomaría el lugar de otro documento del mismo nombre.",
                    en: "It would take the place of another document of that name."
                )
                : LocalizedText(
                    es: "Tomó el lugar de otro documento del mismo nombre.",
                    en: "It took the place of another document of that name."
                )
        )
    }
}
