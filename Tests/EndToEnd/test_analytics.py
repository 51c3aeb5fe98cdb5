"""Trends, comparisons, classes, returns and the executive summary, by hand and against the real shop's truth."""

import pytest

MONTHS = ["2010-12"] + [f"2011-{month:02}" for month in range(1, 13)]


def text_of(wire, tool, **arguments):
    answer = wire.modern("tools/call", {"name": tool, "arguments": arguments})
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]["content"][0]["text"]


# The small shop, whose figures are in support/sales.py


def test_tools_are_listed_with_schemas_and_annotations(wire):
    listed = {tool["name"]: tool for tool in wire.modern("tools/list").json()["result"]["tools"]}
    for name in ("sales_trend", "compare_sales", "inventory_status", "reorder", "executive_summary"):
        assert listed[name]["annotations"]["readOnlyHint"] is True
        assert listed[name]["outputSchema"]["required"]
        assert set(listed[name]["inputSchema"]["properties"]) >= {"lang", "now"}


def test_a_trend_by_hand(wire):
    answer = wire.call("sales_trend", group_by="month")
    assert [(point["key"], point["value"], point["partial"]) for point in answer["points"]] == [
        ("2024-03", 54.75, True),
        ("2024-04", -10.05, True),
    ]
    assert answer["growth"] is None, "April ends on the 2nd, and March begins on the 5th"
    days = wire.call("sales_trend", period="marzo 2024", view="gross")
    assert days["group_by"] == "day"
    assert sum(point["value"] for point in days["points"]) == pytest.approx(65.25)


def test_a_comparison_by_hand(wire):
    answer = wire.call("compare_sales", period="2024-04", view="gross", group_by="product")
    assert answer["baseline"]["from"] == "2024-03-01" and answer["baseline"]["to"] == "2024-03-31"
    assert (answer["period"]["revenue"], answer["baseline"]["revenue"]) == (9.95, 65.25)
    assert (answer["change"], answer["change_percent"]) == (-55.30, -84.75)
    assert {group["key"]: group["change_percent"] for group in answer["groups"]} == {
        "C-3": None,
        "A-1": -100,
        "B-2": -100,
        "POST": -100,
    }
    assert "antes" in text_of(wire, "compare_sales", period="abril", lang="es", group_by="product")


def test_both_languages(wire):
    for tool, spanish, english in (
        ("sales_trend", "Ingresos por día", "Revenue by day"),
        ("compare_sales", "Cambio:", "Change:"),
        ("executive_summary", "Resumen ejecutivo", "Executive summary"),
        ("inventory_status", "Todavía no hay existencias", "There is no stock list yet"),
        ("reorder", "Todavía no hay existencias", "There is no stock list yet"),
    ):
        assert spanish in text_of(wire, tool, lang="es")
        assert english in text_of(wire, tool, lang="en")


# The real shop


@pytest.mark.parametrize(("view", "name"), [("net", "all"), ("gross", "gross")])
def test_the_trend_of_the_real_shop(real_wire, truth, view, name):
    expected = truth("sales_by_month")
    for metric in ("revenue", "units", "orders"):
        answer = real_wire.call("sales_trend", metric=metric, view=view)
        assert answer["group_by"] == "month"
        assert {point["key"]: point["value"] for point in answer["points"]} == {
            month: expected[month][name][metric] for month in MONTHS
        }
        assert [point["key"] for point in answer["points"] if point["partial"]] == ["2011-12"]
        assert answer["growth"]["to"] == "2011-11" and answer["direction"]["course"] == "rising"
    tickets = real_wire.call("sales_trend", metric="average_ticket", view=view)
    assert [point["value"] for point in tickets["points"]] == [expected[month]["average_ticket"] for month in MONTHS]


