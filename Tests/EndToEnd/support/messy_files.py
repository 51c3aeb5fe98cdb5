"""Files of sales as real shops have them, each with what a careful accountant would read in it."""

import csv
import gzip
import io
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from .shop_lines import (
    ENGLISH,
    LINES,
    SPANISH,
    changed,
    date,
    delimited,
    long_spanish,
    number,
    plain,
    real_lines,
    renamed,
    serial,
    spanish,
    table,
    whole_spanish,
)


@dataclass
class Case:
    name: str
    content: bytes
    lines: list = field(default_factory=lambda: LINES)
    file: str = "ventas.csv"
    options: tuple = ()
    rejected: tuple = ()
    skipped: int | None = 0
    repaired: int | None = None
    currency: str | None = None
    dialect: dict = field(default_factory=dict)
    warning: str | None = None
    codes: int | None = None
    revenue: Decimal | None = None
    plain_documents: bool = True


CASES = []


def case(name, content, encoding="utf-8", **facts):
    CASES.append(Case(name, content if isinstance(content, bytes) else content.encode(encoding), **facts))


def first(count, **changes):
    return [line.but(**changes) for line in LINES[:count]]


# Encodings

case("utf-8", delimited(table(ENGLISH)), dialect={"encoding": "utf-8", "delimiter": ","})
case("utf-8 with BOM", delimited(table(SPANISH), ";"), "utf-8-sig", dialect={"encoding": "utf-8-sig"})
case("cp1252 with CRLF", delimited(table(SPANISH), ";", end="\r\n"), "cp1252", dialect={"encoding": "cp1252"})
EURO = changed(SPANISH, Precio=lambda line: number(line.price, ",") + " €")
case("cp1252 with euros", delimited(table(EURO), ";"), "cp1252", currency="EUR")
NO_DASH = [line.but(name=line.name.replace("–", "-")) for line in LINES]
case("iso-8859-15 with euros", delimited(table(EURO, NO_DASH), ";"), "iso-8859-15", currency="EUR")
case("latin-1", delimited(table(SPANISH, NO_DASH), ";"), "latin-1")
for encoding in ("utf-16-le", "utf-16-be"):
    text = delimited(table(SPANISH), "\t", end="\r\n")
    case(encoding, text, encoding, file="ventas.txt", dialect={"encoding": "utf-16", "delimiter": "\t"})
    case(encoding + " with BOM", "\ufeff" + text, encoding, file="ventas.txt", dialect={"encoding": "utf-16"})
case("utf-16-le, commas", delimited(table(ENGLISH)), "utf-16-le")
mixed = delimited(table(SPANISH), ";").splitlines(keepends=True)
case(
    "cp1252 inside utf-8",
    b"".join(line.encode("cp1252" if 30 <= index < 60 else "utf-8") for index, line in enumerate(mixed)),
    dialect={"encoding": "mixed utf-8/cp1252"},
)
case("cp1252 header above utf-8", mixed[0].encode("cp1252") + "".join(mixed[1:]).encode())
case("cp850", delimited(table(SPANISH, NO_DASH), ";"), "cp850")
case("mojibake", delimited(table(SPANISH), ";").encode().decode("latin-1"))
case("byte order mark before the header below a title", "Ventas\n\ufeff" + delimited(table(SPANISH), ";"), skipped=1)

# Delimiters

case("tabs", delimited(table(SPANISH), "\t"), file="ventas.tsv", dialect={"delimiter": "\t"})
case("pipes", delimited(table(SPANISH), "|"), file="ventas.txt", dialect={"delimiter": "|"})
case("decimal commas in quotes", delimited(table(SPANISH)), dialect={"delimiter": ",", "decimal_mark": ","})
COMMAS = [line.but(name="uno, dos, tres, cuatro, cinco, seis, siete, ocho, nueve") for line in LINES]
case("semicolons and many commas", plain(table(SPANISH, COMMAS)), dialect={"delimiter": ";"})
SEMI = [line.but(name="a; b; c, d; e; f; g; h; i; j, k") for line in LINES]
case("tabs and many semicolons", plain(table(SPANISH, SEMI), "\t"), dialect={"delimiter": "\t"})
for mark in (";", ",", "\t", "|"):
    case(f"sep={mark!r}", f"sep={mark}\r\n" + delimited(table(SPANISH), mark, end="\r\n"), dialect={"delimiter": mark})
