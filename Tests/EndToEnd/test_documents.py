"""Documents: `ingest --kind documents`, the tool `search_documents` over HTTPS, and the watched folders."""

import asyncio
import base64
import json
import signal
import time

import pytest

from support.messages import Wire
from support.product import run_server_command
from test_business_features import connected

POLICY = "# Política de devoluciones\n\n## Plazo\n\nEl cliente tiene quince días para devolver un producto.\n"
CLOSING = "<title>Cierre</title><h1>Cierre de caja</h1><script>secreto()</script><p>Cada noche se cuenta el dinero.</p>"


@pytest.fixture
def folder(tmp_path):
    papers = tmp_path / "papeles"
    (papers / "caja").mkdir(parents=True)
    (papers / "politica.md").write_text(POLICY)
    (papers / "caja/cierre.html").write_text(CLOSING)
    (papers / "caja/politica.md").write_text("# Política de caja\n\nDos personas cuentan.\n")
    (papers / ".oculto.md").write_text("# Oculto\n")
    (papers / "enlace.md").symlink_to("/etc/hostname")
    (papers / "foto.png").write_bytes(b"\x89PNG")
    return papers


def ingest(data, *files, status=0, options=()):
    outcome = run_server_command(
        "ingest", *files, "--kind", "documents", "--data", data, "--json", "--lang", "en", *options
    )
    assert outcome.status == status, outcome.text
    return [json.loads(line) for line in outcome.out.splitlines()]


def found(wire, query, **arguments):
    return [hit["name"] for hit in wire.call("search_documents", query=query, **arguments)["results"]]


