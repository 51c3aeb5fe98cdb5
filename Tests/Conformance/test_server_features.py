"""What servers of both eras have in common: tools, resources, prompts, completion."""

import base64
import json
import re

import httpx
import pytest

from suite.peer import LegacyPeer, ModernPeer

PNG = b"\x89PNG\r\n\x1a\n"


def test_tools_list(peer):
    tools = {tool["name"]: tool for tool in peer.request("tools/list").result["tools"]}
    assert {"test_simple_text", "test_reconnection", "greet", "test_input_required_result_multi_round"} <= set(tools)
    assert all(tool["description"] and tool["inputSchema"]["type"] == "object" for tool in tools.values())
    assert list(tools) == [tool["name"] for tool in peer.request("tools/list").result["tools"]]


def test_json_schema_is_kept_verbatim(peer):
    tools = {tool["name"]: tool["inputSchema"] for tool in peer.request("tools/list").result["tools"]}
    schema = tools["json_schema_2020_12_tool"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$defs"]["address"]["$anchor"]
    assert schema["properties"]["address"] == {"$ref": "#/$defs/address"}
    assert schema["additionalProperties"] is False
    assert schema["allOf"][0]["anyOf"] and all(word in schema for word in ("if", "then", "else"))
    assert not peer.call("json_schema_2020_12_tool", {"name": "Ana", "email": "a@example.com"}).result.get("isError")
    assert peer.call("json_schema_2020_12_tool", {"name": "Ana", "prefers": "phone"}).result["isError"]


def test_simple_text_without_arguments(peer):
    result = peer.call("test_simple_text").result
    assert result["content"] == [{"type": "text", "text": "This is a simple text response for testing."}]


def test_image(peer):
    (block,) = peer.call("test_image_content", {}).result["content"]
    assert (block["type"], block["mimeType"]) == ("image", "image/png")
    assert base64.b64decode(block["data"], validate=True).startswith(PNG)


def test_audio(peer):
    (block,) = peer.call("test_audio_content", {}).result["content"]
    assert (block["type"], block["mimeType"]) == ("audio", "audio/wav")
    assert base64.b64decode(block["data"], validate=True)[:4] == b"RIFF"


def test_embedded_resource(peer):
    (block,) = peer.call("test_embedded_resource", {}).result["content"]
    assert block["resource"] == {
        "uri": "test://embedded-resource",
        "mimeType": "text/plain",
        "text": "This is an embedded resource content.",
    }


def test_mixed_content(peer):
    blocks = peer.call("test_multiple_content_types", {}).result["content"]
    assert [block["type"] for block in blocks] == ["text", "image", "resource"]
    assert blocks[2]["resource"]["uri"] == "test://mixed-content-resource"


def test_a_tool_that_fails(peer):
    result = peer.call("test_error_handling", {}).result
    assert result["isError"] is True
    assert result["content"][0]["text"] == "This tool intentionally returns an error for testing"


@pytest.mark.parametrize("token", ["token-1", 7])
def test_progress(peer, token):
    exchange = peer.call("test_tool_with_progress", {}, meta={"progressToken": token})
    assert exchange.headers["content-type"].startswith("text/event-stream")
    told = [message["params"] for message in exchange.notifications]
    assert [(one["progressToken"], one["progress"], one["total"]) for one in told] == [
        (token, step, 100) for step in (0, 50, 100)
    ]
    assert exchange.messages[-1] is exchange.response and "content" in exchange.result


def test_no_progress_without_a_token(peer):
    assert peer.call("test_tool_with_progress", {}).notifications == []


def test_streams_at_the_same_time(connect, peer):
    """Each stream carries the messages of its own request, and no other's."""
    from concurrent.futures import ThreadPoolExecutor

    def run(number: int):
        exchange = peer.call("test_tool_with_progress", {}, id=f"call-{number}", meta={"progressToken": number})
        tokens = {message["params"]["progressToken"] for message in exchange.notifications}
        return exchange.response["id"], tokens

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(run, range(1, 5)))
    assert found == [(f"call-{number}", {number}) for number in range(1, 5)]


def test_resources(peer):
    listed = {resource["uri"]: resource for resource in peer.request("resources/list").result["resources"]}
    assert {"test://static-text", "test://static-binary"} <= set(listed)
    (content,) = peer.request("resources/read", {"uri": "test://static-text"}).result["contents"]
    assert content["text"] == "This is the content of the static text resource."
    assert content["mimeType"] == listed["test://static-text"]["mimeType"] == "text/plain"
    (content,) = peer.request("resources/read", {"uri": "test://static-binary"}).result["contents"]
    assert base64.b64decode(content["blob"], validate=True).startswith(PNG)


def test_resource_templates(peer):
    (template,) = peer.request("resources/templates/list").result["resourceTemplates"]
    assert template["uriTemplate"] == "test://template/{id}/data"
    (content,) = peer.request("resources/read", {"uri": "test://template/123/data"}).result["contents"]
    assert content["uri"] == "test://template/123/data"
    assert json.loads(content["text"]) == {"id": "123", "templateTest": True, "data": "Data for ID: 123"}


def test_prompts(peer):
    listed = {prompt["name"]: prompt for prompt in peer.request("prompts/list").result["prompts"]}
    assert all(prompt["description"] for prompt in listed.values())
    names = [argument["name"] for argument in listed["test_prompt_with_arguments"]["arguments"]]
    assert names == ["arg1", "arg2"]

    def messages(name: str, **arguments) -> list[dict]:
        params = {"name": name} | ({"arguments": arguments} if arguments else {})
        return [message["content"] for message in peer.request("prompts/get", params).result["messages"]]

    assert messages("test_simple_prompt")[0]["text"] == "This is a simple prompt for testing."
    given = messages("test_prompt_with_arguments", arg1="a", arg2="b")
    assert given[0]["text"] == "Prompt with arguments: arg1='a', arg2='b'"
    first, second = messages("test_prompt_with_embedded_resource", resourceUri="test://x")
    assert first["resource"]["uri"] == "test://x" and second["type"] == "text"
    first, second = messages("test_prompt_with_image")
    assert first["mimeType"] == "image/png" and second["type"] == "text"


def test_completion(peer):
    reference = {"type": "ref/prompt", "name": "test_prompt_with_arguments"}
    params = {"ref": reference, "argument": {"name": "arg1", "value": "par"}}
    completion = peer.request("completion/complete", params).result["completion"]
    assert completion["values"] and all(value.startswith("par") for value in completion["values"])


@pytest.mark.parametrize("kind", [LegacyPeer, ModernPeer])
def test_dns_rebinding(connect, kind):
    peer = connect(kind)
    port = peer.http.base_url.port
    headers = {"host": f"localhost:{port}", "origin": f"http://localhost:{port}"}
    assert peer.request("tools/list", headers=headers).status == 200
    # Neither a page elsewhere nor a name of its own that points here may call.
    for headers in ({"origin": "http://evil.example.com"}, {"host": "evil.example.com"}):
        assert peer.request("tools/list", headers=headers).status == 403


def test_other_paths_are_not_found(connect):
    peer = connect(ModernPeer)
    assert peer.http.get("/other").status_code == httpx.codes.NOT_FOUND
    assert re.search("/mcp", peer.http.get("/other").text)
