"""The client's other scenarios: handshakes, streams, questions, headers, schemas."""

import base64
import json
import threading
import time

import pytest

from suite.peer import LEGACY, META, MODERN
from suite.playing import LegacyPart, ModernPart, error, text, tool
from suite.stage import Reply, Request, event

NUMBERS = {"a": {"type": "number"}, "b": {"type": "number"}}


def add(message: dict) -> dict:
    arguments = message["params"]["arguments"]
    return text(f"{arguments['a'] + arguments['b']}")


def listing(*tools: dict):
    return lambda _: {"tools": list(tools)}


# Both eras


@pytest.mark.parametrize("kind", [LegacyPart, ModernPart])
def test_tools_call(perform, kind):
    part = kind({"tools/list": listing(tool("add_numbers", NUMBERS)), "tools/call": add})
    status, said = perform("tools_call", part)
    assert status == 0, said
    (call,) = part.calls("add_numbers")
    assert all(isinstance(call["arguments"][name], (int, float)) for name in "ab")


@pytest.mark.parametrize("kind", [LegacyPart, ModernPart])
def test_schemas_come_back_as_they_were_sent(perform, kind):
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "$defs": {"address": {"$anchor": "address", "type": "object"}},
        "properties": {"address": {"$ref": "#/$defs/address"}, "kind": {"enum": ["b", "a"]}},
        "allOf": [{"anyOf": [{"required": ["address"]}, {"required": ["kind"]}]}],
        "if": {"required": ["kind"]},
        "then": {"required": ["address"]},
        "additionalProperties": False,
    }
    observed = tool("json_schema_2020_12_tool") | {"inputSchema": schema}
    echo = tool("json_schema_echo", {"schema": {"type": "object"}})
    part = kind({"tools/list": listing(observed, echo), "tools/call": lambda _: text()})
    status, said = perform("json-schema-2020-12-preservation", part)
    assert status == 0, said
    assert part.calls("json_schema_echo")[0]["arguments"]["schema"] == schema


# Legacy


def test_initialize(perform):
    part = LegacyPart({"tools/list": listing()})
    status, said = perform("initialize", part)
    assert status == 0, said
    (opening,) = part.sent("initialize")
    assert opening["params"]["protocolVersion"] == LEGACY
    assert opening["params"]["clientInfo"]["name"] and opening["params"]["clientInfo"]["version"]
    methods = [message["method"] for message in part.messages]
    assert methods.index("notifications/initialized") == methods.index("initialize") + 1


DEFAULTS = {"name": "John Doe", "age": 30, "score": 95.5, "status": "active", "verified": True}
FORM = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "default": "John Doe"},
        "age": {"type": "integer", "default": 30},
        "score": {"type": "number", "default": 95.5},
        "status": {"type": "string", "enum": ["active", "inactive"], "default": "active"},
        "verified": {"type": "boolean", "default": True},
    },
}


def question(id="q") -> dict:
    params = {"message": "Please accept the defaults.", "requestedSchema": FORM}
    return {"jsonrpc": "2.0", "id": id, "method": "elicitation/create", "params": params}


@pytest.mark.parametrize("on_own_stream", [True, False])
def test_elicitation_defaults(perform, on_own_stream):
    """The question comes on the stream of the call, or, as some servers have it, on that of the session."""
    asked, answered = threading.Event(), threading.Event()

    def call(message: dict) -> Reply:
        def pieces():
            if on_own_stream:
                yield event(question())
            else:
                asked.set()
            assert answered.wait(20)
            yield event({"jsonrpc": "2.0", "id": message["id"], "result": text()})

        return Reply(headers={"content-type": "text/event-stream"}, stream=pieces())

    def listen(_: Request) -> Reply:
        def pieces():
            assert asked.wait(20)
            yield event(question())
            assert answered.wait(20)

        return Reply(headers={"content-type": "text/event-stream"}, stream=pieces())

    class Watching(LegacyPart):
        def __call__(self, request: Request) -> Reply:
            reply = super().__call__(request)
            if self.responses:
                answered.set()
            return reply

    tools = listing(tool("test_client_elicitation_defaults"))
    part = Watching({"tools/list": tools, "tools/call": call}, None if on_own_stream else listen)
    status, said = perform("elicitation-sep1034-client-defaults", part)
    assert status == 0, said
    assert part.sent("initialize")[0]["params"]["capabilities"]["elicitation"] is not None
    assert part.responses[0]["result"] == {"action": "accept", "content": DEFAULTS}