case('sep=; in quotes', '"sep=;"\n' + delimited(table(SPANISH), ";"))
case("sep above a title", "sep=;\nVentas;;;;;;;\n\n" + delimited(table(SPANISH), ";"), skipped=2)
case("spaces around fields", plain(table(SPANISH, [l.but(name="x") for l in LINES]), " ; "))

# Quotes

case("everything quoted", delimited(table(SPANISH), ";", csv.QUOTE_ALL))
case("everything quoted, commas", delimited(table(ENGLISH), ",", csv.QUOTE_ALL, "\r\n"))
BREAKS = [line.but(name=f'Caja "A"\r\nfrágil; {index}\n\n"x"') for index, line in enumerate(LINES)]
case("line breaks in quotes", delimited(table(SPANISH, BREAKS), ";"))
INCHES = [line.but(name='Bandeja 6" x 8"') for line in LINES]
case("stray quotes inside", plain(table(SPANISH, INCHES)))
INCHES = [line.but(name='"CORAZÓN" de vidrio') for line in LINES]
case("stray quotes at the start", plain(table(SPANISH, INCHES)))
ONE = [line.but(name='"Vela' if index == 70 else "Vela") for index, line in enumerate(LINES)]
case(
    "one quote that never closes",
    plain(table(SPANISH, ONE)),
    lines=LINES[:70] + LINES[71:],
    rejected=(72,),
)
SLASHED = [line.but(name='"6\\" x 8\\""') for line in LINES]
case("quotes behind backslashes", plain(table(ENGLISH, SLASHED), ","))
case("blanks before quotes", "".join(
    ", ".join(f'"{text}"' for text in row) + "\n" for row in table(ENGLISH, [l.but(name="x, y") for l in LINES])
))

# Titles and headers

