"""Looks over every test's shoulder: what the server says to httpx and httpx2 must be what the official schema says.

The tests' own clients and the Python SDK's both end in the transports of these libraries, so one place sees all of it.
Only what the server says is judged: what tests send is often wrong on purpose.
"""

import json
import re

import httpx
import httpx2

from .schema import definitions, is_available, validator

MODERN = "2026-07-28"
NEWEST_LEGACY = "2025-11-25"
#: A legacy request that names no revision (2025-06-18, "Protocol Version Header").
UNNAMED = "2025-03-26"
PATHS = ("/mcp", "/sse", "/messages")
#: Results of methods whose name does not lead to their definition.
RESULTS = {"initialize": "InitializeResult", "server/discover": "DiscoverResult", "ping": "EmptyResult"}


class Witness:
    """What was said on the wire and breaks the official schemas."""

    def __init__(self):
        self.complaints: list[str] = []
        self.messages = 0
        self._sessions: dict[str, str] = {}

    def take_complaints(self) -> list[str]:
        taken, self.complaints = self.complaints, []
        return taken

    def begin(self, request) -> "Exchange | None":
        if request.url.path not in PATHS or request.method not in ("GET", "POST"):
            return None
        revision = request.headers.get("mcp-protocol-version")
        session = request.headers.get("mcp-session-id")
        try:
            sent = json.loads(request.content) if request.method == "POST" else None
        except (ValueError, httpx.RequestNotRead, httpx2.RequestNotRead, RecursionError):
            sent = None
        return Exchange(self, revision or self._sessions.get(session) or UNNAMED, sent)

    def remember(self, session: str, revision: str):
        self._sessions[session] = revision

    def judge(self, message, revision: str, methods: dict):
        if not is_available(revision):
            return
        for one in message if isinstance(message, list) else [message]:
            self.messages += 1
            if isinstance(one, dict) and "error" in one and "id" not in one:
                # "An error response that has no id" (2025-03-26, "Sending Messages"): its own schema knows none.
                revision = max(revision, NEWEST_LEGACY)
            name = _definition(one, revision, methods)
            value = one["result"] if name.endswith("Result") else one
            errors = list(validator(revision, name).iter_errors(value))
            if errors:
                text = "; ".join(f"{error.json_path}: {error.message}"[:300] for error in errors[:3])
                self.complaints.append(f"{revision} {name}: {text}\n    in {json.dumps(one)[:600]}")


class Exchange:
    """One request and all that comes back for it."""

    def __init__(self, witness: Witness, revision: str, sent):
        self.witness, self.revision = witness, revision
        sent = sent if isinstance(sent, list) else [sent]
        self.methods = {_key(one["id"]): one for one in sent if _is_request(one)}
        self.is_event_stream = self.is_json = False
        self.session: str | None = None
        self.rest = b""

    def answered(self, response):
        kind = response.headers.get("content-type", "").split(";")[0]
        self.is_event_stream = kind == "text/event-stream"
        self.is_json = kind == "application/json"
        self.session = response.headers.get("mcp-session-id")

    def received(self, chunk: bytes):
        self.rest += chunk
        if self.is_event_stream:
            *events, self.rest = re.split(rb"\r?\n\r?\n", self.rest)
            for event in events:
                self._event(event)

    def ended(self):
        if not self.is_event_stream and self.is_json and self.rest:
            self._message(self.rest)

    def _event(self, event: bytes):
        lines = [line for line in re.split(rb"\r?\n", event) if not line.startswith(b":")]
        if any(line.startswith(b"event:") and line[6:].strip() != b"message" for line in lines):
            return
        data = b"\n".join(line[5:].removeprefix(b" ") for line in lines if line.startswith(b"data:"))
        if data:
            self._message(data)

    def _message(self, text: bytes):
        try:
            message = json.loads(text)
        except ValueError as error:
            self.witness.complaints.append(f"no JSON: {error}: {text[:200]!r}")
            return
        revision = self.revision
        result = message.get("result") if isinstance(message, dict) else None
        if isinstance(result, dict) and "protocolVersion" in result:
            revision = result["protocolVersion"]
            if self.session:
                self.witness.remember(self.session, revision)
        known = revision if re.fullmatch(r"\d{4}-\d\d-\d\d", revision) and is_available(revision) else MODERN
        self.witness.judge(message, known, self.methods)


def _is_request(one) -> bool:
    return isinstance(one, dict) and isinstance(one.get("method"), str) and "id" in one


def _key(id):
    return json.dumps(id)


def _definition(message, revision: str, methods: dict) -> str:
    """What the schema calls a message of the server."""
    if not isinstance(message, dict):
        return "JSONRPCMessage"
    if "method" in message:
        if "id" in message:
            return "ServerRequest"
        # Of an extension, which has a schema of its own.
        return "JSONRPCNotification" if message["method"] == "notifications/tasks" else "ServerNotification"
    if "error" in message:
        return "JSONRPCErrorResponse" if revision >= NEWEST_LEGACY else "JSONRPCError"
    request = methods.get(_key(message.get("id")))
    result = message.get("result")
    if request is None or not isinstance(result, dict):
        return "JSONRPCMessage"
    if result.get("resultType") == "input_required":
        return "InputRequiredResult"
    method = request["method"]
    if result.get("resultType") == "task" or method.startswith("tasks/"):
        return "JSONRPCMessage"
    if method in RESULTS:
        return RESULTS[method]
    # tools/list: ListToolsRequest and ListToolsResult.
    for name, definition in definitions(revision).items():
        const = definition.get("properties", {}).get("method", {}).get("const")
        if name.endswith("Request") and const == method:
            found = name.removesuffix("Request") + "Result"
            return found if found in definitions(revision) else "EmptyResult"
    return "JSONRPCMessage"


def install(witness: Witness):
    """Puts the witness between both libraries and the network, for the rest of the process."""
    for library in (httpx, httpx2):
        _watch(library.HTTPTransport, witness)
        _watch_async(library.AsyncHTTPTransport, witness)


def _watch(transport, witness):
    original = transport.handle_request

    def handle_request(self, request):
        exchange = witness.begin(request)
        response = original(self, request)
        if exchange:
            exchange.answered(response)
            response.stream = _stream(response.stream, exchange)
        return response

    transport.handle_request = handle_request


def _watch_async(transport, witness):
    original = transport.handle_async_request

    async def handle_async_request(self, request):
        exchange = witness.begin(request)
        response = await original(self, request)
        if exchange:
            exchange.answered(response)
            response.stream = _async_stream(response.stream, exchange)
        return response

    transport.handle_async_request = handle_async_request


def _stream(inner, exchange):
    class Watched(type(inner)):
        def __init__(self):
            pass

        def __iter__(self):
            for chunk in inner:
                exchange.received(chunk)
                yield chunk
            exchange.ended()

        def close(self):
            inner.close()

    return Watched()


def _async_stream(inner, exchange):
    class Watched(type(inner)):
        def __init__(self):
            pass

        async def __aiter__(self):
            async for chunk in inner:
                exchange.received(chunk)
                yield chunk
            exchange.ended()

        async def aclose(self):
            await inner.aclose()

    return Watched()
