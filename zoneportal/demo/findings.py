"""What became of a finding and of a locked month: both made up, to show what the pages do."""

from indicators.choices import PeriodForm
from indicators.models import PeriodException
from reports import actions, checks
from reports.models import FindingDecision
from zoneportal.demo.source import GENERATED, TODAY, YEAR, Ground


def build(ground: Ground) -> None:
    """The task that is promised twice is sent to whoever answers for it; April of one park is opened again."""
    zone, people = ground.zone, ground.people
    twice = next(one for one in checks.statements(zone, YEAR - 1) if one.rule == "promised_twice")
    decision = FindingDecision(zone=zone, year=YEAR - 1, state="sent", sent_to=people["shipin-officer"])
    decision.words = f"两个期限哪一个有效？请核实（{GENERATED}）"
    actions.decide(decision=decision, statement=twice, by=people["clerk"], on=TODAY)
    days = {"first_day": TODAY, "last_day": TODAY.replace(day=19)}
    opened = {"form": PeriodForm.RETURNS, "year": YEAR, "month": 4, "park": ground.parks["K-SP"]}
    PeriodException.objects.create(
        zone=zone, granted_by=people["admin"], reason=f"一家企业更正用电量（{GENERATED}）", **days, **opened
    )
