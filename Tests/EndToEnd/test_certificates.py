"""`secure-mcp-server certs`: the development authority and what it signs."""

import re
import stat

import pytest

from support.openssl import certificate_text, fingerprint, issue
from support.product import run, run_server_command, server_binary
from support.server import Server

FILES = ["ca.key", "ca.pem", "server.key", "server.pem"]


def certs(verb, folder, *more, **options):
    return run_server_command("certs", verb, "--certs", folder, "--lang", "en", *more, **options)


@pytest.fixture
def folder(tmp_path):
    made = certs("init", tmp_path / "certs")
    assert made.status == 0, made.text
    return tmp_path / "certs"


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_init_makes_four_files_and_keeps_the_keys_to_their_owner(folder):
    assert sorted(path.name for path in folder.iterdir()) == FILES
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes["ca.key"] == modes["server.key"] == 0o600
    assert modes["ca.pem"] == modes["server.pem"] == 0o644


def test_the_certificates_are_what_clients_ask_for(folder):
    authority, server = certificate_text(folder / "ca.pem"), certificate_text(folder / "server.pem")
    assert "CA:TRUE, pathlen:0" in authority
    assert "Certificate Sign, CRL Sign" in authority
    for text in (authority, server):
        assert "prime256v1" in text
        assert "ecdsa-with-SHA256" in text
        assert "Version: 3" in text
    assert "CA:FALSE" in server
    assert "TLS Web Server Authentication" in server
    for name in ("DNS:localhost", "IP Address:127.0.0.1", "IP Address:0:0:0:0:0:0:0:1"):
        assert name in server
    assert (
        run(
            [
                "openssl",
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "localhost",
                "-CAfile",
                folder / "ca.pem",
                folder / "server.pem",
            ]
        ).status
        == 0
    )
    days = run(["openssl", "x509", "-in", folder / "server.pem", "-noout", "-checkend", str(398 * 86_400)])
    assert days.status == 1, "browsers refuse certificates of more than 398 days"


def test_a_second_init_changes_nothing(folder):
    before = contents(folder)
    outcome = certs("init", folder)
    assert outcome.status == 0
    assert "unchanged" in outcome.out
    assert contents(folder) == before


def test_init_with_another_name_keeps_the_authority(folder):
    before = contents(folder)
    assert certs("init", folder, "tienda.local", "192.168.1.7").status == 0
    after = contents(folder)
    assert after["ca.pem"] == before["ca.pem"] and after["ca.key"] == before["ca.key"]
    text = certificate_text(folder / "server.pem")
    assert "DNS:tienda.local" in text and "IP Address:192.168.1.7" in text and "DNS:localhost" in text


def test_names_that_were_asked_for_survive_a_renewal(folder, tmp_path):
    assert certs("init", folder, "tienda.local").status == 0
    issue(folder, folder, days=5, names="DNS:localhost,IP:127.0.0.1,IP:::1,DNS:tienda.local")
    outcome = certs("init", folder)
    assert "Renewed" in outcome.out
    assert "DNS:tienda.local" in certificate_text(folder / "server.pem")


def test_a_certificate_that_is_about_to_expire_is_renewed_and_the_authority_kept(folder):
    authority = fingerprint(folder / "ca.pem")
    issue(folder, folder, days=5)
    old = fingerprint(folder / "server.pem")
    outcome = certs("init", folder)
    assert outcome.status == 0, outcome.text
    assert "Renewed" in outcome.out
    assert fingerprint(folder / "server.pem") != old
    assert fingerprint(folder / "ca.pem") == authority
    assert run(["openssl", "verify", "-CAfile", folder / "ca.pem", folder / "server.pem"]).status == 0
    assert stat.S_IMODE((folder / "server.key").stat().st_mode) == 0o600


def test_serve_renews_too(folder, start):
    issue(folder, folder, days=5)
    old = fingerprint(folder / "server.pem")
    start(certs=folder)
    assert fingerprint(folder / "server.pem") != old


@pytest.mark.needs("faketime")
def test_a_year_later(folder):
    authority = fingerprint(folder / "ca.pem")
    later = ["faketime", "-f", "+380d"]
    outcome = run([*later, server_binary(), "certs", "init", "--certs", folder, "--lang", "en"])
    assert outcome.status == 0, outcome.text
    assert "Renewed" in outcome.out
    assert fingerprint(folder / "ca.pem") == authority
    shown = run([*later, server_binary(), "certs", "show", "--certs", folder, "--lang", "en"])
    assert "expired" not in shown.out