TITLES = (
    "COMERCIAL LA CEIBA, S.A.\nNIT: 1234567-8\n12 calle 3-45, zona 1; Guatemala\n\nREPORTE DE VENTAS DETALLADO\n"
    "Del 01/05/2011 al 31/05/2011\nUsuario: admin\nMoneda: Quetzales\n\n"
)
case("a long letterhead", TITLES + delimited(table(SPANISH), ";"), skipped=9, currency="GTQ", dialect={"header_line": 10})
PADDED = "".join(line + ";;;;;;;\n" for line in TITLES.replace(";", ",").splitlines())
case("a padded letterhead", PADDED + delimited(table(SPANISH), ";"), "cp1252", skipped=9, currency="GTQ")
case("blank lines", "\n\n" + delimited(table(SPANISH), ";").replace("\n", "\n\n"), skipped=None)
case("blank lines of delimiters", delimited(table(SPANISH), ";").replace("\n", "\n;;;;;;;\n"), skipped=len(LINES) + 1)
TWICE = changed(SPANISH, Importe=lambda line: spanish(line.amount))
case("two columns Importe", delimited(table(TWICE), ";").replace(";Precio;", ";Importe;", 1))
case(
    "two columns Código, Nombre",
    delimited(
        table(
            {
                "Fecha": date("%d/%m/%Y"),
                "Factura": SPANISH["Factura"],
                "Código": SPANISH["Código"],
                "Nombre": SPANISH["Descripción"],
                "Cantidad": SPANISH["Cantidad"],
                "Precio": SPANISH["Precio"],
                "Código ": SPANISH["Cliente"],
                "Nombre ": lambda line: "Ana",
            }
        ),
        ";",
    ),
)
HEADERS = {
    "abbreviated": ("Fecha", "Nº factura", "SKU", "Artículo", "Cant.", "P. Unit.", "Cliente", "País"),
    "bare upper case": (
        "FECHA_VENTA",
        "NUM_FACTURA",
        "COD_PRODUCTO",
        "DESC_PRODUCTO",
        "CANT",
        "PRECIO_UNIT",
        "COD_CLIENTE",
        "PAIS",
    ),
    "of an office": (
        "F. Emisión",
        "No. Doc.",
        "Cód. Art.",
        "Descripción del producto",
        "Cantidad vendida",
        "Precio de venta",
        "Nombre del cliente",
        "País de destino",
    ),
    "of an invoice": (
        "Fecha de emisión",
        "Número de documento",
        "Código de artículo",
        "Concepto",
        "Unidades",
        "Precio unitario sin IVA",
        "Razón social",
        "País",
    ),
    "with units": (
        "Fecha venta",
        "N° Ticket",
        "Ref.",
        "Producto",
        "Cantidad (uds)",
        "Precio (Q/ud.)",
        "Id. cliente",
        "País",
    ),
    "of a till": ("Día", "Folio", "Clave", "Producto", "Piezas", "Precio", "Cliente", "País"),
    "of receipts": ("Fecha", "Comprobante", "Cod.", "Detalle", "Cant", "P.U.", "Cliente", "País"),
    "broken in two": ("Fecha\nventa", "Nº\nfactura", "Código\nproducto", "Descripción", "Cant.", "Precio\nunitario", "Cliente", "País"),
    "with blanks": (" Fecha ", "\u00a0Factura", "Código  ", "Descripción", " Cantidad\u00a0", "Precio   unitario", "Cliente", "País"),
    "bilingual": (
        "Fecha/Date",
        "Factura/Invoice",
        "Código/Code",
        "Descripción/Description",
        "Cantidad/Qty",
        "Precio/Price",
        "Cliente/Customer",
        "País/Country",
    ),
}
HEADERS["of a point of sale"] = (
    "FECHA EMISION",
    "SERIE Y NUMERO",
    "COD.PROD.",
    "PRODUCTO / SERVICIO",
    "CANT. VEND.",
    "V. UNITARIO",
    "NIT",
    "PAIS",
)
HEADERS["with numbers"] = (
    "1. Fecha",
    "2. Factura",
    "3. Código",
    "4. Descripción",
    "5. Cantidad",
    "6. Precio",
    "7. Cliente",
    "8. País",
)
HEADERS["in decomposed letters"] = tuple(__import__("unicodedata").normalize("NFD", name) for name in SPANISH)
HEADERS["misspelt"] = ("fecha", "fatura", "codigo", "descripcion", "cantidad", "precio", "cliente", "pais")
HEADERS["in Portuguese"] = ("Data", "Fatura", "Código", "Descrição", "Quantidade", "Preço", "Cliente", "País")
for name, names in HEADERS.items():
    case("header " + name, delimited(table(renamed(SPANISH, *names)), ";"), currency="GTQ" if "Q/" in "".join(names) else None)
ENGLISH_HEADERS = {
    "of orders": ("Order No.", "Item Code", "Item Name", "Units Sold", "Order Date", "Unit Price (Q)", "Sold To", "Ship Country"),
    "of programs": ("orderId", "productId", "productName", "qty", "createdAt", "unitPrice", "customerId", "countryCode"),
    "of snakes": ("invoice_no", "stock_code", "product_description", "quantity_sold", "invoice_date", "unit_price", "customer_id", "country"),
    "of a web shop": ("Name", "Lineitem sku", "Lineitem name", "Lineitem quantity", "Created at", "Lineitem price", "Email", "Billing Country"),
    "of a till": ("Receipt #", "Product ID", "Product", "Qty Sold", "Transaction Date", "Sale Price", "Client", "Region"),
    "of transactions": ("Transaction ID", "Item Number", "Item", "Count", "Timestamp", "Price Each", "Buyer", "Country/Region"),
}
for name, names in ENGLISH_HEADERS.items():
    case("english header " + name, delimited(table(renamed(ENGLISH, *names))), currency="GTQ" if "(Q)" in "".join(names) else None)
