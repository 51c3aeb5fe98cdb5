"""From the figures of all rounds to ratios, bars and a table."""

import json
import os
import pathlib
import platform
import re
import statistics
import subprocess

# mode: what it is, and the least ratio of ours to nginx's capacity.
SPEEDS = {
    "keep-alive": ("keep-alive POST /mcp, server_status", 0.60),
    "full": ("full handshakes, one request each", 0.85),
    "resumed": ("resumed handshakes, one request each", 0.75),
    "http/2": ("HTTP/2 keep-alive, server_status", None),
}
MEMORY = "memory of an idle connection"


class Report:
    def __init__(self, options, versions, server_core, generator_core):
        self.options = options
        self.versions = versions
        self.cores = (server_core, generator_core)
        self.response_size = 0
        self.rounds = {}

    def add(self, mode, pair):
        """One round: what our server and nginx did, in this order."""
        self.rounds.setdefault(mode, []).append(pair)

    def ratios(self, mode, figure):
        """Ours to nginx's, round by round, so that what slowed a whole round down cancels out."""
        return [getattr(ours, figure) / getattr(nginx, figure) for ours, nginx in self.rounds[mode]]

    def ratio(self, mode, figure):
        return statistics.median(self.ratios(mode, figure))

    def median(self, mode, side, figure):
        return statistics.median(getattr(pair[side], figure) for pair in self.rounds[mode])

    @property
    def missed(self):
        return [
            mode
            for mode, (_, bar) in SPEEDS.items()
            if bar is not None and self.ratio(mode, "capacity") < bar
        ]

    @property
    def passed(self):
        return not self.missed

    # MARK: - Text

    def text(self):
        lines = ["SecureMCP beside nginx", ""]
        lines += [f"  {name:<10} {value}" for name, value in self.circumstances().items()]
        lines += ["", f"  {'':<38}{'requests per second of server CPU':^43}{'':8}{'requests per second':^25}"]
        columns = f"{'ours':>9}{'nginx':>9}{'ratio':>7}{'spread':>12}{'bar':>6}{'':8}{'ours':>9}{'nginx':>9}{'ratio':>7}"
        lines.append(f"  {'':<38}{columns}")
        lines += [self.speed_line(mode) for mode in SPEEDS if mode in self.rounds]
        lines += ["", f"  {'':<38}{'KiB a connection':^43}", self.memory_line(), ""]
        lines += self.notes()
        return "\n".join(lines)

    def speed_line(self, mode):
        title, bar = SPEEDS[mode]
        verdict = "" if bar is None else "missed" if mode in self.missed else "met"
        bar = "–" if bar is None else f"{bar:.2f}"
        return f"  {title:<38}{self.figures(mode, 'capacity')}{bar:>6} {verdict:<7}{self.figures(mode, 'rate', False)}"

    def figures(self, mode, figure, with_spread=True, digits=0):
        """The columns of our median, nginx's, their ratio and its spread."""
        ours, nginx = (self.median(mode, side, figure) for side in [0, 1])
        columns = f"{ours:>9,.{digits}f}{nginx:>9,.{digits}f}{self.ratio(mode, figure):>7.2f}"
        ratios = self.ratios(mode, figure)
        return columns + (f"{f'{min(ratios):.2f}–{max(ratios):.2f}':>12}" if with_spread else "")

    def memory_line(self):
        return f"  {MEMORY:<38}{self.figures('idle', 'connection', digits=1)}{'–':>6}"

    def notes(self):
        lines = [
            "  Only the ratios (ours / nginx) mean anything: the figures depend on the machine and on its other work.",
            "  Bars are for the median ratio of capacity; the requests per second may show the generator's limit.",
        ]
        foreign = statistics.median(
            figure.foreign for mode in SPEEDS for pair in self.rounds.get(mode, []) for figure in pair
        )
        if foreign > 0.1:
            lines.append(f"  Other programs used {foreign:.0%} of a processor meanwhile: a quiet machine says more.")
        if self.cores[0] == self.cores[1]:
            lines.append("  One processor served the generator too: rates are halved, capacities less exact.")
        if "http/2" not in self.rounds:
            lines.append("  HTTP/2 was not measured: there is no h2load (apt install nghttp2-client).")
        for mode in self.missed:
            title, bar = SPEEDS[mode]
            lines.append(f"  MISSED: {title}: {self.ratio(mode, 'capacity'):.2f}, the bar is {bar:.2f}")
        return lines

    def circumstances(self):
        options = self.options
        cores = f"server on {self.cores[0]}, generator on {self.cores[1]}"
        return {
            "machine": f"{os.cpu_count()} × {processor()}, Linux {platform.release()}; {cores}",
            "versions": ", ".join(self.versions),
            "TLS": "1.3, TLS_AES_128_GCM_SHA256, X25519, the same ECDSA P-256 certificate, tickets on",
            "load": f"{options.connections} connections (HTTP/2: 8 × 8 streams), {self.response_size} bytes a response, "
            f"{options.idle} idle connections",
            "rounds": f"{options.rounds} of {options.seconds:g} s, interleaved; medians; spread: least to largest ratio",
        }

    # MARK: - JSON

    def json(self):
        """Everything measured: for each mode the rounds, each with our figures and nginx's."""
        measurements = {}
        for mode, rounds in self.rounds.items():
            figures = ["capacity", "rate"] if mode in SPEEDS else ["connection", "process"]
            measurements[mode] = {
                "rounds": [{"ours": vars(ours), "nginx": vars(nginx)} for ours, nginx in rounds],
                "ratios": {figure: self.ratio(mode, figure) for figure in figures},
                "bar": SPEEDS[mode][1] if mode in SPEEDS else None,
            }
        content = {"circumstances": self.circumstances(), "passed": self.passed, "measurements": measurements}
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def processor():
    match = re.search(r"^model name\s*: *(.+)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return match[1] if match else platform.machine()


def versions(server, nginx, h2load):
    def said(*command):
        done = subprocess.run(command, capture_output=True, text=True)
        return done.stdout + done.stderr

    about = said(nginx, "-V")
    openssl = re.search(r"running with (OpenSSL [\w.]+)", about) or re.search(r"built with (OpenSSL [\w.]+)", about)
    found = [f"secure-mcp-server {said(server, '--version').strip()}"]
    found.append(re.search(r"nginx/[\d.]+", about)[0].replace("/", " "))
    if openssl:
        found.append(openssl[1])
    if h2load:
        found.append(said(h2load, "--version").strip().replace("/", " "))
    return found
