"""JSON-RPC messages of both eras of the Model Context Protocol, sent with httpx."""

import itertools
import json

import httpx

MODERN = "2026-07-28"
LEGACY = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]
META = "io.modelcontextprotocol/"
_ids = itertools.count(1)


def modern_meta(**changes) -> dict:
    meta = {
        META + "protocolVersion": MODERN,
        META + "clientInfo": {"name": "end-to-end", "version": "1"},
        META + "clientCapabilities": {},
    }
    for name, value in changes.items():
        meta[META + name] = value
    return {name: value for name, value in meta.items() if value is not None}


class Wire:
    """One client of a server's `/mcp`, over HTTP/1.1 with its authority trusted."""

    def __init__(self, server, **headers: str):
        self.server = server
        self.http = httpx.Client(verify=server.client_context(), base_url=server.origin, timeout=60, headers=headers)

    def close(self):
        self.http.close()

    def post(self, body, headers: dict | None = None, path: str = "/mcp") -> httpx.Response:
        """Sends a body as it is, or an object as JSON."""
        content = body if isinstance(body, (bytes, str)) else json.dumps(body)
        defaults = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
        merged = {**defaults, **(headers or {})}
        return self.http.post(
            path,
            content=content,
            headers=[(name, value) for name, value in merged.items() if value is not None],
        )

    def modern(self, method: str, params: dict | None = None, *, id=None, headers: dict | None = None, **meta):
        """A request of 2026-07-28. `headers` and `meta` replace what is usual; None leaves it out."""
        params = {**(params or {}), "_meta": modern_meta(**meta)}
        usual = {"mcp-protocol-version": MODERN, "mcp-method": method}
        if method == "tools/call":
            usual["mcp-name"] = params.get("name")
        id = next(_ids) if id is None else id
        message = {"jsonrpc": "2.0", "id": id, "method": method, "params": params}
        return self.post(message, {**usual, **(headers or {})})

    def legacy(self, revision: str | None, method: str, params: dict | None = None, *, id=None):
        message = {"jsonrpc": "2.0", "id": next(_ids) if id is None else id, "method": method}
        if params is not None:
            message["params"] = params
        return self.post(message, {"mcp-protocol-version": revision})

    def initialize(self, revision: str):
        params = {"protocolVersion": revision, "capabilities": {}, "clientInfo": {"name": "end-to-end", "version": "1"}}
        return self.legacy(None, "initialize", params)

    def call(self, tool: str, **arguments) -> dict:
        """A tool's structuredContent."""
        answer = self.modern("tools/call", {"name": tool, "arguments": arguments})
        assert answer.status_code == 200, answer.text
        result = answer.json()["result"]
        assert not result.get("isError"), result["content"]
        return result["structuredContent"]


def error_of(response: httpx.Response, status: int, code: int) -> dict:
    """The error object of a response that must be one."""
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    body = response.json()
    assert "result" not in body
    assert body["error"]["code"] == code, body
    assert body["error"]["message"]
    return body["error"]
