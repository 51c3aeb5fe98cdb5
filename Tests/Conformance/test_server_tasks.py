"""The extension io.modelcontextprotocol/tasks (SEP-2663)."""

import re
import time

import pytest

from suite.peer import TASKS, ModernPeer

FINAL = {"completed", "failed", "cancelled"}


@pytest.fixture
def able(connect):
    return connect(ModernPeer, {"elicitation": {}, "extensions": {TASKS: {}}})


def start(peer, tool: str, **arguments) -> dict:
    result = peer.call(tool, arguments).result
    assert result["resultType"] == "task", result
    return result


def get(peer, task: dict) -> dict:
    return peer.request("tasks/get", {"taskId": task["taskId"]}).result


def wait(peer, task: dict, *statuses: str) -> dict:
    """Polls as the server wants it, until the task has one of these statuses."""
    deadline = time.monotonic() + 20
    while (found := get(peer, task))["status"] not in statuses:
        assert time.monotonic() < deadline and found["status"] not in FINAL, found
        time.sleep(found["pollIntervalMs"] / 1_000)
    return found


def answer(peer, task: dict, responses: dict) -> dict:
    return peer.request("tasks/update", {"taskId": task["taskId"], "inputResponses": responses}).result


def accept(**content) -> dict:
    return {"action": "accept", "content": content}


def test_a_tool_that_answers_at_once_makes_no_task(able):
    result = able.call("greet", {"name": "World"}).result
    assert result["resultType"] == "complete" and result["content"][0]["text"] == "Hello, World!"


def test_the_life_of_a_task(able):
    task = start(able, "slow_compute", seconds=0.3, label="life")
    assert task["status"] == "working" and isinstance(task["ttlMs"], int) and task["pollIntervalMs"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", task["createdAt"])
    assert not {"result", "error", "inputRequests", "requestState", "ttl", "pollInterval", "task"} & set(task)
    done = wait(able, task, "completed")
    assert done["resultType"] == "complete" and done["taskId"] == task["taskId"]
    assert "life" in done["result"]["content"][0]["text"]


def test_a_task_can_be_asked_for_at_once(able):
    assert get(able, start(able, "slow_compute", seconds=60, label="now"))["status"] == "working"


def test_tool_errors_complete_a_task(able):
    done = wait(able, start(able, "failing_job"), "completed")
    assert done["result"]["isError"] is True


def test_protocol_errors_fail_a_task(able):
    done = wait(able, start(able, "protocol_error_job"), "failed")
    assert done["error"]["code"] == -32603 and "result" not in done


def test_cancelling(able):
    task = start(able, "slow_compute", seconds=60, label="cancel")
    assert able.request("tasks/cancel", {"taskId": task["taskId"]}).result["resultType"] == "complete"
    assert wait(able, task, "cancelled")["status"] == "cancelled"


def test_cancelling_what_is_done_changes_nothing(able):
    task = start(able, "slow_compute", seconds=0, label="done")
    wait(able, task, "completed")
    assert able.request("tasks/cancel", {"taskId": task["taskId"]}).status == 200
    assert get(able, task)["status"] == "completed"


def test_a_task_asks(able):
    task = start(able, "confirm_delete", filename="a.txt")
    asked = wait(able, task, "input_required")["inputRequests"]
    ((key, question),) = asked.items()
    assert question["method"] == "elicitation/create" and "a.txt" in question["params"]["message"]
    answer(able, task, {key: accept(confirm=True)})
    assert wait(able, task, "completed")["result"]["content"][0]["text"] == "a.txt was deleted."


def test_answers_may_come_one_by_one(able):
    task = start(able, "multi_input")
    keys = list(wait(able, task, "input_required")["inputRequests"])
    assert len(keys) == 2
    answer(able, task, {keys[0]: accept(name="Ana"), "unknown": accept()})
    left = get(able, task)
    assert left["status"] == "input_required" and list(left["inputRequests"]) == keys[1:]
    answer(able, task, {keys[1]: accept(confirm=True)})
    assert wait(able, task, "completed")["result"]["content"][0]["text"] == "Hello, Ana!"


def test_a_tool_asks_before_there_is_a_task(able):
    asked = able.call("test_tool_with_task", {}).result
    assert asked["resultType"] == "input_required" and "taskId" not in asked
    params = {"inputResponses": {"user_name": accept(name="Alice")}}
    if "requestState" in asked:
        params["requestState"] = asked["requestState"]
    task = able.call("test_tool_with_task", {}, params=params).result
    assert task["resultType"] == "task" and not {"requestState", "inputRequests"} & set(task)
    assert "Alice" in wait(able, task, "completed")["result"]["content"][0]["text"]


def test_without_the_extension(modern):
    result = modern.call("slow_compute", {"seconds": 0, "label": "plain"}).result
    assert result["resultType"] == "complete" and result["content"]
    error = modern.call("failing_job", {}).error(400, -32021)
    assert error["data"]["requiredCapabilities"] == {"extensions": {TASKS: {}}}
    modern.request("tasks/get", {"taskId": "x"}).error(400, -32021)


@pytest.mark.parametrize("method", ["tasks/get", "tasks/update", "tasks/cancel"])
def test_unknown_tasks(able, method):
    params = {"taskId": "unknown"} | ({"inputResponses": {}} if method == "tasks/update" else {})
    assert able.request(method, params).response["error"]["code"] == -32602


@pytest.mark.parametrize("method", ["tasks/result", "tasks/list"])
def test_methods_of_the_experiment_before_do_not_exist(able, method):
    able.request(method, {"taskId": "x"}).error(404, -32601)


def test_headers_name_the_method(able):
    exchange = able.request("tasks/get", {"taskId": "x"}, headers={"mcp-method": "tasks/cancel"})
    assert exchange.status == 400 and exchange.response["error"]["code"] == -32020
