"""Three engines that import the same sales and answer the same questions: ours, DuckDB and SQLite's program."""

import http.client
import json
import pathlib
import sqlite3
import ssl
import subprocess
import sys
import time

import servers

DUCKDB = "duckdb>=1.4"

# Quantity × price is exact with three decimals.
COLUMNS = {
    "InvoiceNo": "VARCHAR",
    "StockCode": "VARCHAR",
    "Description": "VARCHAR",
    "Quantity": "INTEGER",
    "InvoiceDate": "TIMESTAMP",
    "UnitPrice": "DECIMAL(18,3)",
    "CustomerID": "DOUBLE",
    "Country": "VARCHAR",
}

# What is asked: our tool and its arguments, then the same in SQL. The SQL gives the one figure that is asked for; our
# answers hold units, orders and the other views as well.
QUESTIONS = {
    "sales by month": (
        ("sales_summary", {"group_by": "month", "limit": 1000}),
        "SELECT {month} AS k, SUM(Quantity * UnitPrice) FROM sale GROUP BY k ORDER BY k",
    ),
    "top 10 by units": (
        ("top_products", {"n": 10, "by": "units"}),
        "SELECT UPPER(StockCode) AS k, SUM(Quantity) AS v FROM sale GROUP BY k ORDER BY v DESC, k LIMIT 10",
    ),
    "top 10 by revenue": (
        ("top_products", {"n": 10, "by": "revenue"}),
        "SELECT UPPER(StockCode) AS k, SUM(Quantity * UnitPrice) AS v FROM sale GROUP BY k ORDER BY v DESC, k LIMIT 10",
    ),
    "sales by country": (
        ("sales_summary", {"group_by": "country", "limit": 1000}),
        "SELECT Country AS k, SUM(Quantity * UnitPrice) AS v FROM sale GROUP BY k ORDER BY v DESC, k",
    ),
    "top 5 of August 2011": (
        ("top_products", {"n": 5, "by": "units", "month": "2011-08"}),
        "SELECT UPPER(StockCode) AS k, SUM(Quantity) AS v FROM sale "
        "WHERE InvoiceDate >= '2011-08-01' AND InvoiceDate < '2011-09-01' GROUP BY k ORDER BY v DESC, k LIMIT 5",
    ),
}


