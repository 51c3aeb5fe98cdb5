"""A server that demands OAuth, and its authorization server, at one address. The person always agrees."""

import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "a-token-of-the-guarded-server"


class Guarded:
    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.url = self.origin + "/mcp"
        self.grants: list[dict] = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: dict) -> dict:
        results = {
            "server/discover": {"supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}}},
            "tools/list": {"tools": [{"name": "secret", "inputSchema": {"type": "object"}}]},
        }
        result = results[request["method"]] | {"resultType": "complete", "ttlMs": 0, "cacheScope": "private"}
        return {"jsonrpc": "2.0", "id": request["id"], "result": result}

    def _handler(self):
        guarded = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def say(self, status: int, body=None, **headers):
                data = json.dumps(body).encode() if body is not None else b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self):
                path, _, query = self.path.partition("?")
                fields = dict(urllib.parse.parse_qsl(query))
                origin = guarded.origin
                if path.startswith("/.well-known/oauth-protected-resource"):
                    self.say(200, {"resource": guarded.url, "authorization_servers": [origin]})
                elif path == "/.well-known/oauth-authorization-server":
                    self.say(
                        200,
                        {
                            "issuer": origin,
                            "authorization_endpoint": origin + "/authorize",
                            "token_endpoint": origin + "/token",
                            "registration_endpoint": origin + "/register",
                            "response_types_supported": ["code"],
                            "code_challenge_methods_supported": ["S256"],
                            "token_endpoint_auth_methods_supported": ["none"],
                        },
                    )
                elif path == "/authorize":
                    back = urllib.parse.urlencode({"code": "c", "state": fields["state"], "iss": origin})
                    self.say(302, location=f"{fields['redirect_uri']}?{back}")
                else:
                    self.say(404)

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                if self.path == "/register":
                    self.say(201, {"client_id": "client-1"})
                elif self.path == "/token":
                    guarded.grants.append(dict(urllib.parse.parse_qsl(body.decode())))
                    self.say(200, {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600})
                elif self.headers.get("authorization") != f"Bearer {TOKEN}":
                    metadata = f"{guarded.origin}/.well-known/oauth-protected-resource/mcp"
                    self.say(401, {}, www_authenticate=f'Bearer resource_metadata="{metadata}"')
                else:
                    self.say(200, guarded.answer(json.loads(body)))

        return Handler
