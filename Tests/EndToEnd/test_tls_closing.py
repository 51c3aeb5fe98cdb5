"""How TLS connections end: close_notify in both directions, half-closed, cut off."""

import socket
import ssl

import pytest

from support.http2 import HTTP2Peer
from support.wire import TLSPeer, connect, get

CLOSING = "Connection: close"


def test_the_server_says_close_notify(server):
    with TLSPeer(server) as peer:
        response = peer.request(get("/health", server, CLOSING))
        assert response.status == 200
        assert response.headers["connection"] == "close"
        assert peer.read() == b"", "close_notify, not a bare end of the bytes"


def test_the_server_answers_close_notify_with_its_own(server):
    with TLSPeer(server) as peer:
        assert peer.request(get("/health", server)).status == 200
        peer.close_notify()
        assert peer.read() == b""


def test_a_request_before_close_notify_is_still_answered(server):
    with TLSPeer(server) as peer:
        peer.send(get("/mcp/tools/list", server))
        peer.close_notify()
        assert peer.response().status == 200
        assert peer.read() == b""


def test_a_request_before_close_notify_and_fin_is_still_answered(server):
    with TLSPeer(server) as peer:
        records = peer.encrypt(get("/mcp/tools/list", server).encode())
        try:
            peer.tls.unwrap()
        except ssl.SSLWantReadError:
            pass
        peer.socket.sendall(records + peer.outgoing.read())
        peer.socket.shutdown(socket.SHUT_WR)
        assert peer.response().status == 200
        assert peer.read() == b""


def test_a_tool_call_before_close_notify_is_still_answered(server):
    """A tool reads the database on another thread: the answer comes after the goodbye was read."""
    body = '{"id":1,"name":"sales_summary","arguments":{"group_by":"product"}}'
    with TLSPeer(server) as peer:
        peer.send(
            get(
                "/mcp/tools/call",
                server,
                "Content-Type: application/json",
                f"Content-Length: {len(body)}",
                method="POST",
            )
            + body
        )
        peer.close_notify()
        assert b'"groups"' in peer.response().body
        assert peer.read() == b""


def test_half_a_request_before_close_notify_is_not_answered_as_a_whole(server):
    with TLSPeer(server) as peer:
        peer.send(get("/mcp/tools/call", server, "Content-Length: 100", method="POST") + '{"id":1,')
        peer.close_notify()
        rest = peer.read_to_end()
        assert rest == b"" or rest.startswith(b"HTTP/1.1 400 ")


def test_a_truncated_request_is_not_answered(server):
    """Without close_notify nobody knows whether the end is the end (RFC 8446 section 6.1)."""
    with TLSPeer(server) as peer:
        head = get("/mcp/tools/call", server, "Content-Length: 100", method="POST")
        peer.send(head + '{"id":1,')
        peer.socket.shutdown(socket.SHUT_WR)
        try:
            assert peer.read_to_end() == b""
        except ssl.SSLEOFError:
            pass
    assert TLSPeer(server).request(get("/health", server)).status == 200


def test_a_record_cut_in_the_middle(server):
    with TLSPeer(server) as peer:
        records = peer.encrypt(get("/health", server).encode())
        peer.socket.sendall(records[: len(records) // 2])
        peer.socket.shutdown(socket.SHUT_WR)
        try:
            assert peer.read_to_end() == b""
        except ssl.SSLEOFError:
            pass
    assert TLSPeer(server).request(get("/health", server)).status == 200


def test_a_forged_record_is_answered_with_bad_record_mac(server):
    with TLSPeer(server) as peer:
        records = bytearray(peer.encrypt(get("/health", server).encode()))
        records[-1] ^= 1
        peer.socket.sendall(records)
        with pytest.raises(ssl.SSLError, match="(?i)bad.record.mac"):
            peer.read_to_end()
    assert TLSPeer(server).request(get("/health", server)).status == 200


def test_clients_that_vanish_at_every_moment_leave_nothing_behind(server):
    before = server.descriptors()
    for _ in range(20):
        connect(server).close()
        raw = connect(server)
        raw.sendall(b"\x16\x03\x01\x02\x00")
        raw.close()
        TLSPeer(server).close()
        peer = TLSPeer(server)
        peer.send(get("/mcp/tools/list", server))
        peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        peer.close()
    with TLSPeer(server) as peer:
        # Closing is the server's next step on each connection; a few requests later it has been done.
        for _ in range(200):
            assert peer.request(get("/health", server)).status == 200
            if server.descriptors() <= before + 2:
                break
        assert server.descriptors() <= before + 2


def test_http_2_answers_close_notify_too(server):
    """Otherwise a client that closes in good order waits in vain, and its connection stays half open."""
    with HTTP2Peer(server) as peer:
        assert peer.get("/health") == 200
        peer.peer.socket.settimeout(3)
        peer.peer.close_notify()
        peer.peer.read_to_end()  # Raises TimeoutError, or SSLEOFError, where no close_notify comes.
