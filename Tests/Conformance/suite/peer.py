"""A client of either era, written on plain HTTP: what it sends and receives is checked against the schema."""

import itertools
import json
from dataclasses import dataclass, field

import httpx

from .schema import check_message

MODERN = "2026-07-28"
LEGACY = "2025-11-25"
META = "io.modelcontextprotocol/"
TASKS = META + "tasks"


@dataclass
class Exchange:
    """What came back for one request: the status, the headers, and every message in order."""

    status: int
    headers: httpx.Headers
    messages: list[dict] = field(default_factory=list)
    # Events of a stream as they came: their fields by name.
    events: list[dict] = field(default_factory=list)

    @property
    def response(self) -> dict:
        found = [message for message in self.messages if "method" not in message]
        assert len(found) == 1, f"{self.status}: {self.messages}"
        return found[0]

    @property
    def result(self) -> dict:
        assert self.status == 200 and "result" in self.response, f"{self.status}: {self.messages}"
        return self.response["result"]

    @property
    def notifications(self) -> list[dict]:
        return [message for message in self.messages if "method" in message and "id" not in message]

    @property
    def requests(self) -> list[dict]:
        return [message for message in self.messages if "method" in message and "id" in message]

    def error(self, status: int, code: int) -> dict:
        assert self.status == status, f"{self.status}: {self.messages}"
        assert self.response.get("error", {}).get("code") == code, self.response
        return self.response["error"]


def events(response: httpx.Response):
    """The events of a stream (HTML, "Server-sent events"): the fields of each by name."""
    event: dict = {}
    for line in response.iter_lines():
        if not line:
            if event:
                yield event
            event = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            event[name] = event[name] + "\n" + value if name in event else value


class Peer:
    """What both eras have in common."""

    revision: str

    def __init__(self, origin: str, authority, capabilities: dict | None = None):
        import ssl

        verify = ssl.create_default_context(cafile=authority) if origin.startswith("https") else False
        self.http = httpx.Client(base_url=origin, verify=verify, http2=origin.startswith("https"), timeout=20)
        self.capabilities = capabilities or {}
        self.ids = itertools.count(1)

    def close(self):
        self.http.close()

    def call(self, tool: str, arguments: dict | None = None, **keywords) -> Exchange:
        params = {"name": tool} if arguments is None else {"name": tool, "arguments": arguments}
        return self.request("tools/call", params | keywords.pop("params", {}), **keywords)

    def send(self, message: dict, headers: dict, answer=None, until=None) -> Exchange:
        """Posts a message and reads the answer to its end, or until `until(exchange)` says that it is enough.

        `answer` gives the result of a request that the server sends meanwhile.
        """
        usual = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
        merged = {name: value for name, value in (usual | headers).items() if value is not None}
        with self.http.stream("POST", "/mcp", content=json.dumps(message), headers=merged) as response:
            exchange = Exchange(response.status_code, response.headers)
            kind = response.headers.get("content-type", "").split(";")[0]
            if kind == "text/event-stream":
                assert response.headers.get("x-accel-buffering") == "no"
                for event in events(response):
                    exchange.events.append(event)
                    if event.get("data"):
                        self.take(exchange, json.loads(event["data"]), message.get("method"), answer)
                    if until and until(exchange):
                        break
            elif kind == "application/json" and (body := response.read()):
                self.take(exchange, json.loads(body), message.get("method"), answer)
        return exchange

    def take(self, exchange: Exchange, message: dict, method: str | None, answer):
        check_message(message, self.revision, method)
        exchange.messages.append(message)
        if "method" in message and "id" in message:
            assert answer, f"the server asks {message}"
            self.respond(message, answer(message))

    def respond(self, request: dict, result: dict):
        raise AssertionError(f"the server sent a request: {request}")


class ModernPeer(Peer):
    revision = MODERN

    def request(
        self, method: str, params: dict | None = None, *, id=None, headers=None, meta=None, answer=None, until=None
    ):
        """`headers` and `meta` replace what is usual; None leaves it out."""
        usual = {
            META + "protocolVersion": MODERN,
            META + "clientInfo": {"name": "conformance tests", "version": "1"},
            META + "clientCapabilities": self.capabilities,
        }
        meta = {name: value for name, value in (usual | (meta or {})).items() if value is not None}
        params = {**(params or {}), "_meta": meta}
        lines = {"mcp-protocol-version": MODERN, "mcp-method": method}
        if method in ("tools/call", "prompts/get"):
            lines["mcp-name"] = params.get("name")
        elif method == "resources/read":
            lines["mcp-name"] = params.get("uri")
        elif method.startswith("tasks/"):
            lines["mcp-name"] = params.get("taskId")
        message = {"jsonrpc": "2.0", "id": next(self.ids) if id is None else id, "method": method, "params": params}
        return self.send(message, lines | (headers or {}), answer, until)


class LegacyPeer(Peer):
    revision = LEGACY

    def __init__(self, origin: str, authority, capabilities: dict | None = None):
        super().__init__(origin, authority, capabilities)
        params = {
            "protocolVersion": LEGACY,
            "capabilities": self.capabilities,
            "clientInfo": {"name": "conformance tests", "version": "1"},
        }
        self.session = None
        self.opening = self.request("initialize", params, headers={"mcp-protocol-version": None})
        self.session = self.opening.headers.get("mcp-session-id")
        self.notify("notifications/initialized")

    @property
    def lines(self) -> dict:
        return {"mcp-protocol-version": LEGACY, "mcp-session-id": self.session}

    def request(
        self, method: str, params: dict | None = None, *, id=None, headers=None, meta=None, answer=None, until=None
    ):
        params = dict(params or {}) | ({"_meta": meta} if meta else {})
        message = {"jsonrpc": "2.0", "id": next(self.ids) if id is None else id, "method": method}
        if params:
            message["params"] = params
        return self.send(message, self.lines | (headers or {}), answer, until)

    def notify(self, method: str):
        assert self.send({"jsonrpc": "2.0", "method": method}, self.lines).status == 202

    def respond(self, request: dict, result: dict):
        assert self.send({"jsonrpc": "2.0", "id": request["id"], "result": result}, self.lines).status == 202

    def listen(self, last: str | None = None):
        """The GET stream, as a context manager."""
        headers = {"accept": "text/event-stream", **self.lines}
        if last:
            headers["last-event-id"] = last
        return self.http.stream("GET", "/mcp", headers=headers)

    def end(self) -> int:
        return self.http.delete("/mcp", headers=self.lines).status_code
