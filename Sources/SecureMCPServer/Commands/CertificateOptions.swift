import ArgumentParser

/// Where the certificates are.
struct CertificateOptions: ParsableArguments {
    @Option(name: .customLong("certs"), help: "Folder of the certificates.")
    var folder = "./certs"

    var certificates: CertificateFolder { CertificateFolder(path: folder) }
}
