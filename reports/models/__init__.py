"""What no register and no figure holds: the narrative facts of a year, and what people decided about findings."""

from reports.models.decisions import FindingDecision
from reports.models.notes import YearNote

__all__ = ["FindingDecision", "YearNote"]
