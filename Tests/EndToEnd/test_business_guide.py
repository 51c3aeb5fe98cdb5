"""docs/business.md shows what the programs print: each of its examples is run on the data it speaks of."""

import re
import shlex

import pytest

from support import product
from support.server import Server

GUIDE = product.ROOT / "docs" / "business.md"
PROGRAMS = {"secure-mcp-server": product.server_binary, "mcp-client": product.client_binary}


def examples():
    """Every command of a `console` block with the lines below it."""
    for block in re.findall(r"^```console\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.S | re.M):
        for example in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = example.partition("\n")
            yield command, output


EXAMPLES = list(examples())


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The sample as of the guide, in a folder with a server beside it."""
    folder = tmp_path_factory.mktemp("guide")
    setup = re.search(r"^```sh\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.S | re.M)[1]
    for line in setup.splitlines():
        name, *words = shlex.split(line)
        if "serve" in words:
            continue
        done = product.run([PROGRAMS[name](), *words], cwd=folder, timeout=120)
        assert done.status == 0, (line, done.text)
    (folder / "server").mkdir()
    server = Server(folder / "server", data=folder / "data")
    yield folder, server
    assert server.stop() == 0


def matches(shown, printed):
    """A line with … stands for whatever is there, alone for any number of lines."""
    pattern = ""
    for line in shown.rstrip("\n").split("\n"):
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += r"[^\n]*".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ ]*\n"
    return re.fullmatch(pattern, printed.rstrip("\n") + "\n")


def test_there_are_examples_of_every_tool_in_both_languages():
    text = " ".join(command for command, _ in EXAMPLES)
    tools = ["sales_summary", "top_products", "sales_trend", "compare_sales", "inventory_status", "reorder"]
    tools += ["executive_summary", "generate_report", "search_documents"]
    for tool in tools:
        commands = [command for command, _ in EXAMPLES if f"call {tool}" in command]
        assert {"es", "en"} <= {language for command in commands for language in re.findall(r"--lang (\w\w)", command)}, tool
    assert "secure-mcp-server ask" in text and "secure-mcp-server ingest" in text and "secure-mcp-server report" in text


@pytest.mark.parametrize("command, shown", EXAMPLES, ids=[command[:70] for command, _ in EXAMPLES])
def test_an_example_prints_what_the_guide_shows(shop, command, shown):
    folder, server = shop
    name, *words = shlex.split(command)
    if name == "mcp-client":
        words += ["--url", server.url, "--ca", server.ca]
    done = product.run([PROGRAMS[name](), *words], cwd=folder)
    assert matches(shown, done.out), f"the guide shows:\n{shown}\nprinted was:\n{done.text}"
