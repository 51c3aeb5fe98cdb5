"""The first routes of the project, plain HTTP without a protocol around it."""

import json
import re

import pytest

from support.messages import Wire
from support.product import run
from support.sales import GROSS, MARCH_GROSS


def call(wire, **body):
    return wire.http.post("/mcp/tools/call", json=body)


def test_the_card(wire):
    answer = wire.http.get("/")
    assert answer.status_code == 200
    card = answer.json()
    assert {"service", "version", "status", "timestamp", "endpoints"} <= card.keys()
    assert card["status"] == "ok"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", card["timestamp"])
    assert any("/mcp/tools/list" in name for name in card["endpoints"])


BROWSER = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("language", "words"), [("es-GT,es;q=0.9", "Su conexión"), ("en-US,en;q=0.5", "Your connection")]
)
def test_the_card_for_a_browser(wire, language, words):
    answer = wire.http.get("/", headers={**BROWSER, "accept-language": language})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.startswith("<!doctype html>")
    assert words in answer.text
    assert "TLS 1.3" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "accept" in answer.headers["vary"].lower()


def test_health_and_ready(wire):
    for path in ("/health", "/ready"):
        answer = wire.http.get(path)
        assert answer.status_code == 200
        assert answer.json()["status"] == "ok"
        assert answer.headers["cache-control"] == "no-store"


def test_list(wire):
    answer = wire.http.get("/mcp/tools/list")
    tools = {tool["name"]: tool for tool in answer.json()["tools"]}
    assert {"sales_summary", "top_products"} <= tools.keys()
    for tool in tools.values():
        assert tool["description"] and tool["inputSchema"]["type"] == "object"


def test_call(wire):
    answer = call(wire, id="a1", name="sales_summary", arguments={"view": "gross"})
    assert answer.status_code == 200
    body = answer.json()
    assert body["id"] == "a1" and body["name"] == "sales_summary"
    assert {"content", "structuredContent", "isError"} <= body["result"].keys(), "the CallToolResult"
    assert body["result"]["isError"] is False
    assert {name: body["result"]["structuredContent"][name] for name in GROSS} == GROSS


def test_call_with_curl(server):
    outcome = run(
        [
            "curl",
            "-sSf",
            "--cacert",
            server.ca,
            "-d",
            json.dumps({"id": 1, "name": "sales_summary", "arguments": {"month": "2024-03", "view": "gross"}}),
            f"{server.origin}/mcp/tools/call",
        ]
    )
    assert outcome.status == 0, outcome.err
    facts = json.loads(outcome.out)["result"]["structuredContent"]
    assert {name: facts[name] for name in MARCH_GROSS} == MARCH_GROSS


@pytest.mark.parametrize("id", [1, "x", None])
def test_the_identifier_comes_back(wire, id):
    assert call(wire, id=id, name="server_status").json()["id"] == id


def failed(answer, status, code):
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["error"]["code"] == code and body["error"]["message"]
    assert "result" not in body
    return body


def test_an_unknown_tool_is_404(wire):
    assert failed(call(wire, id=3, name="nothing"), 404, -32602)["id"] == 3


@pytest.mark.parametrize("arguments", [{"view": "x"}, {"limit": -1}, {"zzz": 1}, [], "x", 5])
def test_wrong_arguments_are_400(wire, arguments):
    assert failed(call(wire, id=4, name="sales_summary", arguments=arguments), 400, -32602)["id"] == 4


def test_malformed_json_is_400(wire):
    failed(wire.http.post("/mcp/tools/call", content=b"{nope"), 400, -32700)
    failed(wire.http.post("/mcp/tools/call", content=b""), 400, -32700)


@pytest.mark.parametrize("body", [[], 5, {}, {"id": 1}, {"name": 5}])
def test_what_is_no_call_is_400(wire, body):
    answer = wire.http.post("/mcp/tools/call", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in (-32600, -32602)


def test_a_tools_own_failure_is_200(wire):
    answer = call(wire, id=5, name="sales_summary", arguments={"month": "2024-03", "period": "2023"})
    assert answer.status_code == 200
    assert answer.json()["result"]["isError"] is True


def test_no_data_is_no_failure(start):
    server = start()
    wire = Wire(server)
    result = call(wire, id=1, name="sales_summary").json()["result"]
    assert not result.get("isError")
    facts = result["structuredContent"]
    assert (facts["revenue"], facts["units"], facts["orders"], facts["average_ticket"]) == (0, 0, 0, None)
    assert facts["period"] is None or facts["has_data"] is False
    assert "no " in result["content"][0]["text"].lower()
    assert wire.http.get("/ready").status_code == 200, "an answer with zeros is an answer"
    assert call(wire, id=1, name="top_products").json()["result"]["structuredContent"]["items"] == []
    wire.close()
