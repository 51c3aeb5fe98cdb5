"""The two servers: started on loopback, pinned to one core, stopped whatever happens."""

import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import threading

START_TIME = 30  # seconds until a server must be ready
STOP_TIME = 10  # seconds until it must have ended


class CannotRun(Exception):
    """Something that the benchmark needs is not there or does not start."""


class Certificates:
    def __init__(self, folder):
        self.folder = folder
        self.authority = folder / "ca.pem"
        self.chain = folder / "server.pem"
        self.key = folder / "server.key"


def make_certificates(binary, folder):
    """A development CA and a server certificate (ECDSA P-256) for both servers."""
    certificates = Certificates(folder / "certs")
    command = [binary, "certs", "init", "--certs", certificates.folder]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode != 0 or not certificates.key.exists():
        raise CannotRun(f"certs init: {made.stderr.strip()}")
    return certificates


class Server:
    """A server process with its children, in a session of its own so that all of them end with it."""

    def __init__(self, certificates, core):
        self.certificates = certificates
        self.core = core
        self.port = None
        self.size = 0  # bytes of every response, head and body
        self.process = None
        self.output = []

    def spawn(self, arguments):
        self.output = []
        self.process = subprocess.Popen(
            ["taskset", "-c", str(self.core), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.watch(self.process.stderr)

    def watch(self, stream):
        """Reads what the server says for as long as it lives, so that it never waits for a full pipe."""
        self.said = threading.Condition()
        self.silent = False

        def read():
            for line in stream:
                with self.said:
                    self.output.append(line.rstrip())
                    del self.output[:-50]
                    self.said.notify_all()
            with self.said:
                self.silent = True
                self.said.notify_all()

        threading.Thread(target=read, daemon=True).start()

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process is None:
            return
        for number in [signal.SIGTERM, signal.SIGKILL]:
            # The group outlives its leader while a child is left in it.
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(STOP_TIME)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self.process.wait()
        self.process = None

    def failure(self, what):
        return CannotRun(f"{what}: {' / '.join(self.output[-5:]) or 'it said nothing'}")

    def pids(self):
        """The process and its children; neither server has grandchildren."""
        found = [self.process.pid]
        for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == self.process.pid:
                found.append(int(path.parent.name))
        return found

    def probe(self, request):
        """Sends the bytes of a request over verified TLS 1.3; returns the head and the body of the response."""
        context = ssl.create_default_context(cafile=self.certificates.authority)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        with socket.create_connection(("127.0.0.1", self.port), timeout=START_TIME) as connection:
            with context.wrap_socket(connection, server_hostname="localhost") as tls:
                tls.sendall(request)
                received = b""
                while True:
                    part = tls.recv(65_536)
                    received += part
                    head, separator, body = received.partition(b"\r\n\r\n")
                    length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
                    if separator and length and len(body) >= int(length[1]):
                        return head + separator, body
                    if not part:
                        raise self.failure(f"half a response, {received[:200]!r}")


class SecureMCP(Server):
    name = "ours"

    def __init__(self, binary, certificates, place, core):
        super().__init__(certificates, core)
        self.binary = binary
        self.data = place / "data"

    def __enter__(self):
        try:
            self.spawn(
                [self.binary, "serve", "--listen", "127.0.0.1:0", "--data", self.data]
                + ["--certs", self.certificates.folder, "--threads", "1", "--log-level", "error"]
            )
            with self.said:
                self.said.wait_for(lambda: self.address() or self.silent, START_TIME)
            address = self.address()
            if not address:
                raise self.failure("secure-mcp-server did not start")
            self.port = int(address[1])
            return self
        except BaseException:
            self.stop()
            raise

    def address(self):
        lines = (re.match(r"listening https://[^ ]*:(\d+)$", line) for line in self.output)
        return next(filter(None, lines), None)


class Nginx(Server):
    name = "nginx"

    def __init__(self, binary, certificates, place, core, size):
        super().__init__(certificates, core)
        self.binary = binary
        self.place = place
        self.wanted = size

    def __enter__(self):
        try:
            # Its head has other fields than ours, so what is left for the body is known once it has answered.
            self.start(self.wanted)
            excess = self.response_size() - self.wanted
            self.start(self.wanted - excess)
            self.size = self.response_size()
            # The length may have lost a digit.
            if abs(self.size - self.wanted) > 1:
                raise self.failure(f"nginx answers {self.size} bytes in place of {self.wanted}")
            return self
        except BaseException:
            self.stop()
            raise

    def response_size(self):
        return sum(map(len, self.probe(b"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")))

    def start(self, body_size):
        for _ in range(5):
            self.stop()
            with socket.create_server(("127.0.0.1", 0)) as free:
                self.port = free.getsockname()[1]
            configuration = self.place / "nginx.conf"
            configuration.write_text(self.configuration(body_size))
            self.spawn([self.binary, "-p", self.place, "-e", "stderr", "-c", configuration])
            if self.accepts():
                return
        raise self.failure("nginx did not start")

    def accepts(self):
        """Waits until the port answers; false when nginx ended, perhaps because somebody took the port meanwhile."""
        for _ in range(START_TIME * 100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self.process.poll() is None
            except ConnectionRefusedError:
                pass
            try:
                self.process.wait(0.01)
                return False
            except subprocess.TimeoutExpired:
                pass
        return False

    def configuration(self, body_size):
        padding = "x" * max(0, body_size - len('{"text":""}'))
        # As root nginx would give its worker to a user who may not look into our folder.
        user = "user root;" if os.geteuid() == 0 else ""
        temporary = "\n    ".join(
            f"{module}_temp_path {self.place}/{module};" for module in self.modules_with_files()
        )
        return f"""daemon off;
worker_processes 1;
{user}
pid {self.place}/nginx.pid;
error_log stderr error;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    {temporary}
    default_type application/json;
    keepalive_requests 1000000000;
    keepalive_timeout 1h;
    ssl_certificate {self.certificates.chain};
    ssl_certificate_key {self.certificates.key};
    ssl_protocols TLSv1.3;
    ssl_session_tickets on;
    ssl_session_timeout 1h;
    server {{
        listen 127.0.0.1:{self.port} ssl http2 backlog=1024;
        server_name localhost;
        location / {{ return 200 '{{"text":"{padding}"}}'; }}
    }}
}}
"""

    def modules_with_files(self):
        """The modules that this nginx has and that would otherwise use folders of the system."""
        about = subprocess.run([self.binary, "-V"], capture_output=True, text=True).stderr
        optional = ["proxy", "fastcgi", "uwsgi", "scgi"]
        return ["client_body"] + [name for name in optional if f"--without-http_{name}_module" not in about]
