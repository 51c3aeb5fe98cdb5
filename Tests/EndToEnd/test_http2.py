"""HTTP/2: many streams, and connections that break its rules."""

import json
import signal

import h2.errors
import h2.events
import pytest
from hyperframe.frame import (
    ContinuationFrame,
    DataFrame,
    HeadersFrame,
    PingFrame,
    PushPromiseFrame,
    RstStreamFrame,
    SettingsFrame,
    WindowUpdateFrame,
)

from support.http2 import HTTP2Peer
from support.product import run
from support.wire import TLSPeer


def alive(server):
    with HTTP2Peer(server) as peer:
        return peer.get("/health") == 200


def ends(peer) -> bool:
    """Whether the server closes the connection soon."""
    peer.pump(lambda event: False, timeout=4)
    return peer.is_closed


def test_many_streams_at_once_are_all_answered(server):
    with HTTP2Peer(server) as peer:
        body = json.dumps({"id": 1, "name": "sales_summary", "arguments": {"group_by": "product"}}).encode()
        streams = []
        for index in range(90):
            if index % 3:
                streams.append(peer.request("/health"))
            else:
                stream = peer.request("/mcp/tools/call", "POST", ("content-type", "application/json"), end=False)
                peer.connection.send_data(stream, body, end_stream=True)
                streams.append(stream)
        peer.flush()
        assert [peer.ended(stream) for stream in streams] == [200] * 90


def test_a_slow_stream_does_not_hold_the_others(server):
    with HTTP2Peer(server) as peer:
        waiting = peer.request("/mcp/tools/call", "POST", end=False)
        peer.flush()
        assert peer.get("/health") == 200
        peer.connection.send_data(waiting, b'{"id":1,"name":"server_status"}', end_stream=True)
        peer.flush()
        assert peer.ended(waiting) == 200


def test_the_limit_of_concurrent_streams_is_announced_and_kept(server):
    with HTTP2Peer(server) as peer:
        peer.pump(lambda event: isinstance(event, h2.events.SettingsAcknowledged))
        limit = peer.connection.remote_settings.max_concurrent_streams
        assert 1 <= limit <= 1000
        for _ in range(limit):
            peer.request("/mcp/tools/call", "POST", end=False)
        peer.flush()
        # One more than allowed, past the library's own check.
        block = peer.connection.encoder.encode(peer.headers("/health"))
        stream = 2 * limit + 1
        frame = HeadersFrame(stream, flags=["END_HEADERS", "END_STREAM"], data=block)
        peer.send_frame(frame)
        kinds = (h2.events.StreamReset, h2.events.ConnectionTerminated)
        peer.pump(lambda event: isinstance(event, kinds), timeout=2)
        assert peer.complaints or peer.is_closed or any(isinstance(event, kinds) for event in peer.events)
        assert peer.status(stream) is None
    assert alive(server)


def test_rapid_reset(server):
    """CVE-2023-44487: requests that are cancelled at once, as fast as they can be sent."""
    before = server.memory()
    for _ in range(3):
        with HTTP2Peer(server) as peer:
            try:
                for _ in range(5_000):
                    stream = peer.request("/mcp/tools/list")
                    peer.connection.reset_stream(stream, h2.errors.ErrorCodes.CANCEL)
                    peer.flush()
            except OSError:
                pass
            else:
                goodbye = peer.goodbye()
                assert peer.is_closed or goodbye is not None, "five thousand cancelled streams and no objection"
    assert alive(server)
    assert server.memory() - before < 64 << 20


def test_a_few_cancelled_requests_are_everyday_life(server):
    with HTTP2Peer(server) as peer:
        for _ in range(20):
            stream = peer.request("/mcp/tools/list")
            peer.connection.reset_stream(stream, h2.errors.ErrorCodes.CANCEL)
        peer.flush()
        assert peer.get("/health") == 200


@pytest.mark.parametrize("flood", ["ping", "settings", "empty data", "window update", "continuation"])
def test_floods(server, flood):
    before = server.memory()
    with HTTP2Peer(server) as peer:
        peer.flush()
        stream = peer.request("/mcp", "POST", end=False) if flood in ("empty data", "window update") else None
        peer.flush()
        if flood == "continuation":
            peer.peer.send(HeadersFrame(1, data=b"\x00\x01a\x01b").serialize())
        frame = {
            "ping": PingFrame(0, opaque_data=b"x" * 8),
            "settings": SettingsFrame(0, settings={1: 4096}),
            "empty data": DataFrame(stream or 1, data=b""),
            "window update": WindowUpdateFrame(stream or 1, window_increment=1),
            "continuation": ContinuationFrame(1, data=b"\x00\x01a\x01b" * 100),
        }[flood]
        burst = frame.serialize() * 500
        try:
            for _ in range(60):
                peer.peer.send(burst)
        except OSError:
            pass  # The server had enough.
    assert alive(server)
    assert server.memory() - before < 64 << 20


