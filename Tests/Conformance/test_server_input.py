"""Rounds of `input_required` results."""

import pytest

from suite.peer import META, MODERN, ModernPeer

EVERYTHING = {"elicitation": {}, "sampling": {}, "roots": {}}
MESSAGE = {"role": "assistant", "content": {"type": "text", "text": "Paris"}, "model": "m"}
ROOTS = {"roots": [{"uri": "file:///home/ana", "name": "home"}]}


def accept(**content) -> dict:
    return {"action": "accept", "content": content}


@pytest.fixture
def able(connect):
    return connect(ModernPeer, EVERYTHING)


def first(peer, suffix: str) -> dict:
    result = peer.call(f"test_input_required_result_{suffix}", {}).result
    assert result["resultType"] == "input_required"
    return result


def again(peer, suffix: str, before: dict | None, answers, **params):
    params = {"inputResponses": answers} | params
    if before and "requestState" in before:
        params = {"requestState": before["requestState"]} | params
    return peer.call(f"test_input_required_result_{suffix}", {}, params=params)


def text(exchange) -> str:
    assert exchange.result["resultType"] == "complete"
    return exchange.result["content"][0]["text"]


def test_elicitation(able):
    asked = first(able, "elicitation")
    question = asked["inputRequests"]["user_name"]
    assert question["method"] == "elicitation/create"
    assert question["params"]["requestedSchema"]["required"] == ["name"]
    assert text(again(able, "elicitation", asked, {"user_name": accept(name="Alice")})) == "Hello, Alice!"


def test_sampling(able):
    asked = first(able, "sampling")
    assert asked["inputRequests"]["capital_question"]["method"] == "sampling/createMessage"
    assert text(again(able, "sampling", asked, {"capital_question": MESSAGE})) == "Paris"


def test_roots(able):
    asked = first(able, "list_roots")
    assert asked["inputRequests"]["client_roots"]["method"] == "roots/list"
    assert "file:///home/ana" in text(again(able, "list_roots", asked, {"client_roots": ROOTS}))


def test_state(able):
    asked = first(able, "request_state")
    assert list(asked["inputRequests"]) == ["confirm"] and isinstance(asked["requestState"], str)
    assert text(again(able, "request_state", asked, {"confirm": accept(ok=True)})) == "state-ok"


def test_several_questions_at_once(able):
    asked = first(able, "multiple_inputs")
    assert {key: question["method"] for key, question in asked["inputRequests"].items()} == {
        "user_name": "elicitation/create",
        "greeting": "sampling/createMessage",
        "client_roots": "roots/list",
    }
    assert asked["requestState"]
    answers = {"user_name": accept(name="Alice"), "greeting": MESSAGE, "client_roots": ROOTS}
    assert "Hello, Alice!" in text(again(able, "multiple_inputs", asked, answers))


def test_several_rounds(able):
    asked = first(able, "multi_round")
    assert list(asked["inputRequests"]) == ["step1"]
    next_asked = again(able, "multi_round", asked, {"step1": accept(name="Alice")}).result
    assert list(next_asked["inputRequests"]) == ["step2"]
    assert next_asked["requestState"] != asked["requestState"]
    assert "Alice, blue" in text(again(able, "multi_round", next_asked, {"step2": accept(color="blue")}))


def test_a_wrong_key_asks_again(able):
    asked = first(able, "elicitation")
    result = again(able, "elicitation", asked, {"wrong": accept(name="Alice")}).result
    assert list(result["inputRequests"]) == ["user_name"]


def test_further_keys_are_ignored(able):
    answers = {"user_name": accept(name="Alice"), "unknown": accept(foo="bar"), "another": accept(baz=123)}
    assert text(again(able, "elicitation", None, answers)) == "Hello, Alice!"


@pytest.mark.parametrize("answer", [12345, None, "Alice", [], {}, {"action": "accept"}, accept(name=7)])
def test_what_is_no_answer_does_not_complete(able, answer):
    exchange = again(able, "elicitation", None, {"user_name": answer})
    assert exchange.response.get("result", {}).get("resultType") != "complete"


@pytest.mark.parametrize("answers", [12345, "Alice", []])
def test_answers_that_are_no_object_are_refused(able, answers):
    assert again(able, "elicitation", None, answers).response["error"]["code"] == -32602


@pytest.mark.parametrize(
    "change", [lambda state: state + "-TAMPERED", lambda state: state[:-2], lambda state: "", lambda state: 7]
)
def test_a_tampered_state_is_refused(able, change):
    asked = first(able, "tampered_state")
    state = change(asked["requestState"])
    exchange = again(able, "tampered_state", None, {"confirm": accept(ok=True)}, requestState=state)
    assert exchange.response["error"]["code"] == -32602


def test_a_state_belongs_to_its_call(able):
    asked = first(able, "request_state")
    exchange = again(able, "tampered_state", None, {"confirm": accept(ok=True)}, requestState=asked["requestState"])
    assert exchange.response["error"]["code"] == -32602


@pytest.mark.parametrize("kind", ["elicitation", "sampling", "roots"])
def test_only_what_the_client_declared_is_asked(connect, kind):
    asked = first(connect(ModernPeer, {kind: {}}), "capabilities")
    methods = {"elicitation": "elicitation/create", "sampling": "sampling/createMessage", "roots": "roots/list"}
    assert {question["method"] for question in asked["inputRequests"].values()} == {methods[kind]}


def test_prompts_ask_too(able):
    params = {"name": "test_input_required_result_prompt"}
    asked = able.request("prompts/get", params).result
    assert asked["resultType"] == "input_required" and list(asked["inputRequests"]) == ["user_context"]
    answer = {"inputResponses": {"user_context": accept(context="a bakery")}}
    if "requestState" in asked:
        answer["requestState"] = asked["requestState"]
    result = able.request("prompts/get", params | answer).result
    assert result["resultType"] == "complete" and "a bakery" in result["messages"][0]["content"]["text"]


@pytest.mark.parametrize("method", ["server/discover", "tools/list", "prompts/list", "resources/list"])
def test_lists_never_ask(able, method):
    assert able.request(method).result["resultType"] == "complete"


def test_results_say_whose_they_are(able):
    assert first(able, "elicitation")["_meta"][META + "serverInfo"]["name"] == "conformance-server"
    assert able.revision == MODERN
