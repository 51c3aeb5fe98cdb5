"""What only 2026-07-28 has: requests that stand alone, their errors, caching hints, subscriptions."""

import contextlib
import http.client
import json

import pytest

from suite.peer import META, MODERN, LegacyPeer, ModernPeer, events
from suite.schema import check_message

CAPABILITIES = META + "clientCapabilities"
VERSION = META + "protocolVersion"


def test_discover(modern):
    result = modern.request("server/discover").result
    assert MODERN in result["supportedVersions"]
    assert {"tools", "prompts", "resources", "completions", "logging"} <= set(result["capabilities"])
    assert META + "tasks" in result["capabilities"]["extensions"]
    assert result["_meta"][META + "serverInfo"]["name"] == "conformance-server"


@pytest.mark.parametrize("missing", [VERSION, CAPABILITIES])
def test_meta_is_required(modern, missing):
    exchange = modern.request("tools/list", meta={missing: None}, id="asked")
    exchange.error(400, -32602)
    assert exchange.response["id"] == "asked"


def test_client_info_is_not_required(modern):
    assert modern.request("tools/list", meta={META + "clientInfo": None}).status == 200


def test_an_unknown_version(modern):
    lines = {"mcp-protocol-version": "2099-01-01"}
    error = modern.request("tools/list", meta={VERSION: "2099-01-01"}, headers=lines).error(400, -32022)
    assert error["data"]["requested"] == "2099-01-01" and MODERN in error["data"]["supported"]


@pytest.mark.parametrize(
    "headers",
    [{"mcp-protocol-version": "2025-11-25"}, {"mcp-method": "tools/list"}, {"mcp-method": None}, {"mcp-name": "other"}],
)
def test_headers_say_what_the_body_says(modern, headers):
    exchange = modern.call("test_simple_text", {}, headers=headers)
    assert exchange.status == 400 and exchange.response["error"]["code"] == -32020


@pytest.mark.parametrize(
    "method", ["initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "no/such"]
)
def test_methods_that_do_not_exist(modern, method):
    modern.request(method).error(404, -32601)


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_only_post(modern, method):
    headers = {"mcp-protocol-version": MODERN, "accept": "text/event-stream"}
    assert modern.http.request(method, "/mcp", headers=headers).status_code == 405


def test_a_missing_capability(modern):
    error = modern.call("test_missing_capability", {}).error(400, -32021)
    assert error["data"]["requiredCapabilities"] == {"sampling": {}}


def test_a_resource_that_does_not_exist(modern):
    exchange = modern.request("resources/read", {"uri": "test://nonexistent"})
    assert exchange.response["error"]["code"] == -32602
    assert exchange.response["error"]["data"]["uri"] == "test://nonexistent"


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("server/discover", {}),
        ("tools/list", {}),
        ("prompts/list", {}),
        ("resources/list", {}),
        ("resources/templates/list", {}),
        ("resources/read", {"uri": "test://static-text"}),
    ],
)
def test_caching_hints(modern, method, params):
    result = modern.request(method, params).result
    assert result["resultType"] == "complete"
    assert result["ttlMs"] >= 0 and result["cacheScope"] in ("public", "private")


def test_a_stream_without_requests(connect):
    peer = connect(ModernPeer, {"elicitation": {}})
    exchange = peer.call("test_streaming_elicitation", {}, meta={"progressToken": "p"})
    assert exchange.headers["content-type"].startswith("text/event-stream")
    assert exchange.requests == []
    assert [message["method"] for message in exchange.notifications] == ["notifications/progress"]
    assert exchange.result["resultType"] == "input_required"


def test_logs_only_where_they_are_wanted(modern):
    assert modern.call("test_logging_tool", {}).notifications == []
    assert modern.call("test_logging_tool", {}, meta={META + "logLevel": "error"}).notifications == []
    (told,) = modern.call("test_logging_tool", {}, meta={META + "logLevel": "debug"}).notifications
    assert told["method"] == "notifications/message" and told["params"]["level"] == "info"


