"""Lines of sales, ways to write them as shops do, and their true totals, counted here with exact decimals."""

import csv
import gzip
import io
import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .product import shared_folder


@dataclass(frozen=True)
class Line:
    document: str
    code: str
    name: str
    quantity: Decimal
    when: datetime
    price: Decimal
    customer: str
    country: str

    @property
    def amount(self):
        return self.quantity * self.price

    def but(self, **changes):
        return replace(self, **changes)


PRODUCTS = [
    ("0001", "Café de Antigua; tostado, molido", "38.50"),
    ("0002", 'Jabón «La Ceiba» 12"', "7.25"),
    ("A-100", "TOTAL CARE CHAMPÚ", "45.90"),
    ("85123a", "Portavelas corazón", "2.55"),
    ("85123A", "Portavelas corazón", "2.55"),
    ("22423", "Bandeja 3 pisos", "1250.75"),
    ("00071", "Piñata niño", "99.99"),
    ("84406B", "Percha", "0.85"),
    ("22960", "Año nuevo – vela", "12.00"),
    ("POST", "Envío", "18.00"),
]
COUNTRIES = ["Guatemala", "México", "España", "El Salvador"]
START = datetime(2011, 5, 2, 8, 15)


def own_lines(documents=40):
    """Sales of May 2011: thousands in quantities and prices, returns, and days on both sides of the twelfth."""
    chance = random.Random(20110510)
    lines = []
    for number in range(documents):
        when = START + timedelta(days=number * 26 // documents, minutes=chance.randrange(700))
        document, sign = str(540_100 + number), 1
        if number % 11 == 5:
            document, sign = "C" + document, -1
        customer, country = str(chance.randrange(12_000, 18_000)), chance.choice(COUNTRIES)
        for code, name, price in chance.sample(PRODUCTS, chance.randrange(1, 6)):
            quantity = chance.choice([1, 1, 2, 3, 6, 12, 24, 100]) if chance.random() < 0.9 else 1_200
            lines.append(
                Line(document, code, name, Decimal(sign * quantity), when, Decimal(price), customer, country)
            )
    return lines


def real_lines():
    """Some hundred lines of the Online Retail set, whole documents of one month; none without the shared folder."""
    folder = shared_folder()
    path = folder / "data/sales/online_retail.csv.gz" if folder else None
    if path is None or not path.exists():
        return []
    lines = []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            digits = int(row["InvoiceNo"].strip("AC"))
            if not row["InvoiceDate"].startswith("2011-05") or digits % 43:
                continue
            lines.append(
                Line(
                    row["InvoiceNo"],
                    row["StockCode"],
                    row["Description"].strip(),
                    Decimal(row["Quantity"]),
                    datetime.fromisoformat(row["InvoiceDate"]),
                    Decimal(row["UnitPrice"]),
                    row["CustomerID"].removesuffix(".0"),
                    row["Country"],
                )
            )
    return lines


LINES = own_lines()


# What is true of lines


def cents(value):
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def net(lines):
    return {
        "revenue": cents(sum((line.amount for line in lines), Decimal(0))),
        "units": sum((line.quantity for line in lines), Decimal(0)),
        "orders": len({line.document.strip() for line in lines}),
    }


def gross(lines):
    """Where the shop's ordinary documents are plain digits."""
    return net([line for line in lines if line.document[0] not in "CA" and line.quantity > 0 and line.price > 0])


def period(lines):
    days = [line.when.date().isoformat() for line in lines]
    return {"from": min(days), "to": max(days)}


# Numbers and dates as text


def number(value, mark=".", group="", places=None):
    value = Decimal(value)
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{value:,f}"
    return text.replace(",", "\0").replace(".", mark).replace("\0", group)


def spanish(value, places=2):
    return number(value, ",", ".", places)


def whole_spanish(value):
    return number(value, ",", ".", 0)


MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()


def date(pattern):
    return lambda line: line.when.strftime(pattern)


def long_spanish(line):
    return f"{line.when.day} de {MONTHS[line.when.month - 1]} de {line.when.year}"


def serial(line, time=False):
    days = line.when - datetime(1899, 12, 30)
    return f"{Decimal(days.days) + Decimal(days.seconds) / 86_400:.9f}" if time else str(days.days)


# Tables

SPANISH = {
    "Fecha": date("%d/%m/%Y"),
    "Factura": lambda line: line.document,
    "Código": lambda line: line.code,
    "Descripción": lambda line: line.name,
    "Cantidad": lambda line: number(line.quantity),
    "Precio": lambda line: number(line.price, ","),
    "Cliente": lambda line: line.customer,
    "País": lambda line: line.country,
}
ENGLISH = {
    "Invoice": lambda line: line.document,
    "SKU": lambda line: line.code,
    "Description": lambda line: line.name,
    "Quantity": lambda line: number(line.quantity),
    "Date": date("%Y-%m-%d %H:%M:%S"),
    "Unit Price": lambda line: number(line.price),
    "Customer ID": lambda line: line.customer,
    "Country": lambda line: line.country,
}


def renamed(base, *names):
    """The same columns under other names, in order."""
    return dict(zip(names, base.values(), strict=True))


def changed(base, **changes):
    """With other renderers; a blank in a name is written as two underscores."""
    return {**base, **{name.replace("__", " "): renderer for name, renderer in changes.items()}}


def table(layout, lines=LINES):
    return [list(layout)] + [[render(line) for render in layout.values()] for line in lines]


def delimited(rows, delimiter=",", quoting=csv.QUOTE_MINIMAL, end="\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(rows)
    return out.getvalue()


def plain(rows, delimiter=";", end="\n"):
    """As programs write that know nothing of quotes."""
    return "".join(delimiter.join(row) + end for row in rows)
