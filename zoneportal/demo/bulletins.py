"""Bulletins of the last weeks: criticism that the units answer, praise, and a draft; made up and marked."""

import datetime
from typing import Any

from supervision import actions
from supervision.models import Bulletin, BulletinEntry
from supervision.red_and_black import named
from zoneportal.demo.source import GENERATED, TODAY, Ground
from zones.models import Unit

WEEK = datetime.timedelta(days=7)


def build(ground: Ground) -> None:
    critical = _bulletin(ground, "criticism", "关于部分项目进度滞后的通报", TODAY - WEEK, rectify_by=TODAY + WEEK)
    _issue(ground, critical, TODAY - WEEK)
    _answer(ground, critical)
    praise = _bulletin(ground, "praise", "关于按期完成节点单位的通报", TODAY - WEEK)
    if not praise.entries.exists():
        unit = Unit.objects.in_zone(ground.zone).filter(parent__isnull=False).order_by("position", "pk")[0]
        text = f"按期完成本月全部节点（{GENERATED}）"
        actions.add_entry(entry=BulletinEntry(bulletin=praise, unit=unit, text=text, points=2))
    _issue(ground, praise, TODAY - WEEK)
    _bulletin(ground, "criticism", "关于六月上旬督查情况的通报", TODAY, rectify_by=TODAY + 2 * WEEK)


def _bulletin(ground: Ground, kind: str, title: str, day: datetime.date, **fields: Any) -> Bulletin:
    text = f"根据项目台账和周报，现将有关情况通报如下。（{GENERATED}）"
    bulletin = Bulletin(zone=ground.zone, kind=kind, title=title, text=text, is_generated=True, **fields)
    actions.open_bulletin(bulletin=bulletin, as_of=day, is_drafted=False)
    for each in named(ground.zone, kind, day):
        about = {"unit": each.unit, "project": each.project, "points": each.points}
        actions.add_entry(entry=BulletinEntry(bulletin=bulletin, text=f"{each.text}（{GENERATED}）"[:300], **about))
    return bulletin


def _issue(ground: Ground, bulletin: Bulletin, day: datetime.date) -> None:
    actions.issue_bulletin(bulletin=bulletin, by=ground.people["clerk"], on=day)


def _answer(ground: Ground, bulletin: Bulletin) -> None:
    """The first unit has put things right; the others have not answered."""
    entry = BulletinEntry.objects.of_bulletin(bulletin).select_related("bulletin").first()
    if entry:
        entry.rectification = f"已增加两个班组，倒排工期（{GENERATED}）"
        actions.rectify_entry(entry=entry, by=ground.people["huanbao-head"], on=TODAY)
