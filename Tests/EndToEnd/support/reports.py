"""Reads the files that reports come in, back into text and figures."""

import csv
import html.parser
import io
import json
import re
import subprocess
import xml.etree.ElementTree
from pathlib import Path

import openpyxl

TYPES = ["sales", "inventory", "reorder", "top_products", "executive", "customers"]
FORMATS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "md": "text/markdown",
    "png": "image/png",
    "svg": "image/svg+xml",
}

STOCK = """Code,Name,Category,Stock,On order,Reorder level,Price,Discontinued
A-1,Café de Antigua,Café,1,0,5,12.50,0
B-2,"=HYPERLINK(""http://x"")",Cacao,40,10,0,4.125,0
C-3,Pan dulce,Pan,0,0,0,1.00,1
"""


class Page(html.parser.HTMLParser):
    """The text of an HTML page, its language, and the tags in it."""

    def __init__(self, source: str):
        super().__init__()
        self.tags: list[str] = []
        self.lang = None
        self._text: list[str] = []
        self._hidden = 0
        self.feed(source)
        self.text = " ".join(" ".join(self._text).split())

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag == "html":
            self.lang = dict(attributes)["lang"]
        self._hidden += tag in ("style", "svg")

    def handle_endtag(self, tag):
        self._hidden -= tag in ("style", "svg")

    def handle_data(self, data):
        if not self._hidden:
            self._text.append(data)


def pdf_text(path: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", path, "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode()


def pdf_facts(path: Path) -> dict[str, str]:
    out = subprocess.run(["pdfinfo", path], check=True, capture_output=True, timeout=60).stdout.decode()
    return {line.split(":", 1)[0]: line.split(":", 1)[1].strip() for line in out.splitlines() if ":" in line}


def workbook(path: Path, *, values: bool = False):
    """With formulas, or with the results that were stored with them."""
    return openpyxl.load_workbook(path, data_only=values)


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def check(path: Path, format: str):
    """That a file is what its format says, by somebody else's reader."""
    data = path.read_bytes()
    match format:
        case "pdf":
            assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")
            assert int(pdf_facts(path)["Pages"]) >= 1
        case "xlsx":
            assert workbook(path).sheetnames
        case "csv":
            assert len(rows(data.decode())) >= 1
        case "html":
            page = Page(data.decode())
            assert "script" not in page.tags and page.lang in ("es", "en")
        case "json":
            assert json.loads(data)["tables"] is not None
        case "md":
            assert data.decode().startswith("# ")
        case "png":
            assert data.startswith(b"\x89PNG\r\n\x1a\n")
        case "svg":
            assert xml.etree.ElementTree.fromstring(data).tag.endswith("svg")


def numbers(text: str) -> list[float]:
    """Every number in it, with its thousands put together."""
    return [float(found.replace(",", "")) for found in re.findall(r"-?\d[\d,]*(?:\.\d+)?", text)]
