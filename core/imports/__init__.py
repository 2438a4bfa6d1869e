"""Rows of any register in and out as a workbook, by the rules of the register's own form."""

from core.imports.check import Reading, check
from core.imports.comparison import Comparison, compare, page_of
from core.imports.kinds import Import
from core.imports.out import given_back, template
from core.imports.preview import Preview, kept
from core.imports.store import UnstorableError, store

__all__ = [
    "Comparison",
    "Import",
    "Preview",
    "Reading",
    "UnstorableError",
    "check",
    "compare",
    "given_back",
    "kept",
    "page_of",
    "store",
    "template",
]
