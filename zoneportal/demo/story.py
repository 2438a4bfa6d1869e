"""What a generated weekly report says: sentences from data/sentences.json, chosen by the ledger and the week."""

import datetime
from dataclasses import dataclass
from typing import Any

from core.periods import ONE_DAY, Week
from projects.choices import Kind, Phase, Stage
from projects.models import Milestone, Project
from zoneportal.demo.source import TODAY, facts, spread
from zones.models import User

HOLIDAY = [Week(datetime.date(2015, 2, 16)), Week(datetime.date(2015, 2, 23))]  # Spring Festival was on 2015-02-19
HARVEST = Week(datetime.date(2015, 6, 1))  # the wheat is cut in early June


@dataclass(frozen=True, slots=True)
class Site:
    """A project that reports every week, with what its reports are made from."""

    key: str
    project: Project
    ledger: list[Milestone]
    officer: User
    head: User
    planned_wan: int
    asked: dict[int, datetime.date]  # when a promise that was moved was asked to be, by milestone id

    def met_in(self, week: Week) -> list[Milestone]:
        return [promise for promise in self.ledger if promise.actual_date and week.monday <= promise.actual_date <= week.sunday]

    def due(self, promise: Milestone, week: Week) -> datetime.date:
        """The due date as it was known in the week: the baseline until the move was asked for."""
        return promise.baseline_date if week.sunday < self.asked.get(promise.pk, week.monday) else promise.due_date

    def open_after(self, day: datetime.date) -> list[Milestone]:
        """Promises not kept by the end of ``day``, the oldest first."""
        return [promise for promise in self.ledger if promise.actual_date is None or promise.actual_date > day]


def words() -> dict[str, Any]:
    return facts("sentences")


def progress(site: Site, week: Week) -> str:
    """形象进度 of the week: what was finished, and how far the next promise is."""
    if week in HOLIDAY:
        return f"{words()['holiday'][HOLIDAY.index(week)]}。"
    done = [f"{promise.text}，{printed(promise.actual_date)}完成。" for promise in site.met_in(week)]
    ahead = site.open_after(week.sunday)
    if ahead:
        return "".join([*done, f"“{ahead[0].text}”：{_phrase(site, ahead[0], week)}。"])
    return "".join([*done, f"{_without_promise(site, week)}。"])


def _phrase(site: Site, promise: Milestone, week: Week) -> str:
    """A sentence of the phase and a percentage, by the share of time that has passed since the promise before."""
    earlier = [other.due_date for other in site.ledger if other.due_date < promise.due_date]
    start = max([datetime.date(week.year, 1, 1), *earlier])
    end = promise.actual_date or max(promise.due_date, TODAY + 20 * ONE_DAY)
    sentences = words()["progress"][promise.phase]
    share = (week.sunday - start).days / max((end - start).days, 1)
    percent = min(max(int(share * 100), 3), 96)
    return f"{sentences[percent * len(sentences) // 100]}，约完成{percent}%"


def _without_promise(site: Site, week: Week) -> str:
    """A sentence for a project without a ledger, or with nothing left in it."""
    if site.project.stage == Stage.TRIAL:
        sentences = words()["running"]
        return sentences[(week.number + spread(site.key, 0, 3)) % len(sentences)]
    sentences = words()["works" if site.project.kind == Kind.INFRASTRUCTURE else "preparing"]
    return sentences[min(week.number // 5, len(sentences) - 1)]


def problems(site: Site, week: Week) -> str:
    """推进速度, 阻工, 水电基础: always with a broken promise, now and then before one is."""
    ahead = site.open_after(week.sunday)
    if week in HOLIDAY or not ahead:
        return ""
    causes = [*words()["problems"]["any"], *words()["problems"].get(ahead[0].phase, [])]
    cause = causes[spread(f"{site.key}{week.number // 4}", 0, len(causes) - 1)]
    late = (week.sunday - site.due(ahead[0], week)).days
    if late > 0:
        return f"“{ahead[0].text}”已超期{late}天：{cause}。"
    if week >= HARVEST and spread(f"{site.key}harvest", 0, 2) == 0:
        return f"{words()['harvest']}。"
    return f"{cause}。" if spread(f"{site.key}{week}", 0, 9) == 0 else ""


def next_plan(site: Site, week: Week) -> str:
    ahead = site.open_after(week.sunday)
    if not ahead:
        return "继续试生产，完善手续。" if site.project.stage == Stage.TRIAL else "按计划推进各项工序。"
    due = site.due(ahead[0], week)
    if due < week.sunday:
        return f"组织力量赶工，尽快实现“{ahead[0].text}”。"
    if (due - week.sunday).days <= 14:
        return f"组织“{ahead[0].text}”的自检，确保{printed(due)}前实现。"
    return f"继续推进“{ahead[0].text}”，计划{printed(due)}前实现。"


def workers(site: Site, week: Week) -> int:
    """Workers on site: by the phase that is built, fewer in January, a handful over the Spring Festival."""
    if week in HOLIDAY:
        return spread(f"{site.key}guard", 0, 5)
    ahead = site.open_after(week.sunday)
    idle = Phase.TRIAL if site.project.stage == Stage.TRIAL else Phase.OTHER
    usual = words()["workers"].get(ahead[0].phase if ahead else idle, 30)
    season = 70 if week.monday.month == 1 else 85 if week >= HARVEST else 100
    return (usual + spread(site.key, -8, 24) + spread(f"{site.key}{week}", -4, 4)) * season // 100


def invested_wan(site: Site, weeks: list[Week]) -> list[int]:
    """Investment completed this year at the end of each week, in 万元: grows with the work, stands still over the festival."""
    pace = [0 if week in HOLIDAY else 4 if week.monday.month == 1 else spread(f"{site.key}{week}pace", 7, 13) for week in weeks]
    reached = site.planned_wan * spread(f"{site.key}reached", 30, 50) // 100
    return [reached * sum(pace[: place + 1]) // max(sum(pace), 1) for place in range(len(weeks))]


def printed(day: datetime.date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""