def test_sse_retry(perform):
    """The server closes the stream of a call; the client waits as long as told, and asks for the rest."""
    closed: list[float] = []
    reopened: list[Request] = []
    waiting: list = []

    def call(message: dict) -> Reply:
        def pieces():
            waiting.append(message["id"])
            yield b"id: event-7\nretry: 500\ndata: \n\n"
            closed.append(time.monotonic())

        return Reply(headers={"content-type": "text/event-stream"}, stream=pieces())

    def listen(request: Request) -> Reply:
        if "last-event-id" not in request.headers:
            return Reply(405)
        reopened.append(request)
        answer = {"jsonrpc": "2.0", "id": waiting[0], "result": text("resumed")}
        return Reply(headers={"content-type": "text/event-stream"}, stream=[event(answer, id="event-8")])

    part = LegacyPart({"tools/list": listing(tool("test_reconnection")), "tools/call": call}, listen)
    status, said = perform("sse-retry", part)
    assert status == 0, said
    (request,) = reopened
    assert request.headers["last-event-id"] == "event-7"
    assert request.headers["accept"].startswith("text/event-stream")
    # Not before its time; how much later is the machine's business.
    assert request.time - closed[0] >= 0.45
    assert len(part.calls("test_reconnection")) == 1


# Modern


def test_request_metadata(perform):
    class Refusing(ModernPart):
        def answer(self, message: dict) -> Reply:
            if len(self.messages) > 1:
                return super().answer(message)
            refusal = error(-32022, "no such version", supported=[MODERN], requested=MODERN)
            return Reply(400, {"jsonrpc": "2.0", "id": message["id"]} | refusal)

    part = Refusing({"tools/list": listing(tool("add_numbers", NUMBERS)), "tools/call": add})
    status, said = perform("request-metadata", part)
    assert status == 0, said
    assert len(part.messages) >= 3 and part.calls("add_numbers")
    ids = [message["id"] for message in part.messages]
    assert len(ids) == len(set(ids))
    declared = part.messages[0]["params"]["_meta"][META + "clientCapabilities"]
    assert all(isinstance(value, dict) for value in declared.values())


def test_standard_headers(perform):
    names = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}
    seen: list[str] = []

    class Reading(ModernPart):
        def __call__(self, request: Request) -> Reply:
            message = request.json
            if field := names.get(message["method"]):
                assert request.headers["mcp-name"] == message["params"][field]
                seen.append(message["params"][field])
            else:
                assert "mcp-name" not in request.headers
            return super().__call__(request)

    uris = ["file:///path/to/file%20name.txt", "https://example.com/resource?id=123"]
    part = Reading(
        {
            "tools/list": listing(tool("test_headers"), tool("my-hyphenated-tool")),
            "tools/call": lambda _: text(),
            "resources/list": lambda _: {"resources": [{"uri": uri, "name": uri} for uri in uris]},
            "resources/read": lambda _: {"contents": []},
            "prompts/list": lambda _: {"prompts": [{"name": "test_prompt"}]},
            "prompts/get": lambda _: {"messages": []},
        }
    )
    status, said = perform("http-standard-headers", part)
    assert status == 0, said
    assert seen == ["test_headers", "my-hyphenated-tool", *uris, "test_prompt"]


def decoded(value: str) -> str:
    if value.startswith("=?base64?") and value.endswith("?="):
        return base64.b64decode(value[9:-2], validate=True).decode()
    return value


ARGUMENTS = {
    "region": "us-west1",
    "priority": 42,
    "verbose": False,
    "debug": True,
    "empty": "",
    "words": "us west 1",
    "foreign": "Hola, Petén 世界",
    "padded": " padded ",
    "lines": "line1\r\nline2",
    "tab": "\tindented",
    "lookalike": "=?base64?SGVsbG8=?=",
    "nothing": None,
    "free": "not mirrored",
}
PLAIN = {"region", "priority", "verbose", "debug", "words"}


