"""Numbers, money and discounts as people and programs write them."""

from decimal import Decimal

from ..shop_lines import ENGLISH, LINES, SPANISH, cents, changed, delimited, number, spanish, table, whole_spanish
from .cases import case

# Numbers


def numbers(name, write, base=SPANISH, delimiter=";", price="Precio", quantity="Cantidad", **facts):
    layout = {**base, price: lambda line: write(line.price, 2), quantity: lambda line: write(line.quantity, 0)}
    layout["Total"] = lambda line: write(line.amount, 2)
    case(name, delimited(table(layout), delimiter), **facts)


numbers("1.234,56", lambda value, places: number(value, ",", ".", places))
numbers("1,234.56", lambda value, places: number(value, ".", ",", places), delimiter=",")
for blank, name in (
    ("\u00a0", "no-break space"),
    ("\u202f", "narrow space"),
    ("\u2009", "thin space"),
    (" ", "space"),
):
    numbers(f"1 234,56 with a {name}", lambda value, places, blank=blank: number(value, ",", blank, places))
numbers("1'234.56", lambda value, places: number(value, ".", "'", places))
numbers("1’234.56", lambda value, places: number(value, ".", "’", places))
numbers(
    "1,234.56 and (5)",
    lambda value, places: number(abs(value), ".", ",", places).join("()" if value < 0 else ["", ""]),
    delimiter=",",
)
numbers("5-", lambda value, places: number(abs(value), ",", ".", places) + ("-" if value < 0 else ""))
numbers("− for minus", lambda value, places: number(value, ",", ".", places).replace("-", "−"))
numbers("- 5", lambda value, places: number(value, ",", ".", places).replace("-", "- "))
numbers("everything with two decimals", lambda value, places: number(value, ",", ".", 2))
numbers("everything with five decimals", lambda value, places: number(value, ".", "", 5))


def money(name, write, currency, base=SPANISH, delimiter=";", price="Precio", **facts):
    layout = {**base, price: lambda line: write(line.price), "Total": lambda line: write(line.amount)}
    case(name, delimited(table(layout), delimiter), currency=currency, **facts)


def us(value):
    return number(value, ".", ",", 2)


money("Q1,234.56", lambda value: "Q" + us(value), "GTQ")
money("Q 1,234.56", lambda value: "Q " + us(value), "GTQ")
money("Q. 1,234.56", lambda value: "Q. " + us(value), "GTQ")
money("-Q1,234.56", lambda value: ("-" if value < 0 else "") + "Q" + us(abs(value)), "GTQ")
money("GTQ 1,234.56", lambda value: "GTQ " + us(value), "GTQ")
money("1.234,56 EUR", lambda value: spanish(value) + " EUR", "EUR")
money("€1.234,56", lambda value: "€" + spanish(value), "EUR")
money("US$ 1,234.56", lambda value: "US$ " + us(value), "USD")
money("£1,234.56", lambda value: "£" + us(value), "GBP", ENGLISH, ",", "Unit Price")
money(
    "($1,234.56)",
    lambda value: ("$" + us(abs(value))).join("()" if value < 0 else ["", ""]),
    "USD",
    ENGLISH,
    ",",
    "Unit Price",
)
PESOS = [line.but(price=line.price * 1000, quantity=Decimal(1)) for line in LINES]
case(
    "thousands with points and nothing else",
    delimited(table(changed(SPANISH, Precio=lambda line: whole_spanish(line.price)), PESOS), ";"),
    lines=PESOS,
)
HALVES = [line.but(price=(line.price / 1000).quantize(Decimal("0.001"))) for line in LINES]
case(
    "three decimals with commas",
    delimited(table(changed(SPANISH, Precio=lambda line: number(line.price, ",", "", 3)), HALVES), ";"),
    lines=HALVES,
)
GRAMS = [line.but(quantity=line.quantity / 8) for line in LINES]
case(
    "parts of a kilo",
    delimited(table(changed(SPANISH, Cantidad=lambda line: number(line.quantity, ",", "", 3)), GRAMS), ";"),
    lines=GRAMS,
)
case("units after quantities", delimited(table(changed(SPANISH, Cantidad=lambda line: f"{line.quantity} uds.")), ";"))
case("codes as formulas", delimited(table(changed(SPANISH, Código=lambda line: f'="{line.code}"')), ";"))
case("codes behind apostrophes", delimited(table(changed(SPANISH, Código=lambda line: f"'{line.code}")), ";"))


# Discounts


def discounted(rates=(0, 5, 10, 25)):
    return [(line, Decimal(rates[index % len(rates)])) for index, line in enumerate(LINES)]


def discounts(name, write, title="Descuento", total=False, **facts):
    pairs = discounted()
    rows = table(SPANISH, [line for line, _ in pairs])
    rows[0].append(title)
    for row, (_, rate) in zip(rows[1:], pairs):
        row.append(write(rate))
    amounts = [line.amount * (100 - rate) / 100 for line, rate in pairs]
    if total:
        rows[0].append("Total")
        for row, amount in zip(rows[1:], amounts):
            row.append(spanish(amount))
    case("discount " + name, delimited(rows, ";"), revenue=sum(amounts), **facts)


discounts("10%", lambda rate: f"{rate}%")
discounts("10 %", lambda rate: f"{rate}\u00a0%")
discounts("10,00%", lambda rate: f"{rate},00%")
discounts("0,1", lambda rate: number(rate / 100, ","))
discounts("10 by name", lambda rate: str(rate), "% Dto.")
discounts("10 by the totals", lambda rate: str(rate), total=True)
discounts("blank for none", lambda rate: f"{rate}%" if rate else "")
discounts("- for none", lambda rate: f"{rate}%" if rate else "-")
rows = table(SPANISH)
rows[0] += ["Descuento", "Total"]
offs = []
for row, line in zip(rows[1:], LINES):
    off = cents(line.amount * Decimal("0.1"))
    offs.append(off)
    row += [spanish(off), spanish(line.amount - off)]
case("discount in money", delimited(rows, ";"), revenue=sum(line.amount for line in LINES) - sum(offs))
