"""The client's authorization by OAuth, in both eras."""

import pytest

from suite.authorization import DOCUMENT, AuthorizationServer, ProtectedPart, Settings
from suite.playing import LegacyPart, ModernPart, text, tool

ANSWERS = {
    "tools/list": lambda _: {"tools": [tool("test-tool")]},
    "tools/call": lambda _: text("test"),
}


@pytest.fixture(params=[LegacyPart, ModernPart], ids=["legacy", "modern"])
def arrange(request, perform):
    """Sets up an MCP server and its authorization server: `arrange(settings, location=…)`."""

    def begin(settings: Settings | None = None, **options) -> tuple[ProtectedPart, AuthorizationServer]:
        issuer = AuthorizationServer(settings or Settings())
        part = ProtectedPart(request.param(ANSWERS), issuer, **options)
        issuer.stage, part.stage = perform.play(issuer), perform.play(part)
        return part, issuer

    return begin


@pytest.fixture
def go(perform):
    """Sends the client to a protected server and expects it to succeed, or not."""

    def begin(part: ProtectedPart, scenario: str, succeeds: bool = True, context: dict | None = None) -> str:
        status, said = perform(scenario, part.stage, part.revision, context)
        assert (status == 0) == succeeds, said
        assert (part.part.calls("test-tool") != []) == succeeds
        return said

    return begin


@pytest.mark.parametrize(
    ("name", "location", "is_named", "metadata", "prefix"),
    [
        ("default", "/.well-known/oauth-protected-resource/mcp", True, "/.well-known/oauth-authorization-server", ""),
        ("var1", "/.well-known/oauth-protected-resource/mcp", False, "/.well-known/openid-configuration", ""),
        (
            "var2",
            "/.well-known/oauth-protected-resource",
            False,
            "/.well-known/oauth-authorization-server/tenant1",
            "/tenant1",
        ),
        ("var3", "/custom/metadata/location.json", True, "/tenant1/.well-known/openid-configuration", "/tenant1"),
    ],
)
def test_metadata(arrange, go, name, location, is_named, metadata, prefix):
    part, issuer = arrange(Settings(metadata=metadata, prefix=prefix), location=location)
    part.names_location = is_named
    go(part, f"auth/metadata-{name}")
    paths = [request.path for request in issuer.stage.requests]
    # With a path in the issuer, its root is somebody else's.
    assert not prefix or "/.well-known/oauth-authorization-server" not in paths
    if is_named:
        assert [one.path for one in part.stage.requests if "mcp" != one.path.strip("/")] == [location]
    assert len(issuer.registrations) == len(issuer.authorizations) == len(issuer.token_forms) == 1
    assert issuer.authorizations[0]["resource"].startswith(part.stage.origin)


def test_the_clients_document_is_its_identifier(arrange, go):
    part, issuer = arrange(Settings(documents=True))
    go(part, "auth/basic-cimd")
    assert issuer.registrations == []
    assert issuer.authorizations[0]["client_id"] == issuer.token_forms[0]["client_id"] == DOCUMENT


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", "none"])
def test_token_endpoint_authentication(arrange, go, method):
    part, issuer = arrange(Settings(methods=[method]))
    go(part, f"auth/token-endpoint-auth-{method.removeprefix('client_secret_')}")
    (form,) = issuer.token_forms
    assert (form["authorization"] is not None) == (method == "client_secret_basic")
    assert ("client_secret" in form) == (method == "client_secret_post")
    assert ("client_id" in form) == (method != "client_secret_basic")


def test_preregistration(arrange, go):
    part, issuer = arrange(Settings(methods=["client_secret_basic"], registers=False, clients={"known": "s/e+c:ret"}))
    go(part, "auth/pre-registration", context={"client_id": "known", "client_secret": "s/e+c:ret"})
    assert issuer.authorizations[0]["client_id"] == "known"


def test_scope_of_the_challenge(arrange, go):
    part, issuer = arrange()
    part.challenge, part.supported = "mcp:basic", ["mcp:basic", "mcp:admin"]
    go(part, "auth/scope-from-www-authenticate")
    assert issuer.authorizations[0]["scope"] == "mcp:basic"


