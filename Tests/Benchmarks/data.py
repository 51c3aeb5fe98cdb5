"""Imports the real sales and asks five questions, beside DuckDB and SQLite in the same rounds."""

import contextlib
import gzip
import json
import os
import pathlib
import shutil
import statistics
import tempfile
import time

import engines
import servers

# The most of DuckDB's time that ours may take.
IMPORT_BAR = 1.0
QUESTIONS_BAR = 0.5

# With ten times the lines: the most memory of the import, in MiB (what it keeps has fixed sizes, of which a small file
# fills only a part), and the most time for the five questions, of what the tenth takes.
LARGE_COPIES = 10
MEMORY_BAR = 256
LARGE_QUESTIONS_BAR = 4.0

EXPECTED_LINES = 541_909


def real_file(root):
    """The real sales, which are kept beside the project and not in it."""
    named = os.environ.get("SECURE_MCP_SHARED")
    for folder in [pathlib.Path(named)] if named else [parent / "shared" for parent in root.parents]:
        file = folder / "data/sales/online_retail.csv.gz"
        if file.exists():
            return file
    raise servers.CannotRun("there is no ../shared/data/sales/online_retail.csv.gz; SECURE_MCP_SHARED names its folder")


class Benchmark:
    def __init__(self, options, root, binary, folder, core):
        self.options = options
        self.binary = binary
        self.folder = folder
        self.core = core
        self.versions = [f"DuckDB {engines.with_duckdb(root)}"]
        program = shutil.which("sqlite3")
        if not program:
            raise servers.CannotRun("there is no sqlite3: apt install sqlite3")
        self.program = program
        self.certificates = servers.make_certificates(binary, folder)
        self.file = real_file(root)

    def run(self, progress):
        self.imports = {}
        self.answers = {}
        self.disagreements = []
        for number in range(self.options.rounds):
            progress(f"data, round {number + 1} of {self.options.rounds}")
            with tempfile.TemporaryDirectory(dir=self.folder) as place:
                self.round(pathlib.Path(place), number)
        self.large = self.measure_large(progress) if self.options.large else None
        progress("")
        return self

    def round(self, place, number):
        ours = engines.Ours(self.binary, self.certificates, place, self.core)
        all_engines = [ours, engines.DuckDB(place), engines.SQLite(self.program, place)]
        order = all_engines[number % 3 :] + all_engines[: number % 3]
        for engine in order:
            # Nobody is to wait for what another one left to be written.
            os.sync()
            seconds, lines = engine.load(self.file)
            self.imports.setdefault(engine.name, []).append(seconds)
            if lines != EXPECTED_LINES:
                self.disagreements.append(f"{engine.name} imported {lines} lines")
        self.peak = ours.peak
        with contextlib.ExitStack() as stack:
            for engine in order:
                stack.enter_context(engine)
            for question in engines.QUESTIONS:
                found = {engine.name: ask(engine, question) for engine in order}
                for name, (seconds, _) in found.items():
                    self.answers.setdefault((name, question), []).append(seconds)
                _, ours_says = found["ours"]
                for name in ["DuckDB", "SQLite"]:
                    _, says = found[name]
                    if says != ours_says:
                        self.disagreements.append(f"{question}: ours {ours_says[:3]}, {name} {says[:3]}")

    # MARK: - Ten times as much

    def measure_large(self, progress):
        """The same lines ten times, each time with other documents and a later year."""
        progress("making five million lines")
        large = self.folder / "large.csv.gz"
        multiply(self.file, large, LARGE_COPIES)
        found = {}
        for name, file in [("usual", self.file), ("large", large)]:
            progress(f"{name} file")
            place = self.folder / name
            place.mkdir()
            ours = engines.Ours(self.binary, self.certificates, place, self.core)
            seconds, lines = ours.load(file)
            with ours:
                questions = sum(ask(ours, question)[0] for question in engines.QUESTIONS)
            found[name] = {"seconds": seconds, "lines": lines, "peak": ours.peak, "questions": questions}
        if found["large"]["lines"] != EXPECTED_LINES * LARGE_COPIES:
            self.disagreements.append(f"{found['large']['lines']} lines of the large file were stored")
        found["memory"] = found["large"]["peak"] / 2**20
        found["questions_ratio"] = found["large"]["questions"] / found["usual"]["questions"]
        return found

    # MARK: - Figures

    def import_ratio(self, other):
        pairs = zip(self.imports["ours"], self.imports[other])
        return statistics.median(ours / theirs for ours, theirs in pairs)

    def question_ratio(self, other, questions=tuple(engines.QUESTIONS)):
        sums = [
            [sum(values) for values in zip(*(self.answers[name, question] for question in questions))]
            for name in ["ours", other]
        ]
        return statistics.median(ours / theirs for ours, theirs in zip(*sums))

    @property
    def missed(self):
        missed = list(self.disagreements)
        if self.import_ratio("DuckDB") > IMPORT_BAR:
            missed.append(f"import: {self.import_ratio('DuckDB'):.2f} of DuckDB's time, the bar is {IMPORT_BAR:.2f}")
        if self.question_ratio("DuckDB") >= QUESTIONS_BAR:
            ratio = self.question_ratio("DuckDB")
            missed.append(f"five questions: {ratio:.2f} of DuckDB's time, the bar is {QUESTIONS_BAR:.2f}")
        if self.large and self.large["memory"] > MEMORY_BAR:
            missed.append(f"memory of ten times the lines: {self.large['memory']:.0f} MiB, the bar is {MEMORY_BAR}")
        if self.large and self.large["questions_ratio"] > LARGE_QUESTIONS_BAR:
            ratio = self.large["questions_ratio"]
            missed.append(f"questions on ten times the lines: {ratio:.2f}, the bar is {LARGE_QUESTIONS_BAR:.2f}")
        return missed

    @property
    def passed(self):
        return not self.missed

    def text(self):
        columns = f"{'ours':>10}{'DuckDB':>10}{'SQLite':>10}{'/ DuckDB':>10}{'bar':>7}{'/ SQLite':>10}"
        lines = [f"The real sales, {EXPECTED_LINES:,} lines, beside {', '.join(self.versions)} and sqlite3", ""]
        lines.append(f"  {'milliseconds, medians of ' + str(self.options.rounds) + ' rounds':<38}{columns}")
        lines.append(self.line("import", self.imports, self.import_ratio, f"≤ {IMPORT_BAR:.1f}"))
        for question in engines.QUESTIONS:
            times = {name: self.answers[name, question] for name in self.imports}
            lines.append(self.line(question, times, lambda other: self.question_ratio(other, [question]), "–"))
        sums = {
            name: [sum(values) for values in zip(*(self.answers[name, question] for question in engines.QUESTIONS))]
            for name in self.imports
        }
        lines.append(self.line("the five questions", sums, self.question_ratio, f"< {QUESTIONS_BAR:.1f}"))
        lines += [
            "",
            f"  Our import is a process from start to end, with all checks, sums and SHA-256; its memory was at most "
            f"{self.peak / 2**20:.0f} MiB.",
            "  DuckDB's is typed, into a file, without the start of a process; SQLite's is `.import` and four indexes.",
            "  Our answers come over HTTPS and hold orders, units and all views; SQL gives the one figure asked for.",
            f"  Every answer was asked {ASKED} times in each round, and the least time counts. All answers agree."
            if not self.disagreements
            else "  THE ANSWERS DISAGREE.",
        ]
        if self.large:
            usual, large = self.large["usual"], self.large["large"]
            memory = self.large["memory"]
            lines += [
                "",
                f"  {large['lines']:,} lines: imported in {large['seconds']:.1f} s, at most {memory:.0f} MiB "
                f"(bar {MEMORY_BAR}; the tenth {usual['peak'] / 2**20:.0f}); "
                f"{large['lines'] / large['seconds'] / 1e6:.2f} million lines a second "
                f"({usual['lines'] / usual['seconds'] / 1e6:.2f} of the tenth)",
                f"  the five questions: {large['questions'] * 1e3:.1f} ms "
                f"({self.large['questions_ratio']:.2f} of the tenth's, bar {LARGE_QUESTIONS_BAR})",
            ]
        lines += [f"  MISSED: {what}" for what in self.missed]
        return "\n".join(lines)

    def line(self, title, times, ratio, bar):
        medians = [statistics.median(times[name]) * 1e3 for name in ["ours", "DuckDB", "SQLite"]]
        figures = "".join(f"{value:>10,.1f}" for value in medians)
        return f"  {title:<38}{figures}{ratio('DuckDB'):>10.2f}{bar:>7}{ratio('SQLite'):>10.2f}"

    def json(self):
        questions = {f"{name}: {question}": times for (name, question), times in self.answers.items()}
        content = {
            "passed": self.passed,
            "missed": self.missed,
            "imports": self.imports,
            "questions": questions,
            "ratios": {"import": self.import_ratio("DuckDB"), "questions": self.question_ratio("DuckDB")},
            "large": self.large,
        }
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