def test_a_header_list_that_is_too_large(server):
    with HTTP2Peer(server) as peer:
        extra = [(f"x-{index}", "a" * 1_000) for index in range(60)]
        stream = peer.request("/health", "GET", *extra)
        peer.flush()
        assert peer.ended(stream, timeout=3) in (431, None)
        assert peer.status(stream) == 431 or ends(peer)
    assert alive(server)


def test_a_header_list_that_grows_when_unpacked(server):
    """One indexed field of 4,000 bytes, repeated by reference (an HPACK bomb)."""
    with HTTP2Peer(server) as peer:
        extra = [("x-bomb", "a" * 3_900)] * 4_000
        stream = peer.connection.get_next_available_stream_id()
        try:
            peer.connection.send_headers(stream, peer.headers("/health") + extra, end_stream=True)
            peer.flush()
            assert peer.ended(stream, timeout=3) in (431, None)
        except OSError:
            pass
    assert alive(server)


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_that_is_too_large(server, declared):
    with HTTP2Peer(server) as peer:
        extra = [("content-length", str(9 << 20))] if declared else []
        stream = peer.request("/mcp", "POST", *extra, end=False)
        peer.flush()
        sent = 0
        while sent < 9 << 20 and peer.status(stream) is None:
            window = min(peer.connection.local_flow_control_window(stream), 16_384)
            if window == 0:
                peer.pump(lambda event: True)
                if peer.is_closed:
                    break
                continue
            peer.connection.send_data(stream, b"x" * window)
            sent += window
            peer.flush()
        if peer.status(stream) is None:
            peer.pump(lambda event: isinstance(event, h2.events.ResponseReceived))
        assert peer.status(stream) == 413
        assert peer.get("/health") == 200, "only the stream ends, not the connection"


def test_a_client_that_goes_on_after_413_is_stopped(server):
    """RFC 9113 section 8.1: a server that needs no more of a request resets the stream with NO_ERROR."""
    with HTTP2Peer(server) as peer:
        stream = peer.request("/mcp", "POST", ("content-length", str(9 << 20)), end=False)
        peer.flush()
        reset = peer.pump(lambda event: isinstance(event, h2.events.StreamReset), timeout=3)
        assert peer.status(stream) == 413
        assert reset is not None and reset.error_code in (h2.errors.ErrorCodes.NO_ERROR, h2.errors.ErrorCodes.CANCEL)


def test_a_target_that_is_too_long(server):
    with HTTP2Peer(server) as peer:
        assert peer.get("/" + "a" * 9_000) == 414
        assert peer.get("/health") == 200


@pytest.mark.parametrize(
    "headers",
    [
        [(":method", "GET"), (":path", "/health"), (":scheme", "https")],
        [(":method", "GET"), (":scheme", "https"), (":authority", "localhost")],
        [(":method", "GET"), (":path", ""), (":scheme", "https"), (":authority", "localhost")],
        [(":method", "GET"), (":path", "/health"), (":scheme", "https"), (":authority", "localhost"), ("Upper", "x")],
        [(":method", "GET"), (":path", "/health"), (":scheme", "https"), (":authority", "localhost"), ("te", "gzip")],
        [
            (":method", "GET"),
            (":path", "/health"),
            (":scheme", "https"),
            (":authority", "localhost"),
            ("connection", "close"),
        ],
        [
            (":method", "GET"),
            (":path", "/health"),
            (":scheme", "https"),
            (":authority", "localhost"),
            ("transfer-encoding", "chunked"),
        ],
        [(":method", "GET"), (":path", "/health"), (":scheme", "https"), (":authority", "localhost"), (":odd", "x")],
        [(":method", "GET"), ("x", "y"), (":path", "/health"), (":scheme", "https"), (":authority", "localhost")],
        [
            (":method", "GET"),
            (":path", "/health"),
            (":path", "/ready"),
            (":scheme", "https"),
            (":authority", "localhost"),
        ],
        [
            (":method", "GET"),
            (":path", "/health"),
            (":scheme", "https"),
            (":authority", "localhost"),
            ("x", "a\r\nb: c"),
        ],
        [(":method", "GET"), (":path", "/health"), (":scheme", "https"), (":authority", "localhost"), ("x", "a\x00b")],
    ],
    ids=[
        "no authority or host",
        "no path",
        "empty path",
        "upper case",
        "te",
        "connection",
        "transfer-encoding",
        "unknown pseudo",
        "pseudo after regular",
        "two paths",
        "line end in value",
        "null in value",
    ],
)
def test_a_malformed_request_is_a_stream_error_or_a_400(server, headers):
    """RFC 9113 section 8.1.1."""
    with HTTP2Peer(server, validate=False) as peer:
        stream = peer.connection.get_next_available_stream_id()
        block = peer.connection.encoder.encode(headers)
        peer.connection.send_headers(stream, peer.headers("/health"), end_stream=True)
        peer.connection.data_to_send()  # Thrown away: the library only has to know the stream.
        peer.send_frame(HeadersFrame(stream, flags=["END_HEADERS", "END_STREAM"], data=block))
        assert peer.ended(stream) in (400, None)
    assert alive(server)


