"""Access tokens of an authorization server, scopes, and client certificates."""

import asyncio
import base64
import hmac
import json
import re
import socket
import time
import urllib.parse

import httpx
import httpx2
import jwt
import pytest
from mcp import Client
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientMetadata
from pydantic import AnyUrl

from support.authorization import AuthorizationServer
from support.messages import Wire
from support.product import run_server_command

WELL_KNOWN = "/.well-known/oauth-protected-resource"
# What reading needs; the right to change data is asked for when it is used.
READING = ["documents:read", "sales:read", "stock:read"]


@pytest.fixture
def issuer():
    server = AuthorizationServer()
    yield server
    server.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(start, issuer):
    """Takes tokens of the issuer; clients know it by `https://localhost:PORT/mcp`."""
    return start("--oauth-issuer", issuer.url, "--log-level", "debug", listen=(f"127.0.0.1:{free_port()}",))


@pytest.fixture
def wire(server):
    wire = Wire(server)
    yield wire
    wire.close()


def bearer(token: str) -> dict:
    return {"authorization": f"Bearer {token}"}


def challenge(answer: httpx.Response) -> dict:
    field = answer.headers["www-authenticate"]
    assert field.startswith("Bearer ")
    return dict(re.findall(r'(\w+)="([^"]*)"', field))


def ask(wire: Wire, token: str | None, tool: str = "sales_summary") -> httpx.Response:
    headers = bearer(token) if token else {}
    return wire.modern("tools/call", {"name": tool, "arguments": {}}, headers=headers)


# Where to go


def test_a_stranger_is_told_where_to_go(server, wire, issuer):
    answer = ask(wire, None)
    assert answer.status_code == 401
    told = challenge(answer)
    assert "error" not in told
    assert set(told["scope"].split()) <= set(READING) and "sales:read" in told["scope"].split()
    assert told["resource_metadata"] == server.origin + WELL_KNOWN + "/mcp"
    for path in (WELL_KNOWN, WELL_KNOWN + "/mcp"):
        found = wire.http.get(path, headers={"origin": "https://page.example"})
        assert found.status_code == 200
        assert found.headers["access-control-allow-origin"] == "*"
        metadata = found.json()
        assert metadata["resource"] == server.url
        assert metadata["authorization_servers"] == [issuer.url]
        assert metadata["scopes_supported"] == told["scope"].split()
        assert metadata["bearer_methods_supported"] == ["header"]


def test_without_an_issuer_there_are_no_metadata(start, tmp_path):
    tokens = tmp_path / "tokens"
    tokens.write_text("a-token-of-sufficient-length\n")
    tokens.chmod(0o600)
    wire = Wire(start("--token-file", tokens))
    assert wire.http.get(WELL_KNOWN).status_code == 404
    assert "resource_metadata" not in wire.http.get("/mcp/tools/list").headers["www-authenticate"]
    wire.close()


# Tokens


def test_a_good_token_may_do_what_it_says(server, wire, issuer):
    token = issuer.token(server.url, "sales:read")
    answer = ask(wire, token)
    assert answer.status_code == 200 and "result" in answer.json()
    plain = wire.http.post("/mcp/tools/call", json={"name": "sales_summary"}, headers=bearer(token))
    assert plain.status_code == 200
    assert issuer.asked.count("/keys") == 1


def test_a_scope_that_is_missing_is_named(server, wire, issuer):
    token = issuer.token(server.url, "stock:read offline_access")
    mine = Wire(server, **bearer(token))
    session = mine.initialize("2025-11-25").headers["mcp-session-id"]
    call = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "sales_summary"}}
    for answer in (
        ask(wire, token),
        mine.legacy("2025-11-25", "tools/call", {"name": "sales_summary"}),
        mine.post(call, {"mcp-protocol-version": "2025-11-25", "mcp-session-id": session}),
        mine.http.post("/mcp/tools/call", json={"name": "sales_summary"}),
    ):
        assert answer.status_code == 403
        told = challenge(answer)
        assert told["error"] == "insufficient_scope"
        assert told["scope"].split() == ["sales:read", "stock:read"]
        assert told["resource_metadata"] == server.origin + WELL_KNOWN + "/mcp"
    # A session is its principal's: somebody else's token does not open it.
    stranger = {"mcp-protocol-version": "2025-11-25", "mcp-session-id": session}
    stranger |= bearer(issuer.token(server.url, "sales:read", sub="beto"))
    assert wire.post(call, stranger).status_code == 404
    mine.close()
    # What needs nothing, and the list, are for whoever may come in.
    assert ask(wire, token, "server_status").status_code == 200
    tools = wire.modern("tools/list", headers=bearer(token)).json()["result"]["tools"]
    assert "sales_summary" in {tool["name"] for tool in tools}


