"""Standard ledgers to begin with, one for each kind of project: the usual promises and when they fall due.

Pure data, in the office's order: 围墙 → 场平 → 基础 → 钢构 → 主体 → 封顶 → 围护 → 装修 → 管网道路 → 竣工 → 设备进场 → 安装调试
→ 试生产 → 投产. No rule prescribes the days: they are a start, and the clerk corrects them. Texts are translated when stored.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.periods import Precision
from projects.choices import Kind, Phase


@dataclass(frozen=True, slots=True)
class Step:
    text: Any
    phase: str
    days: int
    precision: str = Precision.DAY
    whole_project: bool = False


@dataclass(frozen=True, slots=True)
class Standard:
    name: Any
    steps: tuple[Step, ...]


REMARK = _("standard of the portal: correct the days for your projects")
BUILT = (
    Step(_("main structure completed"), Phase.BODY, 165),
    Step(_("topped out"), Phase.ROOF, 180),
    Step(_("walls, doors and windows completed"), Phase.ENVELOPE, 210),
    Step(_("fitting out completed"), Phase.FITTING, 255, Precision.MONTH_END),
    Step(_("roads and networks of the site completed"), Phase.NETWORK, 285, Precision.MONTH_END),
)
STANDARDS: dict[str, Standard] = {
    Kind.INDUSTRIAL: Standard(
        _("Industrial project, standard"),
        (
            Step(_("site wall built"), Phase.WALL, 20),
            Step(_("site levelled"), Phase.LEVELLING, 30),
            Step(_("foundations completed"), Phase.FOUNDATION, 75),
            Step(_("steel structure erected"), Phase.STEEL, 120),
            *BUILT,
            Step(_("works completed"), Phase.COMPLETION, 300, Precision.MONTH_END, whole_project=True),
            Step(_("equipment arrives"), Phase.EQUIPMENT_IN, 310),
            Step(_("equipment installed and commissioned"), Phase.INSTALLATION, 345),
            Step(_("trial production begins"), Phase.TRIAL, 365, Precision.MONTH_END),
            Step(_("production begins"), Phase.PRODUCTION, 425, Precision.MONTH_END, whole_project=True),
        ),
    ),
    Kind.INFRASTRUCTURE: Standard(
        _("Infrastructure work, standard"),
        (
            Step(_("works begin"), Phase.START, 0, whole_project=True),
            Step(_("site cleared and levelled"), Phase.LEVELLING, 20),
            Step(_("foundations or roadbed completed"), Phase.FOUNDATION, 60),
            Step(_("pipes and cables laid"), Phase.NETWORK, 100),
            Step(_("main structure or pavement completed"), Phase.BODY, 150),
            Step(_("footways, greenery and lighting completed"), Phase.FITTING, 190),
            Step(_("works completed"), Phase.COMPLETION, 210, Precision.MONTH_END, whole_project=True),
            Step(_("opened for use"), Phase.PRODUCTION, 225, Precision.MONTH_END, whole_project=True),
        ),
    ),
    Kind.RESETTLEMENT: Standard(
        _("Resettlement, standard"),
        (
            Step(_("agreements signed"), Phase.OTHER, 30),
            Step(_("old houses taken down, site levelled"), Phase.LEVELLING, 75),
            Step(_("foundations of the flats completed"), Phase.FOUNDATION, 135),
            Step(_("main structure of the flats completed"), Phase.BODY, 285),
            Step(_("flats topped out"), Phase.ROOF, 315),
            Step(_("flats fitted out"), Phase.FITTING, 405, Precision.MONTH_END),
            Step(_("roads and networks of the site completed"), Phase.NETWORK, 435, Precision.MONTH_END),
            Step(_("works completed"), Phase.COMPLETION, 450, Precision.MONTH_END, whole_project=True),
            Step(_("flats handed over"), Phase.PRODUCTION, 480, Precision.MONTH_END, whole_project=True),
        ),
    ),
}
