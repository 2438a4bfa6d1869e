"""Making the documents of a frozen year."""

import datetime
import hashlib
from typing import Any

from django.utils.translation import gettext as _

from core.excel import safe_filename
from core.models import DataStatus
from indicators.overview import overview
from reports.annual.paper import report_document, report_title
from reports.annual.reading import annual_report
from reports.choices import DocumentKind
from reports.models import IssuedDocument
from reports.workbook import year_workbook
from zones.models import Zone


def made(document: IssuedDocument, *, by: Any, now: datetime.datetime, today: datetime.date) -> IssuedDocument:
    """Fill the unsaved ``document`` with its bytes, their fingerprint and what is still an estimate."""
    zone, year = document.zone, document.year
    if document.kind == DocumentKind.REPORT:
        draft = annual_report(zone, year).draft
        stream = report_document(draft, zone=zone, year=year, author=str(by), moment=now)
        name = f"{report_title(zone, year)}.docx"
    else:
        stream, _rows = year_workbook(zone=zone, year=year, as_of=today, author=by)
        name = f"{zone}-{_('year-end workbook %(year)s') % {'year': year}}.xlsx"
    document.content = stream.getvalue()
    document.sha256 = hashlib.sha256(document.content).hexdigest()
    document.filename, document.issued_by = safe_filename(name)[:120], by
    document.estimates = "、".join(estimates(zone, year))[:300]
    return document


def estimates(zone: Zone, year: int) -> list[str]:
    """The indicators of the year whose newest figure is an estimate."""
    lines = overview(zone, year).lines
    return [str(line.indicator) for line in lines if line.figure and line.figure.status == DataStatus.ESTIMATE]
