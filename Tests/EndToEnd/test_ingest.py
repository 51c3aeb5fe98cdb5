"""`secure-mcp-server ingest`: a small file whose sums were worked out by hand, and files with something wrong."""

import gzip
import hashlib
import io
import json
import pathlib
import subprocess
import zipfile

import pytest

from support.messages import Wire
from support.product import run_server_command, server_binary, shared_folder
from support.sales import AVERAGE_TICKET, GROSS, MARCH_GROSS, NET, PRODUCT_GROSS, RETURNS, SAMPLE

FIELDS = {
    "file",
    "sha256",
    "rows_read",
    "rows_stored",
    "rows_repaired",
    "rows_skipped",
    "rows_rejected",
    "rejected",
    "dialect",
    "currency",
    "already_ingested",
}
HEADER = SAMPLE.splitlines()[0]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


def ingest(folder, *files, status=0, kind="sales", options=()):
    outcome = run_server_command(
        "ingest", *files, "--kind", kind, "--data", folder, "--json", "--lang", "en", *options
    )
    assert outcome.status == status, outcome.text
    return [json.loads(line) for line in outcome.out.splitlines()]


def asked(start, folder, **arguments):
    """What a server on the folder says; and what it says in the end is said by an own process."""
    wire = Wire(start(data=folder))
    try:
        return wire.call("sales_summary", **arguments)
    finally:
        wire.close()


def only(facts):
    return {name: facts[name] for name in ("revenue", "units", "orders")}


def test_the_report(folder, sample_file):
    [report] = ingest(folder, sample_file)
    assert FIELDS <= report.keys()
    assert report["sha256"] == hashlib.sha256(SAMPLE.encode()).hexdigest()
    assert (report["rows_read"], report["rows_stored"], report["rows_rejected"]) == (8, 8, 0)
    assert report["rejected"] == []
    assert report["already_ingested"] is False
    assert report["currency"] is None
    assert report["dialect"]["delimiter"] == "," and report["dialect"]["encoding"].lower() == "utf-8"
    assert report["dialect"]["columns"]["document"] == "InvoiceNo"


def test_the_sums(wire):
    answer = wire.call("sales_summary")
    assert only(answer) == NET
    assert answer["view"] == "net"
    views = {name: only(value) for name, value in answer["views"].items()}
    assert views == {"net": NET, "gross": GROSS, "product_gross": PRODUCT_GROSS, "returns": RETURNS}
    assert answer["average_ticket"] == AVERAGE_TICKET
    assert answer["period"] == {"from": "2024-03-05", "to": "2024-04-02"}
    assert answer["currency"] is None
    for view, figures in views.items():
        assert only(wire.call("sales_summary", view=view)) == figures


def test_periods(wire):
    for asked in (
        {"month": "2024-03"},
        {"month": "marzo"},
        {"month": "March"},
        {"month": 3, "year": 2024},
        {"period": {"from": "2024-03-01", "to": "2024-03-31"}},
        {"period": {"to": "2024-03-31"}},
    ):
        assert only(wire.call("sales_summary", view="gross", **asked)) == MARCH_GROSS, asked
    assert only(wire.call("sales_summary", year=2023)) == {"revenue": 0, "units": 0, "orders": 0}


def test_groups(wire):
    groups = wire.call("sales_summary", group_by="product", view="gross")["groups"]
    assert [(group["key"], group["revenue"], group["units"], group["orders"]) for group in groups] == [
        ("A-1", 42.00, 4, 2),
        ("POST", 15.00, 1, 1),
        ("C-3", 9.95, 10, 1),
        ("B-2", 8.25, 2, 1),
    ]
    assert groups[0]["name"] == "Café de Antigua"
    by_name = {group["key"]: group["name"] for group in wire.call("sales_summary", group_by="product")["groups"]}
    assert by_name["B-2"] == "Cacao, molido", "not the lower-case note"
    customers = {group["key"] for group in wire.call("sales_summary", group_by="customer")["groups"]}
    assert customers == {"17850", "12583", "99", None}
    months = wire.call("sales_summary", group_by="month")["groups"]
    assert [(group["key"], group["revenue"]) for group in months] == [("2024-03", 54.75), ("2024-04", -10.05)]
    weeks = [group["key"] for group in wire.call("sales_summary", group_by="week")["groups"]]
    assert weeks == ["2024-W10", "2024-W12", "2024-W13", "2024-W14"]


