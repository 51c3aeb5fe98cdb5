"""`mcp-client` with servers that are not ours: on the Python SDK, over HTTP and as programs, alone and together."""

import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pexpect
import pytest

from support.guarded import TOKEN, Guarded
from support.product import client_binary, environment, run

PEER = Path(__file__).parent / "support" / "peer.py"
PROMPT = "mcp> "
ERAS = ["2026-07-28", "2025-11-25"]


@pytest.fixture(scope="module")
def web_peer():
    """The address of a peer that speaks HTTP."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-W", "ignore", PEER, "http", str(port), "web"])
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            assert process.poll() is None and time.monotonic() < deadline, "the peer does not start"
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/mcp"
    process.terminate()
    process.wait(20)


@pytest.fixture
def servers_file(tmp_path, web_peer):
    """Two servers that work, and some that do not."""
    path = tmp_path / "mcp.json"
    program = {"command": sys.executable, "args": ["-W", "ignore", str(PEER), "stdio", "-", "${PEER_NAME:-local}"]}
    entries = {
        "local": program,
        "web": {"type": "http", "url": web_peer},
        "gone": {"url": "http://127.0.0.1:1/mcp"},
        "missing": {"command": "no-such-program-anywhere"},
        "unset": {"url": "${NO_SUCH_VARIABLE}"},
    }
    path.write_text(json.dumps({"mcpServers": entries}))
    return path


@pytest.fixture(params=["http", "stdio"])
def peer(request, web_peer, servers_file):
    """Options that lead to a peer, in English."""
    if request.param == "http":
        return ["--url", web_peer, "--lang", "en"]
    return ["--servers", servers_file, "--server", "local", "--lang", "en"]


def client(*arguments, **options):
    return run([client_binary(), *arguments], **options)


def terminal(*arguments, **extra):
    return pexpect.spawn(
        client_binary(),
        [str(word) for word in arguments],
        env=environment(TERM="xterm", **extra),
        encoding="utf-8",
        timeout=20,
        dimensions=(50, 120),
    )


def ended(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


# What there is


@pytest.mark.parametrize("era", ERAS)
def test_every_list(peer, era):
    here = [*peer, "--protocol", era]
    assert "Adds two numbers" in client("tools", *here).out
    resources = client("resources", *here).out
    assert "menu://today" in resources and "menu://{day}" in resources
    assert "greet" in client("prompts", *here).out
    info = json.loads(client("info", "--json", *here).out)
    assert info["protocolVersion"] == era and info["era"] == ("modern" if era > "2026" else "legacy")
    assert info["instructions"] == "Ask for a table."
    assert "ms" in client("ping", *here).out


def test_reading(peer, tmp_path):
    assert client("read", "menu://today", *peer).out == "soup\nfish\n"
    assert client("read", "menu://monday", *peer).out == "menu of monday"
    photo = tmp_path / "photo.png"
    assert client("read", "menu://photo", "--output", photo, *peer).status == 0
    assert photo.read_bytes() == bytes(range(256))
    again = client("read", "menu://photo", "--output", photo, *peer)
    assert again.status == 2 and "--force" in again.err
    assert client("read", "menu://photo", "--output", photo, "--force", *peer).status == 0
    missing = client("read", "nothing://here", *peer)
    assert missing.status == 1 and missing.err and not missing.out


def test_bytes_are_not_for_terminals(web_peer):
    child = terminal("read", "menu://photo", "--url", web_peer, "--lang", "en")
    assert ended(child) == 2
    assert "--output" in child.before and "256" in child.before


def test_prompts_and_completion(peer):
    assert "Greet Ana in a formal style." in client("prompt", "greet", "name=Ana", "style=formal", *peer).out
    message = json.loads(client("prompt", "greet", "name=Ana", "--json", *peer).out)["messages"][0]
    assert message["role"] == "user" and "warm" in message["content"]["text"]
    assert client("complete", "greet", "style", "w", *peer).out.split() == ["warm", "wistful"]
    assert client("prompt", "greet", "nonsense", *peer).status == 2


def test_calling(peer):
    assert client("call", "add", "a=2", "b=40", *peer).out == "42\n"
    assert client("call", "add", "a=two", "b=40", *peer).status == 2
    failed = client("call", "add", "a=2", *peer)
    assert failed.status == 1 and failed.err and not failed.out


def test_a_question_without_anybody_to_answer_it(peer):
    outcome = client("ask", "how are sales?", *peer)
    assert outcome.status == 1 and "'ask'" in outcome.err
    assert "ask" in client("ask", "¿qué tal?", *peer[:-1], "es").err


# Questions of the server


@pytest.mark.parametrize("era", ERAS)
def test_answers_beforehand(peer, era):
    here = [*peer, "--protocol", era]
    answers = ["--answer", "name=Ana", "--answer", "colour=Green", "--answer", "extras=wine"]
    outcome = client("call", "book", *answers, *here)
    assert outcome.status == 0, outcome.text
    assert "accept" in outcome.out and "'colour': 'g'" in outcome.out and "'extras': ['wine']" in outcome.out
    assert "'guests': 2" in outcome.out, "defaults are sent"


@pytest.mark.parametrize("era", ERAS)
def test_nobody_to_ask_is_a_no(peer, era):
    outcome = client("call", "book", *peer, "--protocol", era)
    assert outcome.out.startswith("decline") and "--answer name=" in outcome.err
    assert client("call", "book", "--accept-defaults", *peer).out.startswith("decline"), "some fields have none"
    unfit = client("call", "book", "--answer", "name=A", *peer, "--protocol", ERAS[0])
    assert unfit.status == 2 and "2 characters" in unfit.err
    page = client("call", "pay", *peer, "--protocol", era)
    assert page.out == "pay: decline\n" and "http://pay.example/table?id=7" in page.err


@pytest.mark.parametrize("era", ERAS)
def test_a_form_in_the_terminal(peer, era):
    child = terminal("call", "book", *peer, "--protocol", era)
    child.expect_exact("Details of the table")
    for expected, line in [
        ("Your name (required, 2 to 20 characters)", "A"),
        ("It must have 2 characters or more.", "José Ñandú"),
        ("email (optional, e-mail address)", "nobody"),
        ("It must be an e-mail address", ""),
        ("guests (optional, whole number, 1 to 8)", "9"),
        ("It must be 8 or less.", "3"),
        ("terrace (optional, yes or no)", "y"),
        ("[small]", "2"),
        ("1) Red", "red"),
        ("3) olives", "1,3"),
    ]:
        child.expect_exact(expected)
        child.expect_exact("> ")
        child.sendline(line)
    child.expect_exact("Send it?")
    assert "José Ñandú" in child.before and "bread, olives" in child.before
    child.sendline("")
    assert ended(child) == 0
    assert "accept" in child.before and "José Ñandú" in child.before and "'size': 'large'" in child.before
    assert "'guests': 3" in child.before and "'terrace': True" in child.before


@pytest.mark.parametrize("keys, action", [("/decline\r", "decline"), ("\x03", "cancel"), ("\x04", "cancel")])
def test_leaving_a_form(web_peer, keys, action):
    child = terminal("call", "book", "--url", web_peer, "--lang", "en")
    child.expect_exact("> ")
    child.send(keys)
    assert ended(child) == 0
    assert f"{action}: {{}}" in child.before


@pytest.mark.parametrize("word, action", [("no", "decline"), ("", "decline"), ("yes", "accept")])
def test_a_page_is_opened_only_with_consent(web_peer, tmp_path, word, action):
    opened = tmp_path / "opened"
    browser = tmp_path / "xdg-open"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    child = terminal("call", "pay", "--url", web_peer, "--lang", "en", PATH=path, DISPLAY=":9")
    child.expect_exact("Open that page")
    assert "http://pay.example/table?id=7" in child.before and "Host of the page: pay.example" in child.before
    assert "does not use HTTPS" in child.before
    assert not opened.exists()
    child.sendline(word)
    assert ended(child) == 0
    assert f"pay: {action}" in child.before
    if action == "accept":
        deadline = time.monotonic() + 10
        while not opened.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert opened.read_text().strip() == "http://pay.example/table?id=7"
    else:
        assert not opened.exists()


@pytest.mark.parametrize("era", ERAS)
def test_a_model_only_where_the_user_provides_one(peer, era):
    here = [*peer, "--protocol", era]
    refused = client("call", "think", *here)
    assert refused.status == 1 and refused.err
    command = "grep -q 'Capital of France' && echo Paris"
    allowed = client("call", "think", "--sampling", command, *here)
    assert allowed.out == "the model says: Paris\n", allowed.text
    assert client("call", "think", "--sampling", "exit 3", *here).status == 1


def test_the_person_agrees_to_each_use_of_the_model(web_peer):
    for word, status in (("no", 1), ("yes", 0)):
        child = terminal("call", "think", "--sampling", "echo Paris", "--url", web_peer, "--lang", "en")
        child.expect_exact("Allow it?")
        assert "Capital of France?" in child.before
        child.sendline(word)
        assert ended(child) == status
        assert ("Paris" in child.before) == (word == "yes")


@pytest.mark.parametrize("era", ERAS)
def test_folders_that_the_user_shows(peer, era, tmp_path):
    outcome = client("call", "where", "--root", tmp_path, *peer, "--protocol", era)
    assert outcome.out.strip().rstrip("/") == f"file://{tmp_path}"
    assert client("call", "where", *peer, "--protocol", era).status == 1
    assert client("call", "where", "--root", tmp_path / "none", *peer).status == 2


# Work that takes a while


@pytest.mark.parametrize("era", ERAS)
def test_progress_is_shown_and_removed(peer, era):
    child = terminal("call", "slow", "steps=4", *peer, "--protocol", era)
    child.expect(r"slow \[#+-+\] 50 %  step 2")
    assert ended(child) == 0
    shown = child.before.split("\r\x1b[K")
    assert shown[-1] == "slow is done\r\n", "the last thing is the result, on a line of its own"


def test_progress_is_not_for_pipes(peer):
    outcome = client("call", "slow", "steps=2", *peer)
    assert outcome.out == "slow is done\n" and "%" not in outcome.err


@pytest.mark.parametrize("era", ERAS)
def test_an_interrupt_ends_the_call(peer, era):
    child = terminal("call", "slow", "steps=500", *peer, "--protocol", era)
    child.expect_exact("step 2")
    child.sendintr()
    assert ended(child) == 130
    assert "Interrupted" in child.before


def test_an_interrupt_in_a_session_ends_only_the_call(web_peer):
    child = terminal("--url", web_peer, "--lang", "en")
    child.expect_exact(PROMPT)
    child.sendline("/call slow steps=500")
    child.expect_exact("step 2")
    child.sendintr()
    child.expect_exact("Interrupted")
    child.expect_exact(PROMPT)
    child.sendline("/call add a=1 b=2")
    child.expect_exact("\n3\r\n")
    child.expect_exact(PROMPT)
    child.sendintr()
    child.expect_exact(PROMPT)
    child.sendintr()
    assert ended(child) == 130


@pytest.mark.parametrize("era", ERAS)
def test_log_messages(peer, era):
    here = [*peer, "--protocol", era]
    usual = client("call", "chatty", *here)
    assert "[warning peer] careful" in usual.err and "a detail" not in usual.err
    assert "a detail" in client("call", "chatty", "--log-level", "debug", *here).err
    assert "careful" not in client("call", "chatty", "--log-level", "off", *here).err
    assert "\x1b" not in usual.text


# Changes


def test_watching(web_peer):
    watch = subprocess.Popen(
        [client_binary(), "watch", "--json", "--count", "1", "--resource", "menu://today", "--url", web_peer],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert "menu://today" in watch.stderr.readline(), "what the server will report"
    assert client("call", "change", "--url", web_peer).status == 0
    out, _ = watch.communicate(timeout=30)
    assert watch.returncode == 0
    assert json.loads(out) == {"changed": "resource", "uri": "menu://today"}


def test_an_interrupt_is_how_watching_ends(web_peer):
    child = terminal("watch", "--url", web_peer, "--lang", "en")
    child.expect_exact("will report: tools, prompts, resources")
    child.sendintr()
    assert ended(child) == 0


@pytest.mark.parametrize("era", ERAS)
def test_a_session_hears_of_changes(peer, era):
    child = terminal(*peer, "--protocol", era)
    child.expect_exact(PROMPT)
    child.sendline("/watch")
    child.expect_exact("will report")
    child.sendline("/call change")
    child.expect_exact("The list of tools changed.")


# Several servers


def test_several_servers_from_a_file(servers_file):
    here = ["--servers", servers_file, "--lang", "en"]
    tools = client("tools", *here, PEER_NAME="renamed")
    assert tools.status == 0
    assert "local.add" in tools.out and "web.add" in tools.out
    for name in ("gone", "missing", "unset"):
        assert name in tools.err, "each failure is told"
    assert set(json.loads(client("tools", "--json", *here).out)["servers"]) == {"local", "web"}
    assert client("call", "web.add", "a=1", "b=2", *here).out == "3\n"
    ambiguous = client("call", "add", "a=1", "b=2", *here)
    assert ambiguous.status == 2 and "local.add" in ambiguous.err and "web.add" in ambiguous.err
    assert client("read", "menu://today", *here).status == 2, "which one?"
    assert client("read", "menu://today", *here, "--server", "web").status == 0
    named = client("info", *here, "--server", "local", PEER_NAME="renamed")
    assert "renamed 1.2.3" in named.out


def test_each_failure_has_its_status(servers_file, tmp_path):
    here = ["--servers", servers_file, "--lang", "en"]
    assert client("tools", *here, "--server", "gone").status == 3
    assert client("tools", *here, "--server", "missing").status == 3
    assert client("tools", *here, "--server", "unset").status == 2
    assert client("tools", *here, "--server", "nobody").status == 2
    assert client("tools", *here, "--url", "http://localhost").status == 2
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    assert client("tools", "--servers", broken).status == 2
    assert client("tools", "--servers", tmp_path / "none.json").status == 2


def test_a_session_with_several_servers(servers_file):
    child = terminal("--servers", servers_file, "--lang", "en")
    child.expect_exact("local> ")
    assert "web 1.2.3" in child.before and "gone" in child.before

    def say(line, prompt="local> "):
        child.sendline(line)
        child.expect_exact(prompt)
        return child.before

    assert "* local" in say("/servers")
    assert "web.add" in say("/tools")
    assert "\n3\r\n" in say("/call add a=1 b=2"), "of the server in use"
    say("/use web", "web> ")
    assert "* web" in say("/servers", "web> ")
    assert "soup" in say("/read menu://today", "web> ")
    assert "Servidor:" in (say("/lang es", "web> ") and say("/info", "web> "))
    child.sendline("/salir")
    assert ended(child) == 0


def test_the_users_own_file(servers_file, tmp_path):
    home = tmp_path / "home"
    (home / ".config/mcp").mkdir(parents=True)
    (home / ".config/mcp/mcp.json").write_text(servers_file.read_text())
    assert client("ping", "--server", "web", HOME=str(home)).status == 0
    # A file that lies about, which may come from anybody, starts nothing.
    (tmp_path / "mcp.json").write_text('{"mcpServers": {"web": {"command": "touch", "args": ["started"]}}}')
    assert client("ping", "--server", "web", cwd=tmp_path, HOME=str(home)).status == 0
    assert not (tmp_path / "started").exists()


# In the terminal


def test_tab_completes_names_arguments_and_values(web_peer):
    child = terminal("--url", web_peer, "--lang", "en")
    child.expect_exact(PROMPT)
    child.send("/pro\t\t")
    child.expect_exact("/prompts")
    child.send("\x15/prompt gr\t")
    child.expect_exact("eet ")
    child.send("sty\t")
    child.expect_exact("le=")
    child.send("f\t")
    child.expect("ormal")
    child.sendline("name=Ana")
    child.expect_exact("Greet Ana in a formal style.")
    child.expect_exact(PROMPT)
    child.send("/call ad\ta=1 b=1\r")
    child.expect_exact("\n2\r\n")


def test_changes_are_told_while_a_line_is_typed(web_peer):
    child = terminal("--url", web_peer, "--lang", "en")
    child.expect_exact(PROMPT)
    child.sendline("/watch")
    child.expect_exact("will report")
    child.expect_exact(PROMPT)
    child.send("/call add a=20")
    client("call", "change", "--url", web_peer)
    child.expect_exact("The list of tools changed.")
    child.sendline(" b=3")
    child.expect_exact("\n23\r\n")


@pytest.mark.parametrize("words", [["call", "evil"], ["tools"], ["call", "evil", "--json"], ["call", "chatty"]])
def test_what_a_terminal_would_obey_is_not_shown(web_peer, words):
    child = terminal(*words, "--url", web_peer)
    child.expect(pexpect.EOF)
    own = re.sub(r"\r\x1b\[K", "", child.before)
    assert own.strip()
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", own), repr(own)
    outcome = client(*words, "--url", web_peer)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", outcome.text)


def test_long_lists_are_paged(web_peer):
    child = pexpect.spawn(
        client_binary(),
        ["tools", "--url", web_peer, "--lang", "en"],
        env=environment(TERM="xterm"),
        encoding="utf-8",
        timeout=20,
        dimensions=(8, 100),
    )
    child.expect_exact("lines; Enter goes on")
    assert "change" not in child.before
    child.sendline("q")
    assert ended(child) == 0
    assert "Changes the list" not in child.before


# Signing in


def test_signing_in_and_out(tmp_path):
    guarded = Guarded()
    try:
        here = ["--url", guarded.url, "--lang", "en"]
        own = {"HOME": str(tmp_path)}
        refused = client("tools", *here, **own)
        assert refused.status == 5 and "mcp-client login" in refused.err, refused.text
        login = subprocess.Popen(
            [client_binary(), "login", "--no-browser", "--callback-port", "0", *here],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(**own),
        )
        address = next(line.strip() for line in login.stderr if line.strip().startswith("http"))
        # The person's browser.
        assert b"close this page" in urllib.request.urlopen(address, timeout=20).read()
        out, _ = login.communicate(timeout=30)
        assert login.returncode == 0 and "Signed in" in out
        assert guarded.grants[0]["grant_type"] == "authorization_code" and guarded.grants[0]["code_verifier"]
        tools = client("tools", *here, **own)
        assert tools.status == 0 and "secret" in tools.out
        kept = tmp_path / ".config/mcp/credentials.json"
        assert TOKEN in kept.read_text() and stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert "no need" in client("login", "--no-browser", *here, **own).out
        assert client("logout", *here, **own).status == 0
        assert TOKEN not in kept.read_text()
        assert client("tools", *here, **own).status == 5
    finally:
        guarded.close()
