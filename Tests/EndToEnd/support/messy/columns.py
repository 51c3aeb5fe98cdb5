"""What stands above the lines, and what columns are called."""

import unicodedata
from datetime import timedelta
from decimal import Decimal

from ..shop_lines import ENGLISH, LINES, SPANISH, changed, date, delimited, number, renamed, spanish, table
from .cases import case

TITLES = (
    "COMERCIAL LA CEIBA, S.A.\nNIT: 1234567-8\n12 calle 3-45, zona 1; Guatemala\n\nREPORTE DE VENTAS DETALLADO\n"
    "Del 01/05/2011 al 31/05/2011\nUsuario: admin\nMoneda: Quetzales\n\n"
)
case(
    "a long letterhead",
    TITLES + delimited(table(SPANISH), ";"),
    skipped=9,
    currency="GTQ",
    dialect={"header_line": 10},
)
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
    "broken in two": (
        "Fecha\nventa",
        "Nº\nfactura",
        "Código\nproducto",
        "Descripción",
        "Cant.",
        "Precio\nunitario",
        "Cliente",
        "País",
    ),
    "with blanks": (
        " Fecha ",
        "\u00a0Factura",
        "Código  ",
        "Descripción",
        " Cantidad\u00a0",
        "Precio   unitario",
        "Cliente",
        "País",
    ),
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
HEADERS["in decomposed letters"] = tuple(unicodedata.normalize("NFD", name) for name in SPANISH)
for name, names in HEADERS.items():
    case(
        "header " + name,
        delimited(table(renamed(SPANISH, *names)), ";"),
        currency="GTQ" if "Q/" in "".join(names) else None,
    )
ENGLISH_HEADERS = {
    "of orders": (
        "Order No.",
        "Item Code",
        "Item Name",
        "Units Sold",
        "Order Date",
        "Unit Price (Q)",
        "Sold To",
        "Ship Country",
    ),
    "of programs": (
        "orderId",
        "productId",
        "productName",
        "qty",
        "createdAt",
        "unitPrice",
        "customerId",
        "countryCode",
    ),
    "of snakes": (
        "invoice_no",
        "stock_code",
        "product_description",
        "quantity_sold",
        "invoice_date",
        "unit_price",
        "customer_id",
        "country",
    ),
    "of a web shop": (
        "Name",
        "Lineitem sku",
        "Lineitem name",
        "Lineitem quantity",
        "Created at",
        "Lineitem price",
        "Email",
        "Billing Country",
    ),
    "of a till": (
        "Receipt #",
        "Product ID",
        "Product",
        "Qty Sold",
        "Transaction Date",
        "Sale Price",
        "Client",
        "Region",
    ),
    "of transactions": (
        "Transaction ID",
        "Item Number",
        "Item",
        "Count",
        "Timestamp",
        "Price Each",
        "Buyer",
        "Country/Region",
    ),
}
for name, names in ENGLISH_HEADERS.items():
    case(
        "english header " + name,
        delimited(table(renamed(ENGLISH, *names))),
        currency="GTQ" if "(Q)" in "".join(names) else None,
    )
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
case("prices and totals with and without tax", delimited(table(TAXED), ";"), warning="less discount")
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
    delimited(
        table({name: SPANISH[name] for name in ("Fecha", "Factura", "Descripción", "Cantidad", "Precio")}), ";"
    ),
    has_codes=False,
)
