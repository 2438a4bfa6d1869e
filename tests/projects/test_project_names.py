"""Which project a plan's words mean: same ones found, different ones kept apart, doubtful ones left to a person."""

import pytest

from projects.project_names import How, Named, Register, key, split
from zoneportal.demo.source import facts

ROWS = [
    ("南方家居四期", "", "南方家居"),
    ("南方家居公租房项目", "", "南方家居"),
    ("全友家居", "", "全友家居"),
    ("东方神鹿保健酒", "神鹿保健酒", "东方神鹿"),
    ("汇鑫彩印包装", "", "汇鑫彩印包装"),
    ("金太阳彩印包装", "", "金太阳彩印包装"),
    ("中石产业园", "", "中石集团"),
    ("河南省家具检测中心", "", ""),
    ("双虎家居", "", "双虎家居"),
    ("双虎家居公租房项目", "", "双虎家居"),
]
NAMES = [name for name, *_others in ROWS]


@pytest.fixture(scope="module")
def register():
    return Register(
        Named(pk, (name, *split(aliases)), tuple(filter(None, [owner]))) for pk, (name, aliases, owner) in enumerate(ROWS)
    )


@pytest.mark.parametrize(
    ("words", "project", "how"),
    [
        ("南方家居四期", "南方家居四期", How.EXACT),
        ("南方家居公租房", "南方家居公租房项目", How.EXACT),
        ("全友家居项目", "全友家居", How.EXACT),
        ("神鹿保健酒", "东方神鹿保健酒", How.EXACT),
        ("东方神鹿", "东方神鹿保健酒", How.PART),
        ("神鹿", "东方神鹿保健酒", How.PART),
        ("中石集团产业园", "中石产业园", How.EXACT),
        ("中石集团", "中石产业园", How.PART),
        ("汇鑫彩印", "汇鑫彩印包装", How.PART),
        ("金太阳彩印", "金太阳彩印包装", How.PART),
        ("家具检测中心", "河南省家具检测中心", How.PART),
        ("双虎家居", "双虎家居", How.EXACT),
        (" 汇鑫 彩印包装（项目）", "汇鑫彩印包装", How.EXACT),
    ],
)
def test_the_same_project_is_found_by_every_name_it_has(register, words, project, how):
    match = register.find(words)
    assert (match.project, match.how) == (NAMES.index(project), how)


@pytest.mark.parametrize(
    ("words", "how", "candidates"),
    [
        ("南方家居", How.SEVERAL, {"南方家居四期", "南方家居公租房项目"}),
        ("彩印包装", How.SEVERAL, {"汇鑫彩印包装", "金太阳彩印包装"}),
        ("全友家居二期", How.SIMILAR, {"全友家居"}),
        ("物华食品", How.UNKNOWN, set()),
        ("", How.UNKNOWN, set()),
        ("项目", How.UNKNOWN, set()),
        ("园", How.UNKNOWN, set()),
    ],
)
def test_what_is_not_certain_is_left_to_a_person(register, words, how, candidates):
    match = register.find(words)
    assert (match.how, {NAMES[pk] for pk in match.found}, match.project) == (how, candidates, None)


def test_every_project_of_the_demonstration_is_found_by_its_name_and_aliases():
    rows = facts("projects")
    register = Register(Named(pk, (row["name"], *split(row.get("aliases") or "")), (row["owner"],)) for pk, row in enumerate(rows))
    for pk, row in enumerate(rows):
        for name in (row["name"], *split(row.get("aliases") or ""), f"{row['name']}项目"):
            assert register.find(name).project == pk, name


def test_a_name_without_the_words_that_come_and_go():
    assert key("中石 集团（产业园）项目") == "中石产业园"
    assert key("项目") == "项目"
    assert split("神鹿酒、 神鹿,东方神鹿；") == ("神鹿酒", "神鹿", "东方神鹿")
