"""The two programs of the product, and where to find them."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3] if len(Path(__file__).resolve().parents) > 3 else Path("/")
NAMES = ("secure-mcp-server", "mcp-client")


def _folder() -> Path:
    """The folder with both programs: $SECURE_MCP_BIN, else the package's debug build, else its release build."""
    given = os.environ.get("SECURE_MCP_BIN")
    candidates = [Path(given)] if given else [ROOT / ".build/debug", ROOT / ".build/release"]
    for folder in candidates:
        if all((folder / name).exists() for name in NAMES):
            return folder.resolve()
    looked = ", ".join(str(folder) for folder in candidates)
    raise FileNotFoundError(f"no {' and '.join(NAMES)} in {looked}: run `swift build`, or set SECURE_MCP_BIN")


def server_binary() -> str:
    return str(_folder() / NAMES[0])


def client_binary() -> str:
    return str(_folder() / NAMES[1])


def environment(**extra: str) -> dict[str, str]:
    """A plain environment: no setting of whoever runs the tests reaches the product."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC", **extra}


@dataclass
class Outcome:
    status: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


def run(command: list[str], *, timeout: float = 60, input: str | None = None, cwd=None, **extra: str) -> Outcome:
    """Runs a program to its end. Keyword arguments in capitals are environment variables."""
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        timeout=timeout,
        input=(input or "").encode(),
        env=environment(**extra),
        cwd=cwd,
    )
    return Outcome(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def run_server_command(*arguments, **options) -> Outcome:
    return run([server_binary(), *arguments], **options)


def shared_folder() -> Path | None:
    """The optional folder with real data: $SECURE_MCP_SHARED, or a folder `shared` beside the repository."""
    given = os.environ.get("SECURE_MCP_SHARED")
    candidates = [Path(given)] if given else [parent / "shared" for parent in Path(__file__).resolve().parents]
    return next((folder for folder in candidates if (folder / "data").is_dir()), None)
