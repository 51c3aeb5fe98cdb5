"""A live capture on loopback, as `tshark` reads it, with the keys that the server logged."""

import json
import signal
import stat
import subprocess
import time

import pytest

from support.product import client_binary, environment, run, run_server_command

pytestmark = [pytest.mark.needs("dumpcap"), pytest.mark.needs("tshark"), pytest.mark.needs("editcap")]


class Capture:
    """Everything on one loopback port, from now on."""

    def __init__(self, port, path):
        self.path = path
        self.process = subprocess.Popen(
            ["dumpcap", "-q", "-i", "lo", "-f", f"tcp port {port}", "-w", str(path)],
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        said = []
        for line in self.process.stderr:
            said.append(line)
            if line.startswith("File:"):
                return
        pytest.skip("capturing on loopback is not permitted here: " + "".join(said).strip())

    def stop(self, *, connections=1):
        """Ends the capture once it has seen so many connections end."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            seen = run(
                [
                    "tshark",
                    "-r",
                    self.path,
                    "-Y",
                    "tcp.flags.fin==1||tcp.flags.reset==1",
                    "-T",
                    "fields",
                    "-e",
                    "tcp.stream",
                ]
            )
            if len(set(seen.out.split())) >= connections:
                break
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)


def fields(path, filter, *names):
    command = ["tshark", "-r", path, "-Y", filter, "-T", "fields"]
    for name in names:
        command += ["-e", name]
    outcome = run(command)
    assert outcome.status == 0, outcome.err
    return [line.split("\t") for line in outcome.out.splitlines()]


@pytest.fixture
def decrypted(start, tmp_path):
    """A server, and a function that runs a client and gives its capture with the secrets inside."""
    keys = tmp_path / "keys.log"
    server = start("--lab", "--keylog", keys)

    def record(command, *, connections=1):
        capture = Capture(server.port, tmp_path / "raw.pcapng")
        outcome = run(command)
        assert outcome.status == 0, outcome.text
        capture.stop(connections=connections)
        merged = tmp_path / "decrypted.pcapng"
        done = run(["editcap", "--inject-secrets", f"tls,{keys}", capture.path, merged])
        assert done.status == 0, done.text
        return merged

    return server, record, keys


def test_tshark_names_the_handshake(decrypted):
    server, record, _ = decrypted
    path = record(["curl", "-sSf", "--http1.1", "--cacert", server.ca, f"{server.origin}/health"])
    types = [kind for row in fields(path, "tls.handshake.type", "tls.handshake.type") for kind in row[0].split(",")]
    assert types == ["1", "2", "8", "11", "15", "20", "20", "4", "4"]
    [hello] = fields(
        path,
        "tls.handshake.type==2",
        "tls.handshake.extensions.supported_version",
        "tls.handshake.ciphersuite",
        "tls.handshake.extensions_key_share_group",
    )
    assert hello == ["0x0304", "0x1302", "29"]
    assert fields(path, "tls.handshake.type==8", "tls.handshake.extensions_alpn_str") == [["http/1.1"]]
    assert fields(path, "http.request", "http.request.method", "http.request.uri") == [["GET", "/health"]]
    assert fields(path, "http.response", "http.response.code") == [["200"]]
    assert {row[0] for row in fields(path, "tls.alert_message", "tls.alert_message.desc")} == {"0"}, "close_notify"


def test_tshark_reads_a_tool_call_over_http_2(decrypted):
    server, record, _ = decrypted
    body = json.dumps(
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-11-25",
                "capabilities": {},
                "clientInfo": {"name": "curl", "version": "1"},
            },
        }
    )
    path = record(
        [
            "curl",
            "-sSf",
            "--http2",
            "--cacert",
            server.ca,
            "-H",
            "Content-Type: application/json",
            "-d",
            body,
            server.url,
        ]
    )
    assert ["POST"] in fields(path, "http2.headers.method", "http2.headers.method")
    assert ["200"] in fields(path, "http2.headers.status", "http2.headers.status")
    assert fields(path, 'json.path_with_value == "/method:initialize"', "frame.number")


def test_without_the_keys_nothing_is_readable(server, tmp_path):
    capture = Capture(server.port, tmp_path / "raw.pcapng")
    assert run(["curl", "-sSf", "--http1.1", "--cacert", server.ca, f"{server.origin}/health"]).status == 0
    capture.stop()
    assert fields(capture.path, "http", "frame.number") == []
    types = [
        kind for row in fields(capture.path, "tls.handshake.type", "tls.handshake.type") for kind in row[0].split(",")
    ]
    assert types == ["1", "2"], "in TLS 1.3 all but the two hellos is encrypted"
    assert b"/health" not in capture.path.read_bytes()


def test_our_own_client_resumes_and_tshark_sees_it(decrypted):
    server, record, _ = decrypted
    path = record(
        [client_binary(), "tls", f"localhost:{server.port}", "--ca", server.ca, "--lang", "en"], connections=2
    )
    hellos = fields(path, "tls.handshake.type==2", "tcp.stream", "tls.handshake.extensions.psk.identity.selected")
    assert [row[1:] for row in hellos] == [[""], ["0"]] or [row[1:] for row in hellos] == [[], ["0"]]


def test_the_key_log_has_no_other_reader(decrypted):
    server, _, keys = decrypted
    assert run(["curl", "-sSf", "--cacert", server.ca, f"{server.origin}/health"]).status == 0
    labels = {line.split()[0] for line in keys.read_text().splitlines() if line and not line.startswith("#")}
    assert {
        "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
        "SERVER_HANDSHAKE_TRAFFIC_SECRET",
        "CLIENT_TRAFFIC_SECRET_0",
        "SERVER_TRAFFIC_SECRET_0",
    } <= labels
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


def test_keylog_wants_the_laboratory(tmp_path):
    outcome = run_server_command(
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--keylog",
        tmp_path / "keys.log",
        "--lang",
        "en",
        "--data",
        tmp_path / "data",
        "--certs",
        tmp_path / "certs",
    )
    assert outcome.status == 1
    assert "--lab" in outcome.err
    assert not (tmp_path / "keys.log").exists()


def test_the_environment_alone_logs_no_keys(start, tmp_path):
    server = start("--lab", SSLKEYLOGFILE=str(tmp_path / "keys.log"))
    assert run(["curl", "-sSf", "--cacert", server.ca, f"{server.origin}/health"]).status == 0
    assert not (tmp_path / "keys.log").exists()