def wait_until(condition, seconds=20):
    """The server looks at its folders now and then."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)


@pytest.fixture
def wire_of():
    wires = []

    def connect(server):
        wires.append(Wire(server))
        return wires[-1]

    yield connect
    for wire in wires:
        wire.close()


def test_a_folder_is_taken_in_and_found(start, folder, tmp_path, wire_of):
    data = tmp_path / "data"
    reports = ingest(data, folder)
    assert [report["document"]["name"] for report in reports] == ["cierre.html", "politica.md", "papeles-politica.md"]
    assert [report["rows_stored"] for report in reports] == [1, 1, 2]
    assert all(report["already_ingested"] is False and report["rows_rejected"] == 0 for report in reports)
    assert all(report["already_ingested"] for report in ingest(data, folder))
    assert oct((data / "documents/cierre.html").stat().st_mode)[-3:] == "600"
    assert oct((data / "documents.sqlite").stat().st_mode)[-3:] == "600"

    wire = wire_of(start(data=data))
    answer = wire.call("search_documents", query="devoluciones con plazo")
    hit = answer["results"][0]
    assert (hit["title"], hit["section"]) == ("Política de devoluciones", "Política de devoluciones › Plazo")
    assert hit["uri"] == "shop://documents/papeles-politica.md"
    assert (hit["language"], answer["documents"]) == ("es", 3)
    assert found(wire, "secreto") == []
    assert found(wire, "politica caja")[0] == "politica.md"


def test_the_text_for_people_marks_the_words_and_links_the_document(start, folder, tmp_path):
    data = tmp_path / "data"
    ingest(data, folder / "politica.md")

    async def check():
        async with connected(start(data=data), "2026-07-28", **{"accept-language": "es"}) as client:
            result = await client.call_tool("search_documents", {"query": "devolver productos"})
            text, link = result.content
            assert "1 documento sobre «devolver productos»" in text.text
            assert "**devolver** un **producto**" in text.text
            assert link.type == "resource_link" and link.mime_type == "text/markdown"
            contents = (await client.read_resource(link.uri)).contents[0]
            assert contents.text == POLICY
            asked = await client.call_tool("ask", {"question": "¿qué dicen los documentos sobre devoluciones?"})
            assert asked.structured_content["tool"] == "search_documents"
            assert "politica.md" in asked.content[0].text

    asyncio.run(check())


def test_a_trial_stores_nothing(folder, tmp_path):
    data = tmp_path / "data"
    [report] = ingest(data, folder / "politica.md", options=["--dry-run"])
    assert report["dry_run"] is True
    assert report["document"]["title"] == "Política de devoluciones"
    assert report["document"]["headings"][-1] == "Política de devoluciones › Plazo"
    assert not (data / "documents").exists()


def test_bad_files_keep_no_good_one_out(folder, tmp_path):
    data = tmp_path / "data"
    (folder / "roto.pdf").write_bytes(b"%PDF-1.4 roto")
    (folder / "roto.docx").write_bytes(b"PK\x03\x04roto")
    outcome = run_server_command(
        "ingest", *(folder / name for name in ["roto.pdf", "roto.docx", "nada.md", "foto.png", "politica.md"]),
        "--kind", "documents", "--data", data, "--lang", "es",
    )  # fmt: skip
    assert outcome.status == 0, outcome.text
    assert "guardado como «Política de devoluciones»" in outcome.out
    for name in ["roto.pdf", "roto.docx", "nada.md", "foto.png"]:
        assert name in outcome.err
    assert [path.name for path in (data / "documents").iterdir()] == ["politica.md"]
    [line] = ingest(data, folder / "roto.pdf", status=1)
    assert "roto.pdf" in line["error"]


def test_what_is_put_into_a_watched_folder_is_found(start, tmp_path, wire_of):
    other = tmp_path / "compartida"
    other.mkdir()
    server = start("--watch-documents", str(other))
    wire = wire_of(server)
    assert wire.call("search_documents", query="devoluciones")["documents"] == 0
    (server.data / "documents").mkdir()
    (server.data / "documents/politica.md").write_text(POLICY)
    wait_until(lambda: found(wire, "devoluciones") == ["politica.md"])
    (other / "cierre.html").write_text(CLOSING)
    wait_until(lambda: found(wire, "cierre caja") == ["cierre.html"])
    (server.data / "documents/politica.md").write_text("# Horarios\n\nSe abre a las ocho.\n")
    wait_until(lambda: found(wire, "horario") == ["politica.md"] and found(wire, "devoluciones") == [])
    (other / "cierre.html").unlink()
    wait_until(lambda: found(wire, "cierre caja") == [])


def test_a_document_that_takes_long_does_not_keep_the_server(start, tmp_path, wire_of):
    papers = tmp_path / "papeles"
    papers.mkdir()
    (papers / "a.md").write_text(POLICY)
    # Each attribute is compared with all before it: minutes, for a parser that nobody stops.
    (papers / "b.html").write_text("<p" + "".join(f" a{number}" for number in range(300_000)) + ">texto</p>")
    server = start("--watch-documents", str(papers), "--drain", "2")
    # Files are read in the order of their names: once the first can be found, the second is being read.
    wire = wire_of(server)
    wait_until(lambda: found(wire, "devoluciones") == ["a.md"])
    server.signal(signal.SIGTERM)
    assert server.wait(10) == 0


def test_listeners_hear_of_a_document_of_another_process(start, folder, tmp_path):
    server = start()

    async def check():
        async with connected(server, "2026-07-28") as client:
            async with client.listen(resources_list_changed=True) as changes:
                assert ingest(server.data, folder / "politica.md")[0]["rows_stored"] == 2

                async def first():
                    async for _ in changes:
                        return

                await asyncio.wait_for(first(), timeout=20)
            uris = [resource.uri for resource in (await client.list_resources()).resources]
            assert "shop://documents/politica.md" in uris
            result = await client.call_tool("search_documents", {"query": "plazo"})
            assert result.structured_content["results"][0]["name"] == "politica.md"

    asyncio.run(check())


def test_a_document_comes_over_the_wire(start, wire_of):
    wire = wire_of(start())
    content = base64.b64encode(POLICY.encode()).decode()
    report = wire.call("ingest", kind="documents", name="politica.md", content=content, encoding="base64")
    assert report["document"]["title"] == "Política de devoluciones"
    assert found(wire, "devoluciones") == ["politica.md"]


@pytest.mark.parametrize(
    "query", ['" OR NEAR(', "title:devoluciones", "devoluciones'; DROP TABLE document; --", "\0devoluciones", "x" * 1000]
)
def test_hostile_queries_are_words(start, folder, tmp_path, wire_of, query):
    data = tmp_path / "data"
    ingest(data, folder / "politica.md")
    wire = wire_of(start(data=data))
    if "devoluciones" in query:
        assert found(wire, query) == ["politica.md"]
    else:
        assert wire.modern("tools/call", {"name": "search_documents", "arguments": {"query": query}}).status_code == 200
    assert found(wire, "devoluciones") == ["politica.md"]


def test_real_documents_of_every_format(start, shared, tmp_path, wire_of):
    data = tmp_path / "data"
    reports = ingest(data, shared / "data/docs")
    assert len(reports) == 41
    assert {report["dialect"]["format"] for report in reports} == {"md", "txt", "html", "docx", "pdf"}
    pages = {report["document"]["name"]: report["document"]["pages"] for report in reports}
    assert pages["data-processing-addendum.pdf"] == 11
    wire = wire_of(start(data=data))
    for query, name in [
        ("inventario de seguirdad", "es-politica-inventario.md"),
        ("codificacion de productos", "codificacion-de-productos.pdf"),
        ("standard contractual clauses", "data-processing-addendum.pdf"),
        ("sensitive information", "sensitive-information.docx"),
        ("registro de almacenes", "almacen.html"),
        ("texto que no debe indexarse", None),
    ]:
        hits = wire.call("search_documents", query=query)["results"]
        if name is None:
            assert "almacen.html" not in [hit["name"] for hit in hits]
        else:
            assert hits[0]["name"] == name, query
            if name == "data-processing-addendum.pdf":
                assert 1 <= hits[0]["page"] <= 11
