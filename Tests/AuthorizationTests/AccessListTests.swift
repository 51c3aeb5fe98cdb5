import Authorization
import Foundation
import Glibc
import OpenSSL
import TestIdentities
import Testing

/// The files that say who may do what.
@Suite final class AccessListTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    private func write(_ text: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func tokens(_ text: String) throws -> StaticTokens {
        try write(text)
        return try StaticTokens(file: path)
    }

    private func certificates(_ text: String) throws -> ClientCertificates {
        try write(text, mode: 0o644)
        return try ClientCertificates(file: path)
    }

    // MARK: Tokens

    @Test func aLineSaysWhoAndWhat() throws {
        let tokens = try tokens(
            """
            # who
            first-token-of-some-length   Ana's laptop
            second-token-of-some-length name=ana scopes=sales:read,stock:read
            third-token-of-some-length name=ana scopes=
            """
        )
        #expect(tokens.grant(for: "first-token-of-some-length")?.scopes == nil)
        let second = Grant(principal: "token:ana", scopes: ["sales:read", "stock:read"])
        #expect(tokens.grant(for: "second-token-of-some-length") == second)
        #expect(tokens.grant(for: "third-token-of-some-length") == Grant(principal: "token:ana", scopes: []))
        #expect(tokens.grant(for: "fourth-token-of-some-length") == nil)
        #expect(tokens.grant(for: "") == nil)
    }

    /// What is meant to take rights away must not give all of them.
    @Test(arguments: [
        "scope=sales:read", "Scopes=sales:read", "scopes=a scopes=b", "scopes=a,\"b\"", "name=", "name=a name=b", "x=1",
    ])
    func aSlipOfThePenIsAnError(_ words: String) {
        #expect(throws: AccessListError.self) { _ = try tokens("a-token-of-some-length \(words)\n") }
    }

    @Test(arguments: ["", "# nothing\n", "short\n", "sha256:12\n", "sha256:" + String(repeating: "g", count: 64)])
    func aFileThatHoldsNoTokenIsRefused(_ text: String) {
        #expect(throws: AccessListError.self) { _ = try tokens(text) }
    }

    @Test func aFileThatOthersCanReadIsRefused() throws {
        for mode in [0o644, 0o640, 0o604, 0o660, 0o620] {
            try write("a-token-of-some-length", mode: mode)
            #expect(throws: AccessListError.openToOthers(path)) { _ = try StaticTokens(file: path) }
        }
        #expect(throws: AccessListError.self) { _ = try StaticTokens(file: "/nowhere/at/all") }
    }

    @Test func aNewTokenIsKnownByItsDigestAlone() throws {
        let first = try NewToken(name: "ana", scopes: ["sales:read"])
        try first.append(to: path)
        let kept = try String(contentsOfFile: path, encoding: .utf8)
        // A line that somebody left without an end stays as it is.
        try Data((kept + "another-token-of-length").utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let second = try NewToken(name: nil, scopes: nil)
        try second.append(to: path)
        #expect(first.text != second.text)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains(first.text) && !text.contains(second.text))
        let tokens = try StaticTokens(file: path)
        #expect(tokens.grant(for: first.text[...]) == Grant(principal: "token:ana", scopes: ["sales:read"]))
        #expect(tokens.grant(for: second.text[...])?.scopes == nil)
        #expect(tokens.grant(for: "another-token-of-length") != nil)
        for (name, scopes) in [("a b", nil), ("a=b", nil), ("", nil), ("a", ["x,y"]), ("a", [""])]
            as [(String, [String]?)]
        {
            #expect(throws: NewTokenError.self) { _ = try NewToken(name: name, scopes: scopes) }
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: NewTokenError.openToOthers(path)) { try second.append(to: path) }
    }

    // MARK: Certificates

    @Test func theMostParticularLineDecides() throws {
        let authority = try TestAuthority()
        let till = try authority.identity(["till-3.shop"], commonName: "Till 3", usage: .client).chain[0]
        let office = try authority.identity(["office.shop"], commonName: "Till 3", usage: .client).chain[0]
        let certificates = try certificates(
            """
            cn:Till_3 name=tills scopes=sales:read
            dns:TILL-3.shop name=till-3 scopes=stock:read
            sha256:\(office.fingerprintText) name=office
            """
        )
        #expect(certificates.grant(for: till) == Grant(principal: "certificate:till-3", scopes: ["stock:read"]))
        #expect(certificates.grant(for: office) == Grant(principal: "certificate:office", scopes: nil))
        let stranger = try authority.identity(["x.shop"], commonName: "Till 33", usage: .client).chain[0]
        #expect(certificates.grant(for: stranger) == nil)
    }

    @Test func everybodyElseIsSomebodyOnlyWhenAsked() throws {
        let authority = try TestAuthority()
        let one = try authority.identity(usage: .client).chain[0]
        let two = try authority.identity(usage: .client).chain[0]
        let certificates = try certificates("cn:nobody\n* scopes=sales:read\n")
        let first = try #require(certificates.grant(for: one))
        #expect(first.scopes == ["sales:read"])
        #expect(first.principal != certificates.grant(for: two)?.principal)
    }

    @Test(arguments: [
        "", "sha256:12", "uri:", "email:a@b", "cn", "* name=x", "*\n*", "cn:a\ncn:a", "cn:a scope=b",
    ])
    func aFileOfOtherThingsIsRefused(_ text: String) {
        #expect(throws: AccessListError.self) { _ = try certificates(text) }
    }

    @Test func aFileThatOthersCanWriteIsRefused() throws {
        try write("cn:a", mode: 0o666)
        #expect(throws: AccessListError.writableByOthers(path)) { _ = try ClientCertificates(file: path) }
    }
}