def test_days_without_sales_are_zeros(real_wire, truth):
    answer = real_wire.call("sales_trend", group_by="day")
    expected = truth("sales_by_day")
    closed = [point for point in answer["points"] if point["key"] not in expected]
    assert len(answer["points"]) == 374 and len(closed) == truth("quality")["days_without_sales"]
    assert all(point["value"] == 0 for point in closed)
    assert answer["worst"]["key"] in expected


def test_months_against_the_month_before(real_wire, truth):
    expected = truth("sales_by_month")
    for month in MONTHS[1:]:
        for metric in ("revenue", "orders"):
            answer = real_wire.call("compare_sales", month=month, metric=metric, view="gross")
            assert answer["change_percent"] == expected[month]["mom_pct"][f"gross_{metric}"], month
            assert ("same_days" in answer) == (month == "2011-12")


def test_a_year_earlier_over_the_same_days(real_wire, truth):
    days = truth("sales_by_day")
    answer = real_wire.call("compare_sales", month="2011-12", baseline="previous_year")

    def nine(year):
        return sum(value["all"]["revenue"] for day, value in days.items() if f"{year}-12-01" <= day <= f"{year}-12-09")

    same = answer["same_days"]
    assert same["period"]["revenue"] == pytest.approx(nine(2011), abs=0.05)
    assert same["baseline"]["revenue"] == pytest.approx(nine(2010), abs=0.05)
    countries = real_wire.call("compare_sales", period="Q3 2011", baseline="Q2 2011", group_by="country", limit=100)
    assert sum(group["change"] for group in countries["groups"]) == pytest.approx(countries["change"], abs=0.2)


def test_what_came_back(real_wire, truth):
    expected = truth("returns")
    answer = real_wire.call("sales_summary", most_returned=10)
    assert answer["return_rates"]["revenue_percent"] == expected["share_of_gross_pct"]
    assert answer["most_returned"]["by_revenue"] == expected["top_returned_products_by_value"]
    assert answer["most_returned"]["by_units"] == expected["top_returned_products_by_units"]


def test_classes_of_revenue(real_wire):
    answer = real_wire.call("top_products", abc=True, by="revenue", view="product_gross", n=1000)
    a, b, c = answer["classes"]
    assert a["items"] + b["items"] + c["items"] == answer["count"]
    assert a["share_percent"] <= 80 and a["share_percent"] + b["share_percent"] <= 95.01
    total = real_wire.call("sales_summary")["views"]["product_gross"]["revenue"]
    assert a["revenue"] + b["revenue"] + c["revenue"] == pytest.approx(total, abs=0.02)
    shares = [item["cumulative_percent"] for item in answer["items"]]
    assert shares == sorted(shares)


def test_findings_can_be_recomputed(real_wire, truth):
    answer = real_wire.call("executive_summary", period="Q3 2011")
    findings = {finding["kind"]: finding for finding in answer["findings"]}
    assert [finding["weight"] for finding in answer["findings"]] == sorted(
        (finding["weight"] for finding in answer["findings"]), reverse=True
    )
    change = findings["previous_period"]["evidence"]
    before = real_wire.call("sales_summary", period="Q2 2011")
    assert change["baseline_revenue"] == before["revenue"] and change["revenue"] == answer["revenue"]
    assert change["change_percent"] == pytest.approx((change["revenue"] / before["revenue"] - 1) * 100, abs=0.005)
    months = truth("sales_by_month")
    gross = sum(months[f"2011-{month:02}"]["gross"]["revenue"] for month in (7, 8, 9))
    assert findings["returns"]["evidence"]["gross_revenue"] == pytest.approx(gross, abs=0.02)
    ranked = real_wire.call("top_products", period="Q3 2011", by="revenue", n=5)["items"]
    first = next(item for item in ranked if item["code"] not in ("DOT", "POST", "M"))
    top = findings["top_product"]["evidence"]
    assert (top["key"], top["revenue"]) == (first["code"], first["revenue"])
    day = findings["unusual_day"]["evidence"]
    assert day["revenue"] == truth("sales_by_day")[day["day"]]["all"]["revenue"]
