"""JSON-RPC messages that are odd, broken or hostile, in either era."""

import json

import pytest

from support.messages import error_of


def sent(wire, body, **headers):
    return wire.post(body, {name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "nonsense",
        "{'a':1}",
        '{"a":1,}',
        "[1,2",
        '{"jsonrpc":"2.0","id":1,"method":"ping"} x',
        "\x00",
        "NaN",
        '{"a":01}',
        '{"a":"\x01"}',
        '{"a":"\\ud800"}',
        "\ufeff{}",
        "// c\n{}",
        '{"a":1e}',
        "tru",
    ],
)
def test_what_is_no_json(wire, body):
    error_of(sent(wire, body), 400, -32700)


def test_what_is_no_utf_8(wire):
    error_of(sent(wire, b'{"jsonrpc":"2.0","id":1,"method":"p\xff\xfe"}'), 400, -32700)
    error_of(sent(wire, '{"jsonrpc":"2.0","id":1,"method":"ping"}'.encode("utf-16")), 400, -32700)


@pytest.mark.parametrize(
    "message",
    [
        1,
        "x",
        None,
        True,
        {},
        {"jsonrpc": "2.0"},
        {"jsonrpc": "1.0", "id": 1, "method": "ping"},
        {"id": 1, "method": "ping"},
        {"jsonrpc": 2.0, "id": 1, "method": "ping"},
        {"jsonrpc": "2.0", "id": 1, "method": 5},
        {"jsonrpc": "2.0", "id": 1, "result": {}, "error": {"code": 1, "message": "x"}},
        {"jsonrpc": "2.0", "id": 1, "method": "ping", "result": {}},
    ],
)
def test_what_is_no_message(wire, message):
    error_of(sent(wire, json.dumps(message)), 400, -32600)


@pytest.mark.parametrize("id", [1, 0, -5, "text", "", "ñandú", 2**53 + 1, -(2**63), 2**63 - 1])
def test_identifiers_come_back_as_they_were(wire, id):
    answer = sent(wire, {"jsonrpc": "2.0", "id": id, "method": "ping"}).json()
    assert answer["id"] == id and type(answer["id"]) is type(id)


@pytest.mark.parametrize("id", ["null", "true", "[1]", '{"a":1}', "1.5"])
def test_identifiers_that_may_not_be(wire, id):
    error_of(sent(wire, f'{{"jsonrpc":"2.0","id":{id},"method":"ping"}}'), 400, -32600)


@pytest.mark.parametrize("id", ["1.0", "1e0", "123456789012345678901234567890"])
def test_whole_numbers_written_oddly_are_echoed_or_refused(wire, id):
    answer = sent(wire, f'{{"jsonrpc":"2.0","id":{id},"method":"ping"}}')
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.json()["id"] == json.loads(id)


@pytest.mark.parametrize(
    "body",
    [
        '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}',
        '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}',
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"server_status","na\\u006de":"sales_summary"}}',
    ],
)
def test_duplicate_keys_are_refused(wire, body):
    """Two readers could understand two things; a proxy that checks the first must not be told otherwise."""
    answer = sent(wire, body)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in (-32700, -32600)


@pytest.mark.parametrize("depth", [200, 10_000, 1_000_000])
def test_deep_nesting_is_refused_and_harmless(wire, depth):
    for open, close in (("[", "]"), ('{"a":', "}")):
        body = '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":' + open * depth + "1" + close * depth + "}}"
        if len(body) < 4 << 20:
            error_of(sent(wire, body), 400, -32700)
    assert wire.modern("tools/list").status_code == 200


def test_reasonable_nesting_is_fine(wire):
    value = 1
    for _ in range(50):
        value = [value]
    assert sent(wire, {"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"a": value}}).status_code == 200


def test_numbers_that_are_too_long(wire):
    answer = sent(wire, '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":' + "9" * 100_000 + "}}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert answer.json()["error"]["code"] == -32700


def test_very_many_values(wire):
    body = '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":[' + "1," * 1_900_000 + "1]}}"
    answer = sent(wire, body)
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(
    "type",
    [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "application/json; charset=latin1"],
)
def test_a_body_that_is_not_declared_as_json(wire, type):
    """It also keeps web pages out: they can send text/plain anywhere without asking."""
    answer = wire.post(b'{"jsonrpc":"2.0","id":1,"method":"ping"}', {"content-type": type})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "type", ["application/json", "application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"']
)
def test_a_body_that_is(wire, type):
    assert wire.post({"jsonrpc": "2.0", "id": 1, "method": "ping"}, {"content-type": type}).status_code == 200


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (None, 200),
        ("*/*", 200),
        ("application/json, text/event-stream", 200),
        ("application/*", 200),
        ("text/html", 406),
        ("text/event-stream", 406),
        ("application/json;q=0", 406),
    ],
)
def test_accept(wire, accept, status):
    answer = wire.post(
        {"jsonrpc": "2.0", "id": 1, "method": "ping"}, {"accept": accept or ""} if accept else {"accept": "*/*"}
    )
    assert answer.status_code == status


def test_a_method_with_control_characters_is_not_echoed_raw(wire):
    answer = sent(wire, {"jsonrpc": "2.0", "id": 1, "method": "x\r\n\u001b[31m" + "y" * 5_000})
    assert answer.json()["error"]["code"] == -32601
    assert len(answer.content) < 1_000, "a message that a peer made long is not repeated in full"


def test_tools_do_not_take_sql(wire):
    for text in ("' OR 1=1 --", '"; DROP TABLE sales; --', "%", "\\", "\u0000"):
        answer = wire.modern("tools/call", {"name": "sales_summary", "arguments": {"filters": {"product": text}}})
        assert answer.status_code == 200
        body = answer.json()["result"]
        assert body.get("isError") or body["structuredContent"]["orders"] == 0, text
    assert wire.call("sales_summary")["orders"] == 7
