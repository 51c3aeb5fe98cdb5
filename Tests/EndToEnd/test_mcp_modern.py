"""MCP of 2026-07-28 on the wire: no handshake, headers that mirror the body."""

import base64
import json

import jsonschema
import pytest

from support.messages import META, MODERN, error_of
from support.sales import GROSS
from support.schema import check

VERSIONS = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"}


def test_discover(wire):
    answer = wire.modern("server/discover")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    result = answer.json()["result"]
    assert set(result["supportedVersions"]) == VERSIONS
    assert "tools" in result["capabilities"]
    assert result["resultType"] == "complete"
    assert result["ttlMs"] >= 0 and result["cacheScope"] in ("public", "private")
    assert result["_meta"][META + "serverInfo"]["name"] == "secure-mcp-server"


def test_every_version_that_is_offered_works(wire):
    for version in wire.modern("server/discover").json()["result"]["supportedVersions"]:
        if version == MODERN:
            assert wire.modern("tools/list").status_code == 200
        else:
            assert wire.initialize(version).json()["result"]["protocolVersion"] == version


def test_tools_list_without_any_handshake(wire):
    result = wire.modern("tools/list").json()["result"]
    names = [tool["name"] for tool in result["tools"]]
    assert {"sales_summary", "top_products"} <= set(names)
    assert [tool["name"] for tool in wire.modern("tools/list").json()["result"]["tools"]] == names
    assert result["resultType"] == "complete" and "ttlMs" in result and "cacheScope" in result


def test_tools_call(wire):
    result = wire.modern("tools/call", {"name": "sales_summary", "arguments": {"view": "gross"}}).json()["result"]
    assert result["resultType"] == "complete"
    assert not result.get("isError")
    assert {name: result["structuredContent"][name] for name in GROSS} == GROSS
    assert result["content"][0]["type"] == "text"
    assert result["_meta"][META + "serverInfo"]


def test_arguments_may_be_left_out(wire):
    assert wire.modern("tools/call", {"name": "server_status"}).json()["result"]["structuredContent"]["status"] == "ok"


@pytest.mark.parametrize(
    ("method", "params", "definition"),
    [
        ("server/discover", {}, "DiscoverResultResponse"),
        ("tools/list", {}, "ListToolsResultResponse"),
        ("tools/call", {"name": "sales_summary", "arguments": {"group_by": "month"}}, "CallToolResultResponse"),
        ("tools/call", {"name": "top_products", "arguments": {}}, "CallToolResultResponse"),
        ("tools/call", {"name": "sales_summary", "arguments": {"view": 7}}, "CallToolResultResponse"),
        ("no/such", {}, "JSONRPCErrorResponse"),
        ("tools/call", {"name": "no_such_tool"}, "JSONRPCErrorResponse"),
    ],
)
def test_answers_are_what_the_official_schema_says(wire, method, params, definition):
    body = wire.modern(method, params).json()
    check(body, MODERN, definition)
    check(body, MODERN, "JSONRPCMessage")


def test_structured_content_is_what_the_tool_promises(wire):
    tools = {tool["name"]: tool for tool in wire.modern("tools/list").json()["result"]["tools"]}
    calls = [
        ("sales_summary", {"group_by": group}) for group in ("product", "customer", "country", "month", "week", "day")
    ]
    calls += [("top_products", {"by": by}) for by in ("units", "revenue", "orders")] + [("server_status", {})]
    for name, arguments in calls:
        jsonschema.Draft202012Validator.check_schema(tools[name]["outputSchema"])
        jsonschema.Draft202012Validator.check_schema(tools[name]["inputSchema"])
        jsonschema.validate(wire.call(name, **arguments), tools[name]["outputSchema"])


# Errors


def test_unknown_methods_are_404(wire):
    for method in ("no/such", "initialize", "ping", "logging/setLevel", "resources/subscribe"):
        error_of(wire.modern(method), 404, -32601)


def test_an_error_echoes_the_identifier(wire):
    for id in (7, "seven", 0, "", -1, 2**53):
        answer = wire.modern("no/such", id=id)
        assert answer.json()["id"] == id and type(answer.json()["id"]) is type(id)


def test_an_unknown_tool(wire):
    answer = wire.modern("tools/call", {"name": "no_such_tool", "arguments": {}})
    assert answer.json()["error"]["code"] == -32602


def test_wrong_arguments_are_a_tool_error(wire):
    for arguments in ({"view": "sideways"}, {"limit": 0}, {"limit": "ten"}, {"nonsense": 1}, {"period": {"from": 5}}):
        answer = wire.modern("tools/call", {"name": "sales_summary", "arguments": arguments})
        assert answer.status_code == 200
        assert answer.json()["result"]["isError"] is True, arguments


