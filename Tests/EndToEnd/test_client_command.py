"""`mcp-client` as a script uses it: output, options, exit status."""

import json
import shutil
import socket
import threading
import time

import pytest

from support.product import client_binary, run
from support.sales import GROSS, MARCH_GROSS

REVISIONS = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28", "auto"]


def client(*arguments, **options):
    return run([client_binary(), *arguments], **options)


@pytest.fixture
def here(server):
    """Options that lead to the server, in English."""
    return ["--url", server.url, "--ca", server.ca, "--lang", "en"]


def test_tools(here):
    outcome = client("tools", *here)
    assert outcome.status == 0, outcome.err
    assert "sales_summary" in outcome.out and "Sales summary" in outcome.out and "top_products" in outcome.out


def test_tools_as_json(here):
    tools = json.loads(client("tools", "--json", *here).out)["tools"]
    assert {"sales_summary", "top_products"} <= {tool["name"] for tool in tools}
    assert all(tool["inputSchema"]["type"] == "object" for tool in tools)


def test_call(here):
    outcome = client("call", "sales_summary", "view=gross", *here)
    assert outcome.status == 0
    assert "75.20" in outcome.out


def test_call_as_json_prints_the_structured_content(here):
    facts = json.loads(client("call", "sales_summary", "view=gross", "--json", *here).out)
    assert {name: facts[name] for name in GROSS} == GROSS


def test_values_are_read_by_the_schema(here):
    def facts(*words):
        outcome = client("call", "sales_summary", "view=gross", "--json", *words, *here)
        assert outcome.status == 0, outcome.text
        answer = json.loads(outcome.out)
        return {name: answer[name] for name in MARCH_GROSS}

    for words in (
        ["month=2024-03"],
        ["month=marzo"],
        ["month=3", "year=2024"],
        ['period={"from":"2024-03-01","to":"2024-03-31"}'],
        ["period=marzo 2024"],
    ):
        assert facts(*words) == MARCH_GROSS, words
    assert facts('filters={"country":["France"]}')["revenue"] == 15
    top = json.loads(client("call", "top_products", "n=2", "by=revenue", "--json", *here).out)
    assert [item["code"] for item in top["items"]][:1] == ["A-1"] and len(top["items"]) == 2


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("http", ["1.1", "2"])
def test_every_revision_over_both_versions_of_http(here, revision, http):
    outcome = client("call", "sales_summary", "view=gross", "--protocol", revision, "--http", http, *here)
    assert outcome.status == 0, outcome.err
    assert "75.20" in outcome.out


def test_options_before_and_after_the_subcommand(here):
    assert client(*here, "tools").out == client("tools", *here).out
    assert client("--json", *here, "call", "server_status").out.startswith("{")
    assert client("--url=" + here[1], "--ca=" + here[3], "tools", "--lang=en").out == client("tools", *here).out


def test_the_language(here):
    assert "Resumen de ventas" in client("tools", *here[:-1], "es").out
    spanish = client("tools", *here[:-2], LANG="es_GT.UTF-8", LC_ALL="es_GT.UTF-8")
    assert "Resumen de ventas" in spanish.out


# Exit status


def test_1_the_tool_failed(here):
    for words in (
        ["sales_summary", "view=sideways"],
        ["no_such_tool"],
        ["sales_summary", "month=2024-03", "period=2023"],
    ):
        outcome = client("call", *words, *here)
        assert outcome.status == 1, outcome.text
        assert outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["call"],
        ["tools", "--http", "3"],
        ["tools", "--protocol", "1999-01-01"],
        ["frobnicate"],
        ["tools", "--url", "ftp://localhost"],
        ["tools", "--url", "nonsense"],
        ["tools", "--url", "https://u:p@localhost/mcp"],
        ["tools", "--ca", "/no/such/file"],
        ["tools", "--lang", "xx"],
    ],
)
def test_2_wrong_usage(arguments):
    outcome = client(*arguments)
    assert outcome.status == 2, outcome.text
    assert outcome.err and not outcome.out


@pytest.mark.parametrize("word", ["no-equals-sign", "=5", "limit=ten", "filters=notjson"])
def test_2_arguments_that_do_not_fit_the_schema(here, word):
    assert client("call", "sales_summary", word, *here).status == 2


def test_3_cannot_connect(server):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        outcome = client("tools", "--url", f"https://localhost:{port}/mcp", "--ca", server.ca, "--lang", "en")
    assert outcome.status == 3
    assert "secure-mcp-server serve" in outcome.err
    assert client("tools", "--url", "https://no-such-host.invalid/mcp").status == 3


def test_3_what_answers_is_no_http(tmp_path):
    listener = socket.create_server(("127.0.0.1", 0))

    def answer():
        connection, _ = listener.accept()
        connection.recv(1000)
        connection.sendall(b"220 smtp.example ESMTP\r\n")
        connection.close()

    threading.Thread(target=answer, daemon=True).start()
    outcome = client("tools", "--url", f"http://127.0.0.1:{listener.getsockname()[1]}/mcp", "--lang", "en", timeout=30)
    assert outcome.status == 3, outcome.text


