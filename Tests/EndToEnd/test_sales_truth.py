"""The real shop's 541,909 lines: every figure worked out beforehand, to the cent, through the protocol."""

import concurrent.futures
import contextlib
import json
import shutil
import statistics
import threading
import time

import pytest

from support.messages import Wire
from support.product import run_server_command
from support.server import Server

# The views by the names of the tools and of the truth files.
VIEWS = {"net": "all", "gross": "gross", "product_gross": "product_gross", "returns": "returns"}
MONTHS = ["2010-12"] + [f"2011-{month:02}" for month in range(1, 13)]


def figures(object):
    return {name: object[name] for name in ("revenue", "units", "orders")}


def test_the_report_of_the_ingest(real_sales):
    _, report, _ = real_sales
    assert report["rows_read"] == report["rows_stored"] == 541_909
    assert report["rows_rejected"] == 0 and report["rejected"] == []
    assert report["currency"] == "GBP"
    assert report["already_ingested"] is False
    assert report["identical_lines"] == 5_268
    assert report["period"] == {"from": "2010-12-01", "to": "2011-12-09"}
    assert len(report["sha256"]) == 64


def test_the_ingest_stays_small(real_sales):
    assert real_sales[2] < 150 << 20, f"{real_sales[2] >> 20} MiB"


def test_a_repeat_changes_nothing_and_says_so(real_sales, shared, real_wire):
    before = real_wire.call("sales_summary")
    again = run_server_command(
        "ingest",
        shared / "data/sales/online_retail.csv.gz",
        "--kind",
        "sales",
        "--json",
        "--data",
        real_sales[0],
        timeout=120,
    )
    assert again.status == 0
    report = json.loads(again.out)
    assert report["already_ingested"] is True and report["rows_stored"] == 0
    assert real_wire.call("sales_summary") == before


def test_totals_in_every_view(real_wire, truth):
    totals = truth("sales_totals")
    for view, name in VIEWS.items():
        answer = real_wire.call("sales_summary", view=view)
        assert answer["view"] == view
        assert answer["currency"] == "GBP"
        assert figures(answer) == figures(totals[name])
        assert answer["average_ticket"] == totals["average_ticket"], "gross revenue by gross orders, whatever the view"
        for other, other_name in VIEWS.items():
            if other in answer["views"]:
                assert figures(answer["views"][other]) == figures(totals[other_name])
        assert {"net", "gross", "product_gross"} <= answer["views"].keys()
    assert answer["period"] == {"from": "2010-12-01", "to": "2011-12-09"}


@pytest.mark.parametrize("month", MONTHS)
def test_every_month_in_every_view(real_wire, truth, month):
    expected = truth("sales_by_month")[month]
    answer = real_wire.call("sales_summary", month=month)
    assert {name: figures(answer["views"][name]) for name in VIEWS} == {
        name: figures(expected[source]) for name, source in VIEWS.items()
    }
    assert answer["average_ticket"] == expected["average_ticket"]
    assert answer["period"]["from"] == f"{month}-01"


def test_august_as_the_brief_states_it(real_wire):
    answer = real_wire.call("sales_summary", month="2011-08", view="gross")
    assert (answer["revenue"], answer["orders"]) == (748_076.32, 1_360)


def test_months_as_groups(real_wire, truth):
    expected = truth("sales_by_month")
    for view, name in VIEWS.items():
        answer = real_wire.call("sales_summary", group_by="month", view=view)
        assert {group["key"]: figures(group) for group in answer["groups"]} == {
            month: figures(value[name]) for month, value in expected.items()
        }
        assert [group["key"] for group in answer["groups"]] == MONTHS


def test_days_as_groups(real_wire, truth):
    expected = truth("sales_by_day")
    for view, name in (("net", "all"), ("gross", "gross")):
        answer = real_wire.call("sales_summary", group_by="day", view=view, limit=1000)
        assert {group["key"]: figures(group) for group in answer["groups"]} == {
            day: figures(value[name]) for day, value in expected.items()
        }


