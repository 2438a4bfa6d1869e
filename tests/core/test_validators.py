"""Poison rows: one accepted value must never break a list, an export or a backup for everybody."""

import io

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from core import validators
from core.querysets import pinyin
from projects.models import Enterprise
from tests import factories

REFUSED = [
    *[chr(code) for code in range(0x20) if chr(code) not in "\t\n\r"],
    "\x7f",
    "\x80",
    "\x9f",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\ufdd0",
    "\ufffe",
    "\uffff",
    "\U0001fffe",
    "\U0010ffff",
    "\ud800",
    "\udfff",
]
RARE = [
    "𠮷野家具",
    "龘龘食品",
    "😀家具👨‍👩‍👧厂",
    "𪚥木业",
    "Ⅷ号厂",
    "café",
    "ＡＢ１２",
    "名\u3000字",
    "👍🏽",
    "한국",
    "ñandú",
    "\u0301e",
]


def codepoint(text: str) -> str:
    return f"U+{ord(text):04X}"


@pytest.mark.parametrize("character", REFUSED, ids=codepoint)
def test_a_character_that_breaks_others_is_refused_and_named(character):
    with pytest.raises(ValidationError) as refused:
        validators.plain_text(f"顿丘{character}二期")
    assert refused.value.code == "unprintable"
    assert "U+" in refused.value.messages[0]


@pytest.mark.parametrize("text", RARE)
def test_rare_characters_are_welcome(text):
    validators.plain_text(text)
    validators.one_line(text)


@pytest.mark.parametrize(
    "text", ["\u200b", "\u200d\u200c", "\u2063", "\u3164", "\u2800", "\u115f\u1160", "\uffa0", "\ufe0f", "\u034f", "\U000e0041"]
)
def test_a_name_that_nobody_can_see_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        validators.one_line(text)
    assert refused.value.code == "invisible"


@pytest.mark.parametrize("text", ["一\n二", "一\t二", "一\r二", "一\u2028二", "一\u2029二"])
def test_a_name_is_one_line(text):
    with pytest.raises(ValidationError):
        validators.one_line(text)


def test_notes_may_have_lines():
    validators.plain_text("一\n二\t三")


@pytest.mark.django_db
def test_rare_characters_are_stored_found_sorted_and_exported_as_they_are(zone, people, sign_in):
    client = sign_in(people.clerk)
    for name in RARE:
        row = factories.enterprise(zone=zone, name=name)
        row.full_clean()
        row.refresh_from_db()
        assert row.name == name
        assert row in client.get("/enterprises/", {"q": name}).context["page"]
    for order in ("name", "-name"):
        assert {each.name for each in client.get("/enterprises/", {"sort": order}).context["page"]} == set(RARE)
    workbook = load_workbook(io.BytesIO(b"".join(client.get("/enterprises/", {"export": "xlsx"}).streaming_content)))
    assert set(RARE) <= {cell.value for line in workbook.active.iter_rows() for cell in line}


@pytest.mark.django_db
def test_names_are_sorted_by_their_sound_and_rare_ones_somewhere(zone):
    for name in ("周口", "阿里", "龘", "北京", "𠮷野"):
        factories.enterprise(zone=zone, name=name)
    ordered = list(Enterprise.objects.order_by(pinyin("name")).values_list("name", flat=True))
    assert [name for name in ordered if name not in {"龘", "𠮷野"}] == ["阿里", "北京", "周口"]
    assert sorted(ordered) == sorted(["周口", "阿里", "龘", "北京", "𠮷野"])
    assert list(Enterprise.objects.order_by(pinyin("name", descending=True)).values_list("name", flat=True)) == ordered[::-1]


def test_a_number_is_finite():
    for value in ("NaN", "Infinity", "-Infinity", "sNaN"):
        with pytest.raises(ValidationError):
            validators.finite(value)
    validators.finite("0")
