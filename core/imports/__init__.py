"""Rows of any register in and out as a workbook, by the rules of the register's own form."""

from core.imports.check import Fault, ForeignError, Reading, check
from core.imports.kinds import Import
from core.imports.out import template
from core.imports.store import store

__all__ = ["Fault", "ForeignError", "Import", "Reading", "check", "store", "template"]
