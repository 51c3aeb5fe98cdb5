import Glibc
import TestIdentities
import Testing

@testable import OpenSSL

@Suite struct CertificateTests {
    private let now = time(nil)

    private func authority() throws -> CertificateAuthority {
        try CertificateAuthority.create(commonName: "Prueba CA", now: now)
    }

    @Test func anAuthoritySignsItself() throws {
        let authority = try authority()
        let certificate = authority.certificate
        #expect(certificate.isAuthority)
        #expect(certificate.subject == certificate.issuer)
        #expect(certificate.commonName == "Prueba CA")
        #expect(certificate.isSigned(by: certificate))
        #expect(certificate.notBefore == now - 3_600)
        #expect(certificate.notAfter == now + 3650 * 86_400)
        #expect(certificate.keySummary == "EC P-256")
        #expect(certificate.signatureAlgorithm == "ecdsa-with-SHA256")
        #expect(certificate.fingerprint.count == 32)
        #expect(certificate.matches(authority.key))
        #expect(errorQueueIsEmpty)
    }

    @Test func whatItIssuesIsNamedAndSigned() throws {
        let authority = try authority()
        let names = ["localhost", "127.0.0.1", "::1", "*.one.example"]
        let issued = try authority.issue(commonName: "tienda", names: names, now: now)
        #expect(issued.certificate.subjectAlternativeNames == names)
        #expect(issued.certificate.subject == "O=SecureMCP, CN=tienda")
        #expect(!issued.certificate.isAuthority)
        #expect(issued.certificate.isSigned(by: authority.certificate))
        #expect(!authority.certificate.isSigned(by: issued.certificate))
        #expect(issued.certificate.matches(issued.key))
        #expect(!issued.certificate.matches(authority.key))
        #expect(issued.certificate.notAfter == now + 397 * 86_400)
        let another = try authority.issue(commonName: "tienda", names: names, now: now)
        #expect(another.certificate.serialNumber != issued.certificate.serialNumber)
        #expect(issued.certificate.serialNumber.count <= 40)
    }

    @Test func whatIsIssuedDoesNotOutliveTheAuthority() throws {
        let short = try CertificateAuthority.create(commonName: "kurz", lifetime: 1_000, now: now)
        let issued = try short.issue(commonName: "a", names: ["a.example"], lifetime: 5_000, now: now)
        #expect(issued.certificate.notAfter == short.certificate.notAfter)
    }

