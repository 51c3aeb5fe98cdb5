"""Certificates that change while the server runs."""

import os
import shutil
import signal

import pytest

from support.openssl import fingerprint, negotiated, s_client
from support.product import run, run_server_command
from support.wire import TLSPeer, get

REQUEST = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture
def pairs(tmp_path):
    """Two server certificates of one authority, `first` and `second`."""
    folder = tmp_path / "authority"
    assert run_server_command("certs", "init", "--certs", folder).status == 0
    for name in ("first", "second"):
        made = run_server_command("certs", "issue", name, "--certs", folder, "--for", "localhost", "--for", "127.0.0.1")
        assert made.status == 0, made.text
    return folder


def put(pairs, name, target):
    """Replaces both files, each in one step, the key first."""
    for suffix in (".key", ".pem"):
        shutil.copy(pairs / f"{name}{suffix}", target / f"new{suffix}")
        os.replace(target / f"new{suffix}", target / f"server{suffix}")


@pytest.fixture
def serving(start, pairs, tmp_path):
    live = tmp_path / "live"
    live.mkdir()
    shutil.copy(pairs / "ca.pem", live)
    put(pairs, "first", live)
    server = start("--cert", live / "server.pem", "--key", live / "server.key", certs=live)
    return server, live


def shown(server) -> str:
    outcome = s_client(server)
    pem = outcome.out[outcome.out.index("-----BEGIN") : outcome.out.index("-----END") + 25]
    return run(["openssl", "x509", "-noout", "-fingerprint", "-sha256"], input=pem + "\n").out.strip()


@pytest.mark.parametrize("how", ["SIGHUP", "file change"])
def test_new_files_are_taken_up_and_open_connections_stay(serving, pairs, how):
    server, live = serving
    assert shown(server) == fingerprint(pairs / "first.pem")
    open_connection = TLSPeer(server)
    assert open_connection.request(get("/health", server)).status == 200

    said = len(server.lines)
    put(pairs, "second", live)
    if how == "SIGHUP":
        server.signal(signal.SIGHUP)
    server.wait_for("certificates reloaded", after=said)

    assert shown(server) == fingerprint(pairs / "second.pem")
    assert open_connection.request(get("/health", server)).status == 200, "the keep-alive connection goes on"


@pytest.mark.parametrize("broken", ["key of another", "rubbish", "empty", "gone"])
def test_a_broken_pair_changes_nothing(serving, pairs, broken):
    server, live = serving
    assert shown(server) == fingerprint(pairs / "first.pem")
    said = len(server.lines)
    if broken == "key of another":
        shutil.copy(pairs / "second.key", live / "server.key")
    elif broken == "gone":
        (live / "server.pem").unlink()
    else:
        (live / "server.pem").write_text("" if broken == "empty" else "rubbish")
    server.signal(signal.SIGHUP)
    server.wait_for("not reloaded", after=said)
    assert shown(server) == fingerprint(pairs / "first.pem")
    assert TLSPeer(server).request(get("/health", server)).status == 200

    said = len(server.lines)
    put(pairs, "second", live)
    server.signal(signal.SIGHUP)
    server.wait_for("certificates reloaded", after=said)
    assert shown(server) == fingerprint(pairs / "second.pem")


def test_sessions_are_resumed_after_a_reload(serving, pairs, tmp_path):
    server, live = serving
    session = tmp_path / "session"
    s_client(server, "-sess_out", session, input=REQUEST)
    said = len(server.lines)
    put(pairs, "second", live)
    server.signal(signal.SIGHUP)
    server.wait_for("certificates reloaded", after=said)
    outcome = s_client(server, "-sess_in", session, input=REQUEST)
    assert "HTTP/1.1 200 OK" in outcome.out
    assert negotiated(outcome)[0] == "Reused"


def test_many_signals_at_once(serving):
    server, _ = serving
    assert TLSPeer(server).request(get("/health", server)).status == 200
    for _ in range(50):
        server.signal(signal.SIGHUP)
    assert TLSPeer(server).request(get("/health", server)).status == 200


def test_the_names_of_a_new_certificate_are_hosts_of_the_server(serving, pairs):
    server, live = serving
    made = run_server_command("certs", "issue", "third", "--certs", pairs, "--for", "localhost", "--for", "nueva.test")
    assert made.status == 0
    said = len(server.lines)
    put(pairs, "third", live)
    server.signal(signal.SIGHUP)
    server.wait_for("certificates reloaded", after=said)
    outcome = run(
        [
            "curl",
            "-sS",
            "--cacert",
            server.ca,
            "--resolve",
            f"nueva.test:{server.port}:127.0.0.1",
            "-o",
            os.devnull,
            "-w",
            "%{http_code}",
            f"https://nueva.test:{server.port}/health",
        ]
    )
    assert outcome.out == "200", outcome.text
