"""A file as a real shop has it, and what a careful accountant would read in it."""

from dataclasses import dataclass, field
from decimal import Decimal

from ..shop_lines import LINES


@dataclass
class Case:
    name: str
    content: bytes
    lines: list = field(default_factory=lambda: LINES)
    """Those to be stored."""
    file: str = "ventas.csv"
    options: tuple = ()
    rejected: tuple = ()
    """Numbers of lines, from 1."""
    skipped: int | None = 0
    """None where it does not matter."""
    repaired: int | None = None
    currency: str | None = None
    dialect: dict = field(default_factory=dict)
    warning: str | None = None
    """Words of one of the report's warnings."""
    revenue: Decimal | None = None
    """Where it is not the sum of the lines' amounts."""
    has_codes: bool = True


CASES = []


def case(name, content, encoding="utf-8", **facts):
    CASES.append(Case(name, content if isinstance(content, bytes) else content.encode(encoding), **facts))
