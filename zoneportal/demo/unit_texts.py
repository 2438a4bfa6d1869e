"""What the headquarters are asked to write for the report of the running year: made up and marked; one of three gave it."""

import datetime

from reports import actions
from reports.models import UnitText
from zoneportal.demo.source import GENERATED, TODAY, YEAR, Ground

QUESTION = f"上半年项目建设情况和下半年打算（{GENERATED}）"
WORDS = (
    "上半年在建项目按节点推进，每周二早会后逐项销号。\n• 两栋厂房完成钢构吊装\n• 三家企业签订设备合同\n"
    f"下半年抓好竣工投产。（{GENERATED}）"
)
ASKED = ("家具产业指挥部", "食品产业指挥部", "环保科技产业指挥部")


def build(ground: Ground) -> None:
    units = [unit for unit in ground.units.values() if unit.name in ASKED]
    due = TODAY + datetime.timedelta(days=14)
    actions.ask_units(zone=ground.zone, year=YEAR, units=units, question=QUESTION, due_on=due)
    text = UnitText.objects.in_zone(ground.zone).of_year(YEAR).get(unit__name=ASKED[0])
    text.text = WORDS
    actions.give_text(text=text, by=ground.people["jiaju-officer"], on=TODAY)
