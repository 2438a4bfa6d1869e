"""Templates: short, nothing inline, compiled without error, every icon in the sprite."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_compiles_and_keeps_the_rules(path):
    text = path.read_text(encoding="utf-8")
    get_template(str(path.relative_to(ROOT / "templates")))
    assert text.count("\n") <= 120
    assert not re.search(r'\sstyle="|<style|\son\w+="|javascript:', text)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert not re.search(r"""(?:src|href|action)=["']https?://""", text)


def test_scripts_are_short():
    scripts = sorted((ROOT / "static/js").glob("*.js"))
    assert scripts
    assert {path.name: n for path in scripts if (n := path.read_text(encoding="utf-8").count("\n")) > 100} == {}
