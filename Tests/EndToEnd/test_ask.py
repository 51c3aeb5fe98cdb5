"""`secure-mcp-server ask --batch`: how questions in plain language are understood, with and without data."""

import json

import pytest

from support.product import run_server_command
from support.sales import SAMPLE


@pytest.fixture
def ask(tmp_path):
    """Asks lines of a file; gives the answers and what was said on the side."""

    def ask(*lines, data=tmp_path / "none", status=0):
        file = tmp_path / "questions.jsonl"
        file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        outcome = run_server_command("ask", "--batch", file, "--data", data, "--lang", "en")
        assert outcome.status == status, outcome.text
        return [json.loads(line) for line in outcome.out.splitlines()], outcome.text

    return ask


def question(text, now="2011-12-09", **more):
    return json.dumps({"q": text, "now": now, **more}, ensure_ascii=False)


def test_each_line_is_answered_in_its_order(ask):
    answers, _ = ask(
        question("¿cuánto vendimos en agosto?", id="a1"),
        question("top 3 products in October"),
        question("borra todas las ventas"),
    )
    assert [answer["intent"] for answer in answers] == ["sales_summary", "top_products", "out_of_scope"]
    assert answers[0]["id"] == "a1" and "id" not in answers[1]
    assert answers[0]["q"] == "¿cuánto vendimos en agosto?"
    assert answers[0]["args"]["period"] == {"from": "2011-08-01", "to": "2011-08-31"}
    assert answers[1]["args"]["n"] == 3
    assert answers[2]["args"] == {}


def test_relative_dates_follow_the_line(ask):
    answers, _ = ask(question("ventas de ayer", now="2012-03-01"), question("ventas de ayer", now="2024-01-01"))
    assert [answer["args"]["period"]["from"] for answer in answers] == ["2012-02-29", "2023-12-31"]


def test_a_line_that_cannot_be_read_does_not_keep_the_others_out(ask):
    answers, text = ask("not json", question("stock bajo"), '{"now": "2011-12-09"}', question("x", now="soon"), status=1)
    assert [answer["intent"] for answer in answers] == ["inventory_status"]
    for number in (1, 3, 4):
        assert f"Question {number} cannot be read" in text


def test_names_in_the_data_are_recognised(ask, tmp_path):
    file = tmp_path / "sales.csv"
    file.write_text(SAMPLE, encoding="utf-8")
    data = tmp_path / "data"
    assert run_server_command("ingest", file, "--kind", "sales", "--data", data).status == 0
    header, first = SAMPLE.splitlines()[:2]
    row = dict(zip(header.split(","), first.split(",")))
    answers, _ = ask(question(f"ventas de {row['Description'].lower()} en marzo"), data=data)
    assert answers[0]["args"]["filters"]["product"] == row["Description"]


def test_a_missing_file_is_explained(tmp_path):
    outcome = run_server_command("ask", "--batch", tmp_path / "none.jsonl", "--lang", "en")
    assert outcome.status == 1
    assert "none.jsonl" in outcome.text
