"""What the reader of plan texts has to say, in words: a short one for the badge and a sentence for the doubt."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from projects.plan_text import Flag, SkipReason

Words = tuple[str | Promise, str | Promise]

FLAGS: dict[str, Words] = {
    Flag.DAY_MISSING: (pgettext_lazy("plan", "“日” missing"), _("the character 日 is missing behind the date")),
    Flag.MONTH_MISSING: (pgettext_lazy("plan", "no month"), _("no month stands with the date: the last one named is taken")),
    Flag.YEAR_UNCLEAR: (pgettext_lazy("plan", "year unclear"), _("this year's or next year's date: the words allow both")),
    Flag.BEFORE_UNCLEAR: (pgettext_lazy("plan", "“前” unclear"), _("before the month begins, or by its end: the words allow both")),
    Flag.SEVERAL_DATES: (
        pgettext_lazy("plan", "several dates"),
        _("several dates stand together: it is unclear which is whose"),
    ),
    Flag.DUPLICATE: (pgettext_lazy("plan", "twice"), _("the plan makes the same promise more than once")),
    Flag.AMBIGUOUS_COUNT: (pgettext_lazy("plan", "count unclear"), _("it is unclear which buildings the number counts")),
    Flag.OPEN_LIST: (pgettext_lazy("plan", "open list"), _("the list ends with 等 and is not complete")),
    Flag.STRAY_MARK: (pgettext_lazy("plan", "stray mark"), _("a stray mark stands behind the date")),
    Flag.VAGUE: (pgettext_lazy("plan", "vague"), _("the words only aim at the date")),
    Flag.REPLAN: (pgettext_lazy("plan", "re-plan"), _("the plan moves this date")),
    Flag.UNCLEAR_STAGE: (pgettext_lazy("plan", "stage unclear"), _("on trial or in production: the words allow both")),
    Flag.FESTIVAL: (pgettext_lazy("plan", "festival"), _("the date is named by a festival")),
    Flag.LUNAR: (pgettext_lazy("plan", "lunar date"), _("the festival follows the lunar calendar: its day was looked up")),
    Flag.NO_PROJECT: (pgettext_lazy("plan", "no project"), _("no project is named in front of it")),
}
SKIPPED: dict[str, str | Promise] = {
    SkipReason.IMPOSSIBLE_DATE: _("this date is not in the calendar"),
    SkipReason.RECURRING: _("a recurring duty, not a promise"),
    SkipReason.VAGUE: _("no definite date"),
    SkipReason.MASKED: _("the date is masked"),
    SkipReason.NO_TASK: _("a date, and nothing is promised"),
    SkipReason.HISTORY: _("tells what is done already"),
    SkipReason.INDICATOR: _("a target figure, not a task"),
    SkipReason.MONTH_UNKNOWN: _("no month is named before it"),
    SkipReason.RELATIVE: _("a date that cannot be counted from the text"),
    SkipReason.OPEN_ENDED: _("without a last day"),
    SkipReason.TOO_LONG: _("too long for one promise"),
}


def badges(codes: Iterable[str]) -> list[Words]:
    """The doubts of a row for its badges."""
    return [FLAGS[code] for code in codes if code in FLAGS]


def doubt(codes: Iterable[str]) -> str:
    """The doubts of a row in one line, as the ledger keeps them."""
    return "；".join(str(words) for _short, words in badges(codes))[:300]


def skipped(code: str) -> str:
    """Why words were left out."""
    return str(SKIPPED.get(code) or gettext("not read"))
