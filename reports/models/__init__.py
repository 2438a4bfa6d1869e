"""What no register and no figure holds: the words of a year, and what people decided about findings."""

from reports.models.annual import AnnualSection, YearSnapshot
from reports.models.archive import IssuedDocument
from reports.models.decisions import FindingDecision
from reports.models.looks import PaperLooks
from reports.models.notes import YearNote
from reports.models.texts import UnitText

__all__ = ["AnnualSection", "FindingDecision", "IssuedDocument", "PaperLooks", "UnitText", "YearNote", "YearSnapshot"]
