"""What the forms of figures and targets share: their indicator, and what happens when somebody else was quicker."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from core import units
from core.views import EditView
from indicators.models import Indicator


class OfIndicator(EditView):
    """The first figure or target of an indicator; the policy is asked about the indicator."""

    indicator: Indicator

    def get_parent(self) -> Any:
        self.indicator = one_of(Indicator.objects.visible_to(self.request.user).select_related("zone"), self.kwargs["indicator"])
        return self.indicator

    def new_row(self) -> Any:
        return self.queryset.model(indicator=self.indicator)

    def back(self) -> str:
        return self.indicator.get_absolute_url()


class NextEdition(EditView):
    """A new edition beside the newest one. Typed text stays when somebody else has entered one in the meantime."""

    editions: list[Any]

    def get_parent(self) -> Any:
        standing: Any = one_of(self.rows(), self.kwargs["row"])
        self.editions = list(self.queryset.all().same_series(standing))  # type: ignore[attr-defined]
        return standing

    @property
    def newest(self) -> Any:
        return self.editions[0]

    def back(self) -> str:
        return self.newest.get_absolute_url()

    def page(self, context: dict[str, Any] | None = None, **others: Any) -> HttpResponse:
        return super().page({"intro": self.standing(), **(context or {})}, **others)

    def standing(self) -> str:
        """What the new edition is stored beside, in a sentence."""
        text = _("Edition %(edition)s says %(value)s %(unit)s. It stays as it is; yours is stored beside it.")
        newest = self.newest
        return text % {"edition": newest.edition, "value": units.number(newest.value), "unit": newest.indicator.unit}

    def answer(self, form: Any, *, conflict: tuple = (), status: int = 200) -> HttpResponse:
        if form.newer:
            conflict, status = form.differences(), HTTPStatus.CONFLICT
        return super().answer(form, conflict=conflict, status=status)


def one_of(queryset: Any, pk: int) -> Any:
    """The visible row of that number. Raises: Http404."""
    row = queryset.filter(pk=pk).first()
    if row is None:
        raise Http404(_("There is no such page, or it is not of your zone."))
    return row
