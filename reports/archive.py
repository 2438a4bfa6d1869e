"""Freezing a year, and making the documents of a frozen one."""

import datetime
import hashlib
import io
from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.excel import safe_filename
from core.moments import one_moment
from reports.annual.draft import SAID
from reports.annual.paper import report_document, report_title
from reports.annual.reading import annual_report
from reports.annual.values import values_of
from reports.choices import DocumentKind
from reports.models import IssuedDocument, YearSnapshot
from reports.workbook import year_workbook
from zones.models import Zone

NOT_FROZEN = gettext_lazy("This year is not frozen yet: freeze it on the page of its annual report first.")


def frozen(*, zone: Zone, year: int, by: Any, today: datetime.date) -> YearSnapshot:
    """The unsaved snapshot of a year: its values and its workbook, both of one moment, in the language of the office."""
    with translation.override("zh-hans"), one_moment():
        values = values_of(zone, year)
        stream, rows = year_workbook(zone=zone, year=year, as_of=today, author=by, notices=[frozen_words(values, by, today)])
    content = stream.getvalue()
    return YearSnapshot(zone=zone, year=year, values=values, workbook=content, rows=rows, as_of=today, frozen_by=by)


def frozen_words(values: Mapping[str, str], by: Any, today: datetime.date) -> str:
    """What the first sheet tells of a frozen workbook."""
    words = _("Frozen by %(name)s on %(day)s; still estimates: %(estimates)s.")
    return words % {"name": by, "day": today, "estimates": "、".join(estimates(values)) or _("none")}


def year_pack(*, zone: Zone, year: int, by: Any, today: datetime.date) -> tuple[io.BytesIO, int]:
    """The year-end workbook: of a frozen year as it was frozen, else of the registers as they are; and how many rows it has."""
    kept = YearSnapshot.objects.of(zone, year).having_workbook().first()
    if kept:
        return io.BytesIO(bytes(kept.workbook)), kept.rows
    with one_moment():
        return year_workbook(zone=zone, year=year, as_of=today, author=by)


def workbook_title(year: int) -> str:
    return _("year-end workbook %(year)s") % {"year": year}


def made(document: IssuedDocument, *, by: Any, now: datetime.datetime) -> IssuedDocument:
    """Fill the unsaved ``document`` of a frozen year with its bytes, their fingerprint and what is still an estimate."""
    zone, year, snapshot = document.zone, document.year, document.snapshot
    if document.kind == DocumentKind.REPORT:
        stream = report_document(annual_report(zone, year).draft, zone=zone, year=year, author=str(by), moment=now)
        document.content, name = stream.getvalue(), f"{report_title(zone, year)}.docx"
    else:
        document.content, name = bytes(snapshot.workbook), f"{zone}-{workbook_title(year)}.xlsx"
    document.sha256 = hashlib.sha256(document.content).hexdigest()
    document.filename, document.issued_by = safe_filename(name)[:120], by
    document.estimates = "、".join(estimates(snapshot.values))[:300]
    return document


def estimates(values: Mapping[str, str]) -> list[str]:
    """The indicators whose values are called estimates."""
    return [name.removesuffix(SAID) for name, value in values.items() if name.endswith(SAID) and value]
