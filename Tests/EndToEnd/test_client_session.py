"""`mcp-client` as a person uses it: a session on a terminal."""

import pexpect
import pytest

from support.product import client_binary, environment, run, run_server_command
from support.server import Server

PROMPT = "mcp> "


@pytest.fixture
def session(server):
    sessions = []

    def open(*options, language="en"):
        child = pexpect.spawn(
            client_binary(),
            ["--url", server.url, "--ca", server.ca, "--lang", language, *options],
            env=environment(TERM="xterm"),
            encoding="utf-8",
            timeout=20,
            dimensions=(50, 200),
        )
        sessions.append(child)
        child.expect_exact(PROMPT)
        return child

    yield open
    for child in sessions:
        child.close(force=True)


def say(child, line):
    """What the session answers to a line."""
    child.sendline(line)
    child.expect_exact(PROMPT)
    return child.before


def ended(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_a_conversation(session):
    child = session()
    assert "Connected to SecureMCP" in child.before and "2026-07-28" in child.before
    assert "/sales" in say(child, "/help") and "/quit" in say(child, "/help")
    tools = say(child, "/tools")
    assert "sales_summary" in tools and "top_products" in tools
    assert '"status":"ok"' in say(child, "/health")
    assert "75.20" in say(child, "/sales view=gross")
    assert "65.25" in say(child, "/sales 2024-03 view=gross")
    assert "65.25" in say(child, "/sales march 2024 view=gross")
    top = say(child, "/top 2 by=revenue")
    assert "1. A-1 Café de Antigua" in top and "3. " not in top
    assert "is up" in say(child, "/call server_status")
    answer = say(child, "how much did we sell in march 2024?")
    assert "Understood: sales summary" in answer and "54.75" in answer
    child.sendline("/quit")
    assert ended(child) == 0


def test_in_spanish(session):
    child = session(language="es")
    assert "Conectado con" in child.before
    assert "períod" in say(child, "/ayuda")
    assert "75.20" in say(child, "/ventas view=gross") or "75,20" in child.before
    answer = say(child, "¿cuánto vendimos en marzo de 2024?")
    assert "Entendí: resumen de ventas" in answer and "54.75" in answer
    child.sendline("/salir")
    assert ended(child) == 0


def test_mistakes_end_nothing(session):
    child = session()
    assert "/help" in say(child, "/nonsense")
    assert "in your own words" in say(child, "hello there")
    say(child, "")
    assert "failed" in say(child, "/sales view=sideways").lower()
    assert say(child, "/call no_such_tool").strip()
    assert "limit" in say(child, "/sales limit=ten")
    assert "44.70" in say(child, "/sales"), "it still answers"
    child.sendline("/quit")
    assert ended(child) == 0


def test_the_end_of_the_input_ends_it(session):
    child = session()
    child.sendeof()
    assert ended(child) == 0


def test_commands_are_completed_and_remembered(session):
    child = session()
    child.send("/hea\t")
    child.sendline("")
    child.expect_exact(PROMPT)
    assert '"status"' in child.before
    child.send("\x1b[A")
    child.sendline("")
    child.expect_exact(PROMPT)
    assert '"status"' in child.before, "the line before, by the arrow key"


def test_a_server_that_restarts_is_found_again(start):
    server = start()
    child = pexpect.spawn(
        client_binary(),
        ["--url", server.url, "--ca", server.ca, "--lang", "en"],
        env=environment(TERM="xterm"),
        encoding="utf-8",
        timeout=20,
    )
    child.expect_exact(PROMPT)
    assert server.stop() == 0
    again = Server(server.folder, listen=[f"127.0.0.1:{server.port}"])
    try:
        child.sendline("/health")
        child.expect_exact(PROMPT)
        assert '"status":"ok"' in child.before
    finally:
        child.close(force=True)
        assert again.stop() == 0


def test_lines_from_a_pipe(server):
    outcome = run(
        [client_binary(), "--url", server.url, "--ca", server.ca, "--lang", "en"],
        input="/health\n/sales view=gross\n/quit\n/tools\n",
    )
    assert outcome.status == 0
    assert '"status":"ok"' in outcome.out and "75.20" in outcome.out
    assert "top_products" not in outcome.out, "/quit ends it"
    assert "mcp>" not in outcome.out


def test_what_a_terminal_would_obey_is_not_shown(start, tmp_path):
    """A product name with an escape sequence must not reach the terminal."""
    path = tmp_path / "evil.csv"
    path.write_text(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        "1,A,Evil\x1b]0;title\x07\x1b[31mred,1,2024-01-01 10:00:00,2.00,1,X\n"
    )
    data = tmp_path / "data"
    assert run_server_command("ingest", path, "--data", data).status == 0
    server = start(data=data)
    for words in (["call", "top_products"], ["call", "top_products", "--json"]):
        outcome = run([client_binary(), *words, "--url", server.url, "--ca", server.ca, "--lang", "en"])
        assert outcome.status == 0
        assert "\x1b" not in outcome.out and "\x07" not in outcome.out
