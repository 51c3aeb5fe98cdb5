"""HTTP and HTTPS servers for the client to talk to: a handler, and a record of everything that arrived."""

import json
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Authority:
    """Signs the certificate of every stage."""

    def __init__(self, folder: Path):
        self.file = folder / "ca.pem"
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
        self._make(
            *key, "-subj", "/CN=Conformance", "-keyout", folder / "ca.key", "-out", self.file,
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign",
        )  # fmt: skip
        self._make(
            *key, "-subj", "/CN=localhost", "-keyout", folder / "leaf.key", "-out", folder / "leaf.pem",
            "-CA", self.file, "-CAkey", folder / "ca.key", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-addext", "basicConstraints=critical,CA:FALSE",
        )  # fmt: skip
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(folder / "leaf.pem", folder / "leaf.key")
        self.context.set_alpn_protocols(["http/1.1"])

    def _make(self, *options):
        subprocess.run(["openssl", "req", "-x509", *map(str, options)], check=True, capture_output=True)


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    # By lower-case name.
    headers: dict[str, str]
    body: bytes
    # Seconds of a clock that never goes back.
    time: float

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}


@dataclass
class Reply:
    status: int = 200
    body: bytes | dict = b""
    headers: dict[str, str] = field(default_factory=dict)
    # Pieces of a stream, in place of a body.
    stream: Iterable[bytes] | None = None


class Stage:
    """One server on a port of the system's choice. What its handler raises is kept, and raised by `close`."""

    def __init__(self, handler: Callable[[Request], Reply], authority: Authority | None = None):
        self.requests: list[Request] = []
        self.failures: list[BaseException] = []
        stage = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                address = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(address.query).items()}
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", 0)))
                request = Request(self.command, address.path, query, headers, body, time.monotonic())
                stage.requests.append(request)
                try:
                    self.send(handler(request))
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                except BaseException as failure:  # noqa: BLE001 - told to the test
                    stage.failures.append(failure)
                    self.send(Reply(500, b"the test failed"))

            def send(self, reply: Reply):
                body = json.dumps(reply.body).encode() if isinstance(reply.body, dict) else reply.body
                self.send_response(reply.status)
                if isinstance(reply.body, dict):
                    self.send_header("content-type", "application/json")
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.stream is None:
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                    return
                self.send_header("transfer-encoding", "chunked")
                self.end_headers()
                for piece in reply.stream:
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                    self.wfile.flush()
                self.wfile.write(b"0\r\n\r\n")

            do_GET = do_POST = do_DELETE = answer

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if authority:
            self._server.socket = authority.context.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if authority else "http"
        self.origin = f"{scheme}://localhost:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        if self.failures:
            raise self.failures[0]


def event(message: dict | str, **fields) -> bytes:
    """One server-sent event."""
    lines = [f"{name}: {value}" for name, value in fields.items()]
    data = message if isinstance(message, str) else json.dumps(message)
    return ("\n".join([*lines, f"data: {data}"]) + "\n\n").encode()
