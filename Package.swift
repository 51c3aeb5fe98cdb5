// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "SecureMCP",
    products: [
        .executable(name: "secure-mcp-server", targets: ["SecureMCPServer"]),
        .executable(name: "mcp-client", targets: ["MCPClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // C libraries: a module map and one header of shims each; one Swift target owns each of them.
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
        .systemLibrary(name: "CCairo", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),

        // Bytes in, values out: no sockets.
        .target(name: "Localization", swiftSettings: settings),
        .target(name: "JSON", swiftSettings: settings),
        .target(name: "JSONSchema", dependencies: ["JSON", "Localization"], swiftSettings: settings),
        .target(name: "MCP", dependencies: ["JSON", "JSONSchema", "Localization"], swiftSettings: settings),
        .target(name: "OAuthClient", dependencies: ["JSON", "Localization"], swiftSettings: settings),
        .target(name: "ModelDialog", dependencies: ["JSON", "Localization"], swiftSettings: settings),
        .target(name: "OpenSSL", dependencies: ["COpenSSL"], swiftSettings: settings),
        .target(
            name: "Authorization",
            dependencies: [
                "JSON", "Localization", "OAuthClient", "OpenSSL", .product(name: "JWTKit", package: "jwt-kit"),
            ],
            swiftSettings: settings
        ),

        // Data.
        .target(name: "BoundedWork", swiftSettings: settings),
        .target(name: "ZippedXML", dependencies: ["CExpat", "CZip"], swiftSettings: settings),
        .target(
            name: "TabularFiles",
            dependencies: ["CZlib", "Localization", "ZippedXML"],
            swiftSettings: settings
        ),
        .target(
            name: "Documents",
            dependencies: [
                "BoundedWork",
                "CStemmer",
                "CXML",
                "Localization",
                "TabularFiles",
                "ZippedXML",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Commerce",
            dependencies: [
                "Localization",
                "TabularFiles",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "TaskDatabase",
            dependencies: ["JSON", "Localization", "MCP", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: settings
        ),
        .target(
            name: "Reports",
            dependencies: [
                "CCairo", "CXLSXWriter", "JSON", "Localization", .product(name: "Mustache", package: "swift-mustache"),
            ],
            swiftSettings: settings
        ),
        .target(name: "SampleShop", dependencies: ["Commerce", "Localization"], swiftSettings: settings),
        .target(name: "Questions", dependencies: ["Commerce", "JSON", "Localization"], swiftSettings: settings),

        // Network.
        .target(
            name: "NIOOpenSSL",
            dependencies: [
                "OpenSSL",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "HTTPTransport",
            dependencies: [
                "NIOOpenSSL",
                "OpenSSL",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "MCPHTTP",
            dependencies: [
                "HTTPTransport",
                "JSON",
                "Localization",
                "MCP",
                "OAuthClient",
                "OpenSSL",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),

        .target(
            name: "MCPStdio",
            dependencies: [
                "Localization",
                "MCP",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "OAuthHTTP",
            dependencies: [
                "HTTPTransport",
                "JSON",
                "Localization",
                "OAuthClient",
                "OpenSSL",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),

        // Product.
        .target(
            name: "Commands",
            dependencies: ["Localization", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings
        ),
        .target(
            name: "BusinessTools",
            dependencies: [
                "BoundedWork", "Commerce", "Documents", "JSON", "Localization", "MCP", "ModelDialog", "Questions",
                "Reports",
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "SecureMCPServer",
            dependencies: [
                "Authorization",
                "BusinessTools",
                "Commands",
                "Commerce",
                "Documents",
                "HTTPTransport",
                "JSON",
                "Localization",
                "MCP",
                "MCPHTTP",
                "ModelDialog",
                "NIOOpenSSL",
                "OpenSSL",
                "Questions",
                "Reports",
                "SampleShop",
                "TaskDatabase",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "MCPClient",
            dependencies: [
                "CEdit",
                "Commands",
                "HTTPTransport",
                "JSON",
                "Localization",
                "MCP",
                "MCPHTTP",
                "MCPStdio",
                "NIOOpenSSL",
                "OAuthClient",
                "OAuthHTTP",
                "OpenSSL",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),

        // Tests.
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
        .testTarget(
            name: "JSONSchemaTests",
            dependencies: ["JSON", "JSONSchema", "Localization"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MCPTests",
            dependencies: ["JSON", "JSONSchema", "Localization", "MCP"],
            exclude: ["Conversations"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OAuthClientTests",
            dependencies: ["JSON", "Localization", "OAuthClient"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ModelDialogTests",
            dependencies: ["JSON", "Localization", "ModelDialog"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "TabularFilesTests",
            dependencies: ["CZlib", "Localization", "TabularFiles", "TestArchives"],
            swiftSettings: settings
        ),
        .testTarget(name: "BoundedWorkTests", dependencies: ["BoundedWork"], swiftSettings: settings),
        .target(
            name: "TestArchives",
            dependencies: ["CZlib"],
            path: "Tests/TestArchives",
            swiftSettings: settings
        ),
        .testTarget(
            name: "DocumentsTests",
            dependencies: [
                "BoundedWork",
                "Documents",
                "Localization",
                "TestArchives",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["questions.tsv"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AuthorizationTests",
            dependencies: [
                "Authorization",
                "JSON",
                "Localization",
                "OpenSSL",
                "TestIdentities",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CommerceTests",
            dependencies: [
                "Commerce", "CZlib", "Localization", "TabularFiles", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BusinessToolsTests",
            dependencies: [
                "BoundedWork",
                "BusinessTools",
                "Commerce",
                "Documents",
                "JSON",
                "JSONSchema",
                "Localization",
                "MCP",
                "ModelDialog",
                "Reports",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["JSON", "Localization", "Reports"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "TaskDatabaseTests",
            dependencies: ["JSON", "Localization", "MCP", "TaskDatabase"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "QuestionsTests",
            dependencies: ["Commerce", "JSON", "Localization", "Questions"],
            exclude: ["questions.jsonl"],
            swiftSettings: settings
        ),
        .testTarget(name: "SampleShopTests", dependencies: ["Commerce", "SampleShop"], swiftSettings: settings),
        .target(
            name: "TestIdentities",
            dependencies: ["OpenSSL"],
            path: "Tests/TestIdentities",
            swiftSettings: settings
        ),
        .target(
            name: "ScriptedServer",
            dependencies: [
                "NIOOpenSSL",
                "OpenSSL",
                "TestIdentities",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
            ],
            path: "Tests/ScriptedServer",
            swiftSettings: settings
        ),
        .testTarget(
            name: "OpenSSLTests",
            dependencies: ["COpenSSL", "OpenSSL", "TestIdentities"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "NIOOpenSSLTests",
            dependencies: [
                "NIOOpenSSL",
                "OpenSSL",
                "TestIdentities",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HTTPTransportTests",
            dependencies: [
                "HTTPTransport",
                "NIOOpenSSL",
                "OpenSSL",
                "ScriptedServer",
                "TestIdentities",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHPACK", package: "swift-nio-http2"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MCPHTTPTests",
            dependencies: [
                "HTTPTransport",
                "JSON",
                "Localization",
                "MCP",
                "MCPHTTP",
                "OpenSSL",
                "ScriptedServer",
                "TestIdentities",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MCPStdioTests",
            dependencies: ["JSON", "Localization", "MCP", "MCPStdio"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OAuthHTTPTests",
            dependencies: [
                "HTTPTransport",
                "JSON",
                "Localization",
                "MCP",
                "MCPHTTP",
                "OAuthClient",
                "OAuthHTTP",
                "OpenSSL",
                "ScriptedServer",
                "TestIdentities",
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CommandsTests",
            dependencies: ["Commands", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "SecureMCPServerTests",
            dependencies: [
                "Authorization",
                "HTTPTransport",
                "MCPHTTP",
                "OpenSSL",
                "SecureMCPServer",
                "TestIdentities",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MCPClientTests",
            dependencies: [
                "JSON",
                "Localization",
                "MCP",
                "MCPClient",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "HouseTests", swiftSettings: settings),

        // Both sides as the conformance suite of the protocol wants them: small programs for tests, no products.
        .executableTarget(
            name: "conformance-server",
            dependencies: [
                "HTTPTransport",
                "JSON",
                "Localization",
                "MCP",
                "MCPHTTP",
                "OpenSSL",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Tests/Conformance/Server",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "conformance-client",
            dependencies: [
                "JSON",
                "Localization",
                "MCP",
                "MCPHTTP",
                "OAuthClient",
                "OAuthHTTP",
                "OpenSSL",
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/Conformance/Client",
            swiftSettings: settings
        ),
    ]
)
