"""Servers of either era that play a part for the client, and check everything it says."""

from collections.abc import Callable

from .peer import LEGACY, META, MODERN
from .schema import check_message
from .stage import Reply, Request

Answer = Callable[[dict], dict | Reply]
LISTS = {"tools/list", "prompts/list", "resources/list", "resources/templates/list"}
CACHED = LISTS | {"server/discover", "resources/read"}


def tool(name: str, properties: dict | None = None, **members) -> dict:
    schema = {"type": "object", "properties": properties or {}}
    return {"name": name, "description": name, "inputSchema": schema, **members}


def text(words: str = "done") -> dict:
    return {"content": [{"type": "text", "text": words}]}


def error(code: int, message: str = "no", **data) -> dict:
    return {"error": {"code": code, "message": message, **({"data": data} if data else {})}}


class Part:
    """Answers by method: a result, an object with `error`, or a whole reply."""

    revision: str

    def __init__(self, answers: dict[str, Answer]):
        self.answers = answers
        self.messages: list[dict] = []

    def sent(self, method: str) -> list[dict]:
        return [message for message in self.messages if message.get("method") == method]

    def calls(self, tool: str) -> list[dict]:
        return [message["params"] for message in self.sent("tools/call") if message["params"]["name"] == tool]

    def take(self, request: Request) -> dict:
        assert request.headers["content-type"].split(";")[0] == "application/json"
        assert {"application/json", "text/event-stream"} <= {
            part.split(";")[0].strip() for part in request.headers["accept"].split(",")
        }
        message = request.json
        check_message(message, self.revision)
        self.messages.append(message)
        return message

    def complete(self, method: str, result: dict) -> dict:
        return result

    def answer(self, message: dict) -> Reply:
        method = message["method"]
        found = self.answers.get(method)
        body = found(message) if found else error(-32601, f"no {method}")
        if isinstance(body, Reply):
            return body
        envelope = {"jsonrpc": "2.0", "id": message["id"]}
        if "error" in body:
            response = envelope | body
            check_message(response, self.revision)
            status = {-32601: 404, -32602: 200}.get(body["error"]["code"], 400) if self.revision == MODERN else 200
            return Reply(status, response)
        response = envelope | {"result": self.complete(method, body)}
        check_message(response, self.revision, method)
        return Reply(200, response)


class ModernPart(Part):
    revision = MODERN

    def __init__(self, answers: dict[str, Answer]):
        discovery = {"supportedVersions": [MODERN], "capabilities": {"tools": {}, "prompts": {}, "resources": {}}}
        super().__init__({"server/discover": lambda _: discovery} | answers)

    def __call__(self, request: Request) -> Reply:
        assert request.method == "POST", f"{request.method} does not exist in this revision"
        message = self.take(request)
        meta = message["params"]["_meta"]
        assert request.headers["mcp-protocol-version"] == meta[META + "protocolVersion"] == MODERN
        assert request.headers["mcp-method"] == message["method"]
        assert META + "clientCapabilities" in meta and META + "clientInfo" in meta
        assert "mcp-session-id" not in request.headers
        return self.answer(message)

    def complete(self, method: str, result: dict) -> dict:
        hints = {"ttlMs": 0, "cacheScope": "private"} if method in CACHED else {}
        return {"resultType": "complete"} | hints | result


class LegacyPart(Part):
    """A server of 2025-11-25 with sessions. GET is refused, unless `listen` answers it."""

    revision = LEGACY

    def __init__(self, answers: dict[str, Answer], listen: Callable[[Request], Reply] | None = None):
        super().__init__(answers)
        self.listen = listen
        self.responses: list[dict] = []

    def __call__(self, request: Request) -> Reply:
        if request.method == "GET":
            return self.listen(request) if self.listen else Reply(405)
        if request.method == "DELETE":
            return Reply(204)
        if request.json.get("method") == "server/discover":
            # What a server of that time says to a session that it does not know.
            return Reply(400, {"jsonrpc": "2.0", "id": None} | error(-32000, "Bad Request: no session"))
        message = self.take(request)
        if message.get("method") == "initialize":
            assert "mcp-session-id" not in request.headers
            result = {
                "protocolVersion": LEGACY,
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "part", "version": "1"},
            }
            reply = Reply(200, {"jsonrpc": "2.0", "id": message["id"], "result": result})
            reply.headers["mcp-session-id"] = "session-1"
            return reply
        assert request.headers["mcp-session-id"] == "session-1"
        assert request.headers["mcp-protocol-version"] == LEGACY
        if "method" not in message:
            self.responses.append(message)
        return self.answer(message) if "method" in message and "id" in message else Reply(202)
