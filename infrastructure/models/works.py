"""Works and the packages in which a year's plan bundles them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access import Decision
from core.fields import Amount, Day, Note, TextLine, Whole, Year
from core.history import tracked
from core.models import Sourced, TimeStamped, unique_name
from infrastructure.choices import BudgetKind, Wording, WorkKind
from infrastructure.querysets import PackageQuerySet, WorkQuerySet
from projects.models import Project
from zones import rules
from zones.models import Zone


@tracked()
class WorkPackage(TimeStamped, Sourced):
    """Works that a plan names together, with the totals the plan states for them (重点实施10个项目,总投资约1.5亿元).

    The totals are stored as stated and only checked against the works. A package may be part of a larger one; money
    that a plan gives for several works together (投资5030万元 for two) stands here and on none of them.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, verbose_name=_("zone"), related_name="work_packages")
    parent = models.ForeignKey("self", models.PROTECT, verbose_name=_("part of"), related_name="parts", null=True, blank=True)
    year = Year(_("year"))
    name = TextLine(_("name"), max_length=80)
    stated_count = Whole(_("stated number of works"), null=True, blank=True)
    stated_land_mu = Amount(_("stated land"), unit=_("mu"), null=True, blank=True)
    stated_investment_wan = Amount(_("stated investment"), unit=_("× 10,000 yuan"), null=True, blank=True)
    investment_worded = models.CharField(_("investment worded as"), max_length=8, choices=Wording.choices, default=Wording.EXACT)
    budget_scope = TextLine(_("includes"), max_length=100, blank=True, default="", help_text=_("like 含雨污管网"))
    budget_excludes = TextLine(_("does not include"), max_length=100, blank=True, default="", help_text=_("like 征地费用"))
    opened_land_mu = Amount(_("land opened up"), unit=_("mu"), null=True, blank=True)
    opened_land_worded = models.CharField(
        _("land opened up worded as"), max_length=8, choices=Wording.choices, default=Wording.EXACT
    )
    wording = Note(_("words of the source"))
    remark = Note(_("remark"))

    objects = PackageQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("package of works")
        verbose_name_plural = _("packages of works")
        ordering = ["-year", "id"]
        constraints = [
            unique_name("work_package_name_unique", "zone", "year", message=_("the year has a package of this name")),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")), name="work_package_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("infrastructure:package_detail", args=[self.pk])

    def edit_access(self, user: Any) -> Decision:
        """See also PackageQuerySet.editable_by."""
        return rules.keeper(user, self)

    @property
    def work_count(self) -> int:
        """Works of the register in it and in its parts; wants PackageQuerySet.with_works."""
        return len(self.works.all()) + sum(len(part.works.all()) for part in self.parts.all())

    def clean(self) -> None:
        """Two levels and no circle. Raises: ValidationError."""
        if self.parent_id is None:
            return
        if self.parent_id == self.pk or self.parent.parent_id is not None:
            raise ValidationError({"parent": _("this package is itself a part of another one")})
        if self.pk and self.parts.exists():
            raise ValidationError({"parent": _("a package that has parts cannot be a part")})


@tracked()
class Work(TimeStamped, Sourced):
    """An infrastructure work (基础设施工程): a project with its engineering facts.

    Ledger, weeks, permits, owner and responsible unit are the project's. The numbers are stored as stated, null where
    the source is silent; nothing that can be computed stands here.
    """

    project = models.OneToOneField(Project, models.PROTECT, verbose_name=_("project"), related_name="work")
    kind = models.CharField(_("kind of work"), max_length=12, choices=WorkKind.choices)
    package = models.ForeignKey(WorkPackage, models.PROTECT, verbose_name=_("package"), related_name="works", null=True, blank=True)
    plan_year = Year(_("year"), null=True, blank=True, help_text=_("of the plan or report that the numbers are from"))
    land_mu = Amount(_("land area"), unit=_("mu"), null=True, blank=True)
    budget_wan = Amount(
        _("budget or investment"),
        unit=_("× 10,000 yuan"),
        null=True,
        blank=True,
        help_text=_("empty when the plan gives it for several works together"),
    )
    budget_kind = models.CharField(_("budget is"), max_length=8, choices=BudgetKind.choices, default=BudgetKind.ESTIMATE)
    budget_scope = TextLine(_("includes"), max_length=100, blank=True, default="", help_text=_("like 含雨污管网"))
    budget_excludes = TextLine(_("does not include"), max_length=100, blank=True, default="", help_text=_("like 征地费用"))
    completed_on = Day(_("completed on"), null=True, blank=True)
    completed_words = TextLine(
        _("completion in the source's words"), max_length=100, blank=True, default="", help_text=_("like 4月底竣工投用")
    )
    situation = Note(_("situation"))
    wording = Note(_("words of the source"))
    remark = Note(_("remark"))

    objects = WorkQuerySet.as_manager()

    class Meta(TimeStamped.Meta):
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["-plan_year", "id"]
        indexes = [models.Index(fields=["kind"], name="work_kind")]

    def __str__(self) -> str:
        return self.project.name

    def get_absolute_url(self) -> str:
        return reverse("infrastructure:work_detail", args=[self.pk])

    @property
    def zone(self) -> Zone:
        return self.project.zone

    @property
    def facts(self) -> Any:
        """The row of the kind's own table; None when the kind has none or nothing is entered yet."""
        return getattr(self, WorkKind.facts().get(self.kind, ""), None)

    def edit_access(self, user: Any) -> Decision:
        """See also WorkQuerySet.editable_by."""
        return rules.keeper(user, self)
