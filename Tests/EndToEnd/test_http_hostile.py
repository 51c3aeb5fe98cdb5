"""Requests that are too much, malformed, or meant to be read in two ways."""

import json

import pytest

from support.product import run
from support.wire import TLSPeer, get

BODY = json.dumps({"id": 1, "name": "server_status"})


def alive(server):
    with TLSPeer(server) as peer:
        return peer.request(get("/health", server)).status == 200


def refused(server, request: bytes | str, *statuses: int):
    """The request is answered with one of the statuses and the connection ends, with nothing else answered."""
    with TLSPeer(server) as peer:
        peer.send(request)
        response = peer.response()
        assert response.status in statuses, f"{response.status}: {response.body[:200]}"
        assert response.headers.get("connection") == "close"
        rest = peer.read_to_end()
        assert rest == b"", f"a second answer: {rest[:100]}"
        return response


# Too much


def test_content_length_that_is_too_large(server):
    response = refused(server, get("/mcp", server, "Content-Length: 99999999", method="POST"), 413)
    assert response.headers["content-type"] == "application/problem+json"
    assert "8388608" in response.text


@pytest.mark.parametrize("number", ["18446744073709551616", "9223372036854775808", "99999999999999999999999999"])
def test_content_length_beyond_what_a_machine_counts(server, number):
    refused(server, get("/mcp", server, f"Content-Length: {number}", method="POST"), 400, 413)


def test_chunked_body_that_is_too_large(server):
    with TLSPeer(server) as peer:
        peer.send(get("/mcp", server, "Transfer-Encoding: chunked", method="POST"))
        chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
        for _ in range(150):
            try:
                peer.send(chunk)
            except OSError:
                break
        response = peer.response()
        assert response.status == 413
    assert alive(server)


@pytest.mark.parametrize("version", ["--http1.1", "--http2"])
def test_a_body_that_curl_sends_and_is_too_large(server, tmp_path, version):
    big = tmp_path / "big"
    big.write_bytes(b"x" * (9 << 20))
    for chunked in ((), ("-H", "Transfer-Encoding: chunked") if version == "--http1.1" else ("-H", "Content-Length:")):
        outcome = run(
            [
                "curl",
                "-sS",
                version,
                "--cacert",
                server.ca,
                "-H",
                "Expect:",
                *chunked,
                "--max-time",
                "20",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "--data-binary",
                f"@{big}",
                server.url,
            ]
        )
        assert outcome.out == "413", outcome.text


def test_the_largest_body_that_is_taken_is_read(server):
    pad = "x" * (3 << 20)
    with TLSPeer(server) as peer:
        body = json.dumps({"id": pad, "name": "server_status"})
        response = peer.request(get("/mcp/tools/call", server, f"Content-Length: {len(body)}", method="POST") + body)
        assert response.status == 200
        assert json.loads(response.body)["id"] == pad


@pytest.mark.parametrize("fields", [["X: " + "a" * 40_000], [f"X-{index}: {'a' * 100}" for index in range(400)]])
def test_header_fields_that_are_too_large(server, fields):
    refused(server, get("/health", server, *fields), 431)


def test_header_fields_that_never_end(server):
    with TLSPeer(server) as peer:
        peer.send(f"GET /health HTTP/1.1\r\nHost: {server.authority}\r\n")
        for index in range(3_000):
            try:
                peer.send(f"X-{index}: {'a' * 50}\r\n")
            except OSError:
                break
        assert peer.response().status == 431
    assert alive(server)


def test_a_target_that_is_too_long(server):
    refused(server, get("/" + "a" * 9_000, server), 414)


def test_a_target_that_is_longer_than_all_header_fields_may_be(server):
    refused(server, get("/" + "a" * 100_000, server), 414, 431)


# Malformed


@pytest.mark.parametrize(
    "request_line",
    [
        "NONSENSE",
        "GET",
        "GET /health",
        "GET /health HTTP/1.1 extra",
        "GET /health HTTP/9.9",
        "GET /health http/1.1",
        "GET /health HTTP/1.1x",
        "G\x00T /health HTTP/1.1",
        "GET /he\x00alth HTTP/1.1",
        "GET /health\tHTTP/1.1",
        "{}",
        " GET /health HTTP/1.1",
        "GET health HTTP/1.1",
    ],
)
def test_a_malformed_request_line(server, request_line):
    refused(server, f"{request_line}\r\nHost: {server.authority}\r\n\r\n", 400, 404, 405, 501, 505)


