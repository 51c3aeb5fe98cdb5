import Authorization
import JSON
import Testing

/// Where keys come from.
@Suite struct KeySourceTests {
    private static let issuer = "https://login.example/shop"
    private let key: TestKey

    init() async throws {
        key = try await TestKey.make(.es256, "one")
    }

    private func get(_ documents: [String: JSONObject]) -> KeySource.Get {
        { documents[$0]?.serialized() }
    }

    private var set: JSONObject { ["keys": [.object(key.published)]] }

    @Test(arguments: [
        "https://login.example/.well-known/oauth-authorization-server/shop",
        "https://login.example/.well-known/openid-configuration/shop",
        "https://login.example/shop/.well-known/openid-configuration",
    ])
    func theMetadataSayWhere(_ location: String) async throws {
        let documents: [String: JSONObject] = [
            location: ["issuer": .string(Self.issuer), "jwks_uri": "https://keys.example/set"],
            "https://keys.example/set": set,
        ]
        _ = try await KeySource.discovery.load(
            issuer: Self.issuer,
            allowing: SigningAlgorithm.allCases,
            get: get(documents)
        )
    }

    @Test(
        arguments: [
            ["issuer": "https://evil.example", "jwks_uri": "https://keys.example/set"],
            ["issuer": "https://login.example/shop/", "jwks_uri": "https://keys.example/set"],
            ["jwks_uri": "https://keys.example/set"],
            ["issuer": "https://login.example/shop"],
            // Not to a service of this machine, nor in clear.
            ["issuer": "https://login.example/shop", "jwks_uri": "http://127.0.0.1:9/set"],
            ["issuer": "https://login.example/shop", "jwks_uri": "http://keys.example/set"],
            ["issuer": "https://login.example/shop", "jwks_uri": "file:///etc/keys"],
        ] as [JSONObject]
    )
    func metadataThatLeadElsewhereAreRefused(_ metadata: JSONObject) async {
        let documents: [String: JSONObject] = [
            "https://login.example/.well-known/oauth-authorization-server/shop": metadata,
            "https://keys.example/set": set, "http://127.0.0.1:9/set": set, "http://keys.example/set": set,
        ]
        await #expect(throws: KeySourceError.self) {
            _ = try await KeySource.discovery.load(
                issuer: Self.issuer,
                allowing: SigningAlgorithm.allCases,
                get: get(documents)
            )
        }
    }

    @Test func anAddressIsSecureOrOfThisMachine() throws {
        #expect(try KeySource("keys.json") == .file("keys.json"))
        #expect(try KeySource("https://a.example/k") == .address("https://a.example/k"))
        #expect(try KeySource("http://127.0.0.1:80/k") == .address("http://127.0.0.1:80/k"))
        for text in ["http://a.example/k", "ftp://a.example/k", "http://localhost.evil.example/", "https://u@h/k"] {
            #expect(throws: KeySourceError.self) { _ = try KeySource(text) }
        }
        for text in ["login.example", "http://login.example", "https://login.example?x", "https://login.example#x", ""]
        {
            #expect(throws: KeySourceError.self) { try KeySource.checkIssuer(text) }
        }
        try KeySource.checkIssuer("http://127.0.0.1:9000")
    }
}
