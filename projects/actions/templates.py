"""Ledger templates: a standard one taken over into a zone."""

from django.db import transaction

from projects.actions.promises import same_words
from projects.models import LedgerTemplate, TemplateStep
from projects.template_presets import REMARK, STANDARDS
from zones.models import Zone


@transaction.atomic
def take_standard(*, zone: Zone, kind: str) -> tuple[LedgerTemplate, bool]:
    """The zone's own copy of the standard of a kind, and whether it was made now: one of that name stays as it is."""
    standard = STANDARDS[kind]
    Zone.objects.filter(pk=zone.pk).locked().get()
    name = str(standard.name)
    known = next((row for row in zone.ledger_templates.all() if same_words(row.name) == same_words(name)), None)
    if known:
        return known, False
    template = LedgerTemplate.objects.create(zone=zone, name=name, kind=kind, remark=str(REMARK))
    TemplateStep.objects.bulk_create(
        TemplateStep(
            template=template,
            position=position,
            text=str(step.text),
            phase=step.phase,
            days=step.days,
            precision=step.precision,
            whole_project=step.whole_project,
        )
        for position, step in enumerate(standard.steps, start=1)
    )
    return template, True
