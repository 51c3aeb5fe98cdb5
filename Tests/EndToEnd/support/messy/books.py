"""Workbooks: what a spreadsheet program keeps of sales."""

import io
from datetime import datetime

import openpyxl

from ..shop_lines import LINES, SPANISH, delimited, net, number, table
from .cases import case

HEADER = list(SPANISH)


def typed(line):
    """Dates as dates, numbers as numbers, also those that are names."""
    document = int(line.document) if line.document.isdigit() else line.document
    figures = [int(line.quantity), float(line.price), int(line.customer)]
    return [line.when, document, line.code, line.name, *figures, line.country]


def serials(line):
    return [(line.when - datetime(1899, 12, 30)).total_seconds() / 86_400, *typed(line)[1:]]


def texts(line):
    return [SPANISH[name](line) for name in HEADER]


def lay(sheet, row=typed, start=1, column=1):
    for at, values in enumerate([HEADER, *map(row, LINES)], start):
        for offset, value in enumerate(values):
            sheet.cell(at, column + offset, value)


def book(name, fill, file="ventas.xlsx", **facts):
    workbook = openpyxl.Workbook()
    fill(workbook)
    content = io.BytesIO()
    workbook.save(content)
    case("book: " + name, content.getvalue(), file=file, **facts)


book("typed", lambda workbook: lay(workbook.active), dialect={"format": "xlsx", "header_line": 1})
book("serial numbers", lambda workbook: lay(workbook.active, serials))
book("texts", lambda workbook: lay(workbook.active, texts))
book("called .csv", lambda workbook: lay(workbook.active), file="ventas.csv", dialect={"format": "xlsx"})
book("away from the corner", lambda workbook: lay(workbook.active, start=4, column=3), skipped=3)
case("book: text called .xlsx", delimited(table(SPANISH), ";"), file="ventas.xlsx", dialect={"format": "text"})


def titles_and_total(workbook):
    sheet = workbook.active
    for line, text in ((1, "COMERCIAL LA CEIBA"), (2, "Ventas de mayo (en quetzales)")):
        sheet.cell(line, 1, text)
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=8)
    lay(sheet, start=5)
    for column, value in ((1, "TOTAL"), (5, int(net(LINES)["units"])), (6, float(net(LINES)["revenue"]))):
        sheet.cell(6 + len(LINES), column, value)


book("titles in merged cells and a total", titles_and_total, skipped=5, currency="GTQ", dialect={"header_line": 5})


def cover(workbook):
    workbook.active.title = "Portada"
    workbook.create_sheet("Notas")["A1"] = "Léame"
    lay(workbook.create_sheet("Ventas"))


def summary(workbook):
    for row in (["Mes", "Total"], ["Mayo", 1234.5]):
        workbook.active.append(row)
    lay(workbook.create_sheet("Ventas"))


def hidden(workbook):
    lay(workbook.active)
    workbook.active.delete_rows(5, 1_000)
    workbook.active.sheet_state = "hidden"
    lay(workbook.create_sheet("Ventas"))
    workbook.active = 1


book("an empty cover and notes", cover, dialect={"sheet": "Ventas"}, warning="Portada, Notas")
book("a summary before the lines", summary, dialect={"sheet": "Ventas"}, warning="Sheet")
book("a hidden sheet before the lines", hidden, dialect={"sheet": "Ventas"})


def formatted(column, pattern):
    def fill(workbook):
        lay(workbook.active)
        for line in range(2, 2 + len(LINES)):
            workbook.active.cell(line, column).number_format = pattern

    return fill


book("quetzales by format", formatted(6, '"Q"#,##0.00'), currency="GTQ")
book("euros by format", formatted(6, "#,##0.00 [$€-C0A]"), currency="EUR")
book("red by format", formatted(5, "#,##0;[Red](#,##0)"))


def padded(workbook):
    formatted(3, "General")(workbook)
    for line in range(2, 2 + len(LINES)):
        cell = workbook.active.cell(line, 3)
        if str(cell.value).startswith("0"):
            cell.number_format = "0" * len(cell.value)
            cell.value = int(cell.value)


book("codes that are numbers with zeros by format", padded)


def percents(workbook):
    lay(workbook.active)
    workbook.active.cell(1, 9, "Descuento")
    for line in range(2, 2 + len(LINES)):
        workbook.active.cell(line, 9, 0.1).number_format = "0%"


book("percents", percents, revenue=sum(line.amount for line in LINES) * 9 / 10)


def halves(workbook):
    """What was pasted is text, what was typed is not."""
    lay(workbook.active)
    for line in range(2, 2 + len(LINES), 2):
        price = LINES[line - 2].price
        workbook.active.cell(line, 1, LINES[line - 2].when.strftime("%d/%m/%Y"))
        workbook.active.cell(line, 6, number(price, ",", ".", 2))


book("half of it texts", halves, warning="mix")