def test_4_an_unknown_authority(server, tmp_path):
    outcome = client("tools", "--url", server.url, "--lang", "en", cwd=tmp_path)
    assert outcome.status == 4
    assert "--ca" in outcome.err
    assert outcome.out == ""


def test_4_another_name(server, tmp_path, start):
    named = start(listen=["127.0.0.2:0"])
    outcome = client("tools", "--url", f"https://127.0.0.2:{named.port}/mcp", "--ca", named.ca, "--lang", "en")
    assert outcome.status == 4
    assert "another name" in outcome.err


def test_4_plain_http_where_tls_was_expected(start):
    server = start("--http", "127.0.0.1:0")
    port = server.addresses[1][2]
    outcome = client("tools", "--url", f"https://localhost:{port}/mcp", "--ca", server.ca, "--lang", "en")
    assert outcome.status == 4, outcome.text


def test_4_a_client_certificate_is_demanded(start, certificates):
    server = start("--client-ca", certificates / "ca.pem", certs=certificates)
    outcome = client("tools", "--url", server.url, "--ca", server.ca, "--lang", "en")
    assert outcome.status == 4, outcome.text
    assert "client certificate" in outcome.err


@pytest.mark.needs("faketime")
def test_4_an_expired_certificate(start, tmp_path):
    server = start()
    outcome = run(
        ["faketime", "-f", "+500d", client_binary(), "tools", "--url", server.url, "--ca", server.ca, "--lang", "en"]
    )
    assert outcome.status == 4, outcome.text
    assert "expired" in outcome.err


def test_5_not_authorized(start, tmp_path):
    tokens = tmp_path / "tokens"
    tokens.write_text("a-token-of-sufficient-length")
    tokens.chmod(0o600)
    server = start("--token-file", tokens)
    here = ["--url", server.url, "--ca", server.ca, "--lang", "en"]
    for words in (["tools"], ["tools", "--token", "wrong"], ["call", "server_status"]):
        outcome = client(*words, *here)
        assert outcome.status == 5, outcome.text
        assert "--token" in outcome.err
    assert client("tools", "--token", "a-token-of-sufficient-length", *here).status == 0
    assert client("tools", *here, MCP_TOKEN="a-token-of-sufficient-length").status == 0


# Whom it trusts


def test_the_authority_beside_it_is_trusted_for_this_machine(server, tmp_path):
    (tmp_path / "certs").mkdir()
    shutil.copy(server.ca, tmp_path / "certs/ca.pem")
    assert client("tools", "--url", server.url, cwd=tmp_path).status == 0


def test_ca_replaces_the_authority_beside_it(server, certificates, tmp_path):
    (tmp_path / "certs").mkdir()
    shutil.copy(server.ca, tmp_path / "certs/ca.pem")
    assert client("tools", "--url", server.url, "--ca", certificates / "ca.pem", cwd=tmp_path).status == 4


# The handshake report


def test_tls_report(server):
    outcome = client("tls", f"localhost:{server.port}", "--ca", server.ca, "--lang", "en")
    assert outcome.status == 0, outcome.err
    for expected in ("TLS 1.3", "TLS_AES_256_GCM_SHA384", "x25519", "h2", "localhost", "127.0.0.1", "EC P-256"):
        assert expected.lower() in outcome.out.lower(), expected


def test_tls_report_as_json(server):
    report = json.loads(client("tls", "--url", server.url, "--ca", server.ca, "--json", "--http", "1.1").out)
    assert report["version"] == "TLSv1.3" and report["alpn"] == "http/1.1" and report["verified"] is True
    assert report["resumption"] == "resumed"
    leaf = report["certificates"][0]
    assert "localhost" in leaf["names"] and len(leaf["sha256"].split(":")) == 32
    der = run(["openssl", "x509", "-in", server.certs / "server.pem", "-noout", "-fingerprint", "-sha256"]).out
    assert leaf["sha256"] == der.strip().split("=")[1]


def test_tls_report_of_a_refused_certificate(server, tmp_path):
    outcome = client("tls", f"localhost:{server.port}", "--lang", "en", cwd=tmp_path)
    assert outcome.status == 4
    assert outcome.err


@pytest.mark.parametrize("words", [["--help"], ["tools", "--help"], ["--version"]])
def test_help(words):
    outcome = client(*words)
    assert outcome.status == 0 and outcome.out


@pytest.mark.parametrize("http", ["1.1", "2"])
def test_it_does_not_linger(here, http):
    """Closing in good order takes a round trip, not a time limit."""
    start = time.monotonic()
    assert client("tools", "--http", http, *here).status == 0
    assert time.monotonic() - start < 1.5
