"""Peers that take their time: every wait has an end.

The waiting itself began with the session (`support/waits.py`); here it is looked at.
"""

import pytest

from support.waits import HANDSHAKE, IDLE, REQUEST

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]


def about(seconds):
    """Not before the limit, and not long after it; two cores are busy with the other tests."""
    return pytest.approx(seconds + 2, abs=6)


@pytest.mark.parametrize("wait", ["silence_before_the_handshake", "one_byte_a_second_of_the_handshake"])
def test_a_handshake_that_does_not_come_is_given_up(waits, wait):
    seconds, _ = waits.result(wait)
    assert seconds == about(HANDSHAKE)


@pytest.mark.parametrize("wait", ["one_byte_a_second_of_a_request", "one_byte_a_second_of_a_body"])
def test_a_request_that_does_not_come_is_answered_408(waits, wait):
    answered, status, ended = waits.result(wait)
    assert status == 408
    assert answered == about(REQUEST)
    assert ended - answered < 4


def test_a_later_request_that_stops_in_the_middle(waits):
    seconds, data = waits.result("half_a_second_request")
    assert seconds < 2 * REQUEST + 6, "a request that has begun has its own limit, not that of an idle connection"
    assert data.startswith(b"HTTP/1.1 408 ")


def test_a_connection_without_any_request_is_closed(waits):
    seconds, data = waits.result("silence_after_the_handshake")
    assert seconds == about(REQUEST)
    assert data == b"" or data.startswith(b"HTTP/1.1 408 ")


def test_an_idle_connection_is_closed_without_a_word(waits):
    seconds, data = waits.result("idle_after_a_request")
    assert data == b""
    assert seconds == about(IDLE)


def test_a_slow_http_2_stream_is_answered_408(waits):
    answered, status, _, _ = waits.result("http_2_body_that_does_not_come")
    assert status == 408
    assert answered == about(REQUEST)


def test_a_stream_that_was_answered_408_does_not_keep_its_connection_for_ever(waits):
    _, _, seconds, ended = waits.result("http_2_body_that_does_not_come")
    assert ended, f"the connection is still open {seconds:.0f} s after the 408"


def test_an_idle_http_2_connection_gets_goaway(waits):
    seconds, said_goodbye, ended = waits.result("http_2_idle")
    assert said_goodbye and ended, (seconds, said_goodbye, ended)
    assert seconds < IDLE + 12


def test_http_2_without_preface_is_closed(waits):
    assert waits.result("http_2_without_preface") < IDLE + 6


def test_http_2_headers_that_never_end(waits):
    seconds, ended = waits.result("http_2_headers_without_end")
    assert ended, f"still open after {seconds:.0f} s"


def test_a_reader_that_stopped_is_let_go(waits):
    seconds, ended = waits.result("a_reader_that_stopped")
    assert ended, f"answers nobody reads are still held after {seconds:.0f} s"
