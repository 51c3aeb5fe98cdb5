"""Plain HTTP: spoken by mistake to the TLS port, and served where it is asked for."""

import http.client
import io
import socket

import pytest

from support.product import run, run_server_command
from support.wire import connect, read_response, until_closed


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])
def test_plain_http_on_the_tls_port_gets_a_readable_400(server, method):
    with connect(server) as raw:
        raw.sendall(f"{method} /mcp HTTP/1.1\r\nHost: {server.authority}\r\nContent-Length: 0\r\n\r\n".encode())
        seconds, answer = until_closed(raw, limit=8)
    response = read_response(io.BytesIO(answer))
    assert response.status == 400
    assert response.headers["connection"] == "close"
    assert "https://" in response.text
    assert seconds < 5


def test_with_a_body_that_comes_later(server):
    with connect(server) as raw:
        raw.sendall(f"POST /mcp HTTP/1.1\r\nHost: {server.authority}\r\nContent-Length: 200000\r\n\r\n".encode())
        for _ in range(20):
            try:
                raw.sendall(b"x" * 10_000)
            except OSError:
                break
        _, answer = until_closed(raw, limit=8)
    assert answer.startswith(b"HTTP/1.1 400 "), "unread bytes reset the connection and the answer was lost"


def test_an_http_client_understands_it(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/health")
    response = connection.getresponse()
    assert response.status == 400
    assert b"https" in response.read()


def test_curl_says_it(server):
    outcome = run(["curl", "-sS", "-w", "\n%{http_code}", f"http://localhost:{server.port}/health"])
    assert outcome.status == 0, outcome.err
    assert outcome.out.endswith("\n400")


def test_a_plain_listener_beside_the_tls_one(start):
    server = start("--http", "127.0.0.1:0")
    scheme, host, port = server.addresses[1]
    assert scheme == "http"
    outcome = run(["curl", "-sSf", f"http://{host}:{port}/health"])
    assert outcome.status == 0, outcome.text
    assert run(["curl", "-sSf", "--cacert", server.ca, f"{server.origin}/health"]).status == 0


def test_half_closed_tcp_is_still_answered(start):
    server = start("--http", "127.0.0.1:0")
    _, host, port = server.addresses[1]
    with socket.create_connection((host, port), 10) as raw:
        raw.sendall(b"GET /mcp/tools/list HTTP/1.1\r\nHost: localhost\r\n\r\n")
        raw.shutdown(socket.SHUT_WR)
        _, answer = until_closed(raw, limit=8)
    assert answer.startswith(b"HTTP/1.1 200 "), answer[:200]


@pytest.mark.parametrize("address", ["0.0.0.0:0", "[::]:0"])
def test_plain_http_beyond_loopback_is_refused(tmp_path, address):
    outcome = run_server_command(
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--http",
        address,
        "--data",
        tmp_path / "data",
        "--certs",
        tmp_path / "certs",
        "--lang",
        "en",
    )
    assert outcome.status == 1
    assert "--behind-proxy" in outcome.err
    assert "listening" not in outcome.err


def test_the_redirect_names_the_port_that_is_served(start):
    server = start("--redirect-http", "127.0.0.1:0")
    _, host, port = server.addresses[1]
    outcome = run(
        ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", f"http://localhost:{port}/health?x=1"]
    )
    assert outcome.out == f"308 https://localhost:{server.port}/health?x=1"


def test_the_redirect_cannot_be_pointed_elsewhere(start):
    server = start("--redirect-http", "127.0.0.1:0")
    _, host, port = server.addresses[1]
    with socket.create_connection((host, port), 10) as raw:
        raw.sendall(b"GET //evil.test/ HTTP/1.1\r\nHost: evil.test/@x\r\nConnection: close\r\n\r\n")
        _, answer = until_closed(raw, limit=8)
    assert answer.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 421 ")), answer[:200]
