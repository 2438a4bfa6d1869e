"""``manage.py read_plan``: JSON, a table, and refusals in one sentence."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.projects.plan_reading import REPORT

TEXT = "顿丘二期4月30前完成七栋厂房钢构主体;9月底设备开始进厂安装。2月30日前竣工。"


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, "utf-8")
    return path


def run(*arguments):
    out = StringIO()
    call_command("read_plan", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_names_every_field(plan):
    assert json.loads(run(plan, "--year", "2015", "--json")) == {
        "milestones": [
            {
                "project": "顿丘二期",
                "due": "2015-04-30",
                "window_start": "2015-04-30",
                "precision": "day",
                "relation": "by",
                "text": "完成七栋厂房钢构主体",
                "objects": ["七栋厂房"],
                "phase": "steel",
                "flags": ["day_missing"],
            },
            {
                "project": "顿丘二期",
                "due": "2015-09-30",
                "window_start": "2015-09-30",
                "precision": "month_end",
                "relation": "at",
                "text": "设备开始进厂安装",
                "objects": ["设备"],
                "phase": "equipment_in",
                "flags": [],
            },
        ],
        "skipped": [{"text": "2月30日前竣工", "reason": "impossible_date"}],
    }


def test_the_table_has_a_line_for_each_promise_and_each_skipped_piece(plan):
    lines = run(plan, "--year", "2015").splitlines()
    assert lines[0] == "2 promises"
    assert lines[1].split() == ["2015-04-30", "day", "by", "steel", "顿丘二期:", "完成七栋厂房钢构主体", "[day_missing]"]
    assert lines[3] == "1 skipped"
    assert lines[4].split() == ["impossible_date", "2月30日前竣工"]


def test_the_day_of_writing_counts(plan):
    plan.write_text("顿丘二期月底前竣工。", "utf-8")
    assert json.loads(run(plan, "--year", "2015", "--json"))["milestones"] == []
    (row,) = json.loads(run(plan, "--year", "2015", "--as-of", "2015-03-10", "--json"))["milestones"]
    assert row["due"] == "2015-03-31"


def test_a_year_out_of_range_is_refused(plan):
    for year in ("0", "-1", "1949", "2101", "abc", "2015.5", "２０１５", "10000", "9" * 5000, ""):
        with pytest.raises(CommandError, match="1950 to 2100"):
            run(plan, f"--year={year}")


def test_a_year_is_needed(plan):
    with pytest.raises(CommandError, match="--year"):
        run(plan)


def test_a_day_that_does_not_exist_is_refused(plan):
    for day in ("2015-02-30", "heute", "2015", "0001-01-01", "2015-W24-1", ""):
        with pytest.raises(CommandError, match="--as-of"):
            run(plan, "--year=2015", f"--as-of={day}")


def test_files_that_cannot_be_read_are_refused_in_a_sentence(tmp_path, monkeypatch):
    for path, words in [
        (tmp_path / "none.txt", "There is no file"),
        (tmp_path, "is a directory"),
        ("/dev/null", "no ordinary file"),
        ("a\x00b", "cannot be read"),
        ("x" * 5000, "cannot be read"),
    ]:
        with pytest.raises(CommandError, match=words):
            run(path, "--year", "2015")
    for data, words in [(b"", "empty"), (bytes(range(256)) * 20, "no text file"), (b"%PDF-1.4", "PDF")]:
        (tmp_path / "plan.txt").write_bytes(data)
        with pytest.raises(CommandError, match=words):
            run(tmp_path / "plan.txt", "--year", "2015")


def test_five_megabytes_of_text_are_refused(plan):
    plan.write_bytes(b"6" * 5_000_000)
    with pytest.raises(CommandError, match="5000000 characters"):
        run(plan, "--year", "2015")
    plan.write_bytes(b"6" * 11_000_000)
    with pytest.raises(CommandError, match="10 MB"):
        run(plan, "--year", "2015")


def test_from_a_shell_it_needs_no_database_and_fails_with_one_line(tmp_path):
    report = tmp_path / "report.txt"
    report.write_bytes(REPORT.encode("gb18030"))
    surroundings = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "read_plan", "--json", "--year"]
    good = subprocess.run([*command, "2015", str(report)], capture_output=True, env=surroundings, timeout=60, check=False)
    assert good.returncode == 0
    assert len(json.loads(good.stdout)["milestones"]) == 78
    bad = subprocess.run([*command, "0", str(report)], capture_output=True, env=surroundings, timeout=60, check=False)
    assert bad.returncode == 1
    assert bad.stdout == b""
    assert len(bad.stderr.decode().strip().splitlines()) == 1
