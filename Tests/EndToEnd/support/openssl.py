"""The `openssl` command, as a client and as an authority."""

import re
import subprocess

from .product import Outcome, environment, run


def s_client(server, *options, input: str | None = "", name: str | None = "localhost", timeout: float = 30) -> Outcome:
    """Connects, sends the input, and reads until the server closes (with input) or at once says goodbye."""
    command = ["openssl", "s_client", "-connect", f"{server.host}:{server.port}", "-CAfile", server.ca]
    command += ["-servername", name] if name else ["-noservername"]
    if input:
        command.append("-ign_eof")
    return run([*command, *options], input=input, timeout=timeout)


def interactive_s_client(server, *options) -> subprocess.Popen:
    """One that obeys the letters K (KeyUpdate) and R (renegotiate) at the beginning of a line."""
    command = ["openssl", "s_client", "-connect", f"{server.host}:{server.port}", "-CAfile", server.ca]
    return subprocess.Popen(
        [*command, "-servername", "localhost", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment(),
    )


def negotiated(outcome: Outcome) -> tuple[str, str]:
    """Version and cipher suite, and whether it was `New` or `Reused` in front."""
    match = re.search(r"^(New|Reused), (\S+), Cipher is (\S+)$", outcome.out, re.M)
    assert match, outcome.text
    return match[1], match[2] + " " + match[3]


def alpn(outcome: Outcome) -> str | None:
    match = re.search(r"^ALPN protocol: (\S+)$", outcome.out, re.M)
    return match and match[1]


def is_verified(outcome: Outcome) -> bool:
    return "Verify return code: 0 (ok)" in outcome.out or "Verification: OK" in outcome.out


def certificate_text(path) -> str:
    return run(["openssl", "x509", "-in", path, "-noout", "-text"]).out


def fingerprint(path) -> str:
    return run(["openssl", "x509", "-in", path, "-noout", "-fingerprint", "-sha256"]).out.strip()


def issue(certs, target, *, days: int, names="DNS:localhost,IP:127.0.0.1,IP:::1", stem="server"):
    """Lets the authority in `certs` sign a server certificate for so many days, into `target`."""
    key, request, extensions = target / f"{stem}.key", target / f"{stem}.csr", target / f"{stem}.ext"
    extensions.write_text(f"subjectAltName={names}\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n")
    for command in (
        [
            "openssl",
            "req",
            "-new",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            key,
            "-out",
            request,
            "-subj",
            "/CN=localhost",
        ],
        [
            "openssl",
            "x509",
            "-req",
            "-in",
            request,
            "-CA",
            certs / "ca.pem",
            "-CAkey",
            certs / "ca.key",
            "-set_serial",
            "0x5eed",
            "-days",
            str(days),
            "-extfile",
            extensions,
            "-out",
            target / f"{stem}.pem",
        ],
    ):
        done = run(command)
        assert done.status == 0, done.text
    request.unlink()
    extensions.unlink()
    key.chmod(0o600)
