"""The rows below a work: parts of a cross-section, segments of a road, tenants of standard workshops."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.views import ActionView, EditView
from infrastructure.forms import PartForm, SegmentForm, TenantForm
from infrastructure.models import CrossSectionPart, RoadSegment, Work, WorkshopTenant
from zones import rules


class RowView(EditView):
    """One row below a work; of a new one the policy is asked about the work."""

    template_name = "infrastructure/row_edit.html"
    remove_view: ClassVar[str]

    def get_parent(self) -> Work:
        works = Work.objects.with_facts().visible_to(self.request.user)
        self.work = works.filter(pk=self.kwargs["work"]).first()
        if self.work is None:
            raise Http404(_("There is no such page, or it is not of your zone."))
        return self.work

    def new_row(self) -> Any:
        return self.queryset.model(work=self.work)

    def get_initial(self) -> dict[str, Any]:
        return {"position": self.queryset.of_work(self.work).count() + 1}

    def back(self) -> str:
        return self.of_work().get_absolute_url()

    def of_work(self) -> Work:
        return self.row.work if self.row else self.work

    def page(self, context: dict[str, Any] | None = None, **how: Any) -> Any:
        work = self.of_work()
        remove = reverse(self.remove_view, args=[work.pk, self.row.pk]) if self.row else ""
        return super().page({"remove_url": remove, "back": self.back(), "back_label": work, **(context or {})}, **how)


class OfRoadView(RowView):
    """Roads alone have parts and segments, and only when their facts are entered."""

    def get_parent(self) -> Work:
        work = super().get_parent()
        if not hasattr(work, "road"):
            raise Http404(_("Enter the road's facts first."))
        return work

    def new_row(self) -> Any:
        return self.queryset.model(road=self.work.road)


class PartEdit(OfRoadView):
    policy = rules.keeper
    queryset = CrossSectionPart.objects.select_related("road__work__project__zone")
    form_class = PartForm
    new_title = gettext_lazy("New part of the cross-section")
    remove_view = "infrastructure:part_remove"


class SegmentEdit(OfRoadView):
    policy = rules.keeper
    queryset = RoadSegment.objects.select_related("road__work__project__zone")
    form_class = SegmentForm
    new_title = gettext_lazy("New segment")
    remove_view = "infrastructure:segment_remove"


class TenantEdit(RowView):
    policy = rules.keeper
    queryset = WorkshopTenant.objects.select_related("work__project__zone")
    form_class = TenantForm
    new_title = gettext_lazy("New tenant")
    remove_view = "infrastructure:tenant_remove"


class RemoveView(ActionView):
    """Removes one row of a work; the history keeps it. Sent twice, it removes once."""

    policy = rules.keeper
    queryset = Work.objects.with_project()
    children: ClassVar[models.QuerySet]

    def act(self, row: Work, *, child: int) -> str:
        found = self.children.of_work(row).filter(pk=child).first()
        if found is None:
            return _("It was removed already.")
        found.delete()
        return _("Removed: %(row)s") % {"row": found}


class PartRemove(RemoveView):
    policy = rules.keeper
    children = CrossSectionPart.objects.all()


class SegmentRemove(RemoveView):
    policy = rules.keeper
    children = RoadSegment.objects.all()


class TenantRemove(RemoveView):
    policy = rules.keeper
    children = WorkshopTenant.objects.all()