def test_filters(wire):
    assert wire.call("sales_summary", filters={"country": "El Salvador"})["revenue"] == 0
    assert wire.call("sales_summary", filters={"product": "a-1"}, view="gross")["revenue"] == 42
    assert wire.call("sales_summary", filters={"customer": 17850}, view="gross")["revenue"] == 39.75


def test_money_is_written_with_its_decimals_and_nothing_binary(wire):
    text = wire.modern("tools/call", {"name": "sales_summary", "arguments": {}}).text
    assert '"revenue":44.70' in text.replace(" ", "") or '"revenue":44.7,' in text.replace(" ", "")
    assert "44.699" not in text and "44.700000" not in text


def test_a_repeat_changes_nothing_and_says_so(folder, sample_file, start):
    ingest(folder, sample_file)
    before = asked(start, folder)
    [again] = ingest(folder, sample_file)
    assert again["already_ingested"] is True and again["rows_stored"] == 0
    assert asked(start, folder) == before
    said = run_server_command("ingest", sample_file, "--data", folder, "--lang", "es")
    assert said.status == 0 and "no cambió nada" in said.out


@pytest.mark.parametrize("kind", ["sales", "inventory", "documents"])
def test_every_file_has_its_line_of_json(folder, tmp_path, sample_file, kind):
    good = tmp_path / "Nota.md"
    good.write_text("# Nota\n\nDevoluciones en 30 días.\n")
    if kind == "inventory":
        good.write_text("SKU,Stock,Discontinued\nA,1,no\n")
    if kind == "sales":
        good = sample_file
    missing = tmp_path / "no-such-file.csv"
    bad, fine = ingest(folder, missing, good, kind=kind)
    assert bad["file"] == str(missing) and "no-such-file.csv" in bad["error"]
    assert fine["file"] == str(good) and "error" not in fine


def test_the_same_bytes_compressed_are_a_repeat(folder, sample_file, tmp_path):
    ingest(folder, sample_file)
    packed = tmp_path / "ventas.csv.gz"
    packed.write_bytes(gzip.compress(SAMPLE.encode()))
    [report] = ingest(folder, packed)
    assert report["already_ingested"] is True
    assert report["sha256"] == hashlib.sha256(SAMPLE.encode()).hexdigest()


def test_another_file_with_the_same_documents_is_stored_with_a_warning(folder, sample_file, tmp_path):
    ingest(folder, sample_file)
    other = tmp_path / "other.csv"
    other.write_text(HEADER + "\n1001,Z-9,Otra cosa,1,2024-05-01 10:00:00,1.00,5,Guatemala\n")
    [report] = ingest(folder, other)
    assert report["rows_stored"] == 1
    assert any("1001" in warning for warning in report["warnings"])


BROKEN = f"""{HEADER}
1,A,Bueno,1,2024-01-01 10:00:00,2.00,1,Guatemala
2,A,Cantidad,uno,2024-01-01 10:00:00,2.00,1,Guatemala
3,A,Fecha,1,2024-13-45 10:00:00,2.00,1,Guatemala
4,A,Precio,1,2024-01-01 10:00:00,gratis,1,Guatemala
,A,Sin documento,1,2024-01-01 10:00:00,2.00,1,Guatemala
6,,,1,2024-01-01 10:00:00,2.00,1,Guatemala

8,A,"Con
dos líneas",1,2024-01-01 10:00:00,2.00,1,Guatemala
9,A,Demasiados,1,2024-01-01 10:00:00,2.00,1,Guatemala,x,y,z
10,A,Bueno,1,2024-01-01 10:00:00,2.00,1,Guatemala
11,A,Pocos
"""


def test_broken_lines_are_counted_with_numbers_and_reasons(folder, tmp_path, start):
    path = tmp_path / "broken.csv"
    path.write_text(BROKEN)
    [report] = ingest(folder, path)
    assert report["rows_stored"] == 3
    assert [entry["line"] for entry in report["rejected"]] == [3, 4, 5, 6, 7, 11, 13]
    assert report["rows_rejected"] == 7
    assert report["rows_skipped"] == 1
    reasons = {entry["line"]: entry["reason"] for entry in report["rejected"]}
    assert "uno" in reasons[3] and "2024-13-45" in reasons[4] and "gratis" in reasons[5]
    assert "document" in reasons[6] and "product code" in reasons[7]
    assert report["rows_read"] == report["rows_stored"] + report["rows_rejected"] + report["rows_skipped"]
    assert only(asked(start, folder)) == {"revenue": 6, "units": 3, "orders": 3}