def test_custom_headers(perform):
    kinds = {str: "string", int: "integer", bool: "boolean", type(None): "string"}
    properties = {name: {"type": kinds[type(value)]} for name, value in ARGUMENTS.items()}
    for name in properties.keys() - {"free"}:
        properties[name]["x-mcp-header"] = name.capitalize()
    seen: list[dict[str, str]] = []

    class Reading(ModernPart):
        def __call__(self, request: Request) -> Reply:
            if request.json["method"] == "tools/call":
                headers = request.headers.items()
                seen.append({name[10:]: value for name, value in headers if name.startswith("mcp-param-")})
            return super().__call__(request)

    part = Reading({"tools/list": listing(tool("custom", properties)), "tools/call": lambda _: text()})
    context = {"name": "http-custom-headers", "toolCalls": [{"name": "custom", "arguments": ARGUMENTS}]}
    status, said = perform("http-custom-headers", part, context=context)
    assert status == 0, said
    assert part.calls("custom")[0]["arguments"] == ARGUMENTS
    (headers,) = seen
    said_of = {name: json.dumps(value) if not isinstance(value, str) else value for name, value in ARGUMENTS.items()}
    expected = {name: value for name, value in said_of.items() if name not in ("nothing", "free")}
    assert {name: decoded(value) for name, value in headers.items()} == expected
    # Nothing at all may be said in either way.
    assert {name for name, value in headers.items() if value == expected[name]} - {"empty"} == PLAIN


def test_invalid_tool_headers(perform):
    def annotated(name: str, *headers: str, type: str = "string") -> dict:
        properties = {f"p{number}": {"type": type, "x-mcp-header": header} for number, header in enumerate(headers)}
        return tool(name, properties)

    tools = [
        annotated("invalid_empty", ""),
        annotated("invalid_object", "A", type="object"),
        annotated("invalid_array", "A", type="array"),
        annotated("invalid_null", "A", type="null"),
        annotated("invalid_same", "A", "A"),
        annotated("invalid_case", "A", "a"),
        annotated("invalid_space", "A B"),
        annotated("invalid_colon", "A:B"),
        annotated("invalid_letter", "Región"),
        annotated("invalid_control", "A\tB"),
        annotated("valid_one", "Region"),
        tool("valid_two", {"x": {"type": "string"}}),
    ]
    part = ModernPart({"tools/list": listing(*tools), "tools/call": lambda _: text()})
    status, said = perform("http-invalid-tool-headers", part)
    assert status == 0, said
    assert [message["params"]["name"] for message in part.sent("tools/call")] == ["valid_one", "valid_two"]


def test_request_state(perform):
    state = json.dumps({"nonce": "5f", "more": [1, 2]}, indent=1) + " "
    form = {"type": "object", "properties": {"confirmed": {"type": "boolean"}}}
    asks = {"confirm": {"method": "elicitation/create", "params": {"message": "Sure?", "requestedSchema": form}}}
    parts = {
        "test_mrtr_echo_state": {"resultType": "input_required", "inputRequests": asks, "requestState": state},
        "test_mrtr_no_state": {"resultType": "input_required", "inputRequests": asks},
    }

    def call(message: dict) -> dict | Reply:
        params = message["params"]
        if params["name"] in parts and "inputResponses" not in params:
            return parts[params["name"]]
        if params["name"] == "test_mrtr_no_result_type":
            return Reply(200, {"jsonrpc": "2.0", "id": message["id"], "result": text()})
        return text()

    names = ["test_mrtr_echo_state", "test_mrtr_unrelated", "test_mrtr_no_state", "test_mrtr_no_result_type"]
    part = ModernPart({"tools/list": listing(*map(tool, names)), "tools/call": call})
    status, said = perform("sep-2322-client-request-state", part)
    assert status == 0, said
    first, second = part.calls("test_mrtr_echo_state")
    assert "inputResponses" not in first and "requestState" not in first
    assert second["requestState"] == state
    assert second["inputResponses"]["confirm"]["action"] == "accept"
    (unrelated,) = part.calls("test_mrtr_unrelated")
    assert "inputResponses" not in unrelated and "requestState" not in unrelated
    assert part.sent("tools/call")[1]["params"]["name"] == "test_mrtr_unrelated"
    _, again = part.calls("test_mrtr_no_state")
    assert "requestState" not in again and "inputResponses" in again
    assert len(part.calls("test_mrtr_no_result_type")) == 1
    ids = [message["id"] for message in part.messages]
    assert len(ids) == len(set(ids))


def test_references_are_not_fetched(perform):
    visits: list[Request] = []

    def trap(request: Request) -> Reply:
        visits.append(request)
        return Reply(200, {"type": "string"})

    stage = perform.play(trap)
    schema = {"type": "object", "properties": {"x": {"$ref": stage.origin + "/schema.json"}}}
    part = ModernPart({"tools/list": listing(tool("far") | {"inputSchema": schema})})
    status, said = perform("json-schema-ref-no-deref", part)
    assert status == 0, said
    assert part.sent("tools/list") and visits == []
