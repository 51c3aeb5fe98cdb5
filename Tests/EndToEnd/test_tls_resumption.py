"""Session tickets: what is resumed, and what must not be."""

import base64
import shutil
import signal

from support.openssl import negotiated, s_client
from support.product import run_server_command
from support.wire import TLSPeer, get

REQUEST = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def first(server, path, *options):
    outcome = s_client(server, "-sess_out", path, *options, input=REQUEST)
    assert negotiated(outcome)[0] == "New"
    assert path.exists(), outcome.text
    return outcome


def again(server, path, *options):
    outcome = s_client(server, "-sess_in", path, *options, input=REQUEST)
    assert "HTTP/1.1 200 OK" in outcome.out, outcome.text
    return negotiated(outcome)[0]


def test_tls_1_3_resumes(server, tmp_path):
    first(server, tmp_path / "session")
    assert again(server, tmp_path / "session") == "Reused"


def test_tls_1_2_resumes(start, tmp_path):
    server = start("--min-tls", "1.2")
    first(server, tmp_path / "session", "-tls1_2")
    assert again(server, tmp_path / "session", "-tls1_2") == "Reused"


def test_early_data_is_not_offered(server, tmp_path):
    outcome = first(server, tmp_path / "session")
    assert "Max Early Data: 0" in outcome.out, "0-RTT is off"


def test_a_ticket_of_another_server_is_ignored(server, start, certificates, tmp_path):
    other = start(certs=certificates)
    first(other, tmp_path / "session")
    outcome = s_client(server, "-sess_in", tmp_path / "session", input=REQUEST)
    assert negotiated(outcome)[0] == "New"
    assert "HTTP/1.1 200 OK" in outcome.out


def test_a_spoilt_ticket_means_a_full_handshake(server, tmp_path):
    context = server.client_context("http/1.1")
    with TLSPeer(server, context=context) as peer:
        assert peer.request(get("/health", server)).status == 200
        session = peer.tls.session
        assert session.has_ticket
    with TLSPeer(server, context=context, session=session) as peer:
        assert peer.tls.session_reused
        assert peer.request(get("/health", server)).status == 200
    first(server, tmp_path / "session")
    # The ticket is the last long field of the file: flip bits inside it.
    lines = (tmp_path / "session").read_text().splitlines()
    der = bytearray(base64.b64decode("".join(lines[1:-1])))
    middle = len(der) - 60
    der[middle : middle + 8] = bytes(byte ^ 0xFF for byte in der[middle : middle + 8])
    body = base64.encodebytes(bytes(der)).decode().strip()
    (tmp_path / "spoilt").write_text("\n".join([lines[0], body, lines[-1], ""]))
    outcome = s_client(server, "-sess_in", tmp_path / "spoilt", input=REQUEST)
    assert "HTTP/1.1 200 OK" in outcome.out, outcome.text
    assert negotiated(outcome)[0] == "New"


def test_resuming_does_not_get_around_a_change_of_client_authorities(start, certificates, tmp_path):
    """A ticket stands for a client certificate: when its authority is no longer trusted, neither is the ticket."""
    for name in ("old", "new"):
        assert run_server_command("certs", "init", "--certs", tmp_path / name).status == 0
    assert run_server_command("certs", "issue", "ana", "--client", "--certs", tmp_path / "old").status == 0
    trusted = tmp_path / "clients.pem"
    shutil.copy(tmp_path / "old/ca.pem", trusted)
    server = start("--client-ca", trusted, certs=certificates)
    identity = ("-cert", tmp_path / "old/ana.pem", "-key", tmp_path / "old/ana.key")
    first(server, tmp_path / "session", *identity)
    assert again(server, tmp_path / "session", *identity) == "Reused"

    said = len(server.lines)
    shutil.copy(tmp_path / "new/ca.pem", trusted)
    server.signal(signal.SIGHUP)
    server.wait_for("certificates reloaded", after=said)
    outcome = s_client(server, "-sess_in", tmp_path / "session", *identity, input=REQUEST)
    assert "200 OK" not in outcome.out, "the old authority's client is still served"