@pytest.mark.parametrize("arguments", [[], "x", 5, True, None])
def test_arguments_that_are_no_object(wire, arguments):
    answer = wire.modern("tools/call", {"name": "server_status", "arguments": arguments})
    error_of(answer, 400, -32602)


def test_params_that_are_no_object(wire):
    error_of(
        wire.post(
            {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": [1]},
            {"mcp-protocol-version": MODERN, "mcp-method": "tools/list"},
        ),
        400,
        -32602,
    )


def test_meta_is_required(wire):
    for left_out in ({"protocolVersion": None}, {"clientCapabilities": None}):
        error_of(wire.modern("tools/list", **left_out), 400, -32602)
    error_of(wire.modern("tools/list", clientCapabilities=[]), 400, -32602)
    assert wire.modern("tools/list", clientInfo=None).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"mcp-method": None},
        {"mcp-method": "tools/call"},
        {"mcp-method": "TOOLS/LIST"},
        {"mcp-protocol-version": None},
        {"mcp-protocol-version": "2025-11-25"},
    ],
)
def test_headers_that_are_not_what_the_body_says(wire, headers):
    error_of(wire.modern("tools/list", headers=headers), 400, -32020)


@pytest.mark.parametrize(
    "name", [None, "top_products", "=?base64?!!!?=", "=?base64?" + base64.b64encode(b"\xff").decode() + "?="]
)
def test_a_name_header_that_is_not_what_the_body_says(wire, name):
    error_of(wire.modern("tools/call", {"name": "server_status"}, headers={"mcp-name": name}), 400, -32020)


def test_a_name_in_base64(wire):
    encoded = "=?base64?" + base64.b64encode(b"server_status").decode() + "?="
    answer = wire.modern("tools/call", {"name": "server_status"}, headers={"mcp-name": encoded})
    assert answer.status_code == 200 and "result" in answer.json()


def test_a_mirrored_header_that_comes_twice(wire):
    body = json.dumps(
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/list",
            "params": {"_meta": {META + "protocolVersion": MODERN, META + "clientCapabilities": {}}},
        }
    )
    headers = [
        ("content-type", "application/json"),
        ("mcp-protocol-version", MODERN),
        ("mcp-method", "tools/list"),
        ("mcp-method", "tools/call"),
    ]
    error_of(wire.http.post("/mcp", content=body, headers=headers), 400, -32020)


@pytest.mark.parametrize("version", ["1999-01-01", "2027-01-01", "2026-07-29", "DRAFT-2026", "x"])
def test_an_unsupported_version(wire, version):
    error = error_of(
        wire.modern("tools/list", headers={"mcp-protocol-version": version}, protocolVersion=version), 400, -32022
    )
    assert error["data"]["requested"] == version
    assert set(error["data"]["supported"]) == VERSIONS


@pytest.mark.parametrize("version", [MODERN, "2025-11-25"])
def test_get_and_delete_are_405(wire, version):
    for method in ("GET", "DELETE"):
        answer = wire.http.request(
            method, "/mcp", headers={"mcp-protocol-version": version, "accept": "text/event-stream"}
        )
        assert answer.status_code == 405
        assert "POST" in answer.headers["allow"]


def test_a_notification_is_202_without_a_body(wire):
    answer = wire.post(
        {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 1}},
        {"mcp-protocol-version": MODERN, "mcp-method": "notifications/cancelled"},
    )
    assert answer.status_code == 202 and answer.content == b""


def test_no_batches(wire):
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    error_of(wire.post([message], {"mcp-protocol-version": MODERN, "mcp-method": "tools/list"}), 400, -32600)


def test_no_session_is_given(wire):
    assert "mcp-session-id" not in wire.modern("tools/list").headers


def test_a_cursor_of_nobody(wire):
    answer = wire.modern("tools/list", {"cursor": "bm9uc2Vuc2U="})
    assert answer.json()["error"]["code"] == -32602


def test_texts_in_the_language_of_the_caller(wire):
    spanish = wire.modern("tools/list", headers={"accept-language": "es-GT,es;q=0.9"}).json()["result"]["tools"]
    english = wire.modern("tools/list", headers={"accept-language": "en-US"}).json()["result"]["tools"]
    assert [tool["name"] for tool in spanish] == [tool["name"] for tool in english]
    assert {tool["name"]: tool["title"] for tool in spanish}["sales_summary"] == "Resumen de ventas"
    assert {tool["name"]: tool["title"] for tool in english}["sales_summary"] == "Sales summary"
    error = wire.modern("no/such", headers={"accept-language": "es"}).json()["error"]
    assert "no existe" in error["message"]
