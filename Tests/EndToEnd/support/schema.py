"""The official schemas of the Model Context Protocol, where they are at hand."""

import json
from functools import cache

import jsonschema
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7, DRAFT202012

from .product import shared_folder


@cache
def _schema(revision: str) -> tuple[dict, str, Registry, str] | None:
    folder = shared_folder()
    path = folder / f"mcp/schema-{revision}.json" if folder else None
    if path is None or not path.exists():
        return None
    document = json.loads(path.read_text())
    definitions = "$defs" if "$defs" in document else "definitions"
    uri = f"urn:mcp:{revision}"
    draft = DRAFT202012 if definitions == "$defs" else DRAFT7
    registry = Registry().with_resource(uri, Resource.from_contents(document, default_specification=draft))
    return document, definitions, registry, uri


def check(value, revision: str, definition: str):
    """Fails unless the value is what the revision's schema calls by that name; skips where there is no schema."""
    found = _schema(revision)
    if found is None:
        pytest.skip(f"the official schema of {revision} is not at hand (SECURE_MCP_SHARED)")
    document, definitions, registry, uri = found
    assert definition in document[definitions], f"{revision} has no {definition}"
    kind = jsonschema.Draft202012Validator if definitions == "$defs" else jsonschema.Draft7Validator
    validator = kind({"$ref": f"{uri}#/{definitions}/{definition}"}, registry=registry)
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
    assert not errors, "\n".join(errors)


def is_available(revision: str) -> bool:
    return _schema(revision) is not None
