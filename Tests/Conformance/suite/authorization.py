"""An authorization server (OAuth 2.1), and an MCP server that wants its tokens."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from urllib.parse import unquote_plus, urlencode

from .stage import Reply, Request, Stage

CALLBACK = "http://localhost:3000/callback"
DOCUMENT = "https://conformance-test.local/client-metadata.json"


@dataclass
class Settings:
    """What an authorization server offers, and where it misbehaves."""

    # Where its metadata are, and what comes before the path of its endpoints and in its issuer.
    metadata: str = "/.well-known/oauth-authorization-server"
    prefix: str = ""
    methods: list[str] = field(default_factory=lambda: ["none"])
    scopes: list[str] | None = None
    documents: bool = False
    registers: bool = True
    challenges: list[str] | None = field(default_factory=lambda: ["S256"])
    # RFC 9207: whether `iss` is announced, and what the redirection says: "correct", "wrong", "slash" or "none".
    announces_issuer: bool | None = True
    issuer: str = "correct"
    # What the metadata call their issuer, in place of the real one.
    claimed_issuer: str | None = None
    # Known beforehand: identifiers and secrets.
    clients: dict[str, str | None] = field(default_factory=dict)


class AuthorizationServer:
    def __init__(self, settings: Settings, name: str = "as"):
        self.settings = settings
        self.name = name
        self.clients = dict(settings.clients)
        self.codes: dict[str, dict] = {}
        # The scopes of every token given out.
        self.tokens: dict[str, list[str]] = {}
        self.registrations: list[dict] = []
        self.authorizations: list[dict] = []
        self.token_forms: list[dict] = []
        self.stage: Stage | None = None

    @property
    def issuer(self) -> str:
        return self.stage.origin + self.settings.prefix

    def __call__(self, request: Request) -> Reply:
        base = self.settings.prefix
        routes = {
            ("GET", self.settings.metadata): self.metadata,
            ("POST", base + "/register"): self.register,
            ("GET", base + "/authorize"): self.authorize,
            ("POST", base + "/token"): self.token,
        }
        route = routes.get((request.method, request.path))
        return route(request) if route else Reply(404)

    def metadata(self, _: Request) -> Reply:
        settings = self.settings
        document = {
            "issuer": settings.claimed_issuer or self.issuer,
            "authorization_endpoint": self.issuer + "/authorize",
            "token_endpoint": self.issuer + "/token",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "token_endpoint_auth_methods_supported": settings.methods,
            "client_id_metadata_document_supported": settings.documents,
        }
        if settings.registers:
            document["registration_endpoint"] = self.issuer + "/register"
        if settings.challenges is not None:
            document["code_challenge_methods_supported"] = settings.challenges
        if settings.scopes is not None:
            document["scopes_supported"] = settings.scopes
        if settings.announces_issuer is not None:
            document["authorization_response_iss_parameter_supported"] = settings.announces_issuer
        return Reply(200, document)

    def register(self, request: Request) -> Reply:
        asked = request.json
        assert asked["redirect_uris"] == [CALLBACK] and asked["application_type"] == "native"
        assert {"authorization_code", "refresh_token"} <= set(asked["grant_types"])
        self.registrations.append(asked)
        identifier = f"{self.name}-client-{len(self.registrations)}"
        secret = None if self.settings.methods == ["none"] else f"{self.name}/secret+1"
        self.clients[identifier] = secret
        answer = {"client_id": identifier, "redirect_uris": asked["redirect_uris"]}
        if secret:
            answer |= {"client_secret": secret, "token_endpoint_auth_method": self.settings.methods[0]}
        return Reply(201, answer)

    def authorize(self, request: Request) -> Reply:
        asked = request.query
        self.authorizations.append(asked)
        assert asked["response_type"] == "code" and asked["redirect_uri"] == CALLBACK
        assert asked["code_challenge_method"] == "S256" and len(asked["code_challenge"]) == 43
        assert asked["client_id"] in self.clients or (self.settings.documents and asked["client_id"] == DOCUMENT)
        code = f"{self.name}-code-{len(self.authorizations)}"
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"]}
        issuers = {"correct": self.issuer, "wrong": "https://evil.example", "slash": self.issuer + "/"}
        if self.settings.issuer in issuers:
            answer["iss"] = issuers[self.settings.issuer]
        return Reply(302, headers={"location": f"{CALLBACK}?{urlencode(answer)}"})

    def token(self, request: Request) -> Reply:
        assert request.headers["content-type"] == "application/x-www-form-urlencoded"
        form = request.form
        self.token_forms.append(form | {"authorization": request.headers.get("authorization")})
        if not self.is_authentic(form, request.headers.get("authorization")):
            return Reply(401, {"error": "invalid_client"})
        if form["grant_type"] == "client_credentials":
            return self.issue(form.get("scope", ""))
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or proof != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return Reply(400, {"error": "invalid_grant"})
        assert form["resource"] == asked["resource"]
        return self.issue(asked.get("scope", ""))

    def issue(self, scope: str) -> Reply:
        token = f"{self.name}-token-{len(self.tokens) + 1}"
        self.tokens[token] = scope.split()
        return Reply(200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": scope})

    def is_authentic(self, form: dict, header: str | None) -> bool:
        if header is not None:
            assert "client_secret_basic" in self.settings.methods and "client_secret" not in form
            name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
            return self.clients.get(unquote_plus(name), False) == unquote_plus(secret)
        if "client_secret" in form:
            assert "client_secret_post" in self.settings.methods
            return self.clients.get(form["client_id"], False) == form["client_secret"]
        assert "none" in self.settings.methods
        return form["client_id"] in self.clients or form["client_id"] == DOCUMENT


class ProtectedPart:
    """An MCP server behind tokens: puts `part` behind the metadata of a protected resource (RFC 9728)."""

    def __init__(self, part, servers, *, location="/.well-known/oauth-protected-resource/mcp"):
        self.part = part
        self.revision = part.revision
        # The authorization server in force; a test may change it.
        self.server: AuthorizationServer = servers
        self.location = location
        self.names_location = True
        # Scopes in the challenge, in the metadata, and those that a request needs, by method.
        self.challenge: str | None = None
        self.supported: list[str] | None = None
        self.needed: dict[str, set[str]] = {}
        # What a 403 names, in place of all that is needed.
        self.named: str | None = None
        self.resource: str | None = None
        self.stage: Stage | None = None
        # Called with the method of each request that was let through.
        self.passed = lambda method: None

    def __call__(self, request: Request) -> Reply:
        if request.path == self.location:
            own = self.stage.origin if self.location.endswith("protected-resource") else self.stage.origin + "/mcp"
            document = {"resource": self.resource or own, "authorization_servers": [self.server.issuer]}
            if self.supported is not None:
                document["scopes_supported"] = self.supported
            return Reply(200, document)
        if request.path != "/mcp":
            return Reply(404)
        method = json.loads(request.body).get("method", "") if request.body else ""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.server.tokens:
            return self.refuse(401, "invalid_token" if token else None, self.challenge)
        needed = self.needed.get(method, set())
        if not needed <= set(self.server.tokens[token]):
            return self.refuse(403, "insufficient_scope", self.named or " ".join(sorted(needed)))
        self.passed(method)
        return self.part(request)

    def refuse(self, status: int, error: str | None, scope: str | None) -> Reply:
        parts = {"error": error, "scope": scope}
        if self.names_location:
            parts["resource_metadata"] = self.stage.origin + self.location
        listed = ", ".join(f'{name}="{value}"' for name, value in parts.items() if value)
        return Reply(status, {"error": error or "unauthorized"}, {"www-authenticate": f"Bearer {listed}".strip()})
