"""Lists as people keep them."""

from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from core.access import Allowed, Decision, Denied
from core.fields import TextLine
from core.history import tracked
from core.models import TimeStamped
from zones.models.people import User
from zones.models.places import Zone
from zones.querysets import SavedViewQuerySet


@tracked()
class SavedView(TimeStamped):
    """A list's address under a name: filters, order, columns, grouping; one's own, or shared with the zone."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="saved_views")
    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("person"), related_name="saved_views")
    page = TextLine(_("list"), max_length=60)
    name = TextLine(_("name"), max_length=60)
    query = TextLine(max_length=2000, blank=True, default="")
    is_shared = models.BooleanField(_("shared with everybody of the zone"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["-is_shared", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "user", "page", "name"],
                name="saved_view_name_once",
                violation_error_message=_("you have a view of this name already"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The list as it was saved; the way home where the portal has no such list any more."""
        try:
            return f"{reverse(self.page)}?{self.query}"
        except NoReverseMatch:
            return "/"

    def edit_access(self, user: Any) -> Decision:
        """Its owner, and nobody else. See also SavedViewQuerySet.editable_by."""
        return Allowed if user.pk == self.user_id else Denied(_("Only the person who saved this view changes it."))