@pytest.mark.parametrize(
    "field",
    ["Name : value", "No-Colon", ": empty", "Na me: x", "X: a\x00b", "X: a\rb", "Fold: a\r\n b", "N\xe9: x", "X(y): z"],
)
def test_a_malformed_header_field(server, field):
    text = f"GET /health HTTP/1.1\r\nHost: {server.authority}\r\n{field}\r\n\r\n"
    refused(server, text.encode("latin-1"), 400)


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        ["Host: localhost", "Host: localhost"],
        ["Host: localhost", "Host: evil.test"],
        ["Host: evil.test", "HOST: localhost"],
    ],
)
def test_exactly_one_host(server, hosts):
    refused(server, "\r\n".join(["GET /health HTTP/1.1", *hosts, "", ""]), 400)


def test_http_2_preface_on_http_1(server):
    """What a client with prior knowledge says where ALPN chose HTTP/1.1."""
    refused(server, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 505)


# Request smuggling (RFC 9112 section 11.2): one body, two lengths


SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.mark.parametrize(
    "fields",
    [
        ["Content-Length: 5", "Transfer-Encoding: chunked"],
        ["Transfer-Encoding: chunked", "Content-Length: 5"],
        ["Content-Length: 5", "Content-Length: 6"],
        ["Content-Length: 5, 6"],
        ["Content-Length: +5"],
        ["Content-Length: -5"],
        ["Content-Length: 0x5"],
        ["Content-Length: 5 5"],
        ["Content-Length: five"],
        ["Content-Length:"],
        ["Transfer-Encoding: xchunked"],
        ["Transfer-Encoding: chunked, identity"],
        ["Transfer-Encoding: identity"],
        ["Transfer-Encoding: chunked", "Transfer-Encoding: identity"],
        ["Transfer-Encoding : chunked"],
        ["Transfer-Encoding:\x0bchunked"],
        ["X: y\nTransfer-Encoding: chunked"],
    ],
    ids=lambda fields: " + ".join(fields).encode("unicode_escape").decode(),
)
def test_lengths_that_can_be_read_in_two_ways_are_refused(server, fields):
    refused(server, get("/mcp", server, *fields, method="POST") + "0\r\n\r\n" + SMUGGLED, 400, 501)


@pytest.mark.parametrize(
    "body",
    [
        "zz\r\n\r\n",
        "-1\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "5\r\nhelloXX0\r\n\r\n",
        "5\nhello\n0\n\n",
        "fffffffffffffffff\r\n",
        "5 \x00\r\nhello\r\n0\r\n\r\n",
        "\r\n5\r\nhello\r\n0\r\n\r\n",
    ],
    ids=lambda body: body.encode("unicode_escape").decode(),
)
def test_bad_chunks_are_refused(server, body):
    refused(server, get("/mcp", server, "Transfer-Encoding: chunked", method="POST") + body + SMUGGLED, 400, 413)


def test_transfer_encoding_in_http_1_0(server):
    """Its framing is faulty (RFC 9112 section 6.1): whatever is answered, the connection must end."""
    with TLSPeer(server) as peer:
        peer.send(
            f"POST /mcp HTTP/1.0\r\nHost: {server.authority}\r\nTransfer-Encoding: chunked\r\n"
            "Connection: keep-alive\r\n\r\n0\r\n\r\n" + SMUGGLED
        )
        response = peer.response()
        assert response.status >= 400
        assert peer.read_to_end() == b""


def test_equal_content_lengths_are_one_or_refused(server):
    with TLSPeer(server) as peer:
        length = f"Content-Length: {len(BODY)}"
        response = peer.request(get("/mcp/tools/call", server, length, length, method="POST") + BODY)
        assert response.status in (200, 400)


def test_a_body_with_get_is_no_second_request(server):
    with TLSPeer(server) as peer:
        peer.send(get("/health", server, f"Content-Length: {len(SMUGGLED)}") + SMUGGLED + get("/health", server))
        assert [peer.response().status, peer.response().status] == [200, 200]


def test_an_answer_does_not_repeat_line_ends_of_a_request(server):
    """Response splitting: nothing of a target or field becomes a header of the answer."""
    with TLSPeer(server) as peer:
        response = peer.request(get("/a%0d%0aX-Injected:%20yes", server))
        assert response.status == 404
        assert "x-injected" not in response.headers


def test_connect_is_refused(server):
    with TLSPeer(server) as peer:
        peer.send(f"CONNECT {server.authority} HTTP/1.1\r\nHost: {server.authority}\r\n\r\n" + SMUGGLED)
        response = peer.response()
        assert 400 <= response.status < 600
    assert alive(server)
