"""Which certificate the server shows, and which it asks for."""

import pytest

from support.openssl import is_verified, s_client
from support.product import run, run_server_command

REQUEST = "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def two_names(certificates, tmp_path_factory):
    for name in ("tienda.test", "almacen.test"):
        issued = run_server_command("certs", "issue", name, "--certs", certificates)
        assert issued.status == 0, issued.text
    return certificates


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("tienda.test", "tienda.test"),
        ("almacen.test", "almacen.test"),
        ("ALMACEN.test", "almacen.test"),
        ("unknown.test", "tienda.test"),
        (None, "tienda.test"),
    ],
)
def test_sni_chooses_the_certificate_and_the_first_is_the_default(start, two_names, asked, shown):
    options = []
    for name in ("tienda.test", "almacen.test"):
        options += ["--cert", two_names / f"{name}.pem", "--key", two_names / f"{name}.key"]
    server = start(*options, certs=two_names)
    outcome = s_client(server, name=asked)
    assert f"CN = {shown}" in outcome.out.split("issuer=")[0], outcome.out[:400]
    assert is_verified(outcome)


def test_both_names_are_hosts_that_the_server_goes_by(start, two_names):
    options = []
    for name in ("tienda.test", "almacen.test"):
        options += ["--cert", two_names / f"{name}.pem", "--key", two_names / f"{name}.key"]
    server = start(*options, certs=two_names)
    for name in ("tienda.test", "almacen.test"):
        outcome = run(
            [
                "curl",
                "-sSf",
                "--cacert",
                two_names / "ca.pem",
                "--resolve",
                f"{name}:{server.port}:127.0.0.1",
                f"https://{name}:{server.port}/health",
            ]
        )
        assert outcome.status == 0, outcome.text


def test_certificate_and_key_that_do_not_belong_together(start, two_names, tmp_path):
    outcome = run_server_command(
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        tmp_path / "data",
        "--lang",
        "en",
        "--cert",
        two_names / "tienda.test.pem",
        "--key",
        two_names / "almacen.test.key",
    )
    assert outcome.status == 1
    assert "listening" not in outcome.err
    assert "key" in outcome.err.lower()


@pytest.fixture(scope="module")
def client_identity(certificates):
    issued = run_server_command("certs", "issue", "ana", "--client", "--certs", certificates)
    assert issued.status == 0, issued.text
    return certificates / "ana.pem", certificates / "ana.key"


class TestMutualTLS:
    @pytest.fixture
    def server(self, start, certificates):
        return start("--client-ca", certificates / "ca.pem", certs=certificates)

    def test_with_a_certificate(self, server, client_identity):
        certificate, key = client_identity
        outcome = s_client(server, "-cert", certificate, "-key", key, input=REQUEST)
        assert "HTTP/1.1 200 OK" in outcome.out, outcome.text
        assert "Acceptable client certificate CA names" in outcome.out
        assert (
            run(
                ["curl", "-sSf", "--cacert", server.ca, "--cert", certificate, "--key", key, f"{server.origin}/health"]
            ).status
            == 0
        )

    def test_without_a_certificate(self, server):
        outcome = s_client(server, input=REQUEST)
        assert "200 OK" not in outcome.out
        assert "certificate required" in outcome.text

    def test_with_a_certificate_of_another_authority(self, server, tmp_path):
        run_server_command("certs", "init", "--certs", tmp_path / "else")
        run_server_command("certs", "issue", "eva", "--client", "--certs", tmp_path / "else")
        outcome = s_client(server, "-cert", tmp_path / "else/eva.pem", "-key", tmp_path / "else/eva.key", input=REQUEST)
        assert "200 OK" not in outcome.out
        assert "alert unknown ca" in outcome.text

    def test_a_server_certificate_does_not_do_for_a_client(self, server, certificates):
        outcome = s_client(
            server, "-cert", certificates / "server.pem", "-key", certificates / "server.key", input=REQUEST
        )
        assert "200 OK" not in outcome.out, "its extended key usage is serverAuth only"
        assert "alert" in outcome.text

    @pytest.mark.needs("faketime")
    def test_an_expired_client_certificate(self, server, client_identity, certificates, tmp_path):
        key = client_identity[1]
        request = tmp_path / "eva.csr"
        assert run(["openssl", "req", "-new", "-key", key, "-subj", "/CN=eva", "-out", request]).status == 0
        made = run(
            [
                "faketime",
                "-f",
                "-30d",
                "openssl",
                "x509",
                "-req",
                "-in",
                request,
                "-CA",
                certificates / "ca.pem",
                "-CAkey",
                certificates / "ca.key",
                "-days",
                "3",
                "-out",
                tmp_path / "eva.pem",
            ]
        )
        assert made.status == 0, made.text
        outcome = s_client(server, "-cert", tmp_path / "eva.pem", "-key", key, input=REQUEST)
        assert "200 OK" not in outcome.out
        assert "certificate expired" in outcome.text
