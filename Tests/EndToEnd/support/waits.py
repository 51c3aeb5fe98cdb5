"""Peers that take their time, all at once and in the background.

The waits are the product's own limits: 10 s for a handshake, 20 s for a request, 75 s between requests.
"""

import concurrent.futures
import struct
import threading
import time

from hyperframe.frame import HeadersFrame

from .http2 import HTTP2Peer
from .wire import TLSPeer, connect, drip, get, read_response, until_closed

HANDSHAKE, REQUEST, IDLE = 10, 20, 75


class Waits:
    """What happens to slow peers of one server: name → (seconds, what came)."""

    def __init__(self, server):
        self.server = server
        self.pool = concurrent.futures.ThreadPoolExecutor(32)
        self.futures = {}
        for name in sorted(name for name in dir(self) if name.startswith("wait_")):
            self.futures[name.removeprefix("wait_")] = self.pool.submit(getattr(self, name))

    def result(self, name):
        return self.futures[name].result(150)

    def _dripping(self, send, data, raw, limit):
        stopped = threading.Event()
        thread = threading.Thread(target=drip, args=(send, data, stopped), daemon=True)
        thread.start()
        try:
            return until_closed(raw, limit=limit)
        finally:
            stopped.set()
            raw.close()

    def wait_silence_before_the_handshake(self):
        return until_closed(connect(self.server), limit=30)

    def wait_one_byte_a_second_of_the_handshake(self):
        raw = connect(self.server)
        return self._dripping(raw.sendall, b"\x16\x03\x01\x02\x00" + b"\x01" * 400, raw, 30)

    def _slow_request(self, peer, send, data, limit):
        """Seconds until the answer, the answer, and seconds until the end."""
        stopped = threading.Event()
        threading.Thread(target=drip, args=(send, data, stopped), daemon=True).start()
        start = time.monotonic()
        peer.socket.settimeout(limit)
        try:
            response = read_response(peer.stream)
            answered = time.monotonic() - start
            stopped.set()
            assert peer.read() == b"", "close_notify"
            return answered, response.status, time.monotonic() - start
        finally:
            stopped.set()
            peer.close()

    def wait_one_byte_a_second_of_a_request(self):
        peer = TLSPeer(self.server)
        return self._slow_request(peer, peer.send, get("/health", self.server, "X: " + "a" * 300).encode(), 40)

    def wait_one_byte_a_second_of_a_body(self):
        peer = TLSPeer(self.server)
        peer.send(get("/mcp", self.server, "Content-Length: 1000", method="POST"))
        return self._slow_request(peer, peer.send, b" " * 300, 40)

    def wait_silence_after_the_handshake(self):
        peer = TLSPeer(self.server)
        peer.socket.settimeout(40)
        start = time.monotonic()
        data = peer.read_to_end()
        return time.monotonic() - start, data

    def wait_half_a_second_request(self):
        """A good request first; then one that stops in the middle."""
        peer = TLSPeer(self.server)
        assert peer.request(get("/health", self.server)).status == 200
        peer.send("GET /hea")
        peer.socket.settimeout(IDLE + 20)
        start = time.monotonic()
        data = peer.read_to_end()
        return time.monotonic() - start, data

    def wait_idle_after_a_request(self):
        peer = TLSPeer(self.server)
        assert peer.request(get("/health", self.server)).status == 200
        peer.socket.settimeout(100)
        start = time.monotonic()
        data = peer.read_to_end()
        return time.monotonic() - start, data

    def wait_http_2_body_that_does_not_come(self):
        """Seconds until the answer, its status; then, while the client keeps its half of the stream open, until the
        connection's end, and whether it has come."""
        peer = HTTP2Peer(self.server)
        stream = peer.request("/mcp", "POST", ("content-length", "1000"), end=False)
        peer.flush()
        start = time.monotonic()
        status = peer.ended(stream, timeout=40)
        answered = time.monotonic() - start
        peer.pump(lambda event: False, timeout=IDLE + 15)
        return answered, status, time.monotonic() - start - answered, peer.is_closed

    def wait_http_2_idle(self):
        peer = HTTP2Peer(self.server)
        assert peer.get("/health") == 200
        start = time.monotonic()
        goodbye = peer.goodbye(timeout=100)
        peer.pump(lambda event: False, timeout=10)
        return time.monotonic() - start, goodbye is not None, peer.is_closed

    def wait_http_2_without_preface(self):
        peer = TLSPeer(self.server, alpn=("h2",))
        peer.socket.settimeout(IDLE + 20)
        start = time.monotonic()
        peer.read_to_end()
        return time.monotonic() - start

    def wait_http_2_headers_without_end(self):
        peer = HTTP2Peer(self.server)
        peer.send_frame(HeadersFrame(1, data=peer.connection.encoder.encode(peer.headers("/health"))))
        start = time.monotonic()
        peer.pump(lambda event: False, timeout=IDLE + 20)
        return time.monotonic() - start, peer.is_closed

    def wait_a_reader_that_stopped(self):
        """Asks for much, reads nothing: how long does the server hold the answers for it?"""
        peer = TLSPeer(self.server, receive_buffer=4096)
        request = get("/mcp/tools/list", self.server).encode()
        peer.socket.settimeout(2)
        try:
            for _ in range(20_000):
                peer.send(request * 10)
        except OSError:
            pass
        start = time.monotonic()
        end = start + IDLE + 30
        # Reading would let it go on: the connection's state is asked of the kernel.
        while time.monotonic() < end:
            info = peer.socket.getsockopt(6, 11, 1)  # TCP_INFO: the first byte is the state, 1 is ESTABLISHED
            if struct.unpack("B", info)[0] != 1:
                return time.monotonic() - start, True
            threading.Event().wait(0.5)
        return time.monotonic() - start, False
