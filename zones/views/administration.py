"""The administrator's start page, and what the pages under it share."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.views import PortalView, RowMixin
from zones import rules
from zones.models import Deputy, DownloadEntry, Membership, Park, Unit


class Administration(PortalView):
    """One card for everything that the administrator keeps, each with its count."""

    policy = rules.administrator
    template_name = "zones/administration.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        people = Membership.objects.in_zone(request.zone)
        return self.page(
            {
                "people": people.active().count(),
                "disabled": people.disabled().count(),
                "units": Unit.objects.in_zone(request.zone).count(),
                "parks": Park.objects.in_zone(request.zone).count(),
                "deputies": Deputy.objects.in_zone(request.zone).on(self.as_of).count(),
                "downloads": DownloadEntry.objects.in_zone(request.zone).since(self.as_of.replace(day=1)).count(),
            }
        )


def button(request: HttpRequest, label: str, viewname: str, icon: str, css: str = "btn btn-primary") -> dict[str, Any]:
    """One button of a list's head, for the administrator."""
    decision = rules.administrator(request.user, request.zone)  # type: ignore[attr-defined]
    return {"label": label, "url": reverse(viewname), "icon": icon, "decision": decision, "css": css}


class BackMixin:
    """The way back to the list, above the page and on its Cancel button."""

    back_to: ClassVar[str] = "zones:administration"
    back_label: ClassVar[Any] = ""
    intro: ClassVar[Any] = ""

    def back(self) -> str:
        return reverse(self.back_to)

    def page(self, context: dict[str, Any] | None = None, **options: Any) -> HttpResponse:
        ways = {"back": self.back(), "back_label": self.back_label or _("Administration"), "intro": self.intro}
        return super().page({**ways, **(context or {})}, **options)  # type: ignore[misc]

    def success_url(self, row: Any) -> str:
        return self.back()


class RowPage(BackMixin):
    """An edit page with its links to the row's history and removal; ``kind`` begins their addresses' names."""

    kind: ClassVar[str]
    removable: ClassVar[bool] = True

    def page(self, context: dict[str, Any] | None = None, **options: Any) -> HttpResponse:
        links = {}
        if self.row is not None:
            links["history_url"] = reverse(f"zones:{self.kind}_history", args=[self.row.pk])
            links["removal_url"] = reverse(f"zones:{self.kind}_remove", args=[self.row.pk]) if self.removable else ""
        return super().page({**links, **(context or {})}, **options)


class RemovalView(BackMixin, RowMixin, PortalView):
    """Asks once, then removes a row that nothing uses. What uses it is named instead of being taken along."""

    template_name = "zones/removal.html"
    warning: ClassVar[Any] = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page({"row": self.row, "title": self.row, "warning": self.warning})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        name, address = str(self.row), self.row.get_absolute_url()
        refusal = why_it_stays(self.row, self.remove)
        if refusal:
            messages.error(request, refusal)
            return HttpResponseRedirect(address)
        messages.success(request, _("Removed: %(row)s") % {"row": name})
        return HttpResponseRedirect(self.success_url(self.row))

    def remove(self, row: Any) -> None:
        row.delete()


def why_it_stays(row: Any, remove: Callable[[Any], None]) -> str:
    """Removes a row; the sentence that says why it could not be removed, else "".

    The database's own refusal comes when something began to use the row a moment ago.
    """
    try:
        remove(row)
    except models.ProtectedError as error:
        return _("%(row)s is still used and stays: %(users)s") % {"row": row, "users": used_by(error)}
    except IntegrityError:
        return _("%(row)s came into use just now and stays.") % {"row": row}
    except ValidationError as error:
        return error.messages[0]
    return ""


def used_by(error: models.ProtectedError) -> str:
    """Which kinds of rows use a row, each with its count: "people 3, projects 2"."""
    counts: dict[str, int] = {}
    for row in error.protected_objects:
        kind = capfirst(str(row._meta.verbose_name_plural))
        counts[kind] = counts.get(kind, 0) + 1
    return "、".join(f"{kind} {count}" for kind, count in counts.items())
