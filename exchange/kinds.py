"""The registers that come and go as workbooks."""

from typing import Any

from core.imports import Import
from projects.imports import EnterpriseImport, ProjectImport
from supervision.imports import IssueImport

KINDS: dict[str, type[Import]] = {kind.code: kind for kind in (EnterpriseImport, ProjectImport, IssueImport)}


def kind_of(code: str, **who: Any) -> Import:
    """Raises: KeyError for a register that there is not."""
    return KINDS[code](**who)
