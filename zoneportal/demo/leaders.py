"""Generated instructions of leaders, and drawings in the place of photos: plain buildings that say what they are."""

import datetime
import hashlib
from zoneinfo import ZoneInfo

from core.images import Shape, drawing, read_picture
from core.periods import Week
from core.storage import remove_files
from projects.actions import store_with_files
from projects.models import Instruction, Photo
from zoneportal.demo.source import GENERATED, YEAR, Ground, Row, day, facts, spread
from zoneportal.demo.weeks import HEAD_OF

SHANGHAI = ZoneInfo("Asia/Shanghai")
WIDE, HIGH, GROUND = 960, 720, 600  # pixels: the sheet, and how far down the ground lies
SKY, EARTH, STEEL, WALL, GLASS, ROOF = "#dfe9f3", "#b9a88c", "#4a5a6d", "#c9ced6", "#7fa6c9", "#8c3b32"


def build(ground: Ground) -> None:
    """Wants projects, ledger, officers and weekly reports."""
    units = {unit.pk: key for key, unit in ground.units.items()}
    heads = {key: ground.people[HEAD_OF[units[project.unit_id]]] for key, project in ground.projects.items()}
    for row in facts("leaders")["instructions"]:
        answered_by = heads[row["project"]] if "answer" in row else None
        Instruction.objects.create(
            project=ground.projects[row["project"]],
            text=row["text"],
            given_by=ground.people["leader"],
            given_on=day(row["given_on"]),
            answer_by=day(row.get("answer_by")),
            answer=row.get("answer", ""),
            answered_on=day(row.get("answered_on")),
            answered_by=answered_by,
        )
    for row in facts("leaders")["pictures"]:
        _photo(ground, row)


def _photo(ground: Ground, row: Row) -> None:
    """Under the same name each time: setting the demonstration up again leaves no second file."""
    project, taken = ground.projects[row["project"]], datetime.date.fromisoformat(row["taken"])
    key = f"{row['project']}{row['taken']}"
    photo = Photo(
        project=project,
        report=project.weekly_reports.get(monday=Week.of(taken).monday),
        milestone=ground.milestones[row["milestone"]],
        caption=row["caption"],
        taken_at=datetime.datetime.combine(taken, datetime.time(9, spread(key, 0, 59)), SHANGHAI),
        taken_by=project.officers.all()[0],
        is_generated=True,
    )
    name = hashlib.sha256(key.encode()).hexdigest()[:32]
    place = f"photos/{YEAR}/{name[:2]}/{name}"
    remove_files([f"{place}.jpg", f"{place}-small.jpg"])
    store_with_files(photo=photo, picture=read_picture(picture(str(project), row)), folder=f"photos/{YEAR}", name=name)


def picture(project: str, row: Row) -> bytes:
    """The building as far as it is ``done`` (percent), on a sheet that names project, day and what it is."""
    draw = {"office": office, "workshop": workshop}[row["shape"]]
    texts = [(30, 24, 40, project), (30, 78, 26, f"{row['taken']}  {row['caption']}"), (WIDE - 190, 24, 34, GENERATED)]
    earth: Shape = ("rectangle", (0, GROUND, WIDE, HIGH), EARTH)
    return drawing((WIDE, HIGH), SKY, [earth, *draw(row["done"])], texts)


def office(done: int) -> list[Shape]:
    """Six floors that come up one after the other; the walls follow from half-way on, the windows last."""
    floors = max(round(6 * min(done, 75) / 75), 1)
    walled = floors if done >= 100 else max(round(6 * (done - 50) / 50), 0)
    shapes: list[Shape] = [("rectangle", (230, GROUND - 12, 730, GROUND), STEEL)]
    for floor in range(floors):
        top = GROUND - 70 * (floor + 1)
        if floor < walled:
            shapes.append(("rectangle", (250, top, 710, top + 70), WALL))
        shapes += [("rectangle", (250 + 92 * post, top, 258 + 92 * post, top + 70), STEEL) for post in range(6)]
        shapes.append(("rectangle", (240, top, 720, top + 9), STEEL))
        if floor < walled and done >= 100:
            shapes += [("rectangle", (274 + 92 * bay, top + 22, 334 + 92 * bay, top + 54), GLASS) for bay in range(5)]
    return shapes


def workshop(done: int) -> list[Shape]:
    """A hall: columns, then trusses, then roof and walls with a gate."""
    columns = min(max(done * 8 // 50, 2), 8)
    shapes: list[Shape] = [("rectangle", (120 + 100 * n, 330, 134 + 100 * n, GROUND), STEEL) for n in range(columns)]
    if done >= 60:
        shapes += [("line", [(120, 330), (477, 230), (834, 330)], STEEL), ("line", [(120, 330), (834, 330)], STEEL)]
        shapes += [("line", [(127 + 100 * n, 330), (477, 230)], STEEL) for n in range(8)]
    if done >= 100:
        shapes += [("rectangle", (120, 330, 834, GROUND), WALL), ("polygon", [(100, 336), (477, 222), (854, 336)], ROOF)]
        shapes += [("rectangle", (170 + 110 * n, 370, 240 + 110 * n, 410), GLASS) for n in range(6)]
        shapes.append(("rectangle", (400, 460, 554, GROUND), STEEL))
    return shapes