def test_a_broader_scope_includes_the_narrower(server, wire, issuer):
    assert ask(wire, issuer.token(server.url, "sales")).status_code == 200


def signed_with_secret(claims: dict, secret: str) -> str:
    """HS256 by hand: no library signs with a public key."""

    def part(value: bytes) -> str:
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode()

    header = {"alg": "HS256", "kid": "first", "typ": "at+jwt"}
    signed = ".".join(part(json.dumps(value).encode()) for value in (header, claims))
    return signed + "." + part(hmac.digest(secret.encode(), signed.encode(), "sha256"))


def test_bad_tokens(server, wire, issuer):
    now = int(time.time())
    good = issuer.token(server.url, "sales:read")
    head, claims, signature = good.split(".")
    forged = {"iss": issuer.url, "aud": server.url, "sub": "x", "exp": now + 60, "scope": "sales:read"}
    bad = {
        "expired": issuer.token(server.url, exp=now - 61),
        "not yet": issuer.token(server.url, nbf=now + 120),
        "other server": issuer.token("https://other.example/mcp"),
        "other issuer": issuer.token(server.url, iss="https://evil.example"),
        "unsigned": jwt.encode(forged, None, algorithm="none"),
        "public key as secret": signed_with_secret(forged, json.dumps(issuer.key.published)),
        "critical": issuer.token(server.url, header={"crit": ["exp"]}),
        "cut": good[:-8],
        "changed": f"{head}.{claims[:-2]}AA.{signature}",
        "long": issuer.token(server.url, x="x" * 9_000),
        "identity": issuer.token(server.url, header={"typ": "dpop+jwt"}),
        "nonsense": "not-a-token-at-all",
    }
    for name, token in bad.items():
        answer = ask(wire, token)
        assert answer.status_code == 401, name
        told = challenge(answer)
        assert told["error"] == "invalid_token" and told["error_description"], name
    assert ask(wire, good).status_code == 200


def test_two_tokens_and_tokens_in_addresses_are_malformed(server, wire, issuer):
    token = issuer.token(server.url, "sales:read")
    twice = [("authorization", f"Bearer {token}"), ("authorization", f"Bearer {token}")]
    for answer in (
        wire.http.get("/mcp/tools/list", headers=twice),
        wire.http.get(f"/mcp/tools/list?access_token={token}"),
    ):
        assert answer.status_code == 400
        assert challenge(answer)["error"] == "invalid_request"


def test_no_token_is_logged(server, wire, issuer):
    token = issuer.token(server.url, "sales:read")
    ask(wire, token)
    ask(wire, token + "x")
    wire.http.get(f"/mcp/tools/list?access_token={token}")
    assert server.stop() == 0
    log = "\n".join(server.lines)
    for part in token.split(".")[1:]:
        assert part not in log


# Keys


def test_unknown_keys_are_asked_for_once(server, wire, issuer):
    assert ask(wire, issuer.token(server.url, "sales:read")).status_code == 200
    old = issuer.asked.count("/keys")
    for number in range(20):
        token = issuer.token(server.url, "sales:read", header={"kid": f"unknown-{number}"})
        assert ask(wire, token).status_code == 401
    assert issuer.asked.count("/keys") <= old + 1


def test_an_issuer_that_is_away_is_waited_for(start, issuer):
    url = issuer.url
    issuer.close()
    server = start("--oauth-issuer", url, "--resource", "https://shop.example/mcp")
    wire = Wire(server)
    answer = ask(wire, issuer.token("https://shop.example/mcp", "sales:read"))
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    wire.close()


def test_keys_of_a_file(start, issuer, tmp_path):
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps({"keys": [issuer.key.published]}))
    server = start(
        "--oauth-issuer", issuer.url, "--jwks", keys, "--resource", "https://shop.example/mcp",
        "--oauth-audience", "api://shop", "--oauth-algorithm", "ES256",
    )  # fmt: skip
    wire = Wire(server)
    for audience in ("https://shop.example/mcp", "api://shop"):
        assert ask(wire, issuer.token(audience, "sales:read")).status_code == 200
    assert issuer.asked == []
    wire.close()


# The SDK's own OAuth client