def test_a_body_that_is_not_as_long_as_it_says(server):
    for length, body in (("5", b"too long for five"), ("50", b"short")):
        with HTTP2Peer(server) as peer:
            stream = peer.request(
                "/mcp", "POST", ("content-length", length), ("content-type", "application/json"), end=False
            )
            peer.flush()
            peer.send_frame(DataFrame(stream, data=body, flags=["END_STREAM"]))
            assert peer.ended(stream) in (400, None)
    assert alive(server)


@pytest.mark.parametrize(
    "frame",
    [
        DataFrame(3, data=b"x"),
        HeadersFrame(2, flags=["END_HEADERS"], data=b"\x82"),
        HeadersFrame(3, flags=["END_HEADERS"], data=b"\xff\xff\xff\xff\xff\xff\xff\xff"),
        PushPromiseFrame(1, promised_stream_id=2, flags=["END_HEADERS"], data=b"\x82"),
        RstStreamFrame(3, error_code=8),
        WindowUpdateFrame(0, window_increment=0x7FFFFFFF),
        ContinuationFrame(3, flags=["END_HEADERS"], data=b"\x82"),
        SettingsFrame(0, settings={4: 0x80000000 - 1, 5: 1}),
    ],
    ids=[
        "data on idle stream",
        "even stream",
        "bad hpack",
        "push promise",
        "reset idle stream",
        "window overflow",
        "continuation first",
        "bad frame size setting",
    ],
)
def test_broken_rules_end_the_connection_with_goaway(server, frame):
    with HTTP2Peer(server) as peer:
        assert peer.get("/health") == 200
        peer.send_frame(frame)
        goodbye = peer.goodbye(timeout=5)
        assert goodbye is not None and goodbye.error_code != h2.errors.ErrorCodes.NO_ERROR
        assert ends(peer), "GOAWAY for an error, and the connection stays open (RFC 9113 section 5.4.1)"
    assert alive(server)


def test_a_preface_that_is_none(server):
    with TLSPeer(server, alpn=("h2",), timeout=4) as peer:
        peer.send(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n" * 10)
        try:
            answer = peer.read_to_end()
        except TimeoutError:
            pytest.fail("the connection stays open")
        except OSError:
            answer = b""
        assert b"200 OK" not in answer
    assert alive(server)


def test_priority_and_unknown_frames_are_ignored(server):
    with HTTP2Peer(server) as peer:
        peer.flush()
        peer.peer.send(b"\x00\x00\x05\x02\x00\x00\x00\x00\x01" + b"\x00\x00\x00\x03\x10")  # PRIORITY
        peer.peer.send(b"\x00\x00\x04\xbe\x00\x00\x00\x00\x00" + b"wxyz")  # a type that nobody has defined
        assert peer.get("/health") == 200


@pytest.mark.needs("nghttp")
def test_nghttp(server):
    outcome = run(["nghttp", "-nv", "--no-verify-peer", f"{server.origin}/health", f"{server.origin}/mcp/tools/list"])
    assert outcome.status == 0, outcome.text
    assert outcome.out.count(":status: 200") == 2


@pytest.mark.needs("h2load")
@pytest.mark.parametrize("protocol", ["h2", "http/1.1"])
def test_h2load(server, protocol):
    outcome = run(
        [
            "h2load",
            f"--npn-list={protocol}",
            "-n2000",
            "-c20",
            "-m10" if protocol == "h2" else "-m1",
            "-t1",
            f"{server.origin}/health",
        ]
    )
    assert "2000 succeeded, 0 failed, 0 errored, 0 timeout" in outcome.out, outcome.text


def test_shutdown_says_goaway_and_finishes_streams(start):
    server = start()
    with HTTP2Peer(server) as peer:
        stream = peer.request("/mcp/tools/call", "POST", end=False)
        peer.flush()
        assert peer.get("/health") == 200, "so the half request has arrived as well"
        said = len(server.lines)
        server.signal(signal.SIGTERM)
        server.wait_for("stopping", after=said)
        assert peer.goodbye() is not None
        peer.connection.send_data(stream, b'{"id":1,"name":"server_status"}', end_stream=True)
        peer.flush()
        assert peer.ended(stream) == 200
        peer.pump(lambda event: False, timeout=5)
        assert peer.is_closed, "nothing is left to wait for"
    assert server.wait(15) == 0
