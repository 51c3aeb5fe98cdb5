import Foundation
import Testing

/// The rules of the house that a compiler does not check, read from the source text.
@Suite struct HouseTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private struct File: CustomTestStringConvertible, Sendable {
        /// Relative to the package, such as `Sources/OpenSSL/Wire.swift`.
        let path: String
        let lines: [Substring]

        /// The target it belongs to.
        var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

        /// The modules it imports, with the line.
        var imports: [String] {
            lines.compactMap { line in
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), !line.hasPrefix(" "), words.count > place + 1 else {
                    return nil
                }
                // `import struct X.Y` names a module too.
                return words.last.map { String($0.split(separator: ".")[0]) }
            }
        }

        var testDescription: String { path }
    }

    private static func files(in folder: String, endings: Set<String> = ["swift"]) -> [File] {
        let base = root.appendingPathComponent(folder)
        guard let found = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { return [] }
        return found.compactMap { $0 as? URL }.filter { endings.contains($0.pathExtension) }.compactMap { url in
            guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
            let path = String(url.path.dropFirst(root.path.count + 1))
            return File(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
        }
    }

    private static let sources = files(in: "Sources")
    private static let tests = files(in: "Tests")

    @Test func theSourcesAreFound() {
        #expect(Self.sources.count > 50)
        #expect(Self.sources.contains { $0.path == "Sources/OpenSSL/TLSSession.swift" })
        #expect(Self.tests.contains { $0.path.hasSuffix("HouseTests.swift") })
    }

    @Test(arguments: [
        ("COpenSSL", "OpenSSL"), ("CZlib", "TabularFiles"), ("CZip", "ZippedXML"), ("CExpat", "ZippedXML"),
        ("CEdit", "MCPClient"), ("CXML", "Documents"), ("CStemmer", "Documents"), ("CCairo", "Reports"),
        ("CXLSXWriter", "Reports"),
    ])
    func aCLibraryHasOneOwner(_ library: String, _ owner: String) {
        let importers = Set(Self.sources.filter { $0.imports.contains(library) }.map(\.target))
        #expect(importers == [owner])
    }

    /// These could be published by themselves: what they may import of this package.
    @Test(
        arguments: [
            ("OpenSSL", ["COpenSSL"]), ("NIOOpenSSL", ["OpenSSL"]), ("JSON", []), ("Localization", []),
            ("BoundedWork", []),
            ("JSONSchema", ["JSON", "Localization"]), ("MCP", ["JSON", "JSONSchema", "Localization"]),
            ("HTTPTransport", ["NIOOpenSSL", "OpenSSL"]), ("TabularFiles", ["Localization", "ZippedXML"]),
            ("ZippedXML", ["CExpat", "CZip"]), ("Reports", ["CCairo", "CXLSXWriter", "JSON", "Localization"]),
            ("ModelDialog", ["JSON", "Localization"]),
            ("Authorization", ["JSON", "Localization", "OAuthClient", "OpenSSL"]),
        ] as [(String, [String])]
    )
    func aLibraryKnowsNothingOfTheProduct(_ target: String, _ allowed: [String]) {
        let ours = Set(Self.sources.map(\.target))
        let files = Self.sources.filter { $0.target == target }
        #expect(!files.isEmpty)
        for file in files {
            let foreign = Set(file.imports).intersection(ours).subtracting(allowed)
            #expect(foreign.isEmpty, "\(file.path) imports \(foreign.sorted())")
        }
    }

    @Test func whatTheCompilerIsToldToTrustIsExplained() {
        for file in Self.sources {
            for (index, line) in file.lines.enumerated() {
                let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false)[0]
                guard code.contains("@unchecked Sendable") || code.contains("nonisolated(unsafe)") else { continue }
                let before = file.lines[max(0, index - 6)..<index]
                #expect(before.contains { $0.contains("//") }, "\(file.path):\(index + 1)")
            }
        }
    }

    @Test(arguments: ["try!", "fatalError(", "DispatchSemaphore", "Thread.sleep"])
    func theseAreNotUsed(_ text: String) {
        for file in Self.sources {
            for (index, line) in file.lines.enumerated() where line.contains(text) {
                Issue.record("\(file.path):\(index + 1) has \(text)")
            }
        }
    }

    @Test func everyFileIsShort() {
        for file in Self.sources + Self.tests {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func linesFitTheScreenAndEndWithoutBlanks() {
        for file in Self.sources + Self.tests {
            for (index, line) in file.lines.enumerated() {
                #expect(!line.hasSuffix(" ") && !line.contains("\t"), "\(file.path):\(index + 1)")
            }
        }
    }

    @Test func noSecretIsKeptWithTheSources() {
        let endings: Set<String> = [
            "swift", "h", "c", "json", "md", "txt", "pem", "key", "crt", "env", "yml", "yaml", "sh", "py", "",
        ]
        // Put together here, or this file would be the first to be found.
        let marker = "-----BEGIN " + "PRIVATE KEY"
        let others = ["EC ", "RSA ", "ENCRYPTED ", "OPENSSH "].map { "-----BEGIN " + $0 + "PRIVATE KEY" }
        for folder in ["Sources", "Tests", "docs", "Benchmarks"] {
            for file in Self.files(in: folder, endings: endings) {
                for (index, line) in file.lines.enumerated() {
                    #expect(
                        !line.contains(marker) && !others.contains { line.contains($0) },
                        "\(file.path):\(index + 1)"
                    )
                }
            }
        }
    }
}