    @Test func anAuthorityWhoseTimeIsOverIssuesNothing() throws {
        let old = try CertificateAuthority.create(commonName: "alt", lifetime: 1_000, now: now - 10_000)
        let thrown = #expect(throws: TLSError.self) {
            _ = try old.issue(commonName: "a", names: ["a.example"], now: now)
        }
        #expect(thrown?.fault == .misuse)
    }

    @Test(arguments: [0, -1, Int.max])
    func aLifetimeThatIsNoneIsRefused(_ lifetime: Int) throws {
        let thrown = #expect(throws: TLSError.self) {
            _ = try CertificateAuthority.create(commonName: "x", lifetime: lifetime, now: now)
        }
        #expect(thrown?.fault == .misuse)
    }

    @Test(arguments: [
        "", "a,b", "a,DNS:evil.example", "DNS:a", "a b", "ñandú.example", "a\nb", "a/b", "@section", "copy:x",
        String(repeating: "a", count: 254), "1.2.3.4.5:6",
    ])
    func aNameThatIsNoneIsRefused(_ name: String) throws {
        let thrown = #expect(throws: TLSError.self) {
            _ = try authority().issue(commonName: "x", names: ["good.example", name], now: now)
        }
        #expect(thrown?.fault == .misuse)
    }

    @Test func aCommonNameThatIsTooLongIsRefused() throws {
        #expect(throws: TLSError.self) {
            _ = try authority().issue(commonName: String(repeating: "x", count: 65), names: [], now: now)
        }
        #expect(errorQueueIsEmpty)
    }

    @Test func aCommonNameMayBeOfAnyLanguage() throws {
        let issued = try authority().issue(commonName: "Peña, «Ñandú» 東京", names: [], now: now)
        #expect(issued.certificate.commonName == "Peña, «Ñandú» 東京")
    }

    @Test func anAuthorityNeedsItsOwnKeyAndItsRight() throws {
        let authority = try authority()
        let other = try PrivateKey.generateP256()
        #expect(throws: TLSError.self) {
            _ = try CertificateAuthority(certificate: authority.certificate, key: other)
        }
        let leaf = try authority.issue(commonName: "leaf", names: ["leaf.example"], now: now)
        #expect(throws: TLSError.self) {
            _ = try CertificateAuthority(certificate: leaf.certificate, key: leaf.key)
        }
    }

    @Test func hostsAreMatchedAsNamesAndAddressesAsAddresses() throws {
        let certificate = try authority().issue(
            commonName: "x",
            names: ["localhost", "*.one.example", "10.0.0.1", "fd00::1"],
            now: now
        ).certificate
        for host in ["localhost", "LOCALHOST", "a.one.example", "10.0.0.1", "fd00::1", "fd00:0:0:0:0:0:0:1"] {
            #expect(certificate.matches(host: host), "\(host)")
        }
        for host in ["local", "localhost.", "one.example", "a.b.one.example", "10.0.0.2", "fd00::2", "", "x"] {
            #expect(!certificate.matches(host: host), "\(host)")
        }
    }

    // MARK: PEM

    @Test func pemIsReadAsItWasWritten() throws {
        let authority = try authority()
        let leaf = try authority.issue(commonName: "leaf", names: ["leaf.example"], now: now)
        let text = try leaf.certificate.pem() + authority.certificate.pem()
        let chain = try Certificate.chain(pem: text)
        #expect(chain.map(\.fingerprint) == [leaf.certificate.fingerprint, authority.certificate.fingerprint])
        let key = try PrivateKey(pem: leaf.key.pem())
        #expect(chain[0].matches(key))
        #expect(key.summary == "EC P-256")
        #expect(try key.pem() == leaf.key.pem())
        #expect(errorQueueIsEmpty)
    }

    @Test func wordsBetweenCertificatesAreAllowed() throws {
        let authority = try authority()
        let text = Array("# ours\n".utf8) + (try authority.certificate.pem()) + Array("\n# the end\n".utf8)
        #expect(try Certificate.chain(pem: text).count == 1)
    }

    @Test func whatIsNoCertificateIsRefused() throws {
        let whole = try authority().certificate.pem()
        var changed = whole
        changed[whole.count / 2] = UInt8(ascii: "!")
        let key = try PrivateKey.generateP256().pem()
        for bytes in [[], Array("hello".utf8), Array(whole.prefix(whole.count / 2)), changed, key, [0, 255, 0]] {
            let thrown = #expect(throws: TLSError.self) { _ = try Certificate.chain(pem: bytes) }
            #expect(thrown?.fault == .misuse)
        }
        // A chain is read whole or not at all.
        #expect(throws: TLSError.self) { _ = try Certificate.chain(pem: whole + whole.prefix(whole.count / 2)) }
        #expect(errorQueueIsEmpty)
    }

    @Test func whatIsNoKeyIsRefused() throws {
        let whole = try PrivateKey.generateP256().pem()
        let certificate = try authority().certificate.pem()
        for bytes in [[], Array("hello".utf8), Array(whole.prefix(whole.count / 2)), certificate] {
            let thrown = #expect(throws: TLSError.self) { _ = try PrivateKey(pem: bytes) }
            #expect(thrown?.fault == .misuse)
        }
        #expect(errorQueueIsEmpty)
    }

    @Test func anEncryptedKeyIsRefusedWithoutAsking() throws {
        let encrypted = try encryptedKey(passphrase: "secret")
        #expect(String(decoding: encrypted, as: UTF8.self).contains("ENCRYPTED"))
        let thrown = #expect(throws: TLSError.self) { _ = try PrivateKey(pem: encrypted) }
        #expect(thrown?.fault == .misuse)
    }
}
