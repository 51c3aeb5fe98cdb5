"""Files of sales as real shops have them, each with what a careful accountant would read in it."""

from . import books, columns, dates, numbers, rows, text  # noqa: F401
from .cases import CASES, Case

__all__ = ["CASES", "Case"]