def test_reasons_in_spanish_for_people(folder, tmp_path):
    path = tmp_path / "broken.csv"
    path.write_text(BROKEN)
    outcome = run_server_command("ingest", path, "--data", folder, "--lang", "es")
    assert outcome.status == 0
    assert "Línea 3 rechazada: «uno» no es un número" in outcome.out


def test_bytes_that_are_no_utf_8(folder, tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes(
        (
            HEADER + "\n1,A,Caf\u00e9,1,2024-01-01 10:00:00,2.00,1,M\u00e9xico\n2,B,Pan,1,2024-01-01 10:00:00,2,1,X\n"
        ).encode("cp1252")
    )
    [report] = ingest(folder, path)
    assert report["rows_stored"] + report["rows_rejected"] == 2
    assert report["rows_stored"] >= 1


def test_missing_trailing_fields_are_repaired(folder, tmp_path):
    path = tmp_path / "short.csv"
    path.write_text(HEADER + "\n1,A,x,1,2024-01-01 10:00:00,2.00\n2,A,x,1,2024-01-01 10:00:00,2.00,1,Guatemala,\n")
    [report] = ingest(folder, path)
    assert (report["rows_stored"], report["rows_repaired"], report["rows_rejected"]) == (2, 2, 0)


def test_spanish_columns_and_semicolons(folder, tmp_path, start):
    path = tmp_path / "ventas.csv"
    path.write_text(
        "Factura;Código;Descripción;Cantidad;Fecha;Precio unitario;Cliente;País\n"
        "1;A;Café;2;31/12/2023;1.234,50;Ana;Guatemala\n2;A;Café;1;01/02/2024;0,50;Ana;Guatemala\n"
    )
    [report] = ingest(folder, path)
    assert (report["rows_stored"], report["rows_rejected"]) == (2, 0), report
    assert report["dialect"]["delimiter"] == ";" and report["dialect"]["decimal_mark"] == ","
    answer = asked(start, folder)
    assert answer["revenue"] == 2469.50
    assert answer["period"] == {"from": "2023-12-31", "to": "2024-02-01"}


def test_identical_lines_are_kept_and_counted(folder, tmp_path):
    path = tmp_path / "twice.csv"
    line = "1,A,x,1,2024-01-01 10:00:00,2.00,1,Guatemala\n"
    path.write_text(HEADER + "\n" + line * 3)
    [report] = ingest(folder, path)
    assert (report["rows_stored"], report["identical_lines"]) == (3, 2)


def test_two_currencies_are_never_summed(folder, tmp_path, sample_file, start):
    other = tmp_path / "dollars.csv"
    other.write_text(HEADER + "\n5001,A,x,1,2024-01-01 10:00:00,100.00,1,Guatemala\n")
    for path, currency in ((sample_file, "GTQ"), (other, "USD")):
        assert run_server_command("ingest", path, "--data", folder, "--currency", currency).status == 0
    wire = Wire(start(data=folder))
    answer = wire.modern("tools/call", {"name": "sales_summary", "arguments": {}}).json()["result"]
    assert answer.get("isError") or answer["structuredContent"]["revenue"] in (44.7, 100)
    assert wire.call("sales_summary", filters={"currency": "USD"})["revenue"] == 100
    wire.close()


def test_a_dry_run_stores_nothing(folder, sample_file, start):
    outcome = run_server_command("ingest", sample_file, "--data", folder, "--dry-run", "--json")
    assert outcome.status == 0
    assert asked(start, folder)["orders"] == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"just a text without any columns\n",
        b"\x00\x01\x02" * 100,
        b"\x1f\x8bnot gzip at all",
        gzip.compress(SAMPLE.encode())[:-40],
        b"a,b,c\n1,2,3\n",
    ],
    ids=["empty", "blank", "text", "binary", "false gzip", "cut gzip", "other columns"],
)
def test_what_cannot_be_read_at_all(folder, tmp_path, sample_file, content, start):
    ingest(folder, sample_file)
    path = tmp_path / "strange.csv.gz" if content[:1] == b"\x1f" else tmp_path / "strange.csv"
    path.write_bytes(content)
    outcome = run_server_command("ingest", path, "--data", folder, "--lang", "en")
    assert outcome.status == 1, outcome.text
    assert outcome.text.strip()
    assert only(asked(start, folder)) == NET, "nothing of what was there is lost"


