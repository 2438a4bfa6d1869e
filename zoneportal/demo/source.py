"""What every part of the demo uses: its files, the dates it runs on, and numbers that vary without chance."""

import datetime
import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from projects.models import Enterprise, Milestone, Project
from zones.models import Park, Unit, User, Zone

DATA = Path(__file__).parent / "data"
REPORT = "县产业集聚区2014年工作总结和2015年工作思路"
GENERATED = "演示生成"
TODAY = datetime.date(2015, 6, 16)  # the demo's Tuesday: outcomes and weeks are written for it
YEAR = 2015

Row = dict[str, Any]


@dataclass
class Ground:
    """A zone of the demo with its rows by the keys of the data files (K-JJ, U-JJ, P-QUANYOU, M01 …)."""

    zone: Zone
    parks: dict[str, Park]
    units: dict[str, Unit]
    people: dict[str, User]
    enterprises: dict[str, Enterprise] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    milestones: dict[str, Milestone] = field(default_factory=dict)


@cache
def facts(name: str) -> Any:
    """The content of ``data/<name>.json``."""
    return json.loads((DATA / f"{name}.json").read_text("utf-8"))


def cited(line: int) -> str:
    """The report with the line of it, as a row's source."""
    return f"{REPORT}，第{line}行"


def spread(key: str, low: int, high: int) -> int:
    """A number from ``low`` to ``high`` that looks accidental and is the same on every machine for the same key."""
    return low + int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % (high - low + 1)


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
