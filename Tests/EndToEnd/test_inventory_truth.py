"""The reference shop's stock and reorders, every figure worked out beforehand, through the protocol."""

import itertools

import pytest

from support.messages import Wire
from support.product import run_server_command
from support.server import Server


@pytest.fixture(scope="module")
def stock_server(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("northwind")
    for name, kind in (("northwind_sales", "sales"), ("northwind_inventory", "inventory")):
        done = run_server_command(
            "ingest", shared / f"data/inventory/{name}.csv", "--kind", kind, "--data", folder / "data", timeout=60
        )
        assert done.status == 0, done.text
    server = Server(folder, data=folder / "data")
    yield server
    assert server.stop() == 0


@pytest.fixture
def stock_wire(stock_server):
    wire = Wire(stock_server)
    yield wire
    wire.close()


def codes(rows):
    return [str(row["ProductID"]) for row in rows]


def test_totals_to_the_cent(stock_wire, truth):
    expected = truth("inventory_northwind")
    totals = stock_wire.call("inventory_status")["totals"]
    assert {name: totals[name] for name in ("products", "active", "discontinued")} == {
        name: expected[name] for name in ("products", "active", "discontinued")
    }
    assert totals["units"] == expected["units_in_stock"]
    assert totals["value"] == expected["stock_value_at_list"]
    assert totals["value_active"] == expected["stock_value_at_list_active"]
    assert totals["out_of_stock"] == len(expected["out_of_stock_active"])


def test_items_by_status(stock_wire, truth):
    expected = truth("inventory_northwind")

    def listed(status, **more):
        answer = stock_wire.call("inventory_status", status=status, limit=1000, **more)
        assert answer["item_count"] == len(answer["items"])
        return [item["code"] for item in answer["items"]]

    assert listed("out_of_stock") == codes(expected["out_of_stock_active"])
    low = [row for row in expected["at_or_below_reorder_level_active"] if row["UnitsInStock"] > 0]
    assert listed("low_stock") == codes(low)
    assert len(listed("discontinued")) == expected["discontinued"]
    assert len(listed("all")) == expected["products"]
    assert listed("all", filters={"status": "out_of_stock"}) == codes(expected["out_of_stock_active"])


def test_value_by_category(stock_wire, truth):
    expected = truth("inventory_northwind")["by_category"]
    answer = stock_wire.call("inventory_status", group_by="category", metric="stock_value")
    groups = {group["key"]: group for group in answer["groups"]}
    assert {key: group["stock_value"] for key, group in groups.items()} == {
        key: value["stock_value"] for key, value in expected.items()
    }
    for key, value in expected.items():
        assert groups[key]["units"] == value["units_in_stock"]
        assert (groups[key]["products"], groups[key]["active"]) == (value["products"], value["active"])
    values = [group["stock_value"] for group in answer["groups"]]
    assert values == sorted(values, reverse=True)
    for key in expected:
        one = stock_wire.call("inventory_status", filters={"category": key})
        assert one["totals"]["value"] == expected[key]["stock_value"]


def test_every_reorder_case(stock_wire, truth):
    expected = truth("reorder_northwind")
    for name, case in expected["cases"].items():
        pairs = dict(part.split("=") for part in name.split(","))
        answer = stock_wire.call(
            "reorder",
            window_days=int(pairs["window"]),
            safety_factor=float(pairs["safety_factor"]),
            lead_time_days=int(pairs["lead_time_days"]),
        )
        assert answer["as_of"] == expected["as_of"]
        assert [item["code"] for item in answer["items"]] == codes(case["items"]), name
        for item, row in zip(answer["items"], case["items"], strict=True):
            assert item["suggested"] == row["suggested"]
            assert item["reorder_point"] == row["rop"]
            assert item["sold"] == row["sold"]
            assert item["available"] == row["UnitsInStock"] + row["UnitsOnOrder"]
            assert round(item["daily_demand"], 4) == row["daily"]
        assert answer["totals"]["products"] == case["products"] and answer["totals"]["units"] == case["units"], name


def test_defaults_are_those_of_the_contract(stock_wire, truth):
    case = truth("reorder_northwind")["cases"]["window=90,safety_factor=1.2,lead_time_days=7"]
    answer = stock_wire.call("reorder")
    assert {name: answer["parameters"][name] for name in ("window_days", "safety_factor", "lead_time_days")} == {
        "window_days": 90,
        "safety_factor": 1.2,
        "lead_time_days": 7,
    }
    assert [item["suggested"] for item in answer["items"]] == [row["suggested"] for row in case["items"]]


def test_days_of_cover_follow_from_what_sold(stock_wire):
    answer = stock_wire.call("inventory_status", limit=1000)
    assert answer["window"] == {"from": "1998-02-06", "to": "1998-05-06"}
    for item in answer["items"]:
        if item["stock"] <= 0:
            assert item["days_of_cover"] == 0 and item["stock_out_date"] is None
        elif item["sold"] == 0:
            assert item["not_moving"] and item["days_of_cover"] is None
        else:
            days = item["stock"] * 90 / item["sold"]
            assert item["days_of_cover"] == pytest.approx(days, abs=0.0051)
            assert item["overstock"] == (days > 180)
    still = [item for item in answer["items"] if item["not_moving"]]
    assert answer["not_moving"]["products"] == len(still)
    assert answer["not_moving"]["value"] == pytest.approx(sum(item["value"] for item in still))
    listed = stock_wire.call("inventory_status", status="overstock", limit=1000)["items"]
    assert [item["code"] for item in listed] == [item["code"] for item in answer["items"] if item["overstock"]]


def test_pages_are_the_whole(stock_wire):
    whole = stock_wire.call("inventory_status", limit=1000)["items"]
    pages, cursor = [], None
    for _ in itertools.count():
        answer = stock_wire.call("inventory_status", limit=25, **({"cursor": cursor} if cursor else {}))
        pages += answer["items"]
        cursor = answer.get("next_cursor")
        if not cursor:
            break
    assert pages == whole
