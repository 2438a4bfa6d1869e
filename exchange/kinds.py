"""The registers that come and go as workbooks."""

from typing import Any

from core.imports import Import
from indicators.imports import FigureImport, TargetImport
from infrastructure.imports import WorkImport
from projects.imports import EnterpriseImport, MilestoneImport, ProjectImport, WeekImport
from supervision.imports import IssueImport

REGISTERS = (EnterpriseImport, ProjectImport, MilestoneImport, WeekImport, WorkImport, FigureImport, TargetImport, IssueImport)
KINDS: dict[str, type[Import]] = {kind.code: kind for kind in REGISTERS}


def kind_of(code: str, **who: Any) -> Import:
    """Raises: KeyError for a register that there is not."""
    return KINDS[code](**who)
