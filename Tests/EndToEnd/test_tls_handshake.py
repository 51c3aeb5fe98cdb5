"""What a TLS handshake with the server agrees on, seen by `openssl s_client` and `curl`."""

import re
import ssl

import pytest

from support.openssl import alpn, interactive_s_client, is_verified, negotiated, s_client
from support.product import run
from support.wire import TLSPeer, connect, get, until_closed

REQUEST = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def test_tls_1_3_with_a_verified_certificate(server):
    outcome = s_client(server, "-verify_return_error", "-verify_hostname", "localhost", input=REQUEST)
    assert outcome.status == 0
    assert is_verified(outcome)
    assert negotiated(outcome) == ("New", "TLSv1.3 TLS_AES_256_GCM_SHA384")
    assert "Server Temp Key: X25519, 253 bits" in outcome.out
    assert "Peer signature type: ECDSA" in outcome.out
    assert "HTTP/1.1 200 OK" in outcome.out


@pytest.mark.parametrize("suite", ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"])
def test_every_cipher_suite_of_tls_1_3(server, suite):
    outcome = s_client(server, "-ciphersuites", suite, input=REQUEST)
    assert negotiated(outcome) == ("New", f"TLSv1.3 {suite}")
    assert "HTTP/1.1 200 OK" in outcome.out


def test_hello_retry_for_a_group_that_the_client_did_not_guess(server):
    outcome = s_client(server, "-groups", "P-384:X25519", "-msg", input=REQUEST)
    assert "HTTP/1.1 200 OK" in outcome.out


def test_no_common_group_is_a_handshake_failure(server):
    outcome = s_client(server, "-groups", "P-521")
    assert outcome.status != 0
    assert re.search(r"alert handshake failure", outcome.text), outcome.text


@pytest.mark.parametrize(
    ("version", "extra"),
    [("-tls1_2", ()), ("-tls1_1", ("-cipher", "DEFAULT@SECLEVEL=0")), ("-tls1", ("-cipher", "DEFAULT@SECLEVEL=0"))],
)
def test_older_versions_are_refused_with_protocol_version(server, version, extra):
    outcome = s_client(server, version, *extra)
    assert outcome.status != 0
    assert "alert protocol version" in outcome.text, outcome.text


class TestMinimumTLS12:
    @pytest.fixture
    def server(self, start):
        return start("--min-tls", "1.2")

    def test_1_2_is_accepted_with_forward_secrecy_and_aead(self, server):
        outcome = s_client(server, "-tls1_2", input=REQUEST)
        assert is_verified(outcome)
        assert negotiated(outcome)[1].startswith("TLSv1.2 ECDHE-ECDSA-")
        assert "Extended master secret: yes" in outcome.out
        assert "HTTP/1.1 200 OK" in outcome.out
        assert negotiated(s_client(server))[1].startswith("TLSv1.3 "), "1.3 is still preferred"

        cbc = s_client(server, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-SHA")
        assert cbc.status != 0
        assert "handshake failure" in cbc.text

        older = s_client(server, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")
        assert older.status != 0
        assert "alert protocol version" in older.text

    def test_a_client_cannot_renegotiate(self, server):
        client = interactive_s_client(server, "-tls1_2")
        out, _ = client.communicate(b"R\n", timeout=20)
        assert b"RENEGOTIATING" in out
        assert client.returncode != 0 or b"no renegotiation" in out, out[-400:]
        assert TLSPeer(server).request(get("/health", server)).status == 200


def test_key_update_in_both_directions(server):
    client = interactive_s_client(server, "-msg", "-crlf")
    out = b""

    def until(words: bytes):
        nonlocal out
        while words not in out:
            line = client.stdout.readline()
            assert line, out.decode(errors="replace")
            out += line

    until(b"read R BLOCK")
    client.stdin.write(b"K\n")
    client.stdin.flush()
    until(b"KEYUPDATE")
    client.stdin.write(REQUEST.replace("\r\n", "\n").encode())
    client.stdin.flush()
    until(b"200 OK")
    client.stdin.close()
    out += client.stdout.read()
    client.wait(20)
    assert out.count(b", KeyUpdate") >= 2, "the server answers a KeyUpdate that asks for one"


# ALPN


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [("h2", "h2"), ("http/1.1", "http/1.1"), ("http/1.1,h2", "h2"), ("nonsense,http/1.1", "http/1.1")],
)
def test_alpn(server, offered, chosen):
    assert alpn(s_client(server, "-alpn", offered)) == chosen


def test_alpn_without_overlap_is_refused(server):
    outcome = s_client(server, "-alpn", "spdy/3")
    assert outcome.status != 0
    assert "no application protocol" in outcome.text


def test_a_client_without_alpn_gets_http_1_1(server):
    outcome = s_client(server, input=REQUEST)
    assert "No ALPN negotiated" in outcome.out
    assert "HTTP/1.1 200 OK" in outcome.out


# Whom curl trusts


@pytest.mark.parametrize(("flag", "version"), [("--http1.1", "1.1"), ("--http2", "2")])
def test_curl_with_the_authority(server, flag, version):
    outcome = run(
        [
            "curl",
            "-sS",
            flag,
            "--cacert",
            server.ca,
            "-w",
            "\n%{http_version} %{ssl_verify_result}",
            f"https://localhost:{server.port}/health",
        ]
    )
    assert outcome.status == 0, outcome.err
    assert outcome.out.endswith(f"\n{version} 0")
    assert '"status":"ok"' in outcome.out.replace('": "', '":"')


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_curl_by_name_and_by_address(server, host):
    assert run(["curl", "-sSf", "--cacert", server.ca, f"https://{host}:{server.port}/health"]).status == 0


def test_curl_without_the_authority_refuses(server):
    outcome = run(["curl", "-sS", f"https://localhost:{server.port}/health"])
    assert outcome.status == 60, outcome.text  # CURLE_PEER_FAILED_VERIFICATION
    assert outcome.out == ""


def test_curl_refuses_a_name_that_the_certificate_does_not_have(server):
    outcome = run(
        [
            "curl",
            "-sS",
            "--cacert",
            server.ca,
            "--resolve",
            f"else.example:{server.port}:127.0.0.1",
            f"https://else.example:{server.port}/health",
        ]
    )
    assert outcome.status == 60
    assert "subject name" in outcome.err


def test_ipv6(start):
    server = start(listen=["[::1]:0", "127.0.0.1:0"])
    assert [host for _, host, _ in server.addresses] == ["::1", "127.0.0.1"]
    for _, host, port in server.addresses:
        shown = f"[{host}]" if ":" in host else host
        assert run(["curl", "-sSf", "-g", "--cacert", server.ca, f"https://{shown}:{port}/health"]).status == 0


# Nonsense


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x00\x05hello",
        b"\x16\x03\x01\xff\xff" + b"\x00" * 70_000,
        b"\x16\x03\x01\x00\x2a\x01\x00\x00\x26\x03\x03" + b"\xaa" * 60,
        b"\x15\x03\x01\x00\x02\x02\x28",
        b"\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10" + b"\x01" * 40,
        b"\x00" * 300,
        bytes(range(128, 256)) * 20,
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\r\n" * 40,
    ],
    ids=["short", "too-long-record", "bad-hello", "alert", "sslv2", "zeros", "binary", "ssh", "newlines"],
)
def test_a_garbage_client_hello_ends_that_connection_only(server, garbage):
    raw = connect(server)
    raw.sendall(garbage)
    seconds, answer = until_closed(raw, limit=12)
    assert seconds < 5
    # A TLS alert, a readable answer in clear, or nothing.
    assert answer[:1] in (b"", b"\x15") or answer.startswith(b"HTTP/1.1 400 "), answer[:60]
    assert run(["curl", "-sSf", "--cacert", server.ca, f"{server.origin}/health"]).status == 0


def test_a_client_hello_in_single_bytes(server):
    context = server.client_context("http/1.1")
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    with pytest.raises(ssl.SSLWantReadError):
        tls.do_handshake()
    raw = connect(server)
    raw.setsockopt(6, 1, 1)  # TCP_NODELAY
    for byte in outgoing.read():
        raw.sendall(bytes([byte]))
    while True:
        try:
            tls.do_handshake()
            break
        except ssl.SSLWantReadError:
            incoming.write(raw.recv(65_536))
    assert tls.version() == "TLSv1.3"
    raw.close()
