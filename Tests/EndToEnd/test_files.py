"""`GET /files/NAME`: reports, whole and in parts, and nothing outside of their folder."""

import os
import ssl
import socket

import pytest

from support.messages import Wire
from support.product import run

PDF = bytes(range(256)) * 4_000


@pytest.fixture
def shelf(start, tmp_path):
    reports = tmp_path / "data" / "reports"
    reports.mkdir(parents=True)
    (reports / "ventas 2011-08 ñ.pdf").write_bytes(PDF)
    (reports / "tabla.html").write_text("<h1>¡Hola!</h1>")
    (reports / ".secret").write_text("hidden")
    (tmp_path / "data" / "private.txt").write_text("outside")
    os.symlink(tmp_path / "data" / "private.txt", reports / "link.txt")
    (reports / "folder").mkdir()
    server = start(data=tmp_path / "data")
    wire = Wire(server)
    yield wire
    wire.close()


def test_a_report_is_downloaded(shelf):
    answer = shelf.http.get("/files/ventas%202011-08%20%C3%B1.pdf")
    assert answer.status_code == 200 and answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-length"] == str(len(PDF)) and "transfer-encoding" not in answer.headers
    assert "filename*=UTF-8''ventas%202011-08%20%C3%B1.pdf" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    again = shelf.http.get("/files/ventas%202011-08%20%C3%B1.pdf", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    assert again.headers["etag"] == answer.headers["etag"]


def test_a_head_has_the_length_and_no_body(shelf):
    answer = shelf.http.head("/files/tabla.html")
    assert answer.status_code == 200 and answer.content == b""
    assert answer.headers["content-length"] == "16"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    # The connection is as good as before.
    assert shelf.http.get("/files/tabla.html").text == "<h1>¡Hola!</h1>"


@pytest.mark.parametrize(
    "field, expected",
    [("bytes=0-99", PDF[:100]), ("bytes=-7", PDF[-7:]), ("bytes=1000000-", PDF[1_000_000:]), ("bytes=0-0,5-6", None)],
)
def test_parts(shelf, field, expected):
    answer = shelf.http.get("/files/ventas%202011-08%20%C3%B1.pdf", headers={"range": field})
    if expected is None:
        assert answer.status_code == 200 and answer.content == PDF
    else:
        assert answer.status_code == 206 and answer.content == expected
        start, _, rest = answer.headers["content-range"].removeprefix("bytes ").partition("-")
        assert PDF[int(start) :][: len(expected)] == expected and rest.endswith(f"/{len(PDF)}")


def test_a_part_beyond_the_end(shelf):
    answer = shelf.http.get("/files/tabla.html", headers={"range": "bytes=16-"})
    assert answer.status_code == 416 and answer.headers["content-range"] == "bytes */16"


@pytest.mark.parametrize(
    "name",
    [
        "../private.txt", "..%2fprivate.txt", "%2e%2e/private.txt", "..%5cprivate.txt", "/etc/passwd", "%2fetc%2fpasswd",
        ".secret", "link.txt", "folder", "", ".", "..", "no.pdf", "a%00b", "%", "%ff", "tabla.html/", "x" * 3000,
    ],
)  # fmt: skip
def test_nothing_outside_of_the_folder(shelf, name):
    # A socket, because libraries tidy paths up.
    context = ssl.create_default_context(cafile=shelf.server.ca)
    with socket.create_connection((shelf.server.host, shelf.server.port)) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as connection:
            request = f"GET /files/{name} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
            connection.sendall(request.encode())
            answer = b""
            while chunk := connection.recv(65_536):
                answer += chunk
    assert answer.split()[1] in (b"404", b"400"), answer
    assert b"outside" not in answer and b"hidden" not in answer and b"root:" not in answer


@pytest.mark.needs("curl")
@pytest.mark.parametrize("version", ["--http1.1", "--http2"])
def test_curl_resumes_a_download(shelf, tmp_path, version):
    half = tmp_path / "half.pdf"
    half.write_bytes(PDF[: len(PDF) // 2])
    url = shelf.server.origin + "/files/ventas%202011-08%20%C3%B1.pdf"
    done = run(["curl", "-sS", version, "--cacert", shelf.server.ca, "-C", "-", "-o", half, url])
    assert done.status == 0, done.text
    assert half.read_bytes() == PDF


def test_only_get_and_head(shelf):
    answer = shelf.http.post("/files/tabla.html")
    assert answer.status_code == 405 and "GET" in answer.headers["allow"]
