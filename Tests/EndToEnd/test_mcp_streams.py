"""Streams and sessions of the Model Context Protocol, over the wire as plain HTTP."""

import json
import signal
import time
from contextlib import contextmanager

import httpx
import pytest

from support.messages import LEGACY, MODERN, Wire, modern_meta
from support.server import Server

CHANGES = {"notifications": {"toolsListChanged": True}}


@contextmanager
def listening(wire):
    """An open `subscriptions/listen`: its response, and the lines that come."""
    message = {
        "jsonrpc": "2.0",
        "id": "l",
        "method": "subscriptions/listen",
        "params": {**CHANGES, "_meta": modern_meta()},
    }
    headers = {
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": MODERN,
        "mcp-method": "subscriptions/listen",
    }
    with wire.http.stream("POST", "/mcp", content=json.dumps(message), headers=headers) as response:
        yield response, response.iter_lines()


def data(lines) -> dict:
    """The next message of a stream."""
    return json.loads(next(line for line in lines if line.startswith("data: {"))[6:])


@pytest.fixture
def session(wire):
    """Headers of a session of 2025-11-25."""
    opened = wire.initialize("2025-11-25")
    assert opened.status_code == 200
    return {"mcp-session-id": opened.headers["mcp-session-id"], "mcp-protocol-version": "2025-11-25"}


def ping(wire, headers) -> int:
    return wire.post({"jsonrpc": "2.0", "id": 1, "method": "ping"}, headers).status_code


def test_listening_is_acknowledged_on_a_stream(wire):
    with listening(wire) as (response, lines):
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream"
        assert response.headers["x-accel-buffering"] == "no"
        assert "no-transform" in response.headers["cache-control"]
        assert "content-length" not in response.headers
        acknowledged = data(lines)
        assert acknowledged["method"] == "notifications/subscriptions/acknowledged"
        assert acknowledged["params"]["notifications"] == {"toolsListChanged": True}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_stops_ends_its_streams(tmp_path, number):
    """At once, and in good order: nobody waits for the drain time."""
    server = Server(tmp_path, "--drain", "600")
    wire, other = Wire(server), Wire(server)
    opened = other.initialize("2025-11-25").headers["mcp-session-id"]
    headers = {"mcp-session-id": opened, "accept": "text/event-stream", "mcp-protocol-version": "2025-11-25"}
    with listening(wire) as (_, lines), other.http.stream("GET", "/mcp", headers=headers) as events:
        rest = events.iter_lines()
        assert next(rest).startswith("id: g-")
        data(lines)
        server.signal(number)
        assert data(lines)["id"] == "l"
        list(rest)
    assert server.wait(30) == 0


@pytest.mark.parametrize("revision", LEGACY)
def test_a_session_from_beginning_to_end(wire, revision):
    opened = wire.initialize(revision)
    identifier = opened.headers["mcp-session-id"]
    assert opened.json()["result"]["protocolVersion"] == revision
    assert all(0x21 <= ord(letter) <= 0x7E for letter in identifier)
    headers = {"mcp-session-id": identifier, "mcp-protocol-version": revision}
    initialized = wire.post({"jsonrpc": "2.0", "method": "notifications/initialized"}, headers)
    assert initialized.status_code == 202 and initialized.content == b""
    assert ping(wire, headers) == 200
    assert wire.http.delete("/mcp", headers=headers).status_code == 204
    assert wire.http.delete("/mcp", headers=headers).status_code == 404
    assert ping(wire, headers) == 404


def test_an_unknown_session(wire):
    headers = {"mcp-session-id": "nobody", "mcp-protocol-version": "2025-11-25"}
    assert ping(wire, headers) == 404
    assert wire.http.get("/mcp", headers={**headers, "accept": "text/event-stream"}).status_code == 404


def test_the_stream_of_a_session(server, wire, session):
    headers = {**session, "accept": "text/event-stream"}
    with wire.http.stream("GET", "/mcp", headers=headers) as response:
        assert response.headers["content-type"] == "text/event-stream"
        lines = response.iter_lines()
        assert [next(lines) for _ in range(4)] == ["id: g-0", "retry: 1000", "data: ", ""]
        # The end of the session, told on another connection, is its end.
        other = Wire(server)
        assert other.http.delete("/mcp", headers=session).status_code == 204
        other.close()
        assert list(lines) == []
    refused = wire.http.get("/mcp", headers={**session, "accept": "application/json"})
    assert refused.status_code in (404, 406)


def test_head_of_a_stream_has_no_body_and_ends(wire, session):
    answer = wire.http.head("/mcp", headers={**session, "accept": "text/event-stream"})
    assert answer.status_code == 200 and answer.content == b""
    assert ping(wire, session) == 200


def test_many_who_leave_are_forgotten(server):
    """Streams that break hold no descriptor and no place among the open ones."""
    before = server.descriptors()
    for _ in range(300):
        wire = Wire(server)
        with listening(wire) as (response, lines):
            assert data(lines)["method"].endswith("acknowledged"), response.status_code
        wire.close()
    deadline = time.monotonic() + 10
    while server.descriptors() > before + 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.descriptors() <= before + 5


def test_the_transport_of_2024(server, wire):
    other = Wire(server)
    with wire.http.stream("GET", "/sse", headers={"accept": "text/event-stream"}) as response:
        assert response.status_code == 200
        lines = response.iter_lines()
        assert next(lines) == "event: endpoint"
        place = next(lines).removeprefix("data: ")
        params = {"protocolVersion": "2024-11-05", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
        for message in [
            {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params},
            {"jsonrpc": "2.0", "method": "notifications/initialized"},
            {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "server_status", "arguments": {}}},
        ]:
            assert other.post(message, path=place).status_code == 202
        assert data(lines)["result"]["protocolVersion"] == "2024-11-05"
        assert not data(lines)["result"].get("isError")
    other.close()


def test_nobody_posts_to_a_stream_that_is_not_there(wire):
    assert wire.post({"jsonrpc": "2.0", "id": 1, "method": "ping"}, path="/messages?session=x").status_code == 404


def test_the_python_sdk_over_sse(server):
    import asyncio

    from mcp import ClientSession
    from mcp.client.sse import sse_client

    sse = pytest.importorskip("httpx2")

    def http_client(headers=None, timeout=None, auth=None):
        return sse.AsyncClient(verify=server.client_context(), headers=headers, timeout=timeout, auth=auth)

    async def check():
        async with sse_client(server.origin + "/sse", httpx_client_factory=http_client) as (read, write):
            async with ClientSession(read, write) as client:
                await client.initialize()
                assert "server_status" in {tool.name for tool in (await client.list_tools()).tools}

    asyncio.run(asyncio.wait_for(check(), 30))


def test_a_stream_over_http_2(server):
    with httpx.Client(http2=True, verify=server.client_context(), base_url=server.origin, timeout=30) as client:
        wire = Wire(server)
        wire.http.close()
        wire.http = client
        with listening(wire) as (response, lines):
            assert response.http_version == "HTTP/2"
            assert data(lines)["method"].endswith("acknowledged")
        assert wire.modern("tools/list").status_code == 200
