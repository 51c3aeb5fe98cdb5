"""Many connections, and peers that take more than they give: memory stays bounded and others are served."""

import concurrent.futures
import socket

from support.http2 import HTTP2Peer
from support.product import run
from support.wire import TLSPeer, get


def test_a_thousand_connections(start):
    server = start()
    before = server.memory()
    peers = []
    try:
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            peers = list(pool.map(lambda _: TLSPeer(server), range(1_000)))
            statuses = list(pool.map(lambda peer: peer.request(get("/health", server)).status, peers))
        assert statuses == [200] * 1_000
        each = (server.memory() - before) / 1_000
        assert each < 100_000, f"{each:.0f} bytes a connection"
        with TLSPeer(server) as peer:
            assert peer.request(get("/health", server)).status == 200
    finally:
        for peer in peers:
            peer.close()


def test_pipelining_without_reading_the_answers(start):
    """A megabyte of requests asks for several hundred megabytes of answers that nobody takes."""
    server = start()
    with TLSPeer(server) as warm:
        assert warm.request(get("/mcp/tools/list", server)).status == 200
    before = server.memory()
    greedy = TLSPeer(server, receive_buffer=4096)
    greedy.socket.settimeout(3)
    request = get("/mcp/tools/list", server).encode()
    try:
        for _ in range(4_000):
            greedy.send(request * 20)
    except (TimeoutError, OSError):
        pass  # The server reads no more: just what it should do.
    grown = server.memory() - before
    with TLSPeer(server) as peer:
        assert peer.request(get("/health", server)).status == 200
    greedy.close()
    assert grown < 64 << 20, f"{grown >> 20} MiB are held for one client that does not read"


def test_http_2_without_window_updates(start):
    """Every stream's answer waits for a window that never opens, and the streams are cancelled again and again."""
    server = start()
    with TLSPeer(server) as warm:
        assert warm.request(get("/mcp/tools/list", server)).status == 200
    before = server.memory()
    peers = [HTTP2Peer(server, initial_window=0) for _ in range(10)]
    for peer in peers:
        for _ in range(100):
            peer.request("/mcp/tools/list")
        peer.flush()
    with HTTP2Peer(server) as other:
        assert other.get("/health") == 200
    grown = server.memory() - before
    for peer in peers:
        peer.close()
    assert grown < 128 << 20, f"{grown >> 20} MiB"


def test_a_large_answer_to_a_slow_reader_arrives_whole(server):
    import json

    with TLSPeer(server, receive_buffer=4096) as peer:
        peer.send(get("/mcp/tools/list", server) * 200)
        bodies = {peer.response().body for _ in range(200)}
        assert len(bodies) == 1
        assert json.loads(bodies.pop())["tools"]


def test_bodies_that_are_promised_cost_nothing(start):
    server = start()
    before = server.memory()
    peers = [TLSPeer(server) for _ in range(100)]
    for peer in peers:
        peer.send(get("/mcp", server, "Content-Length: 8000000", method="POST") + "{")
    with TLSPeer(server) as peer:
        assert peer.request(get("/health", server)).status == 200
    grown = server.memory() - before
    for peer in peers:
        peer.close()
    assert grown < 64 << 20, f"{grown >> 20} MiB for a hundred promises"


def test_handshakes_in_parallel(server):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:

        def one(_):
            with TLSPeer(server) as peer:
                return peer.request(get("/health", server, "Connection: close")).status

        assert list(pool.map(one, range(300))) == [200] * 300


def test_a_flood_of_connections_that_say_nothing(start):
    server = start()
    silent = [socket.create_connection((server.host, server.port), 10) for _ in range(500)]
    assert run(["curl", "-sSf", "--max-time", "5", "--cacert", server.ca, f"{server.origin}/health"]).status == 0
    for one in silent:
        one.close()
