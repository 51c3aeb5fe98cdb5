"""An HTTP/2 client on the sans-I/O `h2` library, with the means to misbehave."""

import ssl
import time

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
import h2.settings
from hyperframe.frame import Frame, GoAwayFrame, PingFrame

from .wire import TLSPeer


class HTTP2Peer:
    """A connection whose frames are sent one by one. `events` keeps everything the server said."""

    def __init__(self, server, *, initial_window: int | None = None, validate: bool = True, **options):
        self.server = server
        self.peer = TLSPeer(server, alpn=("h2",), **options)
        assert self.peer.tls.selected_alpn_protocol() == "h2"
        self.connection = h2.connection.H2Connection(
            h2.config.H2Configuration(
                client_side=True,
                header_encoding="utf-8",
                validate_outbound_headers=validate,
                normalize_outbound_headers=validate,
            )
        )
        if initial_window is not None:
            self.connection.update_settings({h2.settings.SettingCodes.INITIAL_WINDOW_SIZE: initial_window})
        self.connection.initiate_connection()
        self.events: list = []
        self.bodies: dict[int, bytes] = {}
        self._unread = b""
        self.complaints: list[h2.exceptions.ProtocolError] = []
        self.is_closed = False
        self.flush()

    def headers(self, path: str, method: str = "GET", *extra: tuple[str, str]):
        return [
            (":method", method),
            (":path", path),
            (":scheme", "https"),
            (":authority", self.server.authority),
            *extra,
        ]

    def request(self, path: str, method: str = "GET", *extra: tuple[str, str], end: bool = True) -> int:
        stream = self.connection.get_next_available_stream_id()
        self.connection.send_headers(stream, self.headers(path, method, *extra), end_stream=end)
        return stream

    def flush(self):
        if data := self.connection.data_to_send():
            self.peer.send(data)

    def send_frame(self, frame: Frame):
        """A frame as it is, past the library's own rules."""
        self.flush()
        self.peer.send(frame.serialize())

    def pump(self, until, *, timeout: float = 20):
        """Reads until `until(event)` is true and gives that event; None when the connection or the time ends first."""
        deadline = time.monotonic() + timeout
        while not self.is_closed:
            self.peer.socket.settimeout(max(deadline - time.monotonic(), 0.01))
            try:
                data = self.peer.read()
            except TimeoutError:
                return None
            except (ssl.SSLError, ConnectionError):
                data = b""
            if not data:
                self.is_closed = True
                return None
            found = None
            for event in self._understood(data):
                self.events.append(event)
                if isinstance(event, h2.events.DataReceived):
                    self.bodies[event.stream_id] = self.bodies.get(event.stream_id, b"") + event.data
                    if event.flow_controlled_length:
                        self.connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                if found is None and until(event):
                    found = event
            try:
                self.flush()
            except (OSError, ssl.SSLError):
                self.is_closed = True
            if found is not None:
                return found
        return None

    def _understood(self, data: bytes) -> list:
        """Frame by frame, so that one that the library does not take hides no other."""
        self._unread += data
        events = []
        while len(self._unread) >= 9 and len(self._unread) >= 9 + int.from_bytes(self._unread[:3], "big"):
            length = 9 + int.from_bytes(self._unread[:3], "big")
            frame, self._unread = self._unread[:length], self._unread[length:]
            if frame[3] == GoAwayFrame.type and frame[13:17] == b"\x00" * 4:
                # A shutdown in good order: what is open goes on, which the library would not let it.
                events.append(_goodbye(frame))
                continue
            try:
                events += self.connection.receive_data(frame)
            except h2.exceptions.ProtocolError as problem:
                # After GOAWAY, and about streams that were opened behind its back, it takes nothing.
                self.complaints.append(problem)
                if frame[3] == PingFrame.type and not frame[4] & 1:
                    # Servers wait for this answer before they close.
                    self.peer.send(PingFrame(0, opaque_data=frame[9:], flags=["ACK"]).serialize())
        return events

    def ended(self, stream: int, **options):
        """Waits for the end of a stream and gives its status, None if it was reset or cut off."""
        kinds = (h2.events.StreamEnded, h2.events.StreamReset)
        done = next((event for event in self.events if isinstance(event, kinds) and event.stream_id == stream), None)
        done = done or self.pump(lambda event: isinstance(event, kinds) and event.stream_id == stream, **options)
        if not isinstance(done, h2.events.StreamEnded):
            return None
        return self.status(stream)

    def status(self, stream: int) -> int | None:
        for event in self.events:
            if isinstance(event, h2.events.ResponseReceived) and event.stream_id == stream:
                return int(dict(event.headers)[":status"])
        return None

    def goodbye(self, **options) -> h2.events.ConnectionTerminated | None:
        """Waits for GOAWAY."""
        kind = h2.events.ConnectionTerminated
        return next((event for event in self.events if isinstance(event, kind)), None) or self.pump(
            lambda event: isinstance(event, kind), **options
        )

    def get(self, path: str) -> int | None:
        stream = self.request(path)
        self.flush()
        return self.ended(stream)

    def close(self):
        self.peer.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _goodbye(frame: bytes) -> h2.events.ConnectionTerminated:
    event = h2.events.ConnectionTerminated()
    event.error_code = h2.errors.ErrorCodes.NO_ERROR
    event.last_stream_id = int.from_bytes(frame[9:13], "big")
    return event
