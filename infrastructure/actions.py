"""Writing several rows of works together."""

from typing import Any

from django.db import transaction

from infrastructure.models import Work
from projects.choices import Kind
from projects.models import Project


@transaction.atomic
def open_work(*, work: Work, project: Project | None, new_project: dict[str, Any]) -> Work:
    """Store a new work of ``project``, or of a new infrastructure project with the fields ``new_project``."""
    work.project = project or Project.objects.create(kind=Kind.INFRASTRUCTURE, **new_project)
    work.save()
    return work
