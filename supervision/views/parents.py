"""The row that a new one belongs to."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from core.querysets import ScopedQuerySet
from core.views import MAX_ROW_ID


def of_address(rows: ScopedQuerySet, user: Any, pk: int) -> Any:
    """The row of the address among those that ``user`` may see. Raises: Http404."""
    found = rows.all().visible_to(user).filter(pk=pk).first() if pk <= MAX_ROW_ID else None
    if found is None:
        raise Http404(_("There is no such page, or it is not of your zone."))
    return found
