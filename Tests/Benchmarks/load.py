"""What is sent, and what sends it: `tls-load` for HTTP/1.1, `h2load` for HTTP/2."""

import dataclasses
import json
import os
import pathlib
import re
import subprocess

import servers

BODY = json.dumps(
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {
            "name": "server_status",
            "arguments": {},
            "_meta": {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientCapabilities": {},
            },
        },
    },
    separators=(",", ":"),
).encode()

HEADERS = {
    "content-type": "application/json",
    "accept": "application/json, text/event-stream",
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": "tools/call",
    "mcp-name": "server_status",
}


def request(port):
    """The bytes of a request by HTTP/1.1, with a Host field as clients send it."""
    head = [f"POST /mcp HTTP/1.1\r\nhost: localhost:{port}\r\n"]
    head += [f"{name}: {value}\r\n" for name, value in HEADERS.items()]
    head.append(f"content-length: {len(BODY)}\r\n\r\n")
    return "".join(head).encode() + BODY


class InvalidRun(Exception):
    """A run whose figures mean nothing, because something else was measured."""


@dataclasses.dataclass
class Speed:
    rate: float  # requests per second
    capacity: float  # requests per second of the server's processor time
    utilisation: float  # of the server's core, 0 to 1
    foreign: float  # processors that neither the server nor the generator kept busy


@dataclasses.dataclass
class Memory:
    connection: float  # KiB a connection
    process: float  # KiB of the server with a few connections


def check_result(response):
    """Makes sure that the tool ran; returns the size of its response, head and body."""
    head, body = response
    try:
        status = json.loads(body)["result"]["structuredContent"]["status"]
    except (ValueError, LookupError, TypeError):
        status = None
    if not head.startswith(b"HTTP/1.1 200 ") or status != "ok":
        raise InvalidRun(f"server_status did not run: {(head + body)[:1_000].decode(errors='replace')}")
    return len(head) + len(body)


class TLSLoad:
    def __init__(self, compiler, folder, core):
        self.core = core
        self.program = folder / "tls-load"
        self.request = folder / "request"
        source = pathlib.Path(__file__).with_name("tls-load.c")
        command = [compiler, "-O2", "-o", self.program, source, "-lssl", "-lcrypto"]
        compiled = subprocess.run(command, capture_output=True, text=True)
        if compiled.returncode != 0:
            raise servers.CannotRun(f"tls-load.c does not compile (apt install libssl-dev?):\n{compiled.stderr}")

    def speed(self, server, mode, options):
        figures = self.run(
            server,
            *("--mode", mode, "--connections", options.connections),
            *("--seconds", options.seconds, "--warm-up", options.seconds / 6),
        )
        server_cpu = figures["server_cpu"]
        others = figures["machine_cpu"] - server_cpu - figures["generator_cpu"]
        if figures["requests"] == 0 or server_cpu == 0:
            raise InvalidRun(f"{server.name}, {mode}: nothing was served")
        return Speed(
            rate=figures["requests"] / figures["seconds"],
            capacity=figures["requests"] / server_cpu,
            utilisation=server_cpu / figures["seconds"],
            foreign=max(0, others) / figures["seconds"],
        )

    def memory(self, server, connections):
        figures = self.run(server, "--mode", "idle", "--connections", connections)
        return Memory(
            connection=(figures["kib_after"] - figures["kib_before"]) / connections,
            process=figures["kib_before"],
        )

    def run(self, server, *arguments):
        self.request.write_bytes(request(server.port))
        pids = ",".join(map(str, server.pids()))
        command = ["taskset", "-c", self.core, self.program, "--port", server.port, "--pids", pids]
        command += ["--request", self.request, "--expect", server.size, *arguments]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
        try:
            figures = json.loads(done.stdout)
        except ValueError:
            raise InvalidRun(f"{server.name}: tls-load ended with {done.returncode} {done.stderr.strip()}") from None
        if figures["errors"] != 0 or done.returncode != 0:
            raise InvalidRun(f"{server.name}, {figures['mode']}: {figures['errors']} errors, {figures['first_error']}")
        return figures


class H2Load:
    """Some connections with several streams each, as HTTP/2 is used."""

    connections = 8
    streams = 8

    def __init__(self, program, folder, core):
        self.program = program
        self.core = core
        self.body = folder / "body"
        self.body.write_bytes(BODY)

    def speed(self, server, options):
        command = ["taskset", "-c", self.core, self.program, "-t", 1, "-c", self.connections, "-m", self.streams]
        command += ["-D", f"{round(options.seconds * 1_000)}ms", "--tls13-ciphers", "TLS_AES_128_GCM_SHA256"]
        command += ["--groups", "X25519", "--npn-list", "h2", "-d", self.body]
        for name, value in HEADERS.items():
            command += ["-H", f"{name}: {value}"]
        command.append(f"https://localhost:{server.port}/mcp")
        pids = server.pids()
        before, machine, own = processor_time(pids), machine_time(), os.times()
        text = subprocess.run([str(word) for word in command], capture_output=True, text=True).stdout
        spent, machine, after = processor_time(pids) - before, machine_time() - machine, os.times()
        generator = sum(after[2:4]) - sum(own[2:4])
        finished = re.search(r"finished in ([\d.]+)(s|ms), ([\d.]+) req/s", text)
        counted = re.search(r"(\d+) succeeded, 0 failed, 0 errored, 0 timeout", text)
        statuses = re.search(r"status codes: (\d+) 2xx, 0 3xx, 0 4xx, 0 5xx", text)
        if not (finished and counted and statuses) or int(counted[1]) == 0 or spent == 0:
            raise InvalidRun(f"{server.name}, http/2: {text.strip() or 'h2load said nothing'}")
        return Speed(
            rate=float(finished[3]),
            capacity=int(counted[1]) / spent,
            utilisation=spent / options.seconds,
            foreign=max(0, machine - spent - generator) / options.seconds,
        )


TICKS = os.sysconf("SC_CLK_TCK")


def processor_time(pids):
    """Seconds of user and system time of some processes (proc(5), stat, fields 14 and 15)."""
    fields = (pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
    return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS


def machine_time():
    """Seconds that all processors together were busy."""
    user, nice, system, _, _, interrupts, soft = pathlib.Path("/proc/stat").read_text().split()[1:8]
    return sum(map(int, [user, nice, system, interrupts, soft])) / TICKS
