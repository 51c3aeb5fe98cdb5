"""Bytes by hand: TCP and TLS connections that can do what no decent client does."""

import http.client
import io
import socket
import ssl
import time
import weakref
from dataclasses import dataclass, field


@dataclass
class Response:
    status: int
    reason: str
    headers: dict[str, str]
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        return self.body.decode()


def read_response(stream, *, method: str = "GET") -> Response:
    """Reads one HTTP/1.1 response, and not a byte more, from a buffered stream."""
    line = stream.readline(65_536)
    if not line:
        raise EOFError("the connection ended before a response")
    version, status, reason = (line.decode("latin-1").rstrip("\r\n").split(" ", 2) + [""])[:3]
    assert version == "HTTP/1.1", line
    headers = {name.lower(): value for name, value in http.client.parse_headers(stream).items()}
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(stream.readline().split(b";")[0], 16):
            body += stream.read(size)
            stream.readline()
        stream.readline()
    elif method == "HEAD" or int(status) in (204, 304) or int(status) < 200:
        body = b""
    else:
        body = stream.read(int(headers.get("content-length", 0)))
    return Response(int(status), reason, headers, body)


def connect(server, *, timeout: float = 30, receive_buffer: int | None = None) -> socket.socket:
    """A TCP connection to a server's first listener."""
    family = socket.AF_INET6 if ":" in server.host else socket.AF_INET
    raw = socket.socket(family, socket.SOCK_STREAM)
    raw.settimeout(timeout)
    if receive_buffer:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    raw.connect((server.host, server.port))
    return raw


class TLSPeer:
    """A TLS client whose every step is taken by hand, on Python's own OpenSSL."""

    def __init__(self, server, *, alpn=("http/1.1",), name="localhost", context=None, session=None, **options):
        self.socket = connect(server, **options)
        context = context or server.client_context(*alpn)
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname=name, session=session)
        self.saw_end = False
        self._complete(self.tls.do_handshake)
        self.flush()
        self.stream = io.BufferedReader(_Reader(self))

    def _complete(self, step):
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                self.flush()
                if not self._receive():
                    self.incoming.write_eof()

    def _receive(self) -> bool:
        data = self.socket.recv(65_536)
        if data:
            self.incoming.write(data)
        else:
            self.saw_end = True
        return bool(data)

    def flush(self):
        if data := self.outgoing.read():
            self.socket.sendall(data)

    def send(self, data: bytes | str):
        self.tls.write(data.encode() if isinstance(data, str) else data)
        self.flush()

    def encrypt(self, data: bytes) -> bytes:
        """The records that would carry the data."""
        self.tls.write(data)
        return self.outgoing.read()

    def read(self, count: int = 65_536) -> bytes:
        """Some plaintext; empty after the server's close_notify.

        Raises ssl.SSLEOFError if the connection ends without one.
        """
        try:
            return self._complete(lambda: self.tls.read(count))
        except ssl.SSLZeroReturnError:
            return b""

    def read_to_end(self) -> bytes:
        data = b""
        while chunk := self.read():
            data += chunk
        return data

    def response(self, method: str = "GET") -> Response:
        return read_response(self.stream, method=method)

    def request(self, text: str) -> Response:
        self.send(text)
        return self.response()

    def close_notify(self):
        """Says goodbye; what the server still sends can be read."""
        try:
            self.tls.unwrap()
        except (ssl.SSLWantReadError, ssl.SSLSyscallError):
            pass
        self.flush()

    def close(self):
        """Ends the TCP connection, with no goodbye."""
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class _Reader(io.RawIOBase):
    def __init__(self, peer: TLSPeer):
        # Not a second owner: a peer that nobody holds any more closes its socket at once.
        self.peer = weakref.proxy(peer)

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self.peer.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def get(path: str, server, *extra: str, method: str = "GET", version: str = "1.1") -> str:
    """The text of a request without a body."""
    return "\r\n".join([f"{method} {path} HTTP/{version}", f"Host: {server.authority}", *extra, "", ""])


def drip(send, data: bytes, stopped, *, interval: float = 1.0):
    """Sends one byte at a time until the data or the peer's patience ends."""
    for index in range(len(data)):
        if stopped.wait(interval):
            return
        try:
            send(data[index : index + 1])
        except OSError:
            return


def until_closed(raw: socket.socket, *, limit: float) -> tuple[float, bytes]:
    """Reads until the other side closes; the seconds it took and what came. Fails after `limit` seconds."""
    start = time.monotonic()
    received = b""
    raw.settimeout(limit)
    while True:
        try:
            chunk = raw.recv(65_536)
        except ConnectionResetError:
            chunk = b""
        except TimeoutError:
            raise AssertionError(f"still open after {limit} s") from None
        if not chunk:
            return time.monotonic() - start, received
        received += chunk
