"""How the server ends: in time, in order, and with what status."""

import signal
import socket

import pytest

from support.product import run_server_command
from support.server import Server
from support.wire import TLSPeer, connect, get


@pytest.fixture
def lone(tmp_path):
    """A server that the test itself ends."""
    server = Server(tmp_path)
    yield server
    if server.is_running:
        server.process.kill()
        server.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_status_0(lone, number):
    with TLSPeer(lone) as peer:
        assert peer.request(get("/health", lone)).status == 200
    lone.signal(number)
    assert lone.wait(15) == 0
    with pytest.raises(ConnectionRefusedError):
        connect(lone)


@pytest.mark.parametrize("attempt", range(3))
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_signals_are_obeyed_from_the_first_line_on(lone, number, attempt):
    """Whoever waits for `listening` may send a signal at once; SIGHUP must not kill, SIGTERM must end with 0."""
    lone.signal(number)
    if number == signal.SIGHUP:
        with TLSPeer(lone) as peer:
            assert peer.request(get("/health", lone)).status == 200
        lone.signal(signal.SIGTERM)
    assert lone.wait(15) == 0


def test_the_last_words_are_no_errors(lone):
    with TLSPeer(lone) as peer:
        assert peer.request(get("/health", lone)).status == 200
    assert lone.stop() == 0
    complaints = [line for line in lone.lines if "ERROR" in line or "rror:" in line or "crash" in line]
    assert not complaints


def test_a_request_in_flight_is_finished(lone):
    body = b'{"id":1,"name":"server_status","arguments":{}}'
    with TLSPeer(lone) as peer:
        peer.send(get("/mcp/tools/call", lone, f"Content-Length: {len(body)}", method="POST").encode() + body[:10])
        with TLSPeer(lone) as other:
            assert other.request(get("/health", lone)).status == 200, "so the half request has arrived as well"
        said = len(lone.lines)
        lone.signal(signal.SIGTERM)
        lone.wait_for("stopping", after=said)
        peer.send(body[10:])
        response = peer.response()
        assert response.status == 200
        assert response.headers.get("connection") == "close"
        assert peer.read() == b""
    assert lone.wait(15) == 0


def test_idle_connections_do_not_keep_it(lone):
    peers = [TLSPeer(lone) for _ in range(5)]
    for peer in peers:
        assert peer.request(get("/health", lone)).status == 200
    half_open = [connect(lone) for _ in range(3)]
    lone.signal(signal.SIGTERM)
    for peer in peers:
        assert peer.read() == b"", "close_notify"
    # Nobody answers the goodbyes; the server waits a moment for them and no longer.
    assert lone.wait(8) == 0
    for raw in half_open:
        raw.close()


def test_the_drain_is_bounded(tmp_path):
    server = Server(tmp_path, "--drain", "1")
    with TLSPeer(server) as peer:
        peer.send(get("/mcp/tools/call", server, "Content-Length: 100", method="POST"))
        with TLSPeer(server) as other:
            assert other.request(get("/health", server)).status == 200
        server.signal(signal.SIGTERM)
        assert server.wait(10) == 0
    assert any("cut off" in line for line in server.lines)


def test_a_port_that_is_taken(lone, tmp_path):
    outcome = run_server_command(
        "serve",
        "--listen",
        f"127.0.0.1:{lone.port}",
        "--data",
        tmp_path / "other",
        "--certs",
        tmp_path / "certs",
        "--lang",
        "en",
    )
    assert outcome.status == 1
    assert f"127.0.0.1:{lone.port}" in outcome.err and "--listen" in outcome.err
    assert "listening" not in outcome.err


def test_restarting_on_the_same_port_at_once(lone, tmp_path):
    with TLSPeer(lone) as peer:
        assert peer.request(get("/health", lone)).status == 200
        assert lone.stop() == 0
    again = Server(tmp_path, listen=[f"127.0.0.1:{lone.port}"])
    with TLSPeer(again) as peer:
        assert peer.request(get("/health", again)).status == 200
    assert again.stop() == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--listen", "nonsense"],
        ["--listen", "127.0.0.1:99999"],
        ["--min-tls", "1.1"],
        ["--log-level", "loud"],
        ["--no-such-option"],
        ["--drain", "-1"],
    ],
)
def test_wrong_usage_is_status_2(arguments, tmp_path):
    outcome = run_server_command("serve", *arguments, "--data", tmp_path / "data", "--certs", tmp_path / "certs")
    assert outcome.status == 2, outcome.text
    assert outcome.err


def test_port_of_the_environment(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(tmp_path, listen=[], PORT=str(port))
    server.wait_for(f"^listening https://127.0.0.1:{port}$")
    server.addresses = [("https", "127.0.0.1", port)]
    with TLSPeer(server) as peer:
        assert peer.request(get("/health", server)).status == 200
    assert server.stop() == 0
