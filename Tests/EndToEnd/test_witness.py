"""The witness itself: a server that says something wrong is noticed, whoever listens."""

import http.server
import json
import threading

import httpx
import pytest

from support.messages import MODERN
from support.schema import is_available

pytestmark = pytest.mark.skipif(not is_available(MODERN), reason="the official schemas are not at hand")

GOOD = {"jsonrpc": "2.0", "id": 1, "result": {"resultType": "complete", "content": []}}
UNTYPED = {"jsonrpc": "2.0", "id": 1, "result": {"content": []}}
PROGRESS = {"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": 1}}


def say(body: bytes, kind: str):
    """Lets a server say something in answer to a tools/call."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.send_header("content-type", kind)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.handle_request, daemon=True).start()
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "x"}}
    url = f"http://127.0.0.1:{server.server_port}/mcp"
    httpx.post(url, json=request, headers={"mcp-protocol-version": MODERN})
    server.server_close()


@pytest.mark.parametrize(
    ("messages", "complaints"),
    [([GOOD], 0), ([UNTYPED], 1), ([PROGRESS, GOOD], 1), ([PROGRESS, UNTYPED], 2)],
)
def test_streams(witness, messages, complaints):
    say(b"".join(b"data: %s\r\n\r\n" % json.dumps(one).encode() for one in messages), "text/event-stream")
    assert len(witness.take_complaints()) == complaints


def test_json(witness):
    say(json.dumps(UNTYPED).encode(), "application/json; charset=utf-8")
    assert "CallToolResult" in witness.take_complaints()[0]
    say(json.dumps(GOOD).encode(), "application/json")
    assert not witness.take_complaints()
