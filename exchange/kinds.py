"""The registers that come and go as workbooks."""

from dataclasses import dataclass
from typing import Any

from core.imports import Import
from indicators.imports import CheckRuleImport, FigureImport, IndicatorImport, TargetImport
from infrastructure.imports import PackageImport, WorkImport
from projects.imports import EnterpriseImport, MilestoneImport, ProjectImport, WeekImport
from returns.imports import ItemImport, MonthImport
from supervision.imports import IssueImport
from zones.imports import CalendarImport, ParkImport, UnitImport

REGISTERS = (
    *(EnterpriseImport, ProjectImport, MilestoneImport, WeekImport, WorkImport, PackageImport),
    *(FigureImport, TargetImport, IndicatorImport, CheckRuleImport, ItemImport, IssueImport),
    *(UnitImport, ParkImport, CalendarImport),
)
KINDS: dict[str, type[Import]] = {kind.code: kind for kind in REGISTERS}


def class_of(code: str) -> type[Import]:
    """Raises: KeyError for what is neither a register nor a month."""
    return MonthImport if MonthImport.is_code(code) else KINDS[code]


def kind_of(code: str, **who: Any) -> Import:
    """The register with a code, or a month's returns (``returns-2015-05``). Raises: KeyError for what is neither."""
    return class_of(code).of(code, **who)


@dataclass(frozen=True, slots=True)
class Register:
    """A register of a zone by its code, without the choices that :func:`kind_of` reads. Raises: KeyError for an unknown code."""

    code: str
    zone: Any

    @property
    def title(self) -> str:
        return class_of(self.code).title_of(self.code)

    @property
    def page(self) -> str:
        """The page that its workbooks belong to; "" for the list of all registers."""
        return class_of(self.code).page_of(self.code)