class Storage:
    def __init__(self):
        self.tokens = self.client = None

    async def get_tokens(self):
        return self.tokens

    async def set_tokens(self, tokens):
        self.tokens = tokens

    async def get_client_info(self):
        return self.client

    async def set_client_info(self, client):
        self.client = client


@pytest.mark.parametrize("stepping", [False, True])
@pytest.mark.parametrize("mode", ["2026-07-28", "legacy"])
def test_the_sdk_finds_its_way(server, issuer, mode, stepping):
    """With `stepping` the first token lacks what the tool needs, and the client asks for more."""
    issuer.first_grant = "stock:read" if stepping else None
    browser = []

    async def redirect(url: str):
        browser.append(url)

    async def callback() -> AuthorizationCodeResult:
        async with httpx2.AsyncClient() as http:
            answer = await http.get(browser[-1])
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.headers["location"]).query))
        return AuthorizationCodeResult(code=query["code"], state=query["state"], iss=query["iss"])

    async def check():
        provider = OAuthClientProvider(
            server.url,
            OAuthClientMetadata(client_name="tests", redirect_uris=[AnyUrl("http://127.0.0.1:1/callback")]),
            Storage(),
            redirect,
            callback,
        )
        async with httpx2.AsyncClient(verify=server.client_context(), auth=provider, timeout=30) as http:
            async with Client(streamable_http_client(server.url, http_client=http), mode=mode) as client:
                # The first call gets the client in; it steps up on a later one only.
                await client.call_tool("server_status", {})
                result = await client.call_tool("sales_summary", {})
                assert not result.is_error

    asyncio.run(check())
    asked = [set(scope.split()) for scope in issuer.scopes_asked]
    assert "sales:read" in asked[0] and "data:write" not in asked[0]
    # The second time for what the tool needs, without losing what was there.
    assert len(asked) == (2 if stepping else 1)
    assert {"sales:read", "stock:read"} <= asked[1] if stepping else True


# Certificates and token files


def test_a_certificate_says_who_it_is(start, certificates, tmp_path):
    for name in ("till", "office", "stranger"):
        made = run_server_command("certs", "issue", name, "--client", "--certs", certificates, "--lang", "en")
        assert made.status == 0, made.text
    mapping = tmp_path / "clients"
    mapping.write_text("cn:till name=till scopes=stock:read\ncn:office name=office\n")
    server = start(
        "--client-ca", certificates / "ca.pem", "--client-scopes", mapping, certs=certificates,
    )  # fmt: skip
    expected = {"till": 403, "office": 200, "stranger": 401}
    for name, status in expected.items():
        context = server.client_context()
        context.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
        with httpx.Client(verify=context, base_url=server.origin) as http:
            answer = http.post("/mcp/tools/call", json={"name": "sales_summary"})
            assert answer.status_code == status, name
            # A token decides alone, even a bad one.
            refused = http.post("/mcp/tools/call", json={"name": "sales_summary"}, headers=bearer("x" * 20))
            assert refused.status_code == 401


def test_a_new_token_works_at_once(start, tmp_path):
    file = tmp_path / "tokens"
    made = run_server_command("token", "new", "--file", file, "--name", "ana", "--scopes", "stock:read", "--lang", "en")
    assert made.status == 0
    token = made.out.strip()
    assert file.stat().st_mode & 0o777 == 0o600
    assert token not in file.read_text() + made.err
    wire = Wire(start("--token-file", file))
    assert ask(wire, token, "server_status").status_code == 200
    assert ask(wire, token).status_code == 403
    wire.close()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--jwks", "keys.json"], "--jwks goes with --oauth-issuer"),
        (["--resource", "https://a.example"], "no use without --oauth-issuer"),
        (["--client-scopes", "x"], "--client-ca"),
        (["--oauth-issuer", "http://login.example"], "is no issuer"),
        (["--oauth-issuer", "https://login.example", "--jwks", "nowhere.json"], "nowhere.json"),
        (["--oauth-issuer", "https://login.example", "--resource", "shop"], "--resource"),
        (["--oauth-issuer", "https://login.example", "--no-auth"], "contradicts"),
        (["--oauth-issuer", "https://login.example", "--listen", "0.0.0.0:8443"], "--resource"),
    ],
)
def test_what_cannot_work_is_said_at_once(tmp_path, options, expected):
    listen = [] if "--listen" in options else ["--listen", "127.0.0.1:8443"]
    outcome = run_server_command(
        "serve", *listen, *options, "--data", tmp_path / "data", "--certs", tmp_path / "certs", "--lang", "en"
    )
    assert outcome.status == 1
    assert expected in outcome.err
    assert "listening" not in outcome.err
