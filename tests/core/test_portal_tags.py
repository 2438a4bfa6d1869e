"""Template tags and filters of the house."""

import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from core.access import Allowed, Denied


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("value", [None, ""])
@pytest.mark.parametrize("name", ["number", "percent", "points", "or_dash", "day"])
def test_what_is_not_reported_is_a_dash(name, value):
    assert render(f"{{{{ value|{name} }}}}", value=value) == "–"


@pytest.mark.parametrize("name", ["number", "percent", "points", "or_dash", "day"])
def test_what_a_template_cannot_find_is_a_dash_too(name):
    """``previous.workers`` where there is no previous report."""
    assert render(f"{{{{ previous.workers|{name} }}}}", previous=None) == "–"


def test_zero_is_reported():
    assert render("{{ value|number }} {{ value|percent }} {{ value|or_dash }}", value=Decimal(0)) == "0 0% 0"


def test_numbers_shares_and_days_are_printed_alike_everywhere():
    assert render("{{ n|number }} {{ n|number:2 }}", n=Decimal("1234.5")) == "1,234.5 1,234.50"
    assert render("{{ n|percent }}", n=Decimal("0.6135")) == "61.4%"
    assert render("{{ d|day }}", d=datetime.date(2015, 6, 16)) == "2015-06-16"


def test_a_gap_says_which_way():
    ahead, behind = (render("{{ n|points }}", n=Decimal(gap)) for gap in ("3.25", "-3.25"))
    assert ahead != behind
    assert "3.3" in ahead
    assert "3.3" in behind
    assert "-" not in behind


def test_an_action_that_is_denied_is_no_link_and_says_why():
    allowed = render('{% action "改" "/x/" decision %}', decision=Allowed)
    assert 'href="/x/"' in allowed
    denied = render('{% action "改" "/x/" decision %}', decision=Denied('只有"办公室"'))
    assert "href" not in denied
    assert 'aria-disabled="true"' in denied
    assert "只有&quot;办公室&quot;" in denied


def test_tags_escape_what_they_are_given():
    html = render(
        '{% badge css key word %}{% light key word %}{% action word "/x/" decision %}',
        css={},
        key='"><script>',
        word="<script>",
        decision=Allowed,
    )
    assert "<script>" not in html


def test_an_address_keeps_the_rest_of_the_query():
    request = RequestFactory().get("/", {"q": "x", "page": "2"})
    assert render("{% here page=None sort='name' %}", request=request) == "?q=x&amp;sort=name"


def test_the_menu_knows_where_one_is():
    request = RequestFactory().get("/projects/7/")
    assert render("{% active '/projects/' %}", request=request) == "active"
    assert render("{% active '/works/' '/figures/' %}", request=request) == ""
