"""Making the documents of a frozen year."""

import datetime
import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.excel import safe_filename
from reports.annual.draft import SAID
from reports.annual.paper import report_document, report_title
from reports.annual.reading import annual_report
from reports.annual.values import values_of
from reports.choices import DocumentKind
from reports.models import IssuedDocument
from reports.workbook import year_workbook


def made(document: IssuedDocument, *, by: Any, now: datetime.datetime, today: datetime.date) -> IssuedDocument:
    """Fill the unsaved ``document`` with its bytes, their fingerprint and what is still an estimate."""
    zone, year = document.zone, document.year
    if document.kind == DocumentKind.REPORT:
        report = annual_report(zone, year)
        values, draft = report.values, report.draft
        stream = report_document(draft, zone=zone, year=year, author=str(by), moment=now)
        name = f"{report_title(zone, year)}.docx"
    else:
        values = values_of(zone, year)  # a workbook is made of the registers as they are now
        stream, _rows = year_workbook(zone=zone, year=year, as_of=today, author=by)
        name = f"{zone}-{_('year-end workbook %(year)s') % {'year': year}}.xlsx"
    document.content = stream.getvalue()
    document.sha256 = hashlib.sha256(document.content).hexdigest()
    document.filename, document.issued_by = safe_filename(name)[:120], by
    document.estimates = "、".join(estimates(values))[:300]
    return document


def estimates(values: Mapping[str, str]) -> list[str]:
    """The indicators whose values are called estimates."""
    return [name.removesuffix(SAID) for name, value in values.items() if name.endswith(SAID) and value]