MORE = {
    "Sucursal": lambda line: "Zona 1",
    "Fecha": SPANISH["Fecha"],
    "Vencimiento": lambda line: (line.when + timedelta(days=30)).strftime("%d/%m/%Y"),
    "Serie": lambda line: "A",
    "Factura": SPANISH["Factura"],
    "Vendedor": lambda line: "Luis Pérez",
    "Cliente": SPANISH["Cliente"],
    "Código": SPANISH["Código"],
    "Descripción": SPANISH["Descripción"],
    "Costo": lambda line: number(line.price * Decimal("0.6"), ",", "", 2),
    "Cantidad": SPANISH["Cantidad"],
    "Precio": SPANISH["Precio"],
    "IVA": lambda line: number(line.amount * Decimal("0.12"), ",", "", 2),
    "Total": lambda line: number(line.amount, ",", "", 2),
    "Forma de pago": lambda line: "Efectivo",
    "Observaciones": lambda line: "",
}
case("columns nobody asked for", delimited(table(MORE), ";"))
TAXED = {
    **SPANISH,
    "Precio con IVA": lambda line: number(line.price * Decimal("1.12"), ",", "", 4),
    "Total sin IVA": lambda line: number(line.amount, ",", "", 2),
    "IVA": lambda line: number(line.amount * Decimal("0.12"), ",", "", 2),
    "Total": lambda line: number(line.amount * Decimal("1.12"), ",", "", 2),
}
case("prices and totals with and without tax", delimited(table(TAXED), ";"), warning=None)
case("a document of its own column beside a series", delimited(table({"Serie": lambda line: "A", **SPANISH}), ";"))
case("columns the other way round", delimited([row[::-1] for row in table(SPANISH)], ";"))
ROWS = table(SPANISH)
case("no header, Spanish", delimited(ROWS[1:], ";"), dialect={"header_line": None})
case("no header, English", delimited(table(ENGLISH)[1:]), dialect={"header_line": None})
case("no header, with totals", delimited(table(TWICE)[1:], "\t"), dialect={"header_line": None})
case(
    "no header, month first",
    delimited(table(changed(ENGLISH, Date=date("%m/%d/%Y %I:%M %p")))[1:]),
    dialect={"header_line": None, "date_order": "mdy"},
)
case("no header, below a title", "Ventas de mayo;;;;;;;\n" + delimited(ROWS[1:], ";"), skipped=1)
case("two rows of header", ";;Producto;;Venta;;Cliente;\n" + delimited(ROWS, ";"), skipped=1)
case(
    "no customer, no country, no name",
    delimited(table({name: SPANISH[name] for name in ("Fecha", "Factura", "Código", "Cantidad", "Precio")}), ";"),
)
case(
    "names and no codes",
    delimited(table({name: SPANISH[name] for name in ("Fecha", "Factura", "Descripción", "Cantidad", "Precio")}), ";"),
)

# Numbers


def numbers(name, write, base=SPANISH, delimiter=";", price="Precio", quantity="Cantidad", **facts):
    layout = {**base, price: lambda line: write(line.price, 2), quantity: lambda line: write(line.quantity, 0)}
    layout["Total"] = lambda line: write(line.amount, 2)
    case(name, delimited(table(layout), delimiter), **facts)


numbers("1.234,56", lambda value, places: number(value, ",", ".", places))
numbers("1,234.56", lambda value, places: number(value, ".", ",", places), delimiter=",")
for blank, name in (("\u00a0", "no-break space"), ("\u202f", "narrow space"), ("\u2009", "thin space"), (" ", "space")):
    numbers(f"1 234,56 with a {name}", lambda value, places, blank=blank: number(value, ",", blank, places))
numbers("1'234.56", lambda value, places: number(value, ".", "'", places))
numbers("1’234.56", lambda value, places: number(value, ".", "’", places))
numbers("1,234.56 and (5)", lambda value, places: number(abs(value), ".", ",", places).join("()" if value < 0 else ["", ""]), delimiter=",")
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
money("($1,234.56)", lambda value: ("$" + us(abs(value))).join("()" if value < 0 else ["", ""]), "USD", ENGLISH, ",", "Unit Price")
money("$ padded like accountants", lambda value: " $ " + us(abs(value)).rjust(12) + " ", None, ENGLISH, ",", "Unit Price",
      lines=[line for line in LINES if line.quantity > 0]) if False else None
PESOS = [line.but(price=line.price * 1000, quantity=Decimal(1)) for line in LINES]
case("thousands with points and nothing else", delimited(table(changed(SPANISH, Precio=lambda line: whole_spanish(line.price)), PESOS), ";"), lines=PESOS)
HALVES = [line.but(price=(line.price / 1000).quantize(Decimal("0.001"))) for line in LINES]
case("three decimals with commas", delimited(table(changed(SPANISH, Precio=lambda line: number(line.price, ",", "", 3)), HALVES), ";"), lines=HALVES)
GRAMS = [line.but(quantity=line.quantity / 8) for line in LINES]
case("parts of a kilo", delimited(table(changed(SPANISH, Cantidad=lambda line: number(line.quantity, ",", "", 3)), GRAMS), ";"), lines=GRAMS)
case("units after quantities", delimited(table(changed(SPANISH, Cantidad=lambda line: f"{line.quantity} uds."))
                                        , ";"))
case("codes as formulas", delimited(table(changed(SPANISH, Código=lambda line: f'="{line.code}"')), ";"), codes=9)
case("codes behind apostrophes", delimited(table(changed(SPANISH, Código=lambda line: f"'{line.code}")), ";"), codes=9)

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
for row, line in zip(rows[1:], LINES):
    off = line.amount * Decimal("0.1")
    row += [spanish(off), spanish(line.amount - off)]
case("discount in money", delimited(rows, ";"), revenue=sum(line.amount for line in LINES) * Decimal("0.9"))

# Dates

for name, write in {
    "dd/mm/yyyy": date("%d/%m/%Y"),
    "d/m/yyyy": lambda line: f"{line.when.day}/{line.when.month}/{line.when.year}",
    "d-m-yy": lambda line: f"{line.when.day}-{line.when.month}-{line.when:%y}",
    "dd.mm.yyyy": date("%d.%m.%Y"),
    "dd/mm/yyyy hh:mm:ss": date("%d/%m/%Y %H:%M:%S"),
    "yyyy/mm/dd": date("%Y/%m/%d"),
    "yyyy-mm-dd": date("%Y-%m-%d"),
    "yyyymmdd": date("%Y%m%d"),
    "T": date("%Y-%m-%dT%H:%M:%S"),
    "T and Z": date("%Y-%m-%dT%H:%M:%SZ"),
    "T, thousandths, Z": date("%Y-%m-%dT%H:%M:%S.000Z"),
    "T and offset": date("%Y-%m-%dT%H:%M:%S-06:00"),
    "blank and offset": date("%Y-%m-%d %H:%M:%S -0600"),
    "long Spanish": long_spanish,
    "long Spanish with del": lambda line: long_spanish(line).replace(" de 2011", " del 2011"),
    "weekday, long Spanish": lambda line: "martes, " + long_spanish(line),
    "capital Spanish": lambda line: long_spanish(line).upper(),
    "long English": lambda line: f"{line.when:%B} {line.when.day}, {line.when.year}",
    "short English": lambda line: f"{line.when:%b} {line.when.day}, {line.when.year}",
    "weekday, long English": lambda line: f"{line.when:%A}, {line.when:%B} {line.when.day}, {line.when.year}",
    "day of English": lambda line: f"{line.when.day} {line.when:%B %Y}",
    "d-may-yy": lambda line: f"{line.when.day}-may-{line.when:%y}",
    "d-may.-yy": lambda line: f"{line.when.day}-may.-{line.when:%y}",
    "d-May-yyyy": lambda line: f"{line.when.day}-May-{line.when.year}",
    "d/may/yyyy": lambda line: f"{line.when.day}/may/{line.when.year}",
    "d mayo yyyy": lambda line: f"{line.when.day} mayo {line.when.year}",
    "mayo d, yyyy": lambda line: f"mayo {line.when.day}, {line.when.year}",
    "serial": serial,
    "serial with time": lambda line: serial(line, True),
    "serial with time, comma": lambda line: serial(line, True).replace(".", ","),
    "a. m.": lambda line: f"{line.when:%d/%m/%Y %I:%M:%S} " + ("a. m." if line.when.hour < 12 else "p. m."),
    "a.m. with no-break space": lambda line: f"{line.when:%d/%m/%Y %I:%M}\u00a0" + ("a.\u00a0m." if line.when.hour < 12 else "p.\u00a0m."),
    "am": lambda line: f"{line.when:%d/%m/%Y %I:%M}" + ("am" if line.when.hour < 12 else "pm"),
    "h": lambda line: f"{line.when:%d/%m/%Y %H:%M} h",
    "comma and time": date("%d/%m/%Y, %H:%M:%S"),
    "dash and time": date("%d/%m/%Y - %H:%M"),
    "ctime": date("%a %b %d %H:%M:%S %Y"),
    "javascript": date("%a %b %d %Y %H:%M:%S GMT-0600 (CST)"),
    "rfc 1123": date("%a, %d %b %Y %H:%M:%S GMT"),
    "with an apostrophe": date("'%d/%m/%Y"),
}.items():
    case("date " + name, delimited(table(changed(SPANISH, Fecha=write)), ";"))
for name, write in {
    "m/d/yyyy": lambda line: f"{line.when.month}/{line.when.day}/{line.when.year}",
    "m/d/yy h:mm": lambda line: f"{line.when.month}/{line.when.day}/{line.when:%y} {line.when.hour}:{line.when:%M}",
    "mm-dd-yyyy": date("%m-%d-%Y"),
    "m/d/yyyy AM": date("%m/%d/%Y %I:%M:%S %p"),
}.items():
    case("date " + name, delimited(table(changed(ENGLISH, Date=write))), dialect={"date_order": "mdy"})
EARLY = [line for line in LINES if line.when.day <= 12]
case(
    "ambiguous dates, Spanish",
    delimited(table(SPANISH, EARLY), ";"),
    lines=EARLY,
    dialect={"date_order": "dmy", "dates_ambiguous": True},
)
case(
    "ambiguous dates, English",
    delimited(table(changed(ENGLISH, Date=date("%m/%d/%Y")), EARLY)),
    lines=EARLY,
    dialect={"date_order": "mdy", "dates_ambiguous": True},
)
TWO = {"Fecha": date("%d/%m/%Y"), "Hora": date("%H:%M:%S"), **{k: v for k, v in SPANISH.items() if k != "Fecha"}}
case("date and time apart", delimited(table(TWO), ";"))
TWO = changed(TWO, Fecha=serial, Hora=date("%I:%M %p"))
case("serial and time apart", delimited(table(TWO), ";"))
THREE = {"Año": date("%Y"), "Mes": date("%m"), "Día": date("%d"), **{k: v for k, v in SPANISH.items() if k != "Fecha"}}
case("year, month and day apart", delimited(table(THREE), ";"))

# Nothing, totals, rags

for mark in ("NULL", "N/A", "-", "s/d", "NaN", "n/d", "#N/A", "#N/D", "None", "\\N", "--", "sin dato", "(en blanco)", "(null)", "."):
    blank = [line.but(customer="", country="") for line in LINES]
    layout = changed(SPANISH, Cliente=lambda line, mark=mark: mark, País=lambda line, mark=mark: mark)
    CASES.append(Case(f"nothing as {mark}", delimited(table(layout), ";").encode(), lines=blank))
rows = table(SPANISH)
spoiled = {3: ("Cantidad", "N/A"), 7: ("Precio", "-"), 11: ("Fecha", "NULL"), 15: ("Factura", ""), 19: ("Cantidad", "")}
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
case("a footer", delimited(table(SPANISH), ";") + "\nGenerado el 31/05/2011 10:00 por admin\nFin del reporte\n", skipped=3)
rows = [row[:-2] if index % 9 == 4 else row + [""] if index % 9 == 5 else row for index, row in enumerate(table(SPANISH))]
case("ragged", delimited(rows, ";"), repaired=sum(index % 9 in (4, 5) for index in range(len(rows))))
rows = table(SPANISH)
rows[10], rows[20] = rows[10][:4], rows[20] + ["x", "y"]
case("too few and too many", delimited(rows, ";"), lines=LINES[:9] + LINES[10:19] + LINES[20:], rejected=(11, 21))
case("delimiters at the end of lines", plain([row + [""] for row in table(SPANISH, COMMAS)]), repaired=0)
case("delimiters at the end of lines but not of the header", plain([row + [""] if index else row for index, row in enumerate(table(SPANISH, COMMAS))]))
case("many empty columns", plain([row + [""] * 30 for row in table(SPANISH, COMMAS)]))
case("an index column without a name", plain([[str(index) if index else ""] + row for index, row in enumerate(table(SPANISH, COMMAS))]))
case("an index column called #", plain([[str(index) if index else "#"] + row for index, row in enumerate(table(SPANISH, COMMAS))]))
case("lone CR", delimited(table(SPANISH), ";", end="\r"))
case("LF, then CRLF, then CR", delimited(table(SPANISH)[:50], ";") + delimited(table(SPANISH)[50:90], ";", end="\r\n") + delimited(table(SPANISH)[90:], ";", end="\r"))
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

