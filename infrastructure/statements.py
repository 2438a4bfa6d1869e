"""What the works of a year and of the next year's plan state, as core.statements has it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.statements import Operator, Priority, Statement
from infrastructure import engineering, findings
from infrastructure.choices import WorkKind
from infrastructure.models import Work, WorkPackage

MOST_PERSONS_PER_FLAT = Decimal(6)  # more is no family: the number of persons or of flats is probably wrong
MOST_M2_PER_FLAT = Decimal(60)  # 国办发〔2011〕45号: a flat of public rental housing stays within 60 m²


def statements(works: Iterable[Work], packages: Iterable[WorkPackage]) -> Iterator[Statement]:
    """Wants :meth:`WorkQuerySet.with_facts` and :meth:`PackageQuerySet.with_works`; no query of its own."""
    for work in works:
        yield from (of_check(work, check) for check in findings.work_checks(work))
        yield from flats_of(work)
    for package in packages:
        yield from (of_check(package, check) for check in findings.package_checks(package))


def of_check(row: Any, check: engineering.Check) -> Statement:
    """The check of a work or a package as a statement."""
    return Statement(
        rule=check.rule.value,
        title=check.rule.label,
        about=key(row),
        subject=str(row),
        words=check.statement,
        left=None if check.left is None else Decimal(check.left),
        right=check.right,
        unit=check.unit,
        tolerance=check.tolerance,
        url=row.get_absolute_url(),
    )


def flats_of(work: Work) -> Iterator[Statement]:
    """Whether the flats of rental housing are of a usual size and number of persons."""
    facts = work.facts
    if work.kind != WorkKind.HOUSING or facts is None:
        return
    limits = [
        ("persons_per_flat", gettext_lazy("A flat has room for six persons at most"), facts.persons, MOST_PERSONS_PER_FLAT),
        ("m2_per_flat", gettext_lazy("A flat of rental housing has 60 m² at most"), facts.floor_area_m2, MOST_M2_PER_FLAT),
    ]
    for rule, title, amount, most in limits:
        yield Statement(
            rule=rule,
            title=title,
            about=key(work),
            subject=str(work),
            words=f"{engineering.printed(amount)} ÷ {engineering.printed(facts.flats)} ≤ {most}",
            left=engineering.quotient(amount, facts.flats),
            right=most,
            unit=_("persons/flat") if rule == "persons_per_flat" else _("m²/flat"),
            operator=Operator.AT_MOST,
            priority=Priority.LOW,
            url=work.get_absolute_url(),
        )


def key(row: Any) -> str:
    """The key of a row for decisions: it outlives names and numbers."""
    return f"{row._meta.label_lower}:{row.pk}"