def test_pages_are_the_whole(real_wire):
    whole = real_wire.call("sales_summary", group_by="day", limit=1000)["groups"]
    pages, cursor = [], None
    while True:
        more = {"cursor": cursor} if cursor else {}
        answer = real_wire.call("sales_summary", group_by="day", limit=100, **more)
        pages += answer["groups"]
        cursor = answer.get("next_cursor")
        if not cursor:
            break
    assert pages == whole


@pytest.mark.parametrize("view", ["net", "gross", "product_gross"])
@pytest.mark.parametrize("by", ["units", "revenue", "orders"])
def test_top_products(real_wire, truth, view, by):
    expected = truth("top_products")[VIEWS[view]][f"by_{by}"]
    answer = real_wire.call("top_products", view=view, by=by, n=10)
    assert answer["items"] == expected


@pytest.mark.parametrize("by", ["units", "revenue"])
def test_the_least_sold(real_wire, truth, by):
    expected = truth("top_products")["product_gross"][f"least_by_{by}"]
    answer = real_wire.call("top_products", view="product_gross", by=by, order="asc", n=10)
    assert answer["items"] == expected


def test_as_of_and_months_by_name(real_wire):
    assert real_wire.call("sales_summary", month="agosto")["period"] == {"from": "2011-08-01", "to": "2011-08-31"}
    early = real_wire.call("sales_summary", month="agosto", now="2011-03-01")
    assert early["as_of"] == "2011-03-01"
    assert early["period"]["from"] == "2010-08-01"


def test_a_customer_and_a_country(real_wire):
    france = real_wire.call("sales_summary", filters={"country": "France"})
    assert france["orders"] > 0
    customer = real_wire.call("sales_summary", filters={"customer": "12583"})
    assert customer["orders"] > 0
    groups = real_wire.call("sales_summary", group_by="country", limit=100)["groups"]
    assert len(groups) == 38
    assert groups[0]["key"] == "United Kingdom"
    assert sorted(groups, key=lambda group: -group["revenue"]) == groups
    total = real_wire.call("sales_summary")
    assert round(sum(group["revenue"] for group in groups), 2) == pytest.approx(total["revenue"], abs=0.2)
    assert sum(group["units"] for group in groups) == total["units"]


def test_a_long_question_does_not_hold_up_others(real_server):
    """While heavy questions run on every connection they can, a simple request does not wait for them."""
    stop = threading.Event()
    questions, simple = [], []

    def timed(work):
        start = time.monotonic()
        work()
        return time.monotonic() - start

    def ask():
        wire = Wire(real_server)
        while not stop.is_set():
            # By product and week: no sum can tell.
            question = dict(group_by="week", filters={"product": "WHITE HANGING HEART T-LIGHT HOLDER"})
            questions.append(timed(lambda: wire.call("sales_summary", **question)))
        wire.close()

    wire = Wire(real_server)
    assert wire.http.get("/health").status_code == 200
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        while len(questions) < 20 and not any(one.done() for one in asking):
            simple.append(timed(lambda: wire.http.get("/health").raise_for_status()))
        stop.set()
        for one in asking:
            one.result()
    assert statistics.median(simple) < statistics.median(questions) / 2


def test_reading_goes_on_while_a_file_is_stored(real_sales, tmp_path):
    """Ingest writes in its own process; questions in between see all of a file or nothing of it."""
    rows = ["InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"]
    rows += [f"{900_000 + n // 4},Z{n % 50},Prueba,1,2015-01-01 10:00:00,1.00,1,Guatemala" for n in range(100_000)]
    more = tmp_path / "more.csv"
    more.write_text("\n".join(rows) + "\n")
    shutil.copytree(real_sales[0], tmp_path / "data")
    seen = set()
    server = Server(tmp_path, data=tmp_path / "data")
    try:
        with concurrent.futures.ThreadPoolExecutor(1) as pool, contextlib.closing(Wire(server)) as wire:
            storing = pool.submit(run_server_command, "ingest", more, "--data", tmp_path / "data", timeout=120)
            while not storing.done():
                seen.add(wire.call("sales_summary", year=2015)["units"])
            assert storing.result().status == 0, storing.result().text
            seen.add(wire.call("sales_summary", year=2015)["units"])
    finally:
        assert server.stop() == 0
    assert seen <= {0, 100_000}, seen
    assert 100_000 in seen
