"""The values that sentences of the annual report name, as they are printed: 主营业务收入 is ``145亿元``.

An indicator gives its figure, and with a point behind its name 增速, 说法 (预计 or nothing), 下年目标 and 下年增速. A list is
several sentences or, with line ends, several paragraphs.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from core.models import DataStatus
from core.periods import Precision, Relation
from core.units import plain
from indicators.choices import Qualifier
from indicators.overview import Line, overview
from infrastructure.models import Work
from projects.models import Enterprise, Milestone, Project
from reports.annual.draft import SAID
from reports.choices import NoteKind
from reports.models import UnitText, YearNote
from reports.word import han
from supervision.choices import BulletinKind
from supervision.models import BulletinEntry, Issue, Meeting
from zones.models import Zone

YEAR_AHEAD = re.compile(r"^\d{4}年")
HALF_WIDTH = re.compile(r"(?<!\d)[,;:()]|[,;:()](?!\d)")
FULL_WIDTH = dict(zip(",;:()", "，；：（）", strict=True))
OF_UNITS = "单位材料"
NAMED = {"通报表彰": BulletinKind.PRAISE, "通报批评": BulletinKind.CRITICISM, "电视曝光": BulletinKind.EXPOSURE}
WORDED = {Qualifier.AT_LEAST: "余", Qualifier.ABOUT: "左右"}


def values_of(zone: Zone, year: int) -> dict[str, str]:
    """Every value of the year by its name; "" where nothing is known."""
    made = {"年": str(year), "下年": str(year + 1), "集聚区": str(zone)}
    for line in overview(zone, year).lines:
        made |= of_indicator(line)
    made |= of_registers(zone, year)
    made |= of_notes(zone, year)
    made |= of_units(zone, year)
    made |= of_supervision(zone, year)
    return made | of_promises(zone, year + 1)


def amount(value: Decimal | None, unit: str, worded: str = "") -> str:
    return "" if value is None else f"{plain(value)}{worded}{unit}"


def percent(value: Decimal | None) -> str:
    return "" if value is None else f"{plain(value)}%"


def of_indicator(line: Line) -> dict[str, str]:
    """An indicator is named without a year in front: 2014年新开工项目总投资 is 新开工项目总投资."""
    name, unit, figure, target = YEAR_AHEAD.sub("", line.indicator.name), line.indicator.unit, line.figure, line.next_target
    worded = WORDED.get(Qualifier(figure.qualifier), "") if figure else ""
    return {
        name: amount(figure.value, unit, worded) if figure else "",
        f"{name}.增速": percent(figure.growth) if figure else "",
        f"{name}{SAID}": "预计" if figure and figure.status == DataStatus.ESTIMATE else "",
        f"{name}.下年目标": amount(target.value, unit) if target else "",
        f"{name}.下年增速": percent(target.stated_growth) if target else "",
    }


def of_registers(zone: Zone, year: int) -> dict[str, str]:
    parks = [row for row in Enterprise.objects.in_zone(zone).counts_by_park(year) if row["park"]]
    progress = Project.objects.in_zone(zone).industrial().order_by("pk").values_list("situation", flat=True)
    works = [work_words(work) for work in Work.objects.in_zone(zone).of_year(year).select_related("project").order_by("pk")]
    planned = [work_words(work) for work in Work.objects.in_zone(zone).of_year(year + 1).select_related("project").order_by("pk")]
    return {
        "各园企业": "、".join(f"{row['park__name']}{row['total']}家" for row in parks),
        "登记企业": f"{Enterprise.objects.in_zone(zone).count()}家",
        "项目进展": "".join(sentences(progress)),
        "配套设施": "".join(sentences(works)),
        "下年工程": "".join(sentences(planned)),
    }


def work_words(work: Work) -> str:
    """The words of the source where there are some, and where the work stands."""
    words = work.wording if len(work.wording) > len(work.situation) else work.situation
    name = work.project.name
    return words if name[:4] in words else f"{name}：{words}"


def sentences(texts: Iterable[str]) -> Iterator[str]:
    """Each once, with Chinese punctuation and a full stop."""
    seen = set()
    for text in texts:
        clean = HALF_WIDTH.sub(lambda found: FULL_WIDTH[found[0]], text).strip().rstrip("。；， ")
        if clean and clean not in seen:
            seen.add(clean)
            yield f"{clean}。"


def of_notes(zone: Zone, year: int) -> dict[str, str]:
    notes = list(YearNote.objects.in_zone(zone).of_year(year).in_report_order())
    ahead = f"{year + 1}年"
    told = {kind: [note for note in notes if note.kind == kind] for kind in NoteKind.values}
    coming = [note for note in notes if note.title.startswith(ahead)]
    now = {kind: [note for note in found if note not in coming] for kind, found in told.items()}
    return {
        "工作成效": paragraphs(now[NoteKind.ACHIEVEMENT]),
        "考核结果": "".join(sentences(note.text for note in now[NoteKind.CONTEST])),
        "工作机制": paragraphs(now[NoteKind.MECHANISM]),
        "存在的问题": paragraphs(now[NoteKind.PROBLEM]),
        "保障措施": paragraphs(told[NoteKind.SAFEGUARD]),
        "下年思路": "\n".join(sentences(f"{note.title.partition('：')[2] or note.title}。{note.text}" for note in coming)),
    }


def of_units(zone: Zone, year: int) -> dict[str, str]:
    """What the units were asked for and gave: of all, and of each by its name."""
    found = list(UnitText.objects.in_zone(zone).of_year(year).with_people())
    given = {text: text.text if text.is_given else "" for text in found}
    every = "\n".join(words for words in given.values() if words)
    return {OF_UNITS: every, **{f"{OF_UNITS}.{text.unit}": words for text, words in given.items()}}


def of_supervision(zone: Zone, year: int) -> dict[str, str]:
    """What the portal itself counted of meetings, issues and bulletins; "" where it knows of none."""
    meetings = Meeting.objects.in_zone(zone).of_year(year).told()
    issues = Issue.objects.in_zone(zone).of_year(year).told()
    named = BulletinEntry.objects.in_zone(zone).of_year(year).issued().counts_by_kind()
    days = issues["mean_days"]
    return {
        "系统登记会议": f"{meetings['held']}次" if meetings["held"] else "",
        "会议现场解决": f"{meetings['settled']}个" if meetings["held"] else "",
        "系统登记问题": f"{issues['raised']}个" if issues["raised"] else "",
        "问题销号": f"{issues['settled']}个" if issues["raised"] else "",
        "问题平均销号天数": "" if days is None else f"{plain(days)}天",
        **{name: f"{named[kind]}家次" if named.get(kind) else "" for name, kind in NAMED.items()},
    }


def paragraphs(notes: list[YearNote]) -> str:
    return "\n".join(f"（{han(place)}）{note.title}。{note.text}" for place, note in enumerate(notes, start=1))


def of_promises(zone: Zone, year: int) -> dict[str, str]:
    """Next year's dated promises, a paragraph for each park."""
    found = Milestone.objects.in_zone(zone).of_year(year).select_related("project__park")
    by_park: dict[str, dict[str, list[str]]] = {}
    for row in found.order_by("project__park__position", "project", "due_date", "pk"):
        park = by_park.setdefault(str(row.project.park or ""), {})
        park.setdefault(row.project.name, []).append(f"{due_words(row)}{row.text}")
    texts = []
    for park, projects in by_park.items():
        told = "".join(f"{name}{'；'.join(promises)}。" for name, promises in projects.items())
        texts.append(f"{park}：{told}" if park else told)
    return {"下年节点": "\n".join(texts)}


def due_words(row: Milestone) -> str:
    """The window as papers word it: 6月30日前, 6月底, 6月, 6月中旬, 二季度, 上半年, 年内, 6月5日至10日."""
    first, last = row.window_start, row.due_date
    day = f"{last.month}月{last.day}日"
    words = {
        Precision.TEN_DAY: f"{last.month}月{'上中下'[min((last.day - 1) // 10, 2)]}旬",
        Precision.MONTH: f"{last.month}月",
        Precision.MONTH_END: f"{last.month}月底",
        Precision.QUARTER: f"{'一二三四'[(last.month - 1) // 3]}季度",
        Precision.HALF_YEAR: "上半年" if last.month <= 6 else "下半年",
        Precision.YEAR: "年内",
        Precision.RANGE: f"{first.month}月{first.day}日至{day}",
    }.get(Precision(row.precision), day)
    return f"{words}前" if row.relation == Relation.BY and row.precision != Precision.YEAR else words
