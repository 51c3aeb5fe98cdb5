"""A small OAuth 2.1 authorization server on this machine: it consents to everything, and counts what it is asked."""

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import ec


class SigningKey:
    def __init__(self, identifier: str):
        self.identifier = identifier
        self.private = ec.generate_private_key(ec.SECP256R1())

    @property
    def published(self) -> dict:
        key = jwt.algorithms.ECAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**key, "kid": self.identifier, "alg": "ES256", "use": "sig"}


class AuthorizationServer:
    """Metadata, keys, registration, authorization and tokens."""

    def __init__(self):
        self.key = SigningKey("first")
        self.keys = [self.key]
        self.asked: list[str] = []
        self.scopes_asked: list[str] = []
        # What the first token allows, whatever was asked for; None: that.
        self.first_grant: str | None = None
        self._codes: dict[str, dict] = {}
        handler = type("Handler", (_Handler,), {"issuer": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def token(self, audience: str, scope: str | None = None, *, header: dict | None = None, **changes) -> str:
        """An access token (RFC 9068); `changes` replace claims, None leaves one out."""
        now = int(time.time())
        claims = {
            "iss": self.url, "aud": audience, "sub": "ana", "client_id": "tests", "iat": now, "exp": now + 300,
            "jti": secrets.token_hex(8), "scope": scope, **changes,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        headers = {"kid": self.key.identifier, "typ": "at+jwt", **(header or {})}
        return jwt.encode(claims, self.key.private, algorithm="ES256", headers=headers)

    # What it answers

    def metadata(self) -> dict:
        return {
            "issuer": self.url,
            "authorization_endpoint": self.url + "/authorize",
            "token_endpoint": self.url + "/token",
            "registration_endpoint": self.url + "/register",
            "jwks_uri": self.url + "/keys",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "authorization_response_iss_parameter_supported": True,
        }

    def authorize(self, query: dict) -> str:
        """The address to which a browser would be sent back."""
        self.scopes_asked.append(query.get("scope", ""))
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        answer = {"code": code, "state": query["state"], "iss": self.url}
        return query["redirect_uri"] + "?" + urllib.parse.urlencode(answer)

    def exchange(self, form: dict) -> dict | None:
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None:
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        scope = self.first_grant or asked.get("scope", "")
        self.first_grant = None
        token = self.token(form["resource"], scope)
        return {"access_token": token, "token_type": "Bearer", "expires_in": 300, "scope": scope}


class _Handler(BaseHTTPRequestHandler):
    issuer: AuthorizationServer

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        self.issuer.asked.append(address.path)
        query = dict(urllib.parse.parse_qsl(address.query))
        if address.path == "/.well-known/oauth-authorization-server":
            self._answer(self.issuer.metadata())
        elif address.path == "/keys":
            self._answer({"keys": [key.published for key in self.issuer.keys]})
        elif address.path == "/authorize":
            self.send_response(302)
            self.send_header("location", self.issuer.authorize(query))
            self.end_headers()
        else:
            self._answer({}, 404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/register":
            self._answer({**json.loads(body), "client_id": "tests", "token_endpoint_auth_method": "none"}, 201)
        elif self.path == "/token":
            token = self.issuer.exchange(dict(urllib.parse.parse_qsl(body.decode())))
            self._answer(token or {"error": "invalid_grant"}, 200 if token else 400)
        else:
            self._answer({}, 404)

    def _answer(self, value: dict, status: int = 200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass
