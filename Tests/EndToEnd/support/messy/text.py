"""How the text of a table is written: encodings, delimiters, quotes, compression."""

import csv
import gzip

from ..shop_lines import ENGLISH, LINES, SPANISH, changed, delimited, number, plain, real_lines, table
from .cases import case

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
    case(
        f"sep={mark!r}", f"sep={mark}\r\n" + delimited(table(SPANISH), mark, end="\r\n"), dialect={"delimiter": mark}
    )
case("sep=; in quotes", '"sep=;"\n' + delimited(table(SPANISH), ";"))
case("sep above a title", "sep=;\nVentas;;;;;;;\n\n" + delimited(table(SPANISH), ";"), skipped=2)
case("spaces around fields", plain(table(SPANISH, [line.but(name="x") for line in LINES]), " ; "))


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
case(
    "blanks before quotes",
    "".join(
        ", ".join(f'"{text}"' for text in row) + "\n"
        for row in table(ENGLISH, [line.but(name="x, y") for line in LINES])
    ),
)


# Packed

data = delimited(table(SPANISH), ";").encode()
case("gzip", gzip.compress(data), file="ventas.csv.gz")
case(
    "gzip of several members",
    gzip.compress(data[:1000]) + gzip.compress(data[1000:3000]) + gzip.compress(data[3000:]),
    file="ventas.csv.gz",
)
case("gzip called .csv", gzip.compress(data))
case("plain called .gz", data, file="ventas.csv.gz")
case(
    "gzip of utf-16",
    gzip.compress("\ufeff".encode("utf-16-le") + data.decode().encode("utf-16-le")),
    file="ventas.gz",
)

if REAL := real_lines():
    case("real lines", delimited(table(ENGLISH, REAL)), lines=REAL)
    case("real lines, Spanish", delimited(table(SPANISH, REAL), ";", end="\r\n"), "cp1252", lines=REAL)
