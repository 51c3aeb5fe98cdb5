"""The trace that a request belongs to is found again in the log (2026-07-28, `_meta`; W3C Trace Context)."""

import pytest

from support.messages import Wire, modern_meta

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def talkative(start):
    server = start("--log-level", "debug")
    wire = Wire(server)
    yield server, wire
    wire.close()


def ask(wire, trace, method="tools/list"):
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {"_meta": {**modern_meta(), "traceparent": trace}}}
    return wire.post(message, {"mcp-protocol-version": "2026-07-28", "mcp-method": method})


def test_the_trace_is_logged(talkative):
    server, wire = talkative
    assert ask(wire, TRACE).status_code == 200
    assert "tools/list" in server.wait_for(f".*{TRACE}.*").group()


@pytest.mark.parametrize("trace", ["00-short-01", 1234567890123, TRACE.upper(), TRACE + "\n2026 forged line", "x" * 10_000])
def test_what_is_no_trace_is_not_logged(talkative, trace):
    server, wire = talkative
    assert ask(wire, trace).status_code == 200
    assert ask(wire, TRACE, "server/discover").status_code == 200
    server.wait_for(f".*{TRACE}.*")
    assert not [line for line in server.lines if str(trace)[:60] in line and TRACE not in line]
    assert not [line for line in server.lines if "forged" in line]
