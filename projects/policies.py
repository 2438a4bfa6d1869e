"""Policies of pages about one row of this app (core.access): each asks the row itself."""

from typing import Any

from core.access import Decision


def edits(user: Any, target: Any) -> Decision:
    """The people of the project and the keepers, for a project or anything that hangs on one."""
    return target.edit_access(user)


def reports(user: Any, target: Any) -> Decision:
    """Who writes the weekly reports of a project, deputies too."""
    return target.report_access(user)


def registers(user: Any, target: Any) -> Decision:
    """The register's own facts of a project: the keepers."""
    return target.register_access(user)


def instructs(user: Any, target: Any) -> Decision:
    return target.instruct_access(user)


def answers(user: Any, target: Any) -> Decision:
    return target.answer_access(user)


def writes(user: Any, target: Any) -> Decision:
    return target.write_access(user)


def reviews(user: Any, target: Any) -> Decision:
    return target.review_access(user)
