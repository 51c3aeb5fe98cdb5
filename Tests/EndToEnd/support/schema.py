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


def is_available(revision: str) -> bool:
    return _schema(revision) is not None


def definitions(revision: str) -> dict:
    """Every definition of a revision's schema, by name."""
    document, member, _, _ = _schema(revision)
    return document[member]


@cache
def validator(revision: str, definition: str):
    """Checks values against one definition of a revision's schema."""
    _, member, registry, uri = _schema(revision)
    assert definition in definitions(revision), f"{revision} has no {definition}"
    kind = jsonschema.Draft202012Validator if member == "$defs" else jsonschema.Draft7Validator
    return kind({"$ref": f"{uri}#/{member}/{definition}"}, registry=registry)


def check(value, revision: str, definition: str):
    """Fails unless the value is what the revision's schema calls by that name; skips where there is no schema."""
    if not is_available(revision):
        pytest.skip(f"the official schema of {revision} is not at hand (SECURE_MCP_SHARED)")
    errors = [f"{error.json_path}: {error.message}" for error in validator(revision, definition).iter_errors(value)]
    assert not errors, "\n".join(errors)
