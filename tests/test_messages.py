"""The Chinese of the portal: complete, with the placeholders of the English, compiled, and of today's sources."""

import ast
import gettext
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
CONTEXT = "\x04"  # stands between context and msgid, as in the .mo
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|\{\w*\}|&[PN]\b")
# A Chinese sentence has full-width marks; half-width ones come from an English keyboard.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
JOINED = {"yes,no"}  # Django's yesno filter splits at a half-width comma
COLLECT = ["makemessages", "-l", "zh_Hans", "--no-obsolete", "--add-location", "file"]
APPS = ("core", "zones", "projects", "indicators", "infrastructure", "returns", "supervision", "exchange", "reports", "zoneportal")
SOURCES = (*APPS, "templates", "locale")


def quoted(block: str, keyword: str) -> str:
    """The string after ``keyword``, over as many lines as it has; "" without one."""
    found = re.search(rf'^{keyword} ((?:".*"\n?)+)', block, re.MULTILINE)
    return "".join(ast.literal_eval(line) for line in found[1].splitlines()) if found else ""


def read(path: Path) -> dict[str, str]:
    """The entries of a .po by context and msgid, without the header."""
    blocks = [block for block in path.read_text(encoding="utf-8").split("\n\n") if re.search(r"^msgid ", block, re.MULTILINE)]
    pairs = ((quoted(block, "msgctxt"), quoted(block, "msgid"), quoted(block, "msgstr")) for block in blocks[1:])
    return {f"{context}{CONTEXT}{msgid}" if context else msgid: msgstr for context, msgid, msgstr in pairs}


@pytest.fixture(scope="module")
def entries() -> dict[str, str]:
    return read(CATALOGUE)


def test_the_catalogue_is_read_with_its_contexts(entries):
    assert len(entries) > 1000
    assert entries["unit"] == "责任单位"
    assert entries[f"measure{CONTEXT}unit"] == "计量单位"


def test_every_message_is_translated(entries):
    assert [msgid for msgid, msgstr in entries.items() if not msgstr.strip()] == []


def test_no_message_is_guessed_or_left_over():
    text = CATALOGUE.read_text(encoding="utf-8")
    assert re.findall(r"^#,.*\bfuzzy\b", text, re.MULTILINE) == []
    assert "\n#~ " not in text


def test_no_message_has_a_plural_form(entries):
    """Chinese has none; the sentences are worded so that English needs none."""
    assert "msgid_plural" not in CATALOGUE.read_text(encoding="utf-8")


def test_placeholders_are_the_same_in_both_languages(entries):
    different = {
        msgid: msgstr
        for msgid, msgstr in entries.items()
        if set(PLACEHOLDER.findall(msgid.rpartition(CONTEXT)[2])) != set(PLACEHOLDER.findall(msgstr))
    }
    assert different == {}


def test_chinese_sentences_have_chinese_punctuation(entries):
    assert {msgid: msgstr for msgid, msgstr in entries.items() if HALF_WIDTH.search(msgstr) and msgid not in JOINED} == {}


def test_the_compiled_catalogue_is_current(entries):
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    def looked_up(key: str) -> str:
        context, found, msgid = key.rpartition(CONTEXT)
        return compiled.pgettext(context, msgid) if found else compiled.gettext(msgid)

    stale = {key: looked_up(key) for key, msgstr in entries.items() if looked_up(key) != msgstr}
    assert stale == {}, "run `make messages`"


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_collecting_again_finds_no_other_message(entries, tmp_path):
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "migrations"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    subprocess.run([sys.executable, "manage.py", *COLLECT], cwd=tmp_path, check=True, capture_output=True, timeout=60)
    now = read(tmp_path / CATALOGUE.relative_to(ROOT)).keys()
    assert sorted(now - entries.keys()) == [], "run `make messages` and translate"
    assert sorted(entries.keys() - now) == [], "run `make messages`: these are gone"