def test_a_file_that_is_not_there(folder, tmp_path):
    outcome = run_server_command("ingest", tmp_path / "nowhere.csv", "--data", folder, "--lang", "en")
    assert outcome.status == 1
    assert "nowhere.csv" in outcome.err


def test_several_files_and_the_good_ones_stay(folder, sample_file, tmp_path, start):
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n")
    run_server_command("ingest", bad, sample_file, "--data", folder)
    assert only(asked(start, folder)) == NET, "a file that cannot be read does not keep the next one out"


@pytest.mark.parametrize("arguments", [[], ["--kind", "sales"], ["x.csv", "--kind", "nonsense"], ["x.csv", "--nope"]])
def test_wrong_usage(arguments, tmp_path):
    assert run_server_command("ingest", *arguments, "--data", tmp_path / "d").status == 2


def test_options_before_the_subcommand(folder, sample_file):
    outcome = run_server_command("--lang", "es", "ingest", sample_file, "--data", folder)
    assert outcome.status == 0
    assert "guardadas" in outcome.out


def test_a_running_server_sees_what_is_stored(folder, sample_file, start):
    server = start(data=folder)
    wire = Wire(server)
    assert wire.call("sales_summary")["orders"] == 0
    ingest(folder, sample_file)
    assert only(wire.call("sales_summary")) == NET
    wire.close()


SHARED = shared_folder()
MESSY = sorted((SHARED / "data" / "messy").glob("*.[ct][sx][vt]")) if SHARED else []


@pytest.mark.skipif(not MESSY, reason="needs the folder of shared data")
@pytest.mark.parametrize("path", MESSY, ids=lambda path: path.name)
def test_messy_files(folder, path, start):
    expected = json.loads((path.parent / "expected.json").read_text())[path.name]
    kind = "inventory" if "units_in_stock" in expected else "sales"
    [report] = ingest(folder, path, kind=kind)
    assert (report["rows_stored"], report["rows_rejected"]) == (expected["rows"], 0), report["rejected"][:5]
    assert report["dialect"]["encoding"] == expected["encoding"]
    assert report["dialect"]["delimiter"] == expected["delimiter"].replace("TAB", "\t")
    if kind == "inventory":
        return
    answer = asked(start, folder)
    assert answer["revenue"] == expected.get("revenue", expected.get("sum_IMPORTE_ADJUDICACION"))
    for figure, key in (("units", "units"), ("orders", "invoices")):
        assert answer[figure] == expected.get(key, answer[figure])
    if "from" in expected:
        assert answer["period"] == {"from": expected["from"][:10], "to": expected["to"][:10]}


