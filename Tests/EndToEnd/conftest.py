"""Fixtures of the end-to-end tests: servers on ports of the system's choice, certificates, sales, clients."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from support import product
from support.messages import Wire
from support.sales import SAMPLE
from support.server import Server
from support.waits import Waits
from support.witness import Witness, install


def pytest_collection_modifyitems(items):
    # What waits for time limits waits in the background from the start and is looked at in the end.
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
    for item in items:
        for marker in item.iter_markers("needs"):
            for name in marker.args:
                if shutil.which(name) is None:
                    item.add_marker(pytest.mark.skip(reason=f"{name} is not installed"))


def pytest_report_header():
    return [f"product: {product.server_binary()}", f"shared data: {product.shared_folder() or 'none'}"]


# What everybody says


@pytest.fixture(scope="session")
def _witness():
    witness = Witness()
    install(witness)
    return witness


@pytest.fixture(autouse=True)
def witness(_witness):
    """Every message of a server that a test saw must be what the official schema of its revision says."""
    yield _witness
    complaints = _witness.take_complaints()
    if complaints:
        pytest.fail("messages that break the official schema:\n" + "\n".join(complaints), pytrace=False)


# Servers


@pytest.fixture
def start(tmp_path):
    """Starts servers for one test: `start("--min-tls", "1.2")`. Each must end by itself, with status 0, on SIGTERM."""
    running: list[Server] = []

    def begin(*options, name=None, **keywords) -> Server:
        folder = tmp_path / (name or f"server{len(running)}")
        folder.mkdir(exist_ok=True)
        server = Server(folder, *options, **keywords)
        running.append(server)
        return server

    yield begin
    statuses = {" ".join(server.options): server.stop() for server in running}
    assert not any(statuses.values()), statuses


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "ventas.csv"
    path.write_text(SAMPLE)
    return path


@pytest.fixture(scope="session")
def _shared_server(tmp_path_factory, sample_file):
    """The server that all tests share; made anew when one of them has brought it down."""
    data = tmp_path_factory.mktemp("shared-server") / "data"
    ingested = product.run_server_command("ingest", sample_file, "--kind", "sales", "--data", data)
    assert ingested.status == 0, ingested.text
    running: list[Server] = []

    def current() -> Server:
        if not running or not running[-1].is_running:
            running.append(Server(tmp_path_factory.mktemp("shared-server"), data=data))
        return running[-1]

    yield current
    if running and running[-1].is_running:
        assert running[-1].stop() == 0


@pytest.fixture
def server(_shared_server):
    """A server with a small set of sales, for tests that change nothing in it. It must survive each of them."""
    server = _shared_server()
    yield server
    if not server.is_running:
        pytest.fail(f"the server died with status {server.wait()}:\n" + "\n".join(server.lines[-15:]))


@pytest.fixture
def wire(server):
    wire = Wire(server)
    yield wire
    wire.close()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory) -> Path:
    """A certificate folder as `certs init` makes it."""
    folder = tmp_path_factory.mktemp("certs") / "certs"
    made = product.run_server_command("certs", "init", "--certs", folder, "--lang", "en")
    assert made.status == 0, made.text
    return folder


@pytest.fixture(scope="session", autouse=True)
def waits(request, tmp_path_factory):
    """Slow peers of a server of their own, waiting from the session's beginning where a selected test wants to know."""
    if not any(item.get_closest_marker("slow") for item in request.session.items):
        yield None
        return
    server = Server(tmp_path_factory.mktemp("slow"))
    waits = Waits(server)
    yield waits
    waits.pool.shutdown(cancel_futures=True)
    assert server.is_running, "the server died:\n" + "\n".join(server.lines[-15:])
    assert server.stop() == 0


# Optional real data


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = product.shared_folder()
    if folder is None:
        pytest.skip("the optional real data are not here (SECURE_MCP_SHARED)")
    return folder


@pytest.fixture(scope="session")
def truth(shared):
    """Reads the figures worked out by hand: `truth("sales_totals")`."""
    return lambda name: json.loads((shared / f"data/truth/{name}.json").read_text())


@pytest.fixture(scope="session")
def real_sales(shared, tmp_path_factory):
    """The real shop's file after ingest: the data folder, the report, and the peak of memory in bytes."""
    folder = tmp_path_factory.mktemp("real")
    # In a small process of its own: a child's peak counts from the size of the process that started it.
    measure = (
        "import resource, subprocess, sys; status = subprocess.call(sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(status)"
    )
    done = product.run(
        [
            sys.executable,
            "-c",
            measure,
            product.server_binary(),
            "ingest",
            shared / "data/sales/online_retail.csv.gz",
            "--kind",
            "sales",
            "--currency",
            "GBP",
            "--json",
            "--data",
            folder / "data",
        ],
        timeout=140,
    )
    assert done.status == 0, done.text
    return folder / "data", json.loads(done.out), int(done.err.split()[-1]) * 1024


@pytest.fixture(scope="session")
def real_server(real_sales, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("real-server"), data=real_sales[0])
    yield server
    assert server.stop() == 0


@pytest.fixture
def real_wire(real_server):
    wire = Wire(real_server)
    yield wire
    wire.close()
