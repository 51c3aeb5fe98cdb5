"""One fixture server for all tests, and peers of either era over http and https."""

import json

import pytest

from suite.peer import MODERN, LegacyPeer, ModernPeer
from suite.programs import Server, run_client
from suite.stage import Authority, Stage


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    assert server.is_running, "\n".join(server.lines)
    assert server.stop() == 0


@pytest.fixture(params=["http", "https"])
def scheme(request):
    return request.param


@pytest.fixture
def connect(server, scheme):
    """Makes peers: `connect(ModernPeer, {"sampling": {}})`."""
    peers = []

    def begin(kind, capabilities: dict | None = None):
        peers.append(kind(server.origins[scheme], server.authority, capabilities))
        return peers[-1]

    yield begin
    for peer in peers:
        peer.close()


@pytest.fixture
def legacy(connect):
    return connect(LegacyPeer)


@pytest.fixture
def modern(connect):
    return connect(ModernPeer)


@pytest.fixture(params=[LegacyPeer, ModernPeer], ids=["legacy", "modern"])
def peer(request, connect):
    """A peer of each era."""
    return connect(request.param)


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """Signs the certificate of the servers that the client is sent to."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def perform(scheme, authority):
    """Puts a server up and sends the client there: `perform("tools_call", part)` gives status and words."""
    stages = []

    def play(handler) -> Stage:
        stages.append(Stage(handler, authority if scheme == "https" else None))
        return stages[-1]

    def begin(scenario: str, handler, revision: str | None = None, context: dict | None = None, path: str = "/mcp"):
        stage = handler if isinstance(handler, Stage) else play(handler)
        return run_client(
            stage.origin + path,
            scenario,
            revision or getattr(handler, "revision", MODERN),
            json.dumps(context) if context is not None else None,
            authority.file,
        )

    begin.play = play
    yield begin
    for stage in stages:
        stage.close()
