"""MCP of 2024-11-05 to 2025-11-25 on the wire: the handshake and what each revision knows."""

import pytest

from support.messages import LEGACY, error_of
from support.sales import GROSS
from support.schema import check

BATCHES = "2025-03-26"


@pytest.fixture(params=LEGACY)
def revision(request):
    return request.param


def response_definition(revision):
    return "JSONRPCResultResponse" if revision == "2025-11-25" else "JSONRPCResponse"


def test_initialize(wire, revision):
    answer = wire.initialize(revision)
    assert answer.status_code == 200
    result = answer.json()["result"]
    assert result["protocolVersion"] == revision
    assert result["serverInfo"]["name"] == "secure-mcp-server"
    assert "tools" in result["capabilities"]
    check(result, revision, "InitializeResult")
    check(answer.json(), revision, response_definition(revision))


def test_initialize_with_a_version_that_nobody_knows(wire):
    for version in ("1999-01-01", "2026-07-28", "x"):
        assert wire.initialize(version).json()["result"]["protocolVersion"] == "2025-11-25"


def test_initialize_without_a_version(wire):
    answer = wire.legacy(None, "initialize", {"capabilities": {}})
    assert answer.json()["error"]["code"] == -32602


def test_ping(wire, revision):
    answer = wire.legacy(revision, "ping", id="p")
    assert answer.status_code == 200
    assert answer.json() == {"jsonrpc": "2.0", "id": "p", "result": {}}


def test_list_and_call(wire, revision):
    listed = wire.legacy(revision, "tools/list").json()
    check(listed["result"], revision, "ListToolsResult")
    tools = {tool["name"]: tool for tool in listed["result"]["tools"]}
    assert "sales_summary" in tools
    assert ("outputSchema" in tools["sales_summary"]) == (revision >= "2025-06-18")
    assert ("annotations" in tools["sales_summary"]) == (revision >= "2025-03-26")

    called = wire.legacy(revision, "tools/call", {"name": "sales_summary", "arguments": {"view": "gross"}}).json()
    check(called["result"], revision, "CallToolResult")
    assert "75.20" in called["result"]["content"][0]["text"]
    assert "resultType" not in called["result"]
    if revision >= "2025-06-18":
        assert {name: called["result"]["structuredContent"][name] for name in GROSS} == GROSS
    else:
        assert "structuredContent" not in called["result"]


def test_without_a_version_header_it_is_2025_03_26(wire):
    tools = wire.legacy(None, "tools/list").json()["result"]["tools"]
    assert all("outputSchema" not in tool and "annotations" in tool for tool in tools)


def test_notifications(wire, revision):
    for method in ("notifications/initialized", "notifications/cancelled", "notifications/unheard_of"):
        answer = wire.post({"jsonrpc": "2.0", "method": method}, {"mcp-protocol-version": revision})
        assert answer.status_code == 202 and answer.content == b""


def test_a_response_that_nobody_asked_for(wire, revision):
    answer = wire.post({"jsonrpc": "2.0", "id": 1, "result": {}}, {"mcp-protocol-version": revision})
    assert answer.status_code == 202


def test_unknown_methods(wire, revision):
    for method in ("no/such", "server/discover"):
        body = wire.legacy(revision, method).json()
        assert body["error"]["code"] == -32601
        check(body, revision, "JSONRPCErrorResponse" if revision == "2025-11-25" else "JSONRPCError")


def test_wrong_arguments(wire, revision):
    """A tool error from 2025-11-25 on, a protocol error before."""
    body = wire.legacy(revision, "tools/call", {"name": "sales_summary", "arguments": {"view": "sideways"}}).json()
    if revision >= "2025-11-25":
        assert body["result"]["isError"] is True
    else:
        assert body["error"]["code"] == -32602


def test_an_unsupported_version_header(wire):
    answer = wire.legacy("2024-01-01", "ping")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in (-32022, -32600)


def batch(wire, revision, *messages):
    return wire.post(list(messages), {"mcp-protocol-version": revision})


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
NOTE = {"jsonrpc": "2.0", "method": "notifications/initialized"}


def test_batches_are_for_2025_03_26_alone(wire, revision):
    answer = batch(wire, revision, PING, {**PING, "id": "two"}, NOTE)
    if revision != BATCHES:
        error_of(answer, 400, -32600)
        return
    assert answer.status_code == 200
    assert {item["id"] for item in answer.json()} == {1, "two"}
    assert all(item["result"] == {} for item in answer.json())
    check(answer.json(), revision, "JSONRPCBatchResponse")


def test_a_batch_of_notifications_is_202(wire):
    answer = batch(wire, BATCHES, NOTE, NOTE)
    assert answer.status_code == 202 and answer.content == b""


def test_an_empty_batch(wire):
    error_of(batch(wire, BATCHES), 400, -32600)


def test_a_batch_that_is_too_long(wire):
    error_of(batch(wire, BATCHES, *[PING] * 101), 400, -32600)


def test_each_message_of_a_batch_stands_alone(wire):
    answer = batch(
        wire, BATCHES, PING, {"jsonrpc": "1.0", "id": 2, "method": "ping"}, 5, {**PING, "id": 3, "method": "x"}
    )
    by_id = {item.get("id"): item for item in answer.json()}
    assert by_id[1]["result"] == {}
    assert by_id[2]["error"]["code"] == -32600
    assert by_id[None]["error"]["code"] == -32600
    assert by_id[3]["error"]["code"] == -32601


def test_initialize_does_not_go_into_a_batch(wire):
    """2025-03-26, Lifecycle: "The initialize request MUST NOT be part of a JSON-RPC batch"."""
    message = {
        "jsonrpc": "2.0",
        "id": 9,
        "method": "initialize",
        "params": {"protocolVersion": BATCHES, "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}},
    }
    answer = batch(wire, BATCHES, message, PING)
    [about] = [item for item in answer.json() if item.get("id") == 9] if answer.status_code == 200 else [answer.json()]
    assert about["error"]["code"] == -32600
