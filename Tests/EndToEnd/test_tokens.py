"""Bearer tokens, and who is served without one."""

import hashlib

import pytest

from support.messages import Wire
from support.product import run, run_server_command

TOKEN = "a-token-of-sufficient-length-1"
OTHER = "another-token-of-some-length-2"


@pytest.fixture
def token_file(tmp_path):
    path = tmp_path / "tokens"
    path.write_text(
        f"# who may ask\n{TOKEN}   Ana's laptop\n\nsha256:{hashlib.sha256(OTHER.encode()).hexdigest()} cron\n"
    )
    path.chmod(0o600)
    return path


@pytest.fixture
def server(start, token_file):
    return start("--token-file", token_file)


def bearer(token):
    return {"authorization": f"Bearer {token}"}


def test_raw_and_digested_tokens(server):
    for headers in (bearer(TOKEN), bearer(OTHER), {"authorization": f"bearer {TOKEN}"}):
        wire = Wire(server, **headers)
        assert wire.call("server_status")["status"] == "ok"
        assert wire.http.get("/mcp/tools/list").status_code == 200
        wire.close()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer("wrong-token-that-is-long-enough"),
        {"authorization": "Bearer"},
        bearer(TOKEN + "x"),
        bearer(TOKEN[:-1]),
        bearer(hashlib.sha256(OTHER.encode()).hexdigest()),
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": TOKEN},
        bearer("x" * 10_000),
        bearer("Ana's"),
    ],
)
def test_everything_else_is_401(server, headers):
    wire = Wire(server, **headers)
    for answer in (
        wire.modern("tools/list"),
        wire.http.get("/mcp/tools/list"),
        wire.http.post("/mcp/tools/call", json={"name": "server_status"}),
        wire.http.get("/nothing"),
    ):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer ")
        assert "sales" not in answer.text
    wire.close()


def test_two_authorizations_are_malformed(server):
    wire = Wire(server)
    answer = wire.http.get(
        "/mcp/tools/list", headers=[("authorization", f"Bearer {TOKEN}"), ("authorization", "Bearer x")]
    )
    assert answer.status_code == 400
    wire.close()


def test_a_wrong_token_is_told_from_a_missing_one(server):
    wire = Wire(server)
    assert "error" not in wire.http.get("/mcp/tools/list").headers["www-authenticate"]
    assert (
        'error="invalid_token"'
        in wire.http.get("/mcp/tools/list", headers=bearer("x" * 20)).headers["www-authenticate"]
    )
    wire.close()


@pytest.mark.parametrize("path", ["/", "/health", "/ready"])
def test_these_need_no_token(server, path):
    wire = Wire(server)
    assert wire.http.get(path).status_code != 401
    wire.close()


def test_a_token_is_not_logged(server):
    wire = Wire(server, **bearer(TOKEN))
    wire.call("server_status")
    wire.close()
    assert server.stop() == 0
    assert TOKEN not in "\n".join(server.lines)


@pytest.mark.parametrize("options", [[], ["--no-auth"]])
@pytest.mark.parametrize("address", ["0.0.0.0:0", "[::]:0"])
def test_other_machines_are_not_served_without_tokens(tmp_path, address, options):
    outcome = run_server_command(
        "serve",
        "--listen",
        address,
        *options,
        "--data",
        tmp_path / "data",
        "--certs",
        tmp_path / "certs",
        "--lang",
        "en",
    )
    assert outcome.status == 1
    assert "--token-file" in outcome.err
    assert "listening" not in outcome.err


def test_other_machines_are_served_with_tokens(start, token_file):
    server = start("--token-file", token_file, listen=["0.0.0.0:0"])
    outcome = run(
        [
            "curl",
            "-sSf",
            "--cacert",
            server.ca,
            "-H",
            f"Authorization: Bearer {TOKEN}",
            f"https://127.0.0.1:{server.port}/mcp/tools/list",
        ]
    )
    assert outcome.status == 0, outcome.text


@pytest.mark.parametrize(
    ("content", "mode", "expected"),
    [
        (TOKEN, 0o644, "chmod 600"),
        (TOKEN, 0o640, "chmod 600"),
        ("short", 0o600, "16"),
        ("sha256:xyz", 0o600, "line 1"),
        ("", 0o600, "no entry"),
        ("# nothing\n\n", 0o600, "no entry"),
        (f"{TOKEN}\nsha256:00\n", 0o600, "line 2"),
    ],
)
def test_token_files_that_will_not_do(tmp_path, content, mode, expected):
    path = tmp_path / "tokens"
    path.write_text(content)
    path.chmod(mode)
    outcome = run_server_command(
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--token-file",
        path,
        "--data",
        tmp_path / "data",
        "--certs",
        tmp_path / "certs",
        "--lang",
        "en",
    )
    assert outcome.status == 1
    assert expected in outcome.err
    assert "listening" not in outcome.err


def test_a_token_file_that_is_not_there(tmp_path):
    outcome = run_server_command(
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--token-file",
        tmp_path / "none",
        "--lang",
        "en",
        "--data",
        tmp_path / "data",
        "--certs",
        tmp_path / "certs",
    )
    assert outcome.status == 1 and "none" in outcome.err