POINT = [line.but(customer=line.customer) for line in LINES]
case("customers with .0", delimited(table(changed(ENGLISH, Customer__ID=lambda line: line.customer + ".0"))))
CASE = [line.but(code=f" {line.code.lower() if index % 2 else line.code.upper()} ") for index, line in enumerate(LINES)]
case("codes with blanks in both cases", delimited(table(SPANISH, CASE), ";"), codes=9)
SERIES = [line.but(document=f"{'FCA'[index % 3]}{540_000 + index}", quantity=abs(line.quantity)) for index, line in enumerate(LINES)]
case("letters for series", delimited(table(SPANISH, SERIES), ";"), lines=SERIES, plain_documents=False)
SERIES = [line.but(document=f"C001-{540_000 + index:08}", quantity=abs(line.quantity)) for index, line in enumerate(LINES)]
case("series and numbers", delimited(table(SPANISH, SERIES), ";"), lines=SERIES, plain_documents=False)
ADJUST = LINES + [LINES[0].but(document="A563185", code="B", quantity=Decimal(1), price=Decimal("-11062.06"))]
case("adjustments", delimited(table(SPANISH, ADJUST), ";"), lines=ADJUST)
NEGATIVE = [line.but(document=line.document.lstrip("C")) for line in LINES]
case("negative quantities without C", delimited(table(SPANISH, NEGATIVE), ";"), lines=NEGATIVE)
LOWER = [line.but(document=line.document.lower()) for line in LINES]
case("a small c", delimited(table(SPANISH, LOWER), ";"), lines=LOWER, plain_documents=None)
case("one currency by column", delimited(table({**SPANISH, "Moneda": lambda line: "GTQ"}), ";"), currency="GTQ")
case("one currency by word", delimited(table({**SPANISH, "Moneda": lambda line: "Quetzales"}), ";"), currency="GTQ")
case("one currency by title", "Montos en quetzales (Q)\n" + delimited(table(SPANISH), ";"), skipped=1, currency="GTQ")
case("one currency by option", delimited(table(SPANISH), ";"), currency="HNL", options=("--currency", "HNL"))
TOTALS = {name: SPANISH[name] for name in ("Fecha", "Factura", "Código", "Descripción", "Cantidad", "Cliente")}
case("a total and no price", delimited(table({**TOTALS, "Total": lambda line: spanish(line.amount)}), ";"))
case("an amount and no price", delimited(table({**TOTALS, "Importe": lambda line: spanish(line.amount)}), ";"))
OFF = {**SPANISH, "Total": lambda line: spanish(line.amount + 1)}
case("totals that do not agree", delimited(table(OFF), ";"), warning="Total")

# Packed

data = delimited(table(SPANISH), ";").encode()
case("gzip", gzip.compress(data), file="ventas.csv.gz")
case("gzip of several members", gzip.compress(data[:1000]) + gzip.compress(data[1000:3000]) + gzip.compress(data[3000:]), file="ventas.csv.gz")
case("gzip called .csv", gzip.compress(data))
case("plain called .gz", data, file="ventas.csv.gz")
case("gzip of utf-16", gzip.compress("\ufeff".encode("utf-16-le") + data.decode().encode("utf-16-le")), file="ventas.gz")

if REAL := real_lines():
    case("real lines", delimited(table(ENGLISH, REAL)), lines=REAL)
    case("real lines, Spanish", delimited(table(SPANISH, REAL), ";", end="\r\n"), "cp1252", lines=REAL, codes=None)
