"""Checks messages against the official schema of their revision, where it is at hand."""

import json
import os
from functools import cache
from pathlib import Path

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7, DRAFT202012

# What answers a request whose result is not called as the request is.
RESULTS = {
    "initialize": "InitializeResult",
    "ping": "EmptyResult",
    "logging/setLevel": "EmptyResult",
    "resources/subscribe": "EmptyResult",
    "resources/unsubscribe": "EmptyResult",
    "sampling/createMessage": "CreateMessageResult",
    "elicitation/create": "ElicitResult",
}


def shared_folder() -> Path | None:
    """The optional folder with the schemas: $SECURE_MCP_SHARED, or a folder `shared` beside the repository."""
    given = os.environ.get("SECURE_MCP_SHARED")
    candidates = [Path(given)] if given else [parent / "shared" for parent in Path(__file__).resolve().parents]
    return next((folder for folder in candidates if (folder / "mcp").is_dir()), None)


class WireSchema:
    """The messages of one revision."""

    def __init__(self, document: dict):
        self._section = "$defs" if "$defs" in document else "definitions"
        self._definitions = document[self._section]
        modern = self._section == "$defs"
        draft, self._validator = (
            (DRAFT202012, jsonschema.Draft202012Validator) if modern else (DRAFT7, jsonschema.Draft7Validator)
        )
        self._registry = Registry().with_resource(
            "urn:mcp", Resource.from_contents(document, default_specification=draft)
        )
        self._messages = {
            definition["properties"]["method"]["const"]: name
            for name, definition in self._definitions.items()
            if "const" in definition.get("properties", {}).get("method", {})
        }

    def violations(self, message: dict, answers: str | None = None) -> list[str]:
        """What is wrong with a message. `answers`: the method of the request that it is the response to."""
        if "method" in message:
            kind = "JSONRPCRequest" if "id" in message else "JSONRPCNotification"
            return self._check(message, self._messages.get(message["method"], kind))
        if "error" in message:
            return self._check(message, self._first("JSONRPCErrorResponse", "JSONRPCError"))
        wrong = self._check(message, self._first("JSONRPCResultResponse", "JSONRPCResponse"))
        definition = self._result(message.get("result"), answers)
        return wrong + (self._check(message["result"], definition) if definition else [])

    def _result(self, result, method: str | None) -> str | None:
        if isinstance(result, dict) and result.get("resultType") == "input_required":
            return "InputRequiredResult"
        name = RESULTS.get(method or "") or self._messages.get(method or "", "").removesuffix("Request") + "Result"
        return name if method and name != "Result" and name in self._definitions else None

    def _first(self, *names: str) -> str:
        return next(name for name in names if name in self._definitions)

    def _check(self, value, definition: str) -> list[str]:
        validator = self._validator({"$ref": f"urn:mcp#/{self._section}/{definition}"}, registry=self._registry)
        return [f"{definition} {error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@cache
def wire_schema(revision: str) -> WireSchema | None:
    folder = shared_folder()
    path = folder / f"mcp/schema-{revision}.json" if folder else None
    return WireSchema(json.loads(path.read_text())) if path and path.exists() else None


def check_message(message: dict, revision: str, answers: str | None = None):
    """Fails on a message that its revision does not allow. Without the schema nothing is checked."""
    schema = wire_schema(revision)
    wrong = schema.violations(message, answers) if schema else []
    assert not wrong, "\n".join([*wrong, json.dumps(message)[:2000]])
