"""`serve --stdio`: the protocol on standard input and output, and nothing else there."""

import asyncio
import json
import os
import signal
import subprocess
import time

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

from support.messages import modern_meta
from support.product import environment, server_binary


def command(folder, *options):
    return [server_binary(), "serve", "--stdio", "--data", str(folder / "data"), "--lang", "en", *options]


def begin(folder, *options):
    return subprocess.Popen(
        command(folder, *options),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=folder,
    )


def request(id, method, **params) -> bytes:
    message = {"jsonrpc": "2.0", "id": id, "method": method, "params": {**params, "_meta": modern_meta()}}
    return json.dumps(message).encode() + b"\n"


def conversation(folder, lines: bytes):
    """What is said to input that ends."""
    process = begin(folder)
    out, err = process.communicate(lines, timeout=30)
    return [json.loads(line) for line in out.splitlines()], err.decode(), process.returncode


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_python_sdk(tmp_path, mode):
    async def check():
        program, *arguments = command(tmp_path)
        parameters = StdioServerParameters(command=str(program), args=arguments, env=environment(), cwd=str(tmp_path))
        async with Client(stdio_client(parameters), mode=mode) as client:
            assert client.server_info.name == "secure-mcp-server"
            assert "server_status" in {tool.name for tool in (await client.list_tools()).tools}
            assert not (await client.call_tool("server_status", {})).is_error

    asyncio.run(asyncio.wait_for(check(), 30))


def test_the_end_of_the_input_ends_it_after_the_answers(tmp_path):
    calls = b"".join(request(n, "tools/call", name="sales_summary", arguments={}) for n in range(1, 21))
    answers, err, status = conversation(tmp_path, calls)
    assert sorted(answer["id"] for answer in answers) == list(range(1, 21))
    assert status == 0
    assert "listening" not in err and "standard input has ended" in err


def test_input_from_a_file(tmp_path):
    (tmp_path / "input").write_bytes(request(1, "tools/list").rstrip(b"\n"))
    with open(tmp_path / "input") as source:
        done = subprocess.run(
            command(tmp_path), stdin=source, capture_output=True, env=environment(), cwd=tmp_path, timeout=30
        )
    assert done.returncode == 0
    assert json.loads(done.stdout)["result"]["tools"]


def test_nonsense_and_long_lines_end_nothing(tmp_path):
    lines = b"nonsense\n\n{}\n" + b"x" * (9 << 20) + b"\n\xff\xfe\n" + request(5, "tools/list")
    answers, _, status = conversation(tmp_path, lines)
    assert status == 0
    assert [answer["error"]["code"] for answer in answers[:-1]] == [-32700, -32600, -32600, -32700]
    assert answers[-1]["id"] == 5 and "result" in answers[-1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it(tmp_path, number):
    process = begin(tmp_path)
    process.stdin.write(request(1, "tools/list"))
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["id"] == 1
    process.send_signal(number)
    assert process.wait(15) == 0
    assert process.stdout.read() == b""


def test_a_client_that_is_gone_ends_it(tmp_path):
    process = begin(tmp_path)
    process.stdin.write(request(1, "tools/list"))
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(request(2, "tools/list"))
    process.stdin.flush()
    assert process.wait(15) == 0


def test_a_client_that_does_not_read_is_given_up(tmp_path):
    process = begin(tmp_path, "--drain", "1")
    os.set_blocking(process.stdin.fileno(), False)
    sent = 0
    quiet = time.monotonic()
    while time.monotonic() < quiet + 1:
        try:
            sent += os.write(process.stdin.fileno(), request(sent, "tools/list"))
            quiet = time.monotonic()
        except BlockingIOError:
            time.sleep(0.05)
        assert sent < 64 << 20, "the server reads on although nobody takes its answers"
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0


def test_beside_a_listener(tmp_path):
    process = begin(tmp_path, "--listen", "127.0.0.1:0", "--certs", str(tmp_path / "certs"))
    while b"listening https://" not in process.stderr.readline():
        assert process.poll() is None
    out, _ = process.communicate(request(1, "tools/list"), timeout=30)
    assert json.loads(out)["id"] == 1
    assert process.returncode == 0
