"""Reports: the files that the command and the tool make, read back by other programs, with the tools' figures."""

import base64
import datetime
import hashlib
import json
import os
import stat
import time

import pytest

from support import reports
from support.messages import MODERN, Wire, modern_meta
from support.product import run_server_command
from support.reports import FORMATS, TYPES
from support.sales import AVERAGE_TICKET, MARCH_GROSS, NET, SAMPLE
from support.server import Server

pytestmark = pytest.mark.needs("pdftotext", "pdfinfo")


def ingest(data, path, kind, *options):
    done = run_server_command("ingest", path, "--kind", kind, "--data", data, *options)
    assert done.status == 0, done.text


@pytest.fixture(scope="session")
def shop(tmp_path_factory):
    """A folder with the small shop's sales and a stock list."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "ventas.csv").write_text(SAMPLE)
    (folder / "stock.csv").write_text(reports.STOCK)
    ingest(folder / "data", folder / "ventas.csv", "sales", "--currency", "GTQ")
    ingest(folder / "data", folder / "stock.csv", "inventory", "--currency", "GTQ")
    return folder / "data"


@pytest.fixture
def make(shop, tmp_path):
    """Makes a report with the command; gives the file."""

    def make(type, format, *options, data=shop, lang="en"):
        path = tmp_path / f"report-{len(list(tmp_path.iterdir()))}.{format}"
        done = run_server_command(
            "report", "--type", type, "--format", format, "--output", path, "--data", data, "--lang", lang, *options
        )
        assert done.status == 0, done.text
        assert str(path) in done.out
        return path

    return make


@pytest.fixture(scope="module")
def shop_server(shop, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("reports"), data=shop)
    yield server
    assert server.stop() == 0


@pytest.fixture
def shop_wire(shop_server):
    wire = Wire(shop_server)
    yield wire
    wire.close()


# The command


@pytest.mark.parametrize("type", TYPES)
def test_every_type_comes_in_every_format(make, type):
    for format in FORMATS:
        reports.check(make(type, format), format)


@pytest.mark.parametrize("lang, words", [("es", "Ventas netas"), ("en", "Net sales")])
def test_every_format_has_the_same_figures(make, lang, words):
    json_file = json.loads(make("sales", "json", lang=lang).read_text())
    figures = {figure["key"]: figure["value"] for figure in json_file["figures"]}
    assert figures == {**NET, "average_ticket": AVERAGE_TICKET}
    assert json_file["tables"][0]["totals"] == NET
    pdf = reports.pdf_text(make("sales", "pdf", lang=lang))
    page = reports.Page(make("sales", "html", lang=lang).read_text())
    markdown = make("sales", "md", lang=lang).read_text()
    assert page.lang == lang
    for text in (pdf, page.text, markdown):
        assert words in text
        assert {NET["revenue"], NET["units"], NET["orders"], AVERAGE_TICKET} <= set(reports.numbers(text))


def test_a_page_speaks_its_readers_language(make):
    spanish = reports.pdf_text(make("sales", "pdf", "--month", "2024-03", lang="es"))
    assert "Marzo de 2024" in spanish and "Página 1 de " in spanish and "Datos al 2 de abril de 2024" in spanish
    english = make("sales", "pdf", "--month", "2024-03", "--paper", "letter", lang="en")
    text = reports.pdf_text(english)
    assert "March 2024" in text and "Page 1 of " in text and "Data as of 2 April 2024" in text
    facts = reports.pdf_facts(english)
    assert facts["Title"] == "Sales · March 2024" and "letter" in facts["Page size"]
    assert b"/Lang (en)" in english.read_bytes()


def test_filters_and_views_count(make):
    file = make("sales", "json", "--month", "2024-03", "--view", "gross")
    figures = {figure["key"]: figure["value"] for figure in json.loads(file.read_text())["figures"]}
    assert figures == {**MARCH_GROSS, "average_ticket": 21.75}
    file = make("sales", "json", "--country", "Guatemala", "--group-by", "product", "--from", "2024-03-01", "--to", "2024-04-02")
    report = json.loads(file.read_text())
    assert "Country: Guatemala" in report["view"]
    assert {row["code"]: row["revenue"] for row in report["tables"][0]["rows"]} == {
        "A-1": 31.50, "C-3": 9.95, "B-2": 8.25, "B": -20.00,
    }


def test_a_workbook_calculates(make):
    path = make("sales", "xlsx", "--group-by", "product", lang="es")
    formulas, values = reports.workbook(path), reports.workbook(path, values=True)
    assert formulas.sheetnames[0] == "Resumen"
    sheet, results = formulas["Por producto"], values["Por producto"]
    header = [cell.value for cell in sheet[1]]
    revenue = header.index("Ingresos (GTQ)")
    orders = header.index("Documentos")
    assert sheet.freeze_panes == "A2"
    last = sheet.max_row
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(header)).column_letter}{last - 1}"
    letter = sheet.cell(1, revenue + 1).column_letter
    assert sheet.cell(last, revenue + 1).value == f"=SUM({letter}2:{letter}{last - 1})"
    assert results.cell(last, revenue + 1).value == pytest.approx(NET["revenue"], abs=1e-9)
    assert sum(row[revenue].value for row in results.iter_rows(2, last - 1)) == pytest.approx(NET["revenue"])
    # One order may be in several rows: no formula can add them up.
    assert sheet.cell(last, orders + 1).value == NET["orders"]
    assert sheet.cell(2, revenue + 1).number_format == "#,##0.00" and sheet.cell(2, revenue + 1).data_type == "n"
    assert sheet.column_dimensions["B"].width > 10
    assert len(formulas["Resumen"]._charts) == 1
    assert formulas.properties.title.startswith("Ventas")
    summary = [[cell.value for cell in row] for row in values["Resumen"].iter_rows()]
    assert ["Ingresos (GTQ)", NET["revenue"]] in [row[:2] for row in summary]


def test_nothing_becomes_a_formula(make):
    formula = '=HYPERLINK("http://x")'
    plain = reports.rows(make("inventory", "csv").read_text())
    assert ["B-2", "'" + formula] in [row[:2] for row in plain]
    sheet = reports.workbook(make("inventory", "xlsx"))["Stock"]
    cell = next(row[1] for row in sheet.iter_rows() if row[0].value == "B-2")
    assert cell.data_type == "s" and cell.value == formula
    # Figures are figures, below zero too.
    negative = reports.rows(make("sales", "csv", "--group-by", "product").read_text())
    assert ["B", "-20.00"] in [[row[0], row[2]] for row in negative]


def test_csv_for_excel_in_spanish(make):
    data = make("sales", "csv", "--excel-es", "--month", "2024-03", lang="es").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    table = reports.rows(data.decode("utf-8-sig"), delimiter=";")
    assert table[0] == ["Día", "Ingresos (GTQ)", "Unidades", "Documentos"]
    assert all("," in row[1] and "." not in row[1] for row in table[1:])
    assert sum(float(row[1].replace(",", ".")) for row in table[1:]) == pytest.approx(54.75)


@pytest.mark.parametrize(
    "lang, header, states",
    [
        ("es", ["Código", "Producto", "Categoría", "Estado"], ["Existencia baja", "En orden", "Descontinuado"]),
        ("en", ["Code", "Product", "Category", "Status"], ["Low stock", "OK", "Discontinued"]),
    ],
)
def test_csv_speaks_its_readers_language(make, lang, header, states):
    table = reports.rows(make("inventory", "csv", lang=lang).read_text())
    assert table[0][:4] == header
    assert [row[3] for row in table[1:]] == states, "no row of totals"
    months = reports.rows(make("sales", "csv", "--group-by", "month", lang=lang).read_text())
    assert [row[0] for row in months[1:]] == ["2024-03", "2024-04"], "months that can be sorted"


def test_the_csv_of_a_summary_has_all_of_it(make):
    blocks = make("executive", "csv", lang="es").read_text().split("\n\n")
    titles = [reports.rows(block)[0][0] for block in blocks]
    assert titles == ["Cifras principales", "Lo más importante", "Productos", "Categorías", "Clientes", "Países", "Inventario de hoy"]
    figures = reports.rows(blocks[0])
    assert figures[1:3] == [["Cifra", "Valor"], ["Ingresos (GTQ)", "44.70"]]
    assert reports.rows(blocks[-1])[1] == ["Estado", "Productos", "Unidades", "Valor (GTQ)"]


@pytest.mark.parametrize(
    "options, near",
    [
        (["--type", "sales", "--country", "Guatemela"], "Guatemala"),
        (["--type", "customers", "--product", "cafe de antiguo"], "Café de Antigua (A-1)"),
        (["--type", "inventory", "--product", "pan dulse"], "Pan dulce (C-3)"),
        (["--type", "reorder", "--category", "cacaos"], "Cacao"),
        (["--type", "sales", "--currency", "ZZZ"], "GTQ"),
        (["--type", "executive", "--currency", "ZZZ"], "GTQ"),
        (["--type", "inventory", "--currency", "ZZZ"], "GTQ"),
        (["--type", "reorder", "--currency", "ZZZ"], "GTQ"),
    ],
)
def test_a_filter_that_fits_nothing_is_said(shop, tmp_path, options, near):
    path = tmp_path / "x.pdf"
    done = run_server_command("report", *options, "--output", path, "--data", shop, "--lang", "es")
    assert done.status == 1 and options[-1] in done.err and near in done.err, done.text
    assert not path.exists()


def test_a_filter_that_fits_in_part_is_said(shop, tmp_path):
    options = ["--country", "Guatemala", "--country", "Guatemela", "--format", "json", "--output", "-"]
    done = run_server_command("report", "--type", "sales", *options, "--data", shop, "--lang", "es")
    assert done.status == 0 and "«Guatemela»" in done.err
    assert json.loads(done.out)["figures"][0]["value"] == 29.70


def test_figures_are_of_the_stock_that_is_listed(make):
    report = json.loads(make("inventory", "json", "--status", "low_stock", lang="es").read_text())
    assert {figure["key"]: figure["value"] for figure in report["figures"]} == {"products": 1, "units": 1, "value": 12.5}
    assert report["tables"][0]["totals"]["value"] == 12.5 and report["view"] == "Existencia baja"


def test_currencies_are_never_added_up(make, tmp_path):
    data = tmp_path / "data"
    (tmp_path / "gtq.csv").write_text(SAMPLE)
    (tmp_path / "usd.csv").write_text(SAMPLE.splitlines()[0] + "\n2001,A-1,Café de Antigua,2,2024-03-05,3.00,,Guatemala\n")
    ingest(data, tmp_path / "gtq.csv", "sales", "--currency", "GTQ")
    ingest(data, tmp_path / "usd.csv", "sales", "--currency", "USD")
    for type in ("sales", "executive", "customers", "top_products"):
        done = run_server_command("report", "--type", type, "--output", tmp_path / "x.pdf", "--data", data, "--lang", "es")
        assert done.status == 1 and "GTQ, USD" in done.err and "currency" in done.err
        for currency, revenue in (("USD", 6.00), ("GTQ", NET["revenue"])):
            report = json.loads(make(type, "json", "--currency", currency, data=data).read_text())
            figures = {figure["key"]: figure["value"] for figure in report["figures"]}
            assert figures["revenue"] == revenue and report["currency"] == currency
            assert f"Currency: {currency}" in report["view"]


def test_a_month_in_course_is_compared_with_as_many_days(make, tmp_path):
    data = tmp_path / "data"
    days = [f"2024-02-{day:02}" for day in range(1, 30)] + [f"2024-03-{day:02}" for day in range(1, 11)]
    lines = [f"{1000 + n},A-1,Café,{3 if day > '2024-03' else 2},{day},10.00,1,Guatemala" for n, day in enumerate(days)]
    (tmp_path / "sales.csv").write_text("\n".join([SAMPLE.splitlines()[0], *lines, ""]))
    (tmp_path / "stock.csv").write_text(reports.STOCK)
    ingest(data, tmp_path / "sales.csv", "sales", "--currency", "GTQ")
    ingest(data, tmp_path / "stock.csv", "inventory", "--currency", "GTQ")
    report = json.loads(make("executive", "json", "--month", "2024-03", data=data, lang="es").read_text())
    comparison = report["tables"][0]
    assert [(row["period"], row["from"], row["to"], row["revenue"], row["change_percent"]) for row in comparison["rows"]] == [
        ("period", "2024-03-01", "2024-03-10", 300, None), ("previous", "2024-02-01", "2024-02-10", 200, 50),
    ]
    assert report["figures"][0]["change_percent"] == 50
    assert "Los datos llegan hasta el 10 de marzo de 2024." in report["notes"]
    # Stock is of now, whatever the month: it says so wherever it speaks.
    past = json.loads(make("executive", "json", "--month", "2024-02", data=data, lang="es").read_text())
    stock = [finding for finding in past["findings"] if "Café de Antigua" in finding or "existencias" in finding]
    assert stock and all(finding.startswith("Hoy: ") for finding in stock), past["findings"]
    assert "Inventario de hoy" in [table["title"] for table in past["tables"]]
    assert "Las existencias son las de hoy, no las del período." in past["notes"]
    # Before all there is nothing to compare with, so there is no table of it.
    assert "Comparación" not in [table["title"] for table in past["tables"]]


def test_a_workbook_is_one_of_excel(make):
    sheet = reports.workbook(make("sales", "xlsx", "--group-by", "month", lang="es"))["Por mes"]
    cell = sheet.cell(2, 1)
    assert cell.is_date and cell.value == datetime.datetime(2024, 3, 1) and "mmmm" in cell.number_format
    day = reports.workbook(make("sales", "xlsx", "--group-by", "day", lang="es"))["Por día"].cell(2, 1)
    assert day.is_date and day.value == datetime.datetime(2024, 3, 5) and day.number_format == "dd/mm/yyyy"
    demand = reports.workbook(make("reorder", "xlsx", "--lead-time-days", "366", lang="es"))["Productos que pedir"]
    assert demand.cell(1, 3).value == "Demanda diaria" and demand.cell(2, 3).number_format == "#,##0.00"
    chart = reports.workbook(make("top_products", "xlsx"))["Summary"]._charts[0]
    assert chart.barDir == "bar"
    # The first name on top, the bars from the left.
    assert chart.x_axis.scaling.orientation == "maxMin" and chart.y_axis.scaling.orientation == "minMax"


def test_standard_output(shop):
    done = run_server_command("report", "--type", "sales", "--format", "json", "--output", "-", "--data", shop)
    assert done.status == 0 and json.loads(done.out)["currency"] == "GTQ"


def test_the_name_tells_the_format(shop, tmp_path):
    done = run_server_command("report", "--type", "sales", "--output", tmp_path / "ventas.xlsx", "--data", shop)
    assert done.status == 0
    reports.check(tmp_path / "ventas.xlsx", "xlsx")


@pytest.mark.parametrize(
    "options",
    [
        ["--type", "taxes"],
        ["--type", "sales", "--format", "doc"],
        ["--type", "sales", "--n", "0"],
        ["--type", "sales", "--month", "3", "--period", "ayer"],
        [],
    ],
)
def test_wrong_options_are_status_2(tmp_path, options):
    done = run_server_command("report", *options, "--output", tmp_path / "x.pdf", "--data", tmp_path)
    assert done.status == 2, done.text
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_what_was_there(shop, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_text("what was there")
    for options in (["--period", "qwerty"], ["--group-by", "supplier"]):
        done = run_server_command("report", "--type", "sales", *options, "--output", path, "--data", shop, "--lang", "es")
        assert done.status == 1 and "Error: " in done.err
    assert path.read_text() == "what was there"
    done = run_server_command("report", "--type", "sales", "--output", tmp_path / "none" / "x.pdf", "--data", shop)
    assert done.status == 1 and "none" in done.text
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.pdf"]


def test_no_data_is_a_report_and_makes_no_folder(make, tmp_path):
    for type in TYPES:
        for format in ("pdf", "json"):
            make(type, format, data=tmp_path / "none")
    assert not (tmp_path / "none").exists()


# The tool


@pytest.mark.parametrize("type", TYPES)
def test_the_tool_makes_every_file(shop_wire, shop, type):
    for format, mime_type in FORMATS.items():
        answer = shop_wire.modern(
            "tools/call", {"name": "generate_report", "arguments": {"type": type, "format": format, "lang": "es"}}
        ).json()["result"]
        assert not answer.get("isError"), answer
        facts = answer["structuredContent"]
        path = shop / "reports" / facts["name"]
        data = path.read_bytes()
        assert facts["bytes"] == len(data) and facts["sha256"] == hashlib.sha256(data).hexdigest()
        assert facts["mime_type"] == mime_type and facts["as_of"] == "2024-04-02"
        assert facts["url"] == f"{shop_wire.server.origin}/files/{facts['name']}"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        reports.check(path, format)
        link = next(block for block in answer["content"] if block["type"] == "resource_link")
        assert link["uri"] == f"shop://reports/{facts['name']}" and link["mimeType"] == mime_type
        read = shop_wire.modern("resources/read", {"uri": link["uri"]}, headers={"mcp-name": link["uri"]}).json()
        contents = read["result"]["contents"][0]
        kept = base64.b64decode(contents["blob"]) if "blob" in contents else contents["text"].encode()
        assert kept == data
        pictures = [block for block in answer["content"] if block["type"] == "image"]
        assert len(pictures) == (format in ("png", "svg"))
        assert all(base64.b64decode(picture["data"]).startswith(b"\x89PNG") for picture in pictures)


def test_a_report_has_the_figures_of_the_tools(shop_wire, shop):
    arguments = {"month": "2024-03", "view": "gross", "group_by": "product"}
    summary = shop_wire.call("sales_summary", **arguments)
    facts = shop_wire.call("generate_report", type="sales", format="json", **arguments)
    assert facts["figures"] == {name: summary[name] for name in ("revenue", "units", "orders", "average_ticket")}
    assert facts["period"] == summary["period"]
    rows = json.loads((shop / "reports" / facts["name"]).read_text())["tables"][0]["rows"]
    for row, group in zip(rows, summary["groups"], strict=True):
        assert row["code"] == group["key"]
        assert [row[name] for name in ("revenue", "units", "orders")] == [
            group[name] for name in ("revenue", "units", "orders")
        ]


def test_names_are_readable_and_never_alike(shop_wire):
    names = {
        shop_wire.call("generate_report", type="sales", format="csv", month="2024-03", lang="es")["name"]
        for _ in range(5)
    }
    assert len(names) == 5
    assert all(name.startswith("ventas-2024-03-") and name.endswith(".csv") for name in names)


def test_a_preview_is_a_picture(shop_wire):
    answer = shop_wire.modern(
        "tools/call", {"name": "generate_report", "arguments": {"type": "sales", "format": "pdf", "preview": True}}
    ).json()["result"]
    assert [block["type"] for block in answer["content"]] == ["text", "resource_link", "image"]
    assert answer["content"][2]["mimeType"] == "image/png"


def test_a_report_is_downloaded_at_its_url(shop_wire, shop):
    facts = shop_wire.call("generate_report", type="customers", format="xlsx")
    got = shop_wire.http.get(facts["url"])
    assert got.status_code == 200 and got.headers["content-type"] == facts["mime_type"]
    assert hashlib.sha256(got.content).hexdigest() == facts["sha256"]


def test_a_report_can_be_asked_for(shop_wire, shop):
    answer = shop_wire.call("ask", question="hazme un Excel con las ventas de marzo de 2024 por país")
    assert answer["intent"] == "report" and answer["tool"] == "generate_report"
    name = answer["result"]["name"]
    assert name.startswith("ventas-2024-03-") and name.endswith(".xlsx")
    sheet = reports.workbook(shop / "reports" / name)["Por país"]
    assert {row[0].value for row in sheet.iter_rows(2)} == {"Guatemala", "France", "El Salvador", "Total"}
    done = run_server_command("ask", "reporte de productos agotados en csv", "--data", shop, "--json")
    result = json.loads(done.out)["result"]
    assert result["url"].startswith("file:///") and result["url"].endswith(result["name"])
    assert len(reports.rows((shop / "reports" / result["name"]).read_text())) == 1, "only the header: C-3 is discontinued"


def test_progress_is_told(shop_wire):
    params = {"name": "generate_report", "arguments": {"type": "sales"}}
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {**params, "_meta": {**modern_meta(), "progressToken": "p"}},
    }
    headers = {"mcp-protocol-version": MODERN, "mcp-method": "tools/call", "mcp-name": "generate_report"}
    answer = shop_wire.post(message, headers)
    events = [json.loads(line[5:]) for line in answer.text.splitlines() if line.startswith("data:")]
    told = [event["params"]["progress"] for event in events if event.get("method") == "notifications/progress"]
    assert told and told == sorted(told) and all(0 <= step <= 100 for step in told)


def test_wrong_arguments_are_explained(shop_wire):
    for arguments in ({"type": "sales", "group_by": "supplier"}, {"type": "executive", "filters": {"country": "X"}}):
        answer = shop_wire.modern("tools/call", {"name": "generate_report", "arguments": arguments}).json()["result"]
        assert answer["isError"] and len(answer["content"][0]["text"]) > 20


def test_old_reports_are_removed(start, tmp_path):
    folder = tmp_path / "data" / "reports"
    folder.mkdir(parents=True)
    for name, days in (("old.pdf", 3), ("new.pdf", 1)):
        (folder / name).write_text("x")
        moment = time.time() - days * 86_400
        os.utime(folder / name, (moment, moment))
    server = start("--report-days", "2", data=tmp_path / "data")
    server.wait_for("reports have expired")
    assert [entry.name for entry in folder.iterdir()] == ["new.pdf"]


# Real data


def test_the_months_of_the_real_shop(real_sales, truth, make):
    months = truth("sales_by_month")
    path = make("sales", "json", "--group-by", "month", data=real_sales[0])
    report = json.loads(path.read_text())
    for row in report["tables"][0]["rows"]:
        expected = months[row["key"]]["all"]
        assert [row["revenue"], row["units"], row["orders"]] == [
            expected["revenue"], expected["units"], expected["orders"],
        ]
    assert len(report["tables"][0]["rows"]) == len(months) == 13
    total = truth("sales_totals")["all"]
    assert report["tables"][0]["totals"] == {name: total[name] for name in ("revenue", "units", "orders")}
    text = reports.numbers(reports.pdf_text(make("sales", "pdf", "--group-by", "month", data=real_sales[0], lang="es")))
    assert {month["all"]["revenue"] for month in months.values()} | {total["revenue"]} <= set(text)
    workbook = make("sales", "xlsx", "--group-by", "month", data=real_sales[0])
    sheet = reports.workbook(workbook, values=True)["By month"]
    assert round(sheet.cell(15, 2).value, 2) == total["revenue"]
    assert round(sum(sheet.cell(row, 2).value for row in range(2, 15)), 2) == total["revenue"]


def test_a_long_table_of_the_real_shop(real_sales, make):
    path = make("sales", "pdf", "--group-by", "product", "--n", "5000", data=real_sales[0])
    pages = [page for page in reports.pdf_text(path).split("\f") if page.strip()]
    assert len(pages) > 40
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Revenue (GBP)" in page, "the header is repeated"
    assert 9747747.93 in reports.numbers(pages[-1])


def test_rankings_of_the_real_shop(real_sales, truth, make):
    for by in ("units", "revenue"):
        expected = truth("top_products")["gross"][f"by_{by}"][:10]
        path = make("top_products", "json", "--view", "gross", "--metric", by, data=real_sales[0])
        rows = json.loads(path.read_text())["tables"][0]["rows"]
        names = ("rank", "code", "name", "units", "revenue", "orders")
        assert [[row[name] for name in names] for row in rows] == [[item[name] for name in names] for item in expected]


def test_stock_and_reorders_of_northwind(shared, truth, make, tmp_path):
    data = tmp_path / "northwind"
    ingest(data, shared / "data/inventory/northwind_sales.csv", "sales", "--currency", "USD")
    ingest(data, shared / "data/inventory/northwind_inventory.csv", "inventory", "--currency", "USD")
    stock = truth("inventory_northwind")
    report = json.loads(make("inventory", "json", data=data).read_text())
    figures = {figure["key"]: figure["value"] for figure in report["figures"]}
    assert figures["value"] == stock["stock_value_at_list"] and figures["units"] == stock["units_in_stock"]
    assert report["tables"][0]["totals"]["value"] == stock["stock_value_at_list"]
    assert len(report["tables"][0]["rows"]) == stock["products"]
    for name, case in truth("reorder_northwind")["cases"].items():
        options = [word for pair in name.split(",") for word in pair.split("=")]
        options = [{"window": "--window-days"}.get(word, f"--{word.replace('_', '-')}") if index % 2 == 0 else word
                   for index, word in enumerate(options)]
        rows = json.loads(make("reorder", "json", *options, data=data).read_text())["tables"][0]["rows"]
        assert all(row["supplier"] for row in rows)
        assert [(row["code"], row["reorder_point"], row["suggested"]) for row in rows] == [
            (str(item["ProductID"]), item["rop"], item["suggested"]) for item in case["items"]
        ]
