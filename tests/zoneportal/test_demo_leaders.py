"""The demonstration's instructions and drawn pictures: marked, dated, and the same however often they are drawn."""

import datetime
import time

import pytest
from django.core.files.storage import default_storage

from core.images import read_picture
from projects.models import Instruction, Photo
from zoneportal.demo import leaders
from zoneportal.demo.source import facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]
TODAY = datetime.date(2015, 6, 16)


def test_three_instructions_wait_and_one_of_them_too_long(xian):
    found = Instruction.objects.in_zone(xian)
    assert found.counted(TODAY) == {"total": 3, "overdue": 1}
    assert set(found.with_standing(TODAY).values_list("standing", flat=True)) == {"overdue", "open", "answered"}
    assert all("演示生成" in row.text for row in found)
    answered = found.get(answered_on__isnull=False)
    assert answered.answered_by.unit_id_in(xian) == answered.project.unit_id
    assert Instruction.objects.count() == found.count()


def test_an_instruction_waits_for_the_furniture_officer(account):
    assert [row.project.name for row in Instruction.objects.asked_of(account("jiaju-officer"))] == ["全友家居"]


def test_eight_pictures_of_three_projects_belong_to_their_weeks_and_promises(xian):
    photos = Photo.objects.in_zone(xian).select_related("report", "milestone")
    assert photos.count() == Photo.objects.count() == 8
    assert set(photos.values_list("project__name", flat=True)) == {"全友家居", "物华食品", "顿丘二期"}
    for photo in photos:
        assert photo.is_generated
        assert photo.report.monday <= photo.taken_at.date() <= photo.report.monday + datetime.timedelta(days=6)
        assert photo.milestone.project_id == photo.project_id
        assert default_storage.size(photo.image.name) + default_storage.size(photo.thumbnail.name) == photo.byte_size < 60_000


def test_before_and_after_is_a_pair_of_the_same_building(xian):
    office = Photo.objects.filter(milestone__text="办公楼竣工投入使用").in_order_of_time()
    assert [str(photo.taken_at.date()) for photo in office] == ["2015-03-11", "2015-04-22", "2015-06-03"]
    assert (office.first().caption, office.last().caption) == ("办公楼主体施工到三层", "办公楼外墙完成，等待电梯")


def test_a_picture_is_drawn_the_same_each_time_and_quickly():
    start = time.process_time()
    drawn = [leaders.picture("全友家居", row) for row in facts("leaders")["pictures"]]
    assert len(set(drawn)) == 8
    for data in drawn:
        read_picture(data)
    assert time.process_time() - start < 1
    assert [leaders.picture("全友家居", row) for row in facts("leaders")["pictures"]] == drawn


def test_a_building_grows_with_what_is_done():
    for shape in (leaders.office, leaders.workshop):
        sizes = [len(shape(done)) for done in (10, 40, 70, 100)]
        assert sizes == sorted(sizes)
        assert sizes[0] < sizes[-1]


def test_without_a_chinese_font_the_drawing_stands_without_words(monkeypatch):
    row = facts("leaders")["pictures"][0]
    monkeypatch.setattr("core.images.FONTS", ["/no/such/font.ttc"])
    assert read_picture(leaders.picture("全友家居", row)).width == 960
