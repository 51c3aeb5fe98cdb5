"""`secure-mcp-server ingest` against files as real shops have them: every figure as exact decimals count it.

The files are made here, from lines of our own and, with the folder of shared data, from real ones.
"""

import gzip
import json

import pytest

from support.messages import modern_meta
from support.messy import CASES
from support.product import run_server_command
from support.shop_lines import LINES, SPANISH, cents, delimited, gross, net, period, table

NO_CURRENCY = "does not state its currency"


def ingest(*files, data, options=(), kind="sales"):
    return run_server_command("ingest", *files, "--kind", kind, "--data", data, "--json", "--lang", "en", *options)


def ask(folder, **arguments):
    """What `sales_summary` says of the folder, over standard input: quicker than a listening server a case."""
    params = {"name": "sales_summary", "arguments": arguments, "_meta": modern_meta()}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    outcome = run_server_command("serve", "--stdio", "--data", folder, input=json.dumps(message) + "\n")
    return json.loads(outcome.out.splitlines()[0])["result"]["structuredContent"]


def facts(figures):
    return {name: float(figures[name]) for name in ("revenue", "units", "orders")}


@pytest.fixture(scope="session")
def trials(tmp_path_factory):
    """What a trial says of each file, by one process for all."""
    folder = tmp_path_factory.mktemp("trials")
    paths = []
    for index, case in enumerate(CASES):
        path = folder / str(index) / case.file
        path.parent.mkdir()
        path.write_bytes(case.content)
        paths.append(path)
    outcome = ingest(*paths, data=folder / "data", options=["--dry-run"])
    assert outcome.status == 0, outcome.err
    assert not (folder / "data/rejected").exists()
    return {case.name: json.loads(line) for case, line in zip(CASES, outcome.out.splitlines(), strict=True)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sales(case, trials, tmp_path):
    path = tmp_path / case.file
    path.write_bytes(case.content)
    outcome = ingest(path, data=tmp_path / "data", options=case.options)
    assert outcome.status == 0, outcome.text
    report = json.loads(outcome.out)
    assert report["rows_stored"] == len(case.lines), report["rejected"][:3]
    assert tuple(entry["line"] for entry in report["rejected"]) == case.rejected
    assert all(entry["reason"] for entry in report["rejected"])
    assert case.skipped is None or report["rows_skipped"] == case.skipped
    assert case.repaired is None or report["rows_repaired"] == case.repaired
    assert report["rows_read"] == report["rows_stored"] + report["rows_rejected"] + report["rows_skipped"]
    assert report["currency"] == case.currency
    assert {name: report["dialect"][name] for name in case.dialect} == case.dialect
    assert any(NO_CURRENCY in warning for warning in report["warnings"]) == (case.currency is None)
    if case.warning:
        assert any(case.warning in warning for warning in report["warnings"]), report["warnings"]
    told = trials[case.name]
    same = ["rows_read", "rows_stored", "rows_skipped", "rejected", "dialect", "sha256"]
    assert {name: told[name] for name in same} == {name: report[name] for name in same}
    assert 1 <= len(told["preview"]) <= 10

    answer = ask(tmp_path / "data", group_by="product", limit=1_000)
    expected = net(case.lines)
    revenue = cents(case.revenue) if case.revenue is not None else expected["revenue"]
    assert facts(answer) == facts({**expected, "revenue": revenue})
    assert answer["period"] == period(case.lines)
    if case.lines is LINES and case.revenue is None:
        assert facts(answer["views"]["gross"]) == facts(gross(LINES))
    if case.has_codes:
        assert {group["key"] for group in answer["groups"]} == {line.code.strip().upper() for line in case.lines}


TEXT = delimited(table(SPANISH), ";").encode()


@pytest.mark.parametrize(
    "content, spanish, english",
    [
        (b"", "no tiene ninguna línea", "has no line"),
        (b"\xef\xbb\xbf", "no tiene ninguna línea", "has no line"),
        (b"sep=;\r\n", "no tiene ninguna línea", "has no line"),
        (gzip.compress(b""), "no tiene ninguna línea", "has no line"),
        (TEXT.splitlines()[0] + b"\n", "no tiene ninguna línea", "has no line"),
        (gzip.compress(TEXT)[:-60], "incompleto", "incomplete"),
        (gzip.compress(TEXT) + b"garbage", "dañado", "damaged"),
        (bytes(index * 2_654_435_761 >> 7 & 0xFF for index in range(4_000)), "no es texto", "no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 90, "no es texto", "no text"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 9, "PDF", "PDF"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4_000), ".xls", ".xls"),
        (b"<html><body><table><tr><td>Fecha</td></tr></table></body></html>", "HTML", "HTML"),
        (b'[{"fecha": "2011-05-01", "factura": 1}]', "JSON", "JSON"),
        (b"Estimado cliente:\nLe env\xedo las ventas.\n\nSaludos\n", "le faltan columnas", "lacks columns"),
        (b"Proveedor;Compra;Notas\nA;1;x\nB;2;y\n", "factura, documento", "invoice, document"),
    ],
    ids=[
        "empty",
        "only a mark",
        "only sep",
        "gzip of nothing",
        "only a header",
        "cut gzip",
        "gzip and garbage",
        "binary",
        "picture",
        "pdf",
        "old workbook",
        "page",
        "objects",
        "letter",
        "other table",
    ],
)
def test_what_is_no_sales_file_is_refused_in_both_languages(content, spanish, english, tmp_path):
    path = tmp_path / "ventas.csv"
    path.write_bytes(content)
    for language, words in (("es", spanish), ("en", english)):
        outcome = run_server_command("ingest", path, "--data", tmp_path / "data", "--lang", language)
        assert outcome.status == 1 and words in outcome.err, outcome.text
        assert len(outcome.err) < 1_500


STOCK = {
    "Spanish": "Código;Producto;Categoría;Precio;Existencia;En pedido;Nivel de reorden;Descontinuado",
    "abbreviated": "REF;DESCRIPCION;RUBRO;P. VENTA;STOCK;EN_CAMINO;STOCK_MIN;BAJA",
    "of a shop": "SKU;Artículo;Familia;PVP;Stock actual;Compras pendientes;Cantidad mínima;Estado",
    "English": "Part No.;Item;Category;List Price;Qty on Hand;Qty on Order;Min Stock;Discontinued",
}
ITEMS = [
    ("0001", "Café; molido", "Bebidas", "1.250,50", "39", "0", "10", "No"),
    ("0002", "TOTAL CARE", "Aseo", "19,00", "-3", "40", "25", "Sí"),
    ("a-3", "Jabón", "Aseo", "0,85", "1.200", "", "", ""),
]


@pytest.mark.parametrize("header", STOCK.values(), ids=STOCK.keys())
@pytest.mark.parametrize("unit", ["", " uds."])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_stock(header, unit, encoding, tmp_path):
    rows = [[*item[:4], item[4] + unit, *item[5:]] for item in ITEMS]
    text = "FERRETERÍA EL SOL\n\n" + header + "\n" + delimited(rows, ";") + ";Total;;;1.236;40;;\n"
    path = tmp_path / "existencias.csv"
    path.write_bytes(text.encode(encoding))
    outcome = ingest(path, data=tmp_path / "data", options=["--dry-run"], kind="inventory")
    assert outcome.status == 0, outcome.text
    report = json.loads(outcome.out)
    assert (report["rows_stored"], report["rows_rejected"], report["rows_skipped"]) == (3, 0, 3), report
    names = ("code", "stock", "on_order", "reorder_level", "price", "discontinued")
    assert [tuple(line[name] for name in names) for line in report["preview"]] == [
        ("0001", "39", "0", "10", "1250.50", "false"),
        ("0002", "-3", "40", "25", "19.00", "true"),
        ("A-3", "1200", "0", "0", "0.85", "false"),
    ]


def test_files_of_one_shop_in_different_styles(tmp_path):
    half = len(LINES) // 2
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_bytes(delimited(table(SPANISH, LINES[:half]), ";").encode("cp1252"))
    second.write_bytes(delimited(table(SPANISH, LINES[half:]), "\t").encode("utf-16"))
    assert run_server_command("ingest", first, second, "--data", tmp_path / "data").status == 0
    assert facts(ask(tmp_path / "data")) == facts(net(LINES))