def test_scopes_of_the_metadata(arrange, go):
    part, issuer = arrange()
    part.supported = ["mcp:basic", "mcp:read", "mcp:write"]
    go(part, "auth/scope-from-scopes-supported")
    assert issuer.authorizations[0]["scope"].split() == part.supported


def test_no_scope_where_none_is_named(arrange, go):
    part, issuer = arrange()
    go(part, "auth/scope-omitted-when-undefined")
    assert "scope" not in issuer.authorizations[0]


def test_step_up(arrange, go):
    part, issuer = arrange()
    part.challenge, part.named = "mcp:basic", "mcp:write"
    part.needed = {"tools/call": {"mcp:basic", "mcp:write"}}
    go(part, "auth/scope-step-up")
    first, second = [asked["scope"].split() for asked in issuer.authorizations]
    assert first == ["mcp:basic"] and set(second) == {"mcp:basic", "mcp:write"}


def test_step_ups_that_help_nothing_end(arrange, go):
    part, issuer = arrange()
    part.challenge, part.named = "mcp:basic", "mcp:admin"
    part.needed = {"tools/call": {"never"}}
    said = go(part, "auth/scope-retry-limit", succeeds=False)
    assert "mcp:admin" in said
    assert 2 <= len(issuer.authorizations) <= 4


def test_a_resource_of_somebody_else_is_refused(arrange, go):
    part, issuer = arrange()
    part.resource = "https://evil.example.com/mcp"
    go(part, "auth/resource-mismatch", succeeds=False)
    assert issuer.authorizations == [] and issuer.registrations == []


@pytest.mark.parametrize("challenges", [None, [], ["plain"]])
def test_without_a_proof_key_nothing_is_sent(arrange, go, challenges):
    part, issuer = arrange(Settings(challenges=challenges))
    go(part, "auth/metadata-default", succeeds=False)
    assert issuer.authorizations == []


@pytest.mark.parametrize("offered", [True, False])
def test_offline_access(arrange, go, offered):
    part, issuer = arrange(Settings(scopes=["mcp:basic", "offline_access"] if offered else ["mcp:basic"]))
    part.supported = ["mcp:basic"]
    go(part, "auth/offline-access-scope" if offered else "auth/offline-access-not-supported")
    assert ("offline_access" in issuer.authorizations[0]["scope"].split()) == offered


@pytest.mark.parametrize(
    ("announced", "said", "accepted"),
    [
        (True, "correct", True),
        (None, "none", True),
        (None, "correct", True),
        (True, "none", False),
        (True, "wrong", False),
        (None, "wrong", False),
        (True, "slash", False),
    ],
)
def test_issuer_of_the_redirection(arrange, go, announced, said, accepted):
    part, issuer = arrange(Settings(announces_issuer=announced, issuer=said))
    go(part, "auth/iss-supported", succeeds=accepted)
    assert len(issuer.authorizations) == 1
    assert len(issuer.token_forms) == (1 if accepted else 0)


def test_metadata_of_another_issuer_are_not_used(arrange, go):
    part, issuer = arrange(Settings(claimed_issuer="https://evil.example"))
    go(part, "auth/metadata-issuer-mismatch", succeeds=False)
    assert issuer.authorizations == [] and issuer.registrations == []


def test_another_authorization_server_gets_a_registration_of_its_own(arrange, perform, go):
    part, first = arrange()
    second = AuthorizationServer(Settings(), name="other")
    second.stage = perform.play(second)

    def migrate(method: str):
        if method == "tools/list":
            part.server = second

    part.passed = migrate
    go(part, "auth/authorization-server-migration")
    assert len(first.registrations) == len(second.registrations) == 1
    assert second.authorizations[0]["client_id"] == "other-client-1"
    # Nothing of the first one was ever shown to the second.
    assert not any("as-" in str(form) for form in second.token_forms + second.authorizations)


def test_client_credentials(arrange, go):
    part, issuer = arrange(Settings(methods=["client_secret_basic"], clients={"machine": "secret"}))
    go(part, "auth/client-credentials-basic", context={"client_id": "machine", "client_secret": "secret"})
    assert [form["grant_type"] for form in issuer.token_forms] == ["client_credentials"]
    assert issuer.authorizations == []