# Runs a command from a small process: what a process has used at most counts its parent's memory, from before it began.
MEASURED = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps({"seconds": seconds, "peak": peak, "output": done.stdout}))
sys.exit(done.returncode)
"""


def timed(work):
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def rounded(rows):
    """Rows of key and figure as they can be compared: in hundredths."""
    return [(key, round(float(value), 2)) for key, value in rows]


class Ours:
    """The import is a whole process from start to end. Questions go to the running server, over one connection of HTTPS
    that stays open; what is measured is the whole exchange, on the client's side."""

    name = "ours"

    def __init__(self, binary, certificates, place, core):
        self.binary, self.certificates, self.core = binary, certificates, core
        self.place = place
        self.server = None

    def load(self, file):
        command = [self.binary, "ingest", file, "--kind", "sales", "--currency", "GBP", "--data", self.place / "data"]
        measure = [sys.executable, "-c", MEASURED, *map(str, command), "--json"]
        done = subprocess.run(measure, capture_output=True, text=True)
        if done.returncode != 0:
            raise servers.CannotRun(f"ingest: {done.stdout[-500:]} {done.stderr[-500:]}")
        measured = json.loads(done.stdout)
        self.peak = measured["peak"]
        report = json.loads(measured["output"])
        if isinstance(report, list):
            report = report[0]
        return measured["seconds"], report["rows_stored"]

    def __enter__(self):
        self.server = servers.SecureMCP(self.binary, self.certificates, self.place, self.core)
        self.server.__enter__()
        context = ssl.create_default_context(cafile=self.certificates.authority)
        self.connection = http.client.HTTPSConnection("localhost", self.server.port, context=context)
        return self

    def __exit__(self, *_):
        self.connection.close()
        self.server.stop()

    def ask(self, question):
        name, arguments = QUESTIONS[question][0]
        body = json.dumps({"id": 1, "name": name, "arguments": arguments})
        seconds, (status, answer) = timed(lambda: self.exchange(body))
        content = json.loads(answer)
        if status != 200 or content["result"].get("isError"):
            raise servers.CannotRun(f"{question}: {answer[:500]}")
        facts = content["result"]["structuredContent"]
        figure = arguments.get("by", "revenue")
        if "groups" in facts:
            return seconds, rounded((group["key"], group[figure]) for group in facts["groups"])
        return seconds, rounded((item["code"], item[figure]) for item in facts["items"])

    def exchange(self, body):
        self.connection.request("POST", "/mcp/tools/call", body, {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        return response.status, response.read()


class DuckDB:
    """Typed, into a file, with all processors. Within a Python process: its start is not measured."""

    name = "DuckDB"

    def __init__(self, place):
        self.file = place / "sales.duckdb"

    def load(self, file):
        import duckdb

        self.file.unlink(missing_ok=True)
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
        source = f"read_csv('{file}', header = true, columns = {{{columns}}})"

        def work():
            with duckdb.connect(self.file) as database:
                database.execute(f"CREATE TABLE sale AS SELECT * FROM {source}")
                return database.execute("SELECT COUNT(*) FROM sale").fetchone()[0]

        return timed(work)

    def __enter__(self):
        import duckdb

        self.database = duckdb.connect(self.file)
        return self

    def __exit__(self, *_):
        self.database.close()

    def ask(self, question):
        sql = QUESTIONS[question][1].format(month="strftime(InvoiceDate, '%Y-%m')")
        seconds, rows = timed(lambda: self.database.execute(sql).fetchall())
        return seconds, rounded(rows)


class SQLite:
    """The sqlite3 program: `.import` into typed columns and four indexes; questions by Python's module on its file."""

    name = "SQLite"

    def __init__(self, program, place):
        self.program = program
        self.file = place / "sales.sqlite"

    def load(self, file):
        self.file.unlink(missing_ok=True)
        kinds = {"INTEGER": "INTEGER", "DECIMAL(18,3)": "REAL", "DOUBLE": "REAL"}
        columns = ", ".join(f"{name} {kinds.get(kind, 'TEXT')}" for name, kind in COLUMNS.items())
        script = [f"CREATE TABLE sale ({columns});", f".import --csv --skip 1 '|gzip -dc {file}' sale"]
        for name in ["InvoiceNo", "StockCode", "InvoiceDate", "Country"]:
            script.append(f"CREATE INDEX by_{name} ON sale ({name});")
        command = [self.program, str(self.file)]
        seconds, done = timed(lambda: subprocess.run(command, input="\n".join(script), capture_output=True, text=True))
        if done.returncode != 0:
            raise servers.CannotRun(f"sqlite3: {done.stderr.strip()}")
        with sqlite3.connect(self.file) as database:
            return seconds, database.execute("SELECT COUNT(*) FROM sale").fetchone()[0]

    def __enter__(self):
        self.database = sqlite3.connect(self.file)
        return self

    def __exit__(self, *_):
        self.database.close()

    def ask(self, question):
        sql = QUESTIONS[question][1].format(month="SUBSTR(InvoiceDate, 1, 7)")
        seconds, rows = timed(lambda: self.database.execute(sql).fetchall())
        return seconds, rounded(rows)


def with_duckdb(root):
    """Makes DuckDB importable, from a virtual environment of the benchmark's own."""
    folder = root / ".build/bench-venv"
    python = folder / "bin/python"
    mark = folder / "requirements.txt"
    if not mark.exists() or mark.read_text() != DUCKDB:
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", folder], capture_output=True, text=True)
        if made.returncode == 0:
            install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", DUCKDB]
            made = subprocess.run(install, capture_output=True, text=True)
        if made.returncode != 0:
            raise servers.CannotRun(f"DuckDB could not be installed: {made.stderr.strip()[-500:]}")
        mark.write_text(DUCKDB)
    packages = next(pathlib.Path(folder, "lib").glob("python3*/site-packages"))
    sys.path.append(str(packages))
    import duckdb

    return duckdb.__version__
