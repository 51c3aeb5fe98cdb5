"""Lines that are no sales, lack something or have too much; codes, documents and currencies."""

from decimal import Decimal

from ..shop_lines import ENGLISH, LINES, SPANISH, changed, delimited, number, plain, spanish, table
from .cases import CASES, Case, case

NAMED_WITH_COMMAS = [line.but(name="uno, dos, tres") for line in LINES]
TWICE = changed(SPANISH, Importe=lambda line: spanish(line.amount))

# Nothing, totals, rags

for mark in (
    "NULL",
    "N/A",
    "-",
    "s/d",
    "NaN",
    "n/d",
    "#N/A",
    "#N/D",
    "None",
    "\\N",
    "--",
    "sin dato",
    "(en blanco)",
    "(null)",
):
    blank = [line.but(customer="", country="") for line in LINES]
    layout = changed(SPANISH, Cliente=lambda line, mark=mark: mark, País=lambda line, mark=mark: mark)
    CASES.append(Case(f"nothing as {mark}", delimited(table(layout), ";").encode(), lines=blank))
rows = table(SPANISH)
spoiled = {
    3: ("Cantidad", "N/A"),
    7: ("Precio", "-"),
    11: ("Fecha", "NULL"),
    15: ("Factura", ""),
    19: ("Cantidad", ""),
}
for line, (name, text) in spoiled.items():
    rows[line - 1][list(SPANISH).index(name)] = text
case(
    "nothing where something must be",
    delimited(rows, ";"),
    lines=[line for index, line in enumerate(LINES) if index + 2 not in spoiled],
    rejected=tuple(spoiled),
)


def with_totals(label, column=0, every=20, last=None, figures=True, layout=TWICE):
    """Rows with a subtotal after every so many lines and a total at the end."""
    names = list(layout)
    rows = table(layout)
    result, run = [rows[0]], []
    added = 0
    for index, (row, line) in enumerate(zip(rows[1:], LINES), 1):
        result.append(row)
        run.append(line)
        if index % every == 0 or index == len(LINES):
            total = [""] * len(names)
            total[column] = label
            if figures:
                total[names.index("Cantidad")] = number(sum(line.quantity for line in run), ",")
                total[names.index("Importe")] = spanish(sum(line.amount for line in run))
            result.append(total)
            added += 1
            run = []
    total = [""] * len(names)
    total[column] = last or label
    total[names.index("Importe")] = spanish(sum(line.amount for line in LINES))
    return [*result, total], added + 1


for label, column in (
    ("Subtotal", 0),
    ("SUB-TOTAL", 3),
    ("Sub Total:", 2),
    ("Total del día", 0),
    ("Total factura 540100", 1),
    ("TOTAL GENERAL", 3),
    ("Totales", 0),
    ("Suma", 0),
    ("Suma y sigue", 3),
    ("Grand Total", 0),
    ("Total Result", 0),
    ("Total Guatemala", 7),
    ("Total cliente", 6),
    ("Gran total:", 3),
    ("*** TOTAL ***", 0),
    ("Van...", 0),
    ("Vienen", 3),
    ("T O T A L", 0),
):
    rows, extra = with_totals(label, column)
    case(f"rows of {label} in column {column}", delimited(rows, ";"), skipped=extra)
rows, extra = with_totals("", 0)
at = tuple(index for index, row in enumerate(rows, 1) if not row[0])
case("totals without a word", delimited(rows, ";"), skipped=0, rejected=at)
NAMED = [line.but(name="Total", code="TOTAL-1", customer="Total Energies") for line in LINES]
case("products and customers called Total", delimited(table(SPANISH, NAMED), ";"), lines=NAMED)
rows = table(SPANISH)
for at in (100, 50, 25):
    rows[at:at] = [["Página 2 de 5"] + [""] * 7, [""] * 8, rows[0]]