@pytest.mark.needs("faketime")
def test_a_certificate_from_a_clock_that_was_ahead_is_replaced(folder):
    ahead = run(["faketime", "-f", "+380d", server_binary(), "certs", "init", "--certs", folder])
    assert ahead.status == 0, ahead.text
    assert certs("init", folder).status == 0
    verified = run(["openssl", "verify", "-CAfile", folder / "ca.pem", folder / "server.pem"])
    assert verified.status == 0, "the certificate is not valid yet and init left it: " + verified.text


def test_a_server_certificate_of_somebody_else_is_not_served_as_ours(folder, tmp_path):
    assert certs("init", tmp_path / "else").status == 0
    for name in ("server.pem", "server.key"):
        (folder / name).write_bytes((tmp_path / "else" / name).read_bytes())
    outcome = certs("init", folder)
    assert "Renewed" in outcome.out
    assert run(["openssl", "verify", "-CAfile", folder / "ca.pem", folder / "server.pem"]).status == 0


@pytest.mark.parametrize("lost", ["ca.key", "ca.pem", "server.pem"])
def test_half_a_pair_is_reported_and_not_overwritten(folder, lost):
    (folder / lost).unlink()
    before = contents(folder)
    outcome = certs("init", folder)
    assert outcome.status == 1
    assert lost in outcome.err
    assert contents(folder) == before


def test_a_damaged_authority_is_reported_and_not_overwritten(folder):
    (folder / "ca.pem").write_text("-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n")
    before = contents(folder)
    outcome = certs("init", folder)
    assert outcome.status == 1
    assert "ca.pem" in outcome.err, f"which file is at fault? {outcome.err}"
    assert contents(folder) == before


def test_show(folder):
    outcome = certs("show", folder)
    assert outcome.status == 0
    for expected in ("localhost, 127.0.0.1, ::1", "EC P-256", "days left"):
        assert expected in outcome.out
    digest = fingerprint(folder / "server.pem").split("=")[1]
    assert digest in outcome.out


def test_show_in_spanish(folder):
    outcome = run_server_command("certs", "show", "--certs", folder, "--lang", "es")
    assert "Vigencia:" in outcome.out and "Subject" not in outcome.out


def test_show_without_certificates_says_how_to_make_them(tmp_path):
    outcome = certs("show", tmp_path / "nothing")
    assert outcome.status == 1
    assert "certs init" in outcome.err


def test_issue_for_a_client(folder):
    outcome = certs("issue", folder, "ana", "--client")
    assert outcome.status == 0, outcome.text
    text = certificate_text(folder / "ana.pem")
    assert "TLS Web Client Authentication" in text and "TLS Web Server Authentication" not in text
    assert "CN = ana" in text
    assert stat.S_IMODE((folder / "ana.key").stat().st_mode) == 0o600


def test_issue_for_a_host(folder):
    assert certs("issue", folder, "tienda.test", "--for", "www.tienda.test", "--for", "10.0.0.9").status == 0
    text = certificate_text(folder / "tienda.test.pem")
    assert "DNS:www.tienda.test" in text and "IP Address:10.0.0.9" in text


@pytest.mark.parametrize("name", ["../evil", "ca", "server", ".hidden", "a/b"])
def test_issue_refuses_names_that_would_be_other_files(folder, name):
    before = contents(folder)
    outcome = certs("issue", folder, name, "--client")
    assert outcome.status == 1
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["a b", "x,DNS:evil.test", "dirección"])
def test_issue_refuses_names_that_are_no_names(folder, name):
    outcome = certs("issue", folder, "host", "--for", name)
    assert outcome.status == 1
    assert not (folder / "host.pem").exists()


def test_issue_without_an_authority(tmp_path):
    outcome = certs("issue", tmp_path / "nothing", "ana", "--client")
    assert outcome.status == 1
    assert "certs init" in outcome.err


def test_serve_makes_certificates_where_there_are_none(tmp_path):
    server = Server(tmp_path)
    try:
        assert any("made a development one" in line for line in server.lines)
        assert sorted(path.name for path in server.certs.iterdir()) == FILES
        health = run(["curl", "-sSf", "--cacert", server.ca, f"{server.origin}/health"])
        assert health.status == 0, health.text
    finally:
        assert server.stop() == 0


def test_init_of_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    outcome = certs("init", tmp_path / "file/certs")
    assert outcome.status == 1
    assert re.search(r"file/certs", outcome.err)
