"""A running `secure-mcp-server serve`."""

import re
import signal
import ssl
import subprocess
import threading
import time
from pathlib import Path

from .product import environment, server_binary


class Server:
    """Started on a port of the system's choice, with folders of its own; ready once it says that it listens."""

    def __init__(self, folder: Path, *options, listen=("127.0.0.1:0",), data=None, certs=None, prefix=(), **extra: str):
        self.folder = Path(folder)
        self.data = Path(data) if data else self.folder / "data"
        self.certs = Path(certs) if certs else self.folder / "certs"
        self.options = [str(option) for option in options]
        command = [*prefix, server_binary(), "serve", "--data", str(self.data), "--certs", str(self.certs)]
        for address in listen:
            command += ["--listen", address]
        self.lines: list[str] = []
        self._changed = threading.Condition()
        self._ended = False
        self.process = subprocess.Popen(
            [*command, "--lang", "en", *self.options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment(**extra),
            cwd=self.folder,
        )
        threading.Thread(target=self._read, daemon=True).start()
        expected = len(listen) + sum(option in ("--http", "--redirect-http") for option in self.options)
        self.addresses = [self._listening(index) for index in range(expected)]

    # What it says

    def _read(self):
        for line in self.process.stderr:
            with self._changed:
                self.lines.append(line.decode(errors="replace").rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def wait_for(self, pattern: str, *, after: int = 0, timeout: float = 20) -> re.Match:
        """The first line on standard error, from number `after` on, in which the pattern is found."""
        return self._wait(pattern, after, 0, timeout)

    def _listening(self, index: int) -> tuple[str, str, int]:
        match = self._wait(r"^listening (https?)://(.+):(\d+)$", 0, index, 60)
        return match[1], match[2].strip("[]"), int(match[3])

    def _wait(self, pattern: str, after: int, skip: int, timeout: float) -> re.Match:
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                found = [match for line in self.lines[after:] if (match := re.search(pattern, line))]
                if len(found) > skip:
                    return found[skip]
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    raise AssertionError(f"never said {pattern!r}; it said:\n" + "\n".join(self.lines))
                self._changed.wait(left)

    # Where it is

    @property
    def host(self) -> str:
        return self.addresses[0][1]

    @property
    def port(self) -> int:
        return self.addresses[0][2]

    @property
    def authority(self) -> str:
        return f"localhost:{self.port}"

    @property
    def origin(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def url(self) -> str:
        return self.origin + "/mcp"

    @property
    def ca(self) -> str:
        return str(self.certs / "ca.pem")

    def client_context(self, *alpn: str) -> ssl.SSLContext:
        """Trusts this server's authority and nobody else."""
        context = ssl.create_default_context(cafile=self.ca)
        if alpn:
            context.set_alpn_protocols(list(alpn))
        return context

    # What it costs

    def memory(self) -> int:
        """Resident bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def descriptors(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    # How it ends

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def signal(self, number: signal.Signals):
        self.process.send_signal(number)

    def wait(self, timeout: float = 30) -> int:
        status = self.process.wait(timeout)
        with self._changed:
            self._changed.wait_for(lambda: self._ended, 5)
        return status

    def stop(self) -> int:
        if self.is_running:
            self.signal(signal.SIGTERM)
        try:
            return self.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError("SIGTERM did not end the server:\n" + "\n".join(self.lines)) from None