@contextlib.contextmanager
def listening(peer, wanted: dict, id="listen"):
    """A subscription, as an iterator over its messages."""
    meta = {VERSION: MODERN, META + "clientInfo": {"name": "t", "version": "1"}, CAPABILITIES: {}}
    message = {"jsonrpc": "2.0", "id": id, "method": "subscriptions/listen"}
    message["params"] = {"notifications": wanted, "_meta": meta}
    check_message(message, MODERN)
    headers = {
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
        "mcp-protocol-version": MODERN,
        "mcp-method": "subscriptions/listen",
    }
    with peer.http.stream("POST", "/mcp", content=json.dumps(message), headers=headers) as stream:
        assert stream.status_code == 200 and stream.headers["content-type"].startswith("text/event-stream")
        yield (json.loads(event["data"]) for event in events(stream) if event.get("data"))


@pytest.mark.parametrize("id", ["text", 41])
def test_subscriptions(connect, id):
    peer, other = connect(ModernPeer), connect(ModernPeer)
    with listening(peer, {"toolsListChanged": True}, id) as messages:
        first = next(messages)
        check_message(first, MODERN)
        assert first["method"] == "notifications/subscriptions/acknowledged"
        assert first["params"]["notifications"] == {"toolsListChanged": True}
        # Of prompts nobody has asked to hear: the change of tools comes next, although it is made later.
        other.call("test_trigger_prompt_change", {})
        other.call("test_trigger_tool_change", {})
        second = next(messages)
        check_message(second, MODERN)
        assert second["method"] == "notifications/tools/list_changed"
        for message in (first, second):
            assert message["params"]["_meta"][META + "subscriptionId"] == id


def test_changes_of_prompts(connect):
    peer, other = connect(ModernPeer), connect(ModernPeer)
    with listening(peer, {"promptsListChanged": True}) as messages:
        next(messages)
        other.call("test_trigger_prompt_change", {})
        assert next(messages)["method"] == "notifications/prompts/list_changed"


def test_both_eras_at_one_address(connect):
    assert connect(LegacyPeer).call("test_simple_text").status == 200
    assert connect(ModernPeer).call("test_simple_text").status == 200


# Headers that repeat the body


@pytest.mark.parametrize(
    ("region", "header"),
    [("west", "west"), ("Hello", "=?base64?SGVsbG8=?="), ("Petén", "=?base64?UGV0w6lu?="), (None, None)],
)
def test_parameters_are_mirrored(modern, region, header):
    arguments = {} if region is None else {"region": region}
    exchange = modern.call("test_x_mcp_header", arguments, headers={"mcp-param-region": header})
    assert exchange.result["content"][0]["text"] == f"Region: {region or 'none'}"


@pytest.mark.parametrize(
    ("region", "header"),
    [
        ("west", None),
        ("west", "east"),
        (None, "west"),
        ("Hello", "=?base64?SGVsbG8?="),
        ("Hello", "=?base64?SGVs!!!bG8=?="),
        ("Hello", "=?base64?SGVsbG9v?="),
        ("Hello", "=?BASE64?SGVsbG8=?="),
    ],
)
def test_parameters_that_do_not_match(modern, region, header):
    arguments = {} if region is None else {"region": region}
    modern.call("test_x_mcp_header", arguments, headers={"mcp-param-region": header}).error(400, -32020)


def test_names_may_be_encoded(modern):
    headers = {"mcp-name": "=?base64?dGVzdF9zaW1wbGVfdGV4dA==?="}
    assert modern.call("test_simple_text", {}, headers=headers).status == 200


def test_header_names_in_any_case_and_values_with_space_around(server):
    meta = {VERSION: MODERN, CAPABILITIES: {}}
    params = {"name": "test_simple_text", "_meta": meta}
    connection = http.client.HTTPConnection(server.origins["http"].removeprefix("http://"))
    connection.request(
        "POST",
        "/mcp",
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}),
        {
            "Content-Type": "application/json",
            "ACCEPT": "application/json, text/event-stream",
            "mcp-PROTOCOL-version": MODERN,
            "MCP-METHOD": "tools/call  ",
            "Mcp-Name": "  test_simple_text",
        },
    )
    assert connection.getresponse().status == 200
    connection.close()
