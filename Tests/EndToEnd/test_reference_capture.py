"""The reference capture says what its note says, a capture recorded now does too, and the keys are all that opens them."""

import os
import pathlib
import shutil
import struct
import subprocess
import sys

import pytest

CAPTURES = pathlib.Path(__file__).resolve().parents[2] / "captures"
NOTE = CAPTURES / "mcp-session.md"
REFERENCE = CAPTURES / "mcp-session.pcapng"

sys.path.insert(0, str(CAPTURES))
import claims  # noqa: E402

pytestmark = pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed (apt: tshark)")

NOT_ALLOWED_TO_CAPTURE = 3

# Business data and MCP, as the bytes would be on a wire without TLS.
CONFIDENTIAL = [b"POST /mcp", b"sales_summary", b"tools/call", b"jsonrpc", b"2025-08", b"GTQ", b"3976.50", b"documentos"]


SPANISH, ENGLISH = map(claims.parse, NOTE.read_text(encoding="utf-8").split("\n# An MCP session", 1))


@pytest.fixture(scope="module")
def reference():
    return claims.Capture(REFERENCE, claims.fields_of(SPANISH))


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    folder = tmp_path_factory.mktemp("capture")
    temporary = folder / "tmp"
    temporary.mkdir()
    path = folder / "live, with a comma.pcapng"
    environment = os.environ | {"TMPDIR": str(temporary), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [CAPTURES / "record", path], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120
    )
    if done.returncode == NOT_ALLOWED_TO_CAPTURE:
        pytest.skip("this account may not capture (CAP_NET_RAW)")
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(temporary.iterdir()) == [], "the key log and the certificates' keys have to be gone"
    return path


# --- The note and the reference capture -------------------------------------------------------------------------------


def name(claim):
    return " ".join(map(str, claim.subject))


@pytest.mark.parametrize("claim", SPANISH, ids=name)
def test_claim_holds(reference, claim):
    assert claim.holds(reference.observed(claim.subject)), claim.shown(reference.observed(claim.subject))


def test_both_languages_claim_the_same():
    assert [(claim.subject, claim.stated) for claim in ENGLISH] == [(claim.subject, claim.stated) for claim in SPANISH]


def test_note_accounts_for_every_frame(reference):
    told = [claim.subject[1] for claim in SPANISH if claim.subject[0] == "field" and claim.subject[2] == "tcp.srcport"]
    assert told == reference.numbers
    assert {"field", "filter", "http", "json"} == {claim.subject[0] for claim in SPANISH}


def test_a_wrong_value_is_found_and_mended(reference, tmp_path):
    note = tmp_path / "note.md"
    text = NOTE.read_text(encoding="utf-8")
    note.write_text(text.replace("| 4 | `tls.record.version` | `0x0301` |", "| 4 | `tls.record.version` | `0x0303` |"))
    assert note.read_text() != text
    assert claims.main(["check", str(note), str(REFERENCE)]) == 1
    assert claims.main(["update", str(note), str(REFERENCE)]) == 0
    assert note.read_text() == text


def test_a_session_that_took_another_course_is_not_written_over(tmp_path):
    note = tmp_path / "note.md"
    text = NOTE.read_text(encoding="utf-8").replace(
        "| `tls.handshake.type == 4` | `9` |", "| `tls.handshake.type == 4` | `10` |"
    )
    note.write_text(text)
    assert claims.main(["update", str(note), str(REFERENCE)]) == 1
    assert note.read_text() == text


def test_each_frame_comes_from_the_side_that_the_note_names(reference):
    ports = {frame: port for frame, (port,) in reference.column("tcp.srcport").items()}
    client = {frame for frame in range(1, 18) if ports[frame] == ports[1]}
    assert client == {1, 3, 4, 7, 8, 10, 12, 14, 16}
    assert ports[18] != ports[19]


def test_sequence_numbers_add_up(reference):
    """Section 1 and section 3 of the note: seq + len is the next seq, SYN and FIN count one; raw - relative is constant."""
    column = {field: reference.column(f"tcp.{field}") for field in ("srcport", "seq", "seq_raw", "len", "flags")}
    expected, offsets = {}, {}
    for frame in reference.numbers:
        port, seq, raw, length, flags = (int(column[field][frame][0], 0) for field in column)
        assert seq == expected.get(port, 0)
        assert offsets.setdefault(port, raw - seq) == raw - seq
        expected[port] = seq + length + (1 if flags & 0x03 else 0)
    assert len(offsets) == 2