case("pages with repeated headers", delimited(rows, ";"), skipped=9)
case(
    "a footer",
    delimited(table(SPANISH), ";") + "\nGenerado el 31/05/2011 10:00 por admin\nFin del reporte\n",
    skipped=3,
)
rows = [
    row[:-2] if index % 9 == 4 else row + [""] if index % 9 == 5 else row for index, row in enumerate(table(SPANISH))
]
case("ragged", delimited(rows, ";"), repaired=sum(index % 9 in (4, 5) for index in range(len(rows))))
rows = table(SPANISH)
rows[10], rows[20] = rows[10][:4], rows[20] + ["x", "y"]
case("too few and too many", delimited(rows, ";"), lines=LINES[:9] + LINES[10:19] + LINES[20:], rejected=(11, 21))
case("delimiters at the end of lines", plain([row + [""] for row in table(SPANISH, NAMED_WITH_COMMAS)]), repaired=0)
case(
    "delimiters at the end of lines but not of the header",
    plain([row + [""] if index else row for index, row in enumerate(table(SPANISH, NAMED_WITH_COMMAS))]),
)
case("many empty columns", plain([row + [""] * 30 for row in table(SPANISH, NAMED_WITH_COMMAS)]))
case(
    "an index column without a name",
    plain([[str(index) if index else ""] + row for index, row in enumerate(table(SPANISH, NAMED_WITH_COMMAS))]),
)
case(
    "an index column called #",
    plain([[str(index) if index else "#"] + row for index, row in enumerate(table(SPANISH, NAMED_WITH_COMMAS))]),
)
case("lone CR", delimited(table(SPANISH), ";", end="\r"))
case(
    "LF, then CRLF, then CR",
    delimited(table(SPANISH)[:50], ";")
    + delimited(table(SPANISH)[50:90], ";", end="\r\n")
    + delimited(table(SPANISH)[90:], ";", end="\r"),
)
case("no end of the last line", delimited(table(SPANISH), ";").rstrip("\n"))
case("CR CR LF", delimited(table(SPANISH), ";", end="\r\r\n"), skipped=None)
case("control-Z at the end", delimited(table(SPANISH), ";") + "\x1a", skipped=None)
LINES_PLAIN = [line.but(name="Vela") for line in LINES]
NULS = [line.but(name="Vela\0roja") for line in LINES]
case("NUL bytes inside one line", plain(table(SPANISH, [NULS[0], *LINES_PLAIN[1:]])), lines=LINES[1:], rejected=(2,))
case("NUL bytes for padding", delimited(table(SPANISH), ";") + "\0" * 4096, skipped=None)
LONG = [line.but(name="x" * (200_000 if index == 40 else 10)) for index, line in enumerate(LINES)]
case("a very long field", delimited(table(SPANISH, LONG), ";"), lines=LINES[:40] + LINES[41:], rejected=(42,))


# Codes, documents, currencies

case("customers with .0", delimited(table(changed(ENGLISH, Customer__ID=lambda line: line.customer + ".0"))))
CASE = [
    line.but(code=f" {line.code.lower() if index % 2 else line.code.upper()} ") for index, line in enumerate(LINES)
]
case("codes with blanks in both cases", delimited(table(SPANISH, CASE), ";"))
SERIES = [
    line.but(document=f"{'FCA'[index % 3]}{540_000 + index}", quantity=abs(line.quantity))
    for index, line in enumerate(LINES)
]
case("letters for series", delimited(table(SPANISH, SERIES), ";"), lines=SERIES)
SERIES = [
    line.but(document=f"C001-{540_000 + index:08}", quantity=abs(line.quantity)) for index, line in enumerate(LINES)
]
case("series and numbers", delimited(table(SPANISH, SERIES), ";"), lines=SERIES)
ADJUST = LINES + [LINES[0].but(document="A563185", code="B", quantity=Decimal(1), price=Decimal("-11062.06"))]
case("adjustments", delimited(table(SPANISH, ADJUST), ";"), lines=ADJUST)
NEGATIVE = [line.but(document=line.document.lstrip("C")) for line in LINES]
case("negative quantities without C", delimited(table(SPANISH, NEGATIVE), ";"), lines=NEGATIVE)
LOWER = [line.but(document=line.document.lower()) for line in LINES]
case("a small c", delimited(table(SPANISH, LOWER), ";"), lines=LOWER)
case("one currency by column", delimited(table({**SPANISH, "Moneda": lambda line: "GTQ"}), ";"), currency="GTQ")
case("one currency by word", delimited(table({**SPANISH, "Moneda": lambda line: "Quetzales"}), ";"), currency="GTQ")
case("one currency by title", "Montos en quetzales (Q)\n" + delimited(table(SPANISH), ";"), skipped=1, currency="GTQ")
case("one currency by option", delimited(table(SPANISH), ";"), currency="HNL", options=("--currency", "HNL"))
TOTALS = {name: SPANISH[name] for name in ("Fecha", "Factura", "Código", "Descripción", "Cantidad", "Cliente")}
case("a total and no price", delimited(table({**TOTALS, "Total": lambda line: spanish(line.amount)}), ";"))
case("an amount and no price", delimited(table({**TOTALS, "Importe": lambda line: spanish(line.amount)}), ";"))
OFF = {**SPANISH, "Total": lambda line: spanish(line.amount + 1)}
case("totals that do not agree", delimited(table(OFF), ";"), warning="Total")