ASKED = 5


def ask(engine, question):
    """The least time of a few, and the answer."""
    found = [engine.ask(question) for _ in range(ASKED)]
    return min(seconds for seconds, _ in found), found[0][1]


def multiply(source, target, copies):
    """Writes the lines again and again, with document numbers 50,000 and dates 374 days higher each time."""
    day_numbers = {}
    with gzip.open(target, "wb", compresslevel=1) as output:
        for copy in range(copies):
            with gzip.open(source, "rb") as lines:
                header = next(lines)
                if copy == 0:
                    output.write(header)
                for line in lines:
                    output.write(shifted(line, copy, day_numbers) if copy else line)


def shifted(line, copy, days):
    number, comma, rest = line.partition(b",")
    letter = number[:1] if number[:1].isalpha() else b""
    number = letter + str(int(number[len(letter) :]) + 50_000 * copy).encode()
    # Descriptions have no dates.
    at = rest.find(b",20") + 1
    while rest[at + 4 : at + 5] != b"-":
        at = rest.find(b",20", at) + 1
    day = rest[at : at + 10]
    key = (day, copy)
    if key not in days:
        seconds = time.mktime(time.strptime(day.decode() + " 12", "%Y-%m-%d %H")) + 374 * 86_400 * copy
        days[key] = time.strftime("%Y-%m-%d", time.localtime(seconds)).encode()
    return number + comma + rest[:at] + days[key] + rest[at + 10 :]
