"""``manage.py export_year``: which zone, which file, and plain words when it cannot."""

import io
import os

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tests.indicators.factories import figure, indicator


def run(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("export_year", stdout=out, stderr=err, **{"year": 2014, **options})
    return out.getvalue(), err.getvalue()


def texts(path):
    return {cell.value for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row}


def test_the_only_zone_needs_no_name(zone, tmp_path):
    figure(indicator=indicator(zone=zone, name="主营业务收入"), value=145)
    path = tmp_path / "2014 年度.xlsx"
    out, err = run(output=str(path))
    assert str(path) in out
    assert err == ""
    assert {"主营业务收入", 145} <= texts(path)
    assert path.stat().st_mode & 0o777 == 0o644


def test_several_zones_must_be_told_apart(zone, other_zone, tmp_path):
    factories.enterprise(zone=other_zone, name="邻区企业")
    path = tmp_path / "x.xlsx"
    with pytest.raises(CommandError, match=f"several zones.*{zone.code}, {other_zone.code}"):
        run(output=str(path))
    assert not path.exists()
    run(output=str(path), zone=other_zone.code)
    assert "邻区企业" in texts(path)


def test_where_all_zones_are_demo_zones_the_first_is_meant(tmp_path, db):
    first = factories.zone(code="xian", is_demo=True)
    factories.zone(code="er", is_demo=True)
    factories.enterprise(zone=first, name="全友家居")
    run(output=str(tmp_path / "x.xlsx"))
    assert "全友家居" in texts(tmp_path / "x.xlsx")


def test_an_unknown_zone_is_answered_with_the_known_ones(zone, tmp_path):
    with pytest.raises(CommandError, match=zone.code):
        run(output=str(tmp_path / "x.xlsx"), zone="nowhere")


def test_an_empty_database_says_what_to_do(db, tmp_path):
    with pytest.raises(CommandError, match="setup_demo"):
        run(output=str(tmp_path / "x.xlsx"))


@pytest.mark.parametrize("year", [0, 1949, 2101])
def test_an_impossible_year_is_refused(zone, tmp_path, year):
    with pytest.raises(CommandError, match=str(year)):
        run(output=str(tmp_path / "x.xlsx"), year=year)


def test_a_place_that_cannot_be_written_is_named_before_any_work(zone, tmp_path):
    for output, named in ((tmp_path / "none" / "x.xlsx", "none"), (tmp_path / "x.csv", "x.csv"), (tmp_path / "x", "xlsx")):
        with pytest.raises(CommandError, match=named):
            run(output=str(output))
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(CommandError, match="is a folder"):
        run(output=str(tmp_path / "folder.xlsx"))


def test_an_old_file_is_replaced_as_a_whole_or_stays(zone, tmp_path, monkeypatch):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"old")

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(CommandError, match="No space left"):
        run(output=str(path))
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["x.xlsx"]
    monkeypatch.undo()
    run(output=str(path))
    assert path.read_bytes()[:2] == b"PK"


def test_a_year_without_figures_is_noted(zone, tmp_path):
    _out, err = run(output=str(tmp_path / "x.xlsx"), year=2009)
    assert "2009" in err


def test_the_language_is_chinese_unless_asked(zone, tmp_path):
    run(output=str(tmp_path / "en.xlsx"), language="en")
    assert openpyxl.load_workbook(tmp_path / "en.xlsx").sheetnames[0] == "Contents"
    with pytest.raises(CommandError):
        call_command("export_year", "--year", "2014", "--output", str(tmp_path / "x.xlsx"), "--language", "fr")
