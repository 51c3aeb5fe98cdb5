"""Ordinary HTTP, over both versions, as `curl` and a careful hand speak it."""

import json

import pytest

from support.product import run
from support.wire import TLSPeer, get


def curl(server, path, *options):
    """Status, headers (lower-case names) and body."""
    outcome = run(["curl", "-sS", "--cacert", server.ca, "-D", "/dev/stderr", *options, server.origin + path])
    assert outcome.status == 0, outcome.err
    blocks = outcome.err.replace("\r", "").strip().split("\n\n")
    lines = blocks[-1].split("\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return int(lines[0].split()[1]), headers, outcome.out


@pytest.fixture(params=["--http1.1", "--http2"])
def version(request):
    return request.param


def test_get(server, version):
    status, headers, body = curl(server, "/health", version)
    assert status == 200
    assert headers["content-type"] == "application/json"
    assert int(headers["content-length"]) == len(body.encode())
    assert headers["date"].endswith(" GMT")
    assert json.loads(body)["status"] == "ok"


def test_head_is_get_without_a_body(server, version):
    status, headers, body = curl(server, "/mcp/tools/list", version, "-I")
    _, expected, full = curl(server, "/mcp/tools/list", version)
    assert status == 200
    assert headers["content-length"] == expected["content-length"] == str(len(full.encode()))


def test_head_leaves_the_connection_in_order(server):
    with TLSPeer(server) as peer:
        peer.send(get("/mcp/tools/list", server, method="HEAD"))
        assert peer.response("HEAD").status == 200
        assert peer.request(get("/health", server)).status == 200


def test_404(server, version):
    status, headers, body = curl(server, "/nothing/here", version)
    assert status == 404
    assert headers["content-type"] == "application/problem+json"
    problem = json.loads(body)
    assert problem["status"] == 404 and problem["title"] and "/nothing/here" in problem["detail"]


@pytest.mark.parametrize("path", ["//health", "/health/", "/HEALTH", "/mcp/../health", "/health%00", "/.git/config"])
def test_paths_that_are_no_routes(server, path):
    assert curl(server, path, "--path-as-is")[0] == 404


def test_a_query_does_not_hide_a_route(server):
    assert curl(server, "/health?x=1&y=%00")[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/health", {"GET", "HEAD"}),
        ("POST", "/", {"GET", "HEAD"}),
        ("GET", "/mcp", {"POST"}),
        ("GET", "/mcp/tools/call", {"POST"}),
        ("PUT", "/mcp", {"POST"}),
        ("TRACE", "/", {"GET", "HEAD"}),
    ],
)
def test_405_says_what_is_allowed(server, version, method, path, allowed):
    status, headers, _ = curl(server, path, version, "-X", method)
    assert status == 405
    assert allowed <= {name.strip() for name in headers["allow"].split(",")}


def test_keep_alive(server):
    with TLSPeer(server) as peer:
        for _ in range(50):
            response = peer.request(get("/health", server))
            assert response.status == 200
            assert response.headers.get("connection") != "close"


def test_pipelined_requests_are_answered_in_order(server):
    """Slow ones (a tool that reads the database) and quick ones, all sent at once."""

    def call(id):
        body = json.dumps({"id": id, "name": "sales_summary", "arguments": {"group_by": "product"}})
        return get("/mcp/tools/call", server, f"Content-Length: {len(body)}", method="POST") + body

    with TLSPeer(server) as peer:
        requests = [
            call(0),
            get("/health", server),
            call(1),
            get("/nothing", server),
            call(2),
            get("/mcp/tools/list", server, method="HEAD"),
            call(3),
            get("/", server),
        ]
        peer.send("".join(requests))
        seen = []
        for text in requests:
            response = peer.response("HEAD" if text.startswith("HEAD") else "GET")
            seen.append(json.loads(response.body)["id"] if text.startswith("POST") else response.status)
        assert seen == [0, 200, 1, 404, 2, 200, 3, 200]


def test_requests_in_single_bytes_and_across_records(server):
    with TLSPeer(server) as peer:
        for character in get("/health", server):
            peer.send(character)
        assert peer.response().status == 200


def test_chunked_body(server):
    body = json.dumps({"id": 7, "name": "server_status"})
    chunks = "".join(f"{len(piece):x};ext=1\r\n{piece}\r\n" for piece in (body[:5], body[5:6], body[6:]))
    with TLSPeer(server) as peer:
        response = peer.request(
            get("/mcp/tools/call", server, "Transfer-Encoding: chunked", method="POST")
            + chunks
            + "0\r\nTrailer-Field: x\r\n\r\n"
        )
        assert response.status == 200
        assert json.loads(response.body)["id"] == 7
        assert peer.request(get("/health", server)).status == 200


