"""Dates and times as people and programs write them."""

from ..shop_lines import ENGLISH, LINES, SPANISH, changed, date, delimited, long_spanish, serial, table
from .cases import case

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
    "a.m. with no-break space": lambda line: f"{line.when:%d/%m/%Y %I:%M}\u00a0"
    + ("a.\u00a0m." if line.when.hour < 12 else "p.\u00a0m."),
    "am": lambda line: f"{line.when:%d/%m/%Y %I:%M}" + ("am" if line.when.hour < 12 else "pm"),
    "h": lambda line: f"{line.when:%d/%m/%Y %H:%M} h",
    "comma and time": date("%d/%m/%Y, %H:%M:%S"),
    "dash and time": date("%d/%m/%Y - %H:%M"),
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