def workbook(rows):
    """An .xlsx of one sheet: texts and numbers as they are, (serial,) as a date."""

    def cell(value):
        if isinstance(value, tuple):
            return f'<c s="1"><v>{value[0]}</v></c>'
        if isinstance(value, (int, float)):
            return f"<c><v>{value!r}</v></c>"
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    parts = {
        "xl/workbook.xml": f'<workbook {namespace} xmlns:r="{relation}"><sheets>'
        '<sheet name="Ventas" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet {namespace}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f"<worksheet {namespace}><sheetData>{lines}</sheetData></worksheet>",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return content.getvalue()


def test_workbooks(folder, tmp_path, start):
    path = tmp_path / "ventas.xlsx"
    rows = [
        ["Ventas de enero"],
        ["Fecha", "Factura", "Código", "Descripción", "Cantidad", "Precio"],
        [(45303.5,), 1, "0007", "Café, molido", 2, 2.5499999999999998],
        [(45304,), 2, "0007", "Café, molido", 1, "3,50"],
        [(45305,), 3, "0007", "Café, molido", "varios", 1],
    ]
    path.write_bytes(workbook(rows))
    [report] = ingest(folder, path)
    assert (report["rows_stored"], report["rows_skipped"]) == (2, 1)
    assert [entry["line"] for entry in report["rejected"]] == [5]
    assert report["dialect"]["format"] == "xlsx" and report["dialect"]["sheet"] == "Ventas"
    assert report["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    answer = asked(start, folder)
    assert answer["revenue"] == 8.60
    assert answer["period"] == {"from": "2024-01-12", "to": "2024-01-13"}
    [again] = ingest(folder, path)
    assert again["already_ingested"] is True


def test_rejected_lines_are_written_to_a_file(folder, tmp_path):
    path = tmp_path / "broken.csv"
    path.write_text(BROKEN)
    [report] = ingest(folder, path)
    written = pathlib.Path(report["rejected_file"])
    assert written.parent == folder / "rejected"
    lines = written.read_text().splitlines()
    assert lines[0] == "line,reason,text" and len(lines) == 1 + report["rows_rejected"]
    assert lines[1].startswith("3,") and "Cantidad" in lines[1]
    assert written.stat().st_mode & 0o077 == 0
    mine = tmp_path / "mine.csv"
    run_server_command("ingest", path, "--data", folder / "other", "--rejected", mine)
    assert mine.read_text().startswith("line,reason,text")


def test_a_dry_run_shows_how_the_file_is_read(folder, tmp_path):
    path = tmp_path / "ventas.csv"
    path.write_text("Fecha;Factura;Código;Cantidad;Precio\n" + "31/12/2023;1;A;2;Q1.234,50\n" * 20)
    [report] = ingest(folder, path, options=["--dry-run"])
    assert len(report["preview"]) == 10
    assert report["preview"][0] == {
        "line": 2,
        "document": "1",
        "product_code": "A",
        "quantity": "2",
        "date": "2023-12-31",
        "unit_price": "1234.50",
        "amount": "2469.00",
        "currency": "GTQ",
    }
    assert not (folder / "rejected").exists()
    said = run_server_command("ingest", path, "--data", folder, "--dry-run", "--lang", "es")
    assert "Fecha → date" in said.out and "unit_price=1234.50" in said.out and "no se guardó nada" in said.out


def test_columns_by_number_and_dates_by_hand(folder, tmp_path, start):
    path = tmp_path / "plain.txt"
    path.write_text("03/04/2024|7001|X1|2|1.50\n05/04/2024|7002|X2|1|2.00\n")
    options = ["--dates", "mdy"]
    for assignment in ("1=date", "2=document", "3=product_code", "4=quantity", "5=unit_price"):
        options += ["--map", assignment]
    [report] = ingest(folder, path, options=options)
    assert report["rows_stored"] == 2 and report["dialect"]["header_line"] is None
    answer = asked(start, folder)
    assert answer["revenue"] == 5 and answer["period"] == {"from": "2024-03-04", "to": "2024-05-04"}


def test_a_pipe(folder):
    outcome = subprocess.run(
        [server_binary(), "ingest", "/dev/stdin", "--data", str(folder), "--json"],
        input=gzip.compress(SAMPLE.encode()),
        capture_output=True,
        timeout=60,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert json.loads(outcome.stdout)["rows_stored"] == 8


STOCK = """Código,Producto,Categoría,Precio,Existencia,En pedido,Nivel de reorden,Descontinuado
A-1,Café de Antigua,Bebidas,"1,250.50",4,0,5,No
0002,Cacao,Dulces,3.00,-1,10,0,Sí
"""


def test_stock(folder, tmp_path, sample_file, start):
    ingest(folder, sample_file)
    path = tmp_path / "existencias.csv"
    path.write_text(STOCK)
    [report] = ingest(folder, path, kind="inventory")
    assert (report["kind"], report["rows_stored"], report["rows_rejected"]) == ("inventory", 2, 0)
    assert report["dialect"]["columns"]["reorder_level"] == "Nivel de reorden"
    [again] = ingest(folder, path, kind="inventory")
    assert again["already_ingested"] is True
    groups = {group["key"] for group in asked(start, folder, group_by="category")["groups"]}
    assert "Bebidas" in groups, "the stock list's categories group the sales"


def test_a_table_is_no_document(folder, sample_file):
    outcome = run_server_command("ingest", sample_file, "--kind", "documents", "--data", folder, "--lang", "en")
    assert outcome.status == 1 and ".pdf" in outcome.err
