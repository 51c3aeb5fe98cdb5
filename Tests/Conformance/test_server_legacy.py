"""What only 2025-11-25 has: the handshake, sessions, requests of the server, resumption."""

import itertools
import json
import threading

from suite.peer import LEGACY, LegacyPeer, events

ALICE = {"action": "accept", "content": {"username": "alice", "email": "alice@example.com"}}


def test_handshake(legacy):
    result = legacy.opening.result
    assert result["protocolVersion"] == LEGACY
    assert result["serverInfo"]["name"] == "conformance-server"
    assert {"tools", "prompts", "resources", "logging", "completions"} <= set(result["capabilities"])
    assert result["capabilities"]["resources"]["subscribe"] is True
    assert legacy.session and all(0x21 <= ord(letter) <= 0x7E for letter in legacy.session)


def test_ping(legacy):
    assert legacy.request("ping").result == {}


def test_log_level(legacy):
    assert legacy.request("logging/setLevel", {"level": "info"}).result == {}
    exchange = legacy.call("test_tool_with_logging", {})
    assert [message["params"]["level"] for message in exchange.notifications] == ["info"] * 3
    legacy.request("logging/setLevel", {"level": "error"})
    assert legacy.call("test_tool_with_logging", {}).notifications == []


def test_a_session_ends_with_delete(legacy):
    assert legacy.end() in range(200, 300)
    assert legacy.request("tools/list").status == 404
    assert legacy.end() == 404


def test_sampling(connect):
    peer = connect(LegacyPeer, {"sampling": {}})
    answer = {"role": "assistant", "content": {"type": "text", "text": "Guatemala"}, "model": "m"}
    exchange = peer.call("test_sampling", {"prompt": "Where?"}, answer=lambda _: answer)
    assert exchange.requests[0]["method"] == "sampling/createMessage"
    assert exchange.requests[0]["params"]["maxTokens"] == 100
    assert exchange.requests[0]["params"]["messages"][0]["content"]["text"] == "Where?"
    assert exchange.result["content"][0]["text"] == "LLM response: Guatemala"


def test_elicitation(connect):
    peer = connect(LegacyPeer, {"elicitation": {}})
    exchange = peer.call("test_elicitation", {"message": "Who are you?"}, answer=lambda _: ALICE)
    params = exchange.requests[0]["params"]
    assert params["message"] == "Who are you?"
    assert set(params["requestedSchema"]["properties"]) == {"username", "email"}
    assert "alice@example.com" in exchange.result["content"][0]["text"]


def test_a_declined_question_is_an_answer(connect):
    peer = connect(LegacyPeer, {"elicitation": {}})
    exchange = peer.call("test_elicitation", {"message": "?"}, answer=lambda _: {"action": "decline"})
    assert "decline" in exchange.result["content"][0]["text"]


def test_elicitation_defaults(connect):
    peer = connect(LegacyPeer, {"elicitation": {}})
    exchange = peer.call("test_elicitation_sep1034_defaults", {}, answer=lambda _: {"action": "cancel"})
    fields = exchange.requests[0]["params"]["requestedSchema"]["properties"]
    assert {name: field["default"] for name, field in fields.items()} == {
        "name": "John Doe",
        "age": 30,
        "score": 95.5,
        "status": "active",
        "verified": True,
    }
    assert fields["age"]["type"] == "integer" and fields["score"]["type"] == "number"
    assert fields["status"]["enum"] == ["active", "inactive", "pending"]


def test_elicitation_enums(connect):
    peer = connect(LegacyPeer, {"elicitation": {}})
    exchange = peer.call("test_elicitation_sep1330_enums", {}, answer=lambda _: {"action": "cancel"})
    fields = exchange.requests[0]["params"]["requestedSchema"]["properties"]
    assert fields["untitledSingle"]["enum"] == ["option1", "option2", "option3"]
    assert [one["const"] for one in fields["titledSingle"]["oneOf"]] == ["value1", "value2", "value3"]
    assert all(one["title"] for one in fields["titledSingle"]["oneOf"])
    assert fields["legacyEnum"]["enum"] == ["opt1", "opt2", "opt3"] and len(fields["legacyEnum"]["enumNames"]) == 3
    assert fields["untitledMulti"]["items"]["enum"] == ["option1", "option2", "option3"]
    assert [one["const"] for one in fields["titledMulti"]["items"]["anyOf"]] == ["value1", "value2", "value3"]


def test_nothing_is_asked_of_who_cannot_answer(legacy):
    assert legacy.call("test_sampling", {"prompt": "?"}).result["isError"]


def test_subscriptions(legacy):
    uri = {"uri": "test://watched-resource"}
    assert legacy.request("resources/subscribe", uri).result == {}
    assert legacy.request("resources/unsubscribe", uri).result == {}


def test_changes_arrive_on_the_stream_of_the_session(connect):
    peer = connect(LegacyPeer)
    with peer.listen() as stream:
        assert stream.status_code == 200 and stream.headers["content-type"].startswith("text/event-stream")
        waiting = threading.Thread(target=lambda: connect(LegacyPeer).call("test_trigger_tool_change", {}))
        waiting.start()
        messages = (json.loads(event["data"]) for event in events(stream) if event.get("data"))
        assert next(messages)["method"] == "notifications/tools/list_changed"
        waiting.join()


def test_resumption(legacy):
    """The stream ends in the middle of the call, and GET with Last-Event-ID brings the answer."""
    exchange = legacy.call("test_reconnection", {}, id="call")
    assert exchange.messages == []
    first = exchange.events[0]
    assert first["id"] and first.get("data", "") == ""
    assert any(int(event["retry"]) == 500 for event in exchange.events if "retry" in event)
    last = [event["id"] for event in exchange.events if "id" in event][-1]
    with legacy.listen(last) as stream:
        found = next(json.loads(event["data"]) for event in events(stream) if event.get("data"))
    assert found["id"] == "call"
    assert found["result"]["content"][0]["text"] == "The stream was resumed."


def test_event_ids_are_unique_in_a_session(legacy):
    streams = [legacy.call("test_tool_with_progress", {}, meta={"progressToken": number}) for number in (1, 2)]
    ids = [event["id"] for stream in streams for event in stream.events if "id" in event]
    assert ids and len(ids) == len(set(ids))


def test_what_is_of_the_modern_era_only_does_not_exist(legacy):
    for method in ("server/discover", "subscriptions/listen", "tasks/get"):
        assert legacy.request(method).response["error"]["code"] == -32601


def test_input_is_asked_in_rounds_of_requests(connect):
    peer = connect(LegacyPeer, {"elicitation": {}})
    steps = itertools.cycle([{"name": "Ana"}, {"color": "blue"}])
    exchange = peer.call(
        "test_input_required_result_multi_round", {}, answer=lambda _: {"action": "accept", "content": next(steps)}
    )
    assert len(exchange.requests) == 2
    assert exchange.result["content"][0]["text"].endswith("Ana, blue")