def test_expect_100_continue(server):
    body = json.dumps({"id": 1, "name": "server_status"})
    with TLSPeer(server) as peer:
        peer.send(get("/mcp/tools/call", server, f"Content-Length: {len(body)}", "Expect: 100-continue", method="POST"))
        assert peer.response().status == 100
        assert peer.request(body).status == 200


def test_expect_100_continue_of_a_body_that_is_too_large(server):
    with TLSPeer(server) as peer:
        peer.send(get("/mcp", server, "Content-Length: 999999999", "Expect: 100-continue", method="POST"))
        assert peer.response().status == 413, "the final answer at once, in place of 100"


def test_an_expectation_that_is_not_known(server):
    with TLSPeer(server) as peer:
        assert (
            peer.request(get("/mcp", server, "Content-Length: 1", "Expect: the-unexpected", method="POST")).status
            == 417
        )


def test_http_1_0(server):
    with TLSPeer(server) as peer:
        response = peer.request("GET /health HTTP/1.0\r\n\r\n")
        assert response.status == 200
        assert response.headers["connection"] == "close"
        assert peer.read() == b""


def test_absolute_form(server):
    """A server must accept it (RFC 9112 section 3.2.2)."""
    with TLSPeer(server) as peer:
        assert peer.request(get(f"{server.origin}/health", server)).status == 200


def test_connection_close_is_honoured(server):
    with TLSPeer(server) as peer:
        response = peer.request(get("/health", server, "Connection: close") + get("/health", server))
        assert response.headers["connection"] == "close"
        assert peer.read() == b"", "nothing after the last response"


def test_an_upgrade_that_is_not_offered_is_ignored(server):
    with TLSPeer(server) as peer:
        response = peer.request(get("/health", server, "Connection: Upgrade", "Upgrade: websocket"))
        assert response.status == 200


def test_options(server):
    with TLSPeer(server) as peer:
        assert peer.request(get("*", server, method="OPTIONS")).status in (200, 204, 404, 405)
        assert peer.request(get("/mcp", server, method="OPTIONS")).status in (204, 405)


# Who may ask


@pytest.mark.parametrize(
    "host", ["evil.test", "localhost.evil.test", "127.0.0.1.evil.test:443", "", "[::1", "localhost@evil"]
)
def test_a_host_that_we_are_not_is_misdirected(server, host):
    with TLSPeer(server) as peer:
        response = peer.request(f"GET /health HTTP/1.1\r\nHost: {host}\r\n\r\n")
        assert response.status in ((400, 421) if host != "evil.test" else (421,))


def test_a_misdirected_request_over_http_2(server):
    assert curl(server, "/health", "--http2", "-H", "Host: evil.test")[0] == 421


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://evil.test", 403),
        ("null", 403),
        ("https://localhost.evil.test", 403),
        ("file://", 403),
        ("http://localhost:3000", 200),
        ("https://localhost", 200),
        ("http://127.0.0.1:8080", 200),
    ],
)
def test_origin(server, version, origin, status):
    assert curl(server, "/health", version, "-H", f"Origin: {origin}")[0] == status


def test_allowed_hosts_and_origins(start):
    server = start("--allow-host", "tienda.test", "--allow-origin", "https://panel.test")
    assert curl(server, "/health", "-H", "Host: tienda.test")[0] == 200
    assert curl(server, "/health", "-H", "Origin: https://panel.test")[0] == 200
    assert curl(server, "/health", "-H", "Origin: https://panel.test.evil")[0] == 403


def test_cors_for_the_configured_origin_only(start):
    server = start("--allow-origin", "https://panel.test")
    preflight = (
        "-X",
        "OPTIONS",
        "-H",
        "Access-Control-Request-Method: POST",
        "-H",
        "Access-Control-Request-Headers: content-type, mcp-protocol-version, mcp-method",
    )
    status, headers, _ = curl(server, "/mcp", *preflight, "-H", "Origin: https://panel.test")
    assert status in (200, 204)
    assert headers.get("access-control-allow-origin") == "https://panel.test"
    assert "POST" in headers.get("access-control-allow-methods", "")
    _, headers, _ = curl(server, "/health", "-H", "Origin: https://panel.test")
    assert headers.get("access-control-allow-origin") == "https://panel.test"
    status, headers, _ = curl(server, "/mcp", *preflight, "-H", "Origin: https://evil.test")
    assert status == 403
    assert "access-control-allow-origin" not in headers
