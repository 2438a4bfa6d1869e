"""The early meetings of the last weeks: one whose minutes are closed and the coming one; made up and marked."""

import datetime

from core.periods import ONE_WEEK
from projects.weeks import last_meeting, next_meeting
from supervision import actions
from supervision.choices import AgendaPart, Outcome
from supervision.models import Meeting, MeetingItem
from zoneportal.demo.source import GENERATED, TODAY, Ground

HEARD = 5  # matters to which the closed minutes say something
PLACE = "指挥部会议室"
ATTENDED = "工业和产业集聚区建设指挥部\n家具产业指挥部\n食品产业指挥部\n环保科技产业指挥部"


def build(ground: Ground) -> None:
    last = _meeting(ground, last_meeting(TODAY))
    _minutes(last)
    actions.close_meeting(meeting=last, by=ground.people["clerk"], on=last.held_on)
    _meeting(ground, next_meeting(TODAY))


def _meeting(ground: Ground, day: datetime.date) -> Meeting:
    fields = {"place": PLACE, "chair": "指挥部指挥长", "attendance": ATTENDED, "remark": f"（{GENERATED}）", "is_generated": True}
    return actions.open_meeting(meeting=Meeting(zone=ground.zone, held_on=day, **fields), as_of=min(day, TODAY))


def _minutes(meeting: Meeting) -> None:
    """The first matters with a unit: two are settled on the spot, the others have a deadline."""
    found = MeetingItem.objects.of_meeting(meeting).in_hearing_order().select_related("meeting")
    with_unit = [item for item in found if item.unit_id and item.subject != AgendaPart.ISSUE]
    for place, item in enumerate(with_unit[:HEARD]):
        if place % 2:
            item.outcome, item.decision = Outcome.SETTLED, f"现场协调解决（{GENERATED}）"
        else:
            item.outcome, item.decision = Outcome.DECIDED, f"责任单位倒排工期，下次早会报告进展（{GENERATED}）"
            item.due_on = meeting.held_on + 2 * ONE_WEEK
        actions.write_minute(item=item)