def test_encrypted_records_add_up(reference):
    """Section 5: a message, its 4 octets of header, 1 of type and 16 of tag make an encrypted record."""
    records = [int(length) for length in reference.column("tls.record.length")[6]]
    messages = [int(length) for length in reference.column("tls.handshake.length")[6]]
    assert records[2:] == [length + 4 + 1 + 16 for length in messages[1:]]


def test_file_carries_four_secrets_of_this_session_and_nothing_of_the_machine(reference):
    blocks = pcapng_blocks(REFERENCE.read_bytes())
    (secrets,) = (body for kind, body in blocks if kind == 0x0000000A)
    kind, length = struct.unpack_from("<II", secrets)
    assert kind == 0x544C534B
    lines = [line.split() for line in secrets[8 : 8 + length].decode().splitlines()]
    (random,) = reference.column("tls.handshake.random")[4]
    assert {line[1] for line in lines} == {random}
    labels = {line[0] for line in lines}
    assert len(lines) == 4 and labels == {
        f"{side}_{use}" for side in ("CLIENT", "SERVER") for use in ("HANDSHAKE_TRAFFIC_SECRET", "TRAFFIC_SECRET_0")
    }
    assert all(NOTE.read_text().count(f"| {label} |") == 2 for label in labels)
    # Options 2 and 3 of the section header: hardware and operating system. In the interface, 2: its name.
    assert 2 not in options(blocks[0][1], 16) and 3 not in options(blocks[0][1], 16)
    assert reference.column("x509ce.dNSName") == {6: ("localhost",)}


# --- A capture recorded now -------------------------------------------------------------------------------------------


def test_recorded_session_is_the_one_the_note_tells(live):
    capture = claims.Capture(live)
    types = capture.column("tls.handshake.type")
    assert [kind for frame in sorted(types) for kind in types[frame]] == "1 2 8 11 15 20 20 4 4".split()
    assert set(capture.column("tls.handshake.extensions_alpn_str").values()) == {("http/1.1",)}
    assert set(capture.column("http.request.uri").values()) == {("/mcp",)}
    assert len(capture.frames('http.request.method == "POST" and json.path_with_value == "/method:tools/call"')) == 1
    assert len(capture.frames('json.path_with_value == "/result/structuredContent/revenue:3976.50"')) == 1
    assert len(capture.frames("tls.alert_message.desc == 0")) == 2
    assert len(capture.frames("tcp.flags.fin == 1")) == 2
    assert capture.column("tcp.completeness")[capture.numbers[-1]] == ("31",)


# --- Without the keys -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["reference", "live"])
def test_without_keys_nothing_decrypts_and_nothing_confidential_is_in_the_bytes(which, request, tmp_path):
    source = REFERENCE if which == "reference" else request.getfixturevalue("live")
    stripped = tmp_path / "no-keys.pcapng"
    # editcap 4.0 cannot tell the link type of a file that begins with the keys, as it writes them itself: hence -T.
    command = ["editcap", "-T", "ether", "--discard-all-secrets", source, stripped]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    capture = claims.Capture(stripped)
    assert capture.frames("http or json") == ()
    assert [kind for kinds in capture.column("tls.handshake.type").values() for kind in kinds] == ["1", "2"]
    assert capture.frames("x509ce.dNSName or tls.alert_message.desc == 0") == ()

    wire = stripped.read_bytes()
    assert not [text for text in CONFIDENTIAL if text in wire]
    # The search does find what goes in clear (SNI and ALPN), and what the keys uncover.
    assert b"localhost" in wire and b"http/1.1" in wire
    opened = "".join(f"{head}\r\n\r\n" + body.decode() for head, body in claims.Capture(source).messages.values())
    assert not [text for text in CONFIDENTIAL if text.decode() not in opened]


# --- The pcapng format ------------------------------------------------------------------------------------------------


def pcapng_blocks(data):
    """The blocks' types and bodies (draft-ietf-opsawg-pcapng section 3.1), little-endian as editcap writes here."""
    blocks, position = [], 0
    while position < len(data):
        kind, length = struct.unpack_from("<II", data, position)
        blocks.append((kind, data[position + 8 : position + length - 4]))
        position += length
    return blocks


def options(body, start):
    """The options' values by code (section 3.5)."""
    found = {}
    while start + 4 <= len(body):
        code, length = struct.unpack_from("<HH", body, start)
        if code == 0:
            break
        found[code] = body[start + 4 : start + 4 + length]
        start += 4 + (length + 3) // 4 * 4
    return found
