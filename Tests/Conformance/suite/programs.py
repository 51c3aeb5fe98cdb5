"""The two programs under test, and where to find them."""

import os
import re
import subprocess
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def program(name: str) -> str:
    """In $SECURE_MCP_BIN, else in the package's debug build."""
    path = Path(os.environ.get("SECURE_MCP_BIN", ROOT / ".build/debug")) / name
    if not path.exists():
        raise FileNotFoundError(f"no {path}: run `swift build --build-tests`, or set SECURE_MCP_BIN")
    return str(path)


class Server:
    """`conformance-server` on one port for http and one for https, with a certificate of its own."""

    def __init__(self, folder: Path):
        self.authority = folder / "ca.pem"
        self._process = subprocess.Popen(
            [program("conformance-server"), "--listen", "127.0.0.1:0", "--http", "127.0.0.1:0", "--certs", folder],
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: list[str] = []
        self.origins: dict[str, str] = {}
        while len(self.origins) < 2:
            line = self._process.stderr.readline()
            if not line:
                raise RuntimeError("conformance-server did not start: " + "\n".join(self.lines))
            self.lines.append(line.rstrip())
            if found := re.fullmatch(r"listening (https?)://127\.0\.0\.1:(\d+)", line.strip()):
                self.origins[found[1]] = f"{found[1]}://localhost:{found[2]}"
        # Nobody else empties the pipe.
        threading.Thread(target=lambda: self.lines.extend(self._process.stderr), daemon=True).start()

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> int:
        self._process.terminate()
        return self._process.wait(timeout=20)


def run_client(url: str, scenario: str, revision: str, context: str | None = None, authority: Path | None = None):
    """Runs `conformance-client` as the suite does; gives its status and what it said."""
    environment = {
        "PATH": os.environ["PATH"],
        "MCP_CONFORMANCE_SCENARIO": scenario,
        "MCP_CONFORMANCE_PROTOCOL_VERSION": revision,
    }
    if context is not None:
        environment["MCP_CONFORMANCE_CONTEXT"] = context
    if authority is not None:
        environment["MCP_CONFORMANCE_CA"] = str(authority)
    done = subprocess.run(
        [program("conformance-client"), url], env=environment, capture_output=True, text=True, timeout=35
    )
    return done.returncode, done.stdout + done.stderr
